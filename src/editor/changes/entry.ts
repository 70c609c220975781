/** What was written, as something that can be taken back. */
import type { Applied } from '../../changes/change.js';
import type { JournalEntry } from '../../changes/journal.js';
import type { Connection } from '../services.js';

/** Of an entry that no journal keeps. */
const UNKEPT = '';

/**
 * The journal's entry of a write; where none is kept, one that serves as long as its message. undefined: the journal has
 * none and it cannot be taken back.
 */
export async function entryOf(
  { journal, account }: Connection,
  applied: Applied,
  told: { surface: string; sentence: string },
): Promise<JournalEntry | undefined> {
  const known = applied.journalId === undefined ? undefined : await journal.get(applied.journalId);
  if (known || applied.undo === undefined) return known;
  const at = applied.approval?.at ?? new Date().toISOString();
  return { id: UNKEPT, at, accountId: account.id, ...told, change: applied.change, undo: applied.undo };
}

/** An entry as it is now: another window or another message may have taken it back. */
export async function newest({ journal }: Connection, entry: JournalEntry): Promise<JournalEntry> {
  return entry.id === UNKEPT ? entry : ((await journal.get(entry.id)) ?? entry);
}
