/** "Attio: Undo Last Change": the newest own change that still stands. */
import { commands } from 'vscode';
import type { JournalEntry } from '../../changes/journal.js';
import type { Connection, Services } from '../services.js';
import { tellFinal, undoEntry } from './past.js';
import { nothing } from './recentChanges.js';

export { recentChanges } from './recentChanges.js';

/** What an undo wrote is no change to undo: pressed twice, Undo goes further back and not forward again. */
const stands = ({ undone, undoes }: JournalEntry): boolean => undone === undefined && undoes === undefined;

/**
 * In the active account. Where nothing stands, says so; where the newest is final, offers the one before. Rejects with
 * NotSignedIn.
 */
export async function undoLastChange(services: Services): Promise<void> {
  const connection = await services.connections.current();
  const entries = await connection.journal.list();
  const last = entries.findLast(stands);
  if (last === undefined) {
    const message = entries.length === 0 ? nothing(connection) : 'Every change that is kept was undone already.';
    const more = { title: 'Recent Changes', run: () => commands.executeCommand('attio.recentChanges') };
    return void (await services.ui.info(message, ...(entries.length === 0 ? [] : [more])));
  }
  await undoFrom(services, connection, entries.filter(stands));
}

/**
 * The last of these; where it cannot be taken back, for good or as Attio is now, that is said, and the one before is
 * offered, never taken unasked.
 */
async function undoFrom(services: Services, connection: Connection, entries: JournalEntry[]): Promise<void> {
  const last = entries.at(-1);
  if (last === undefined) return;
  const before = entries.slice(0, -1);
  const offer = { title: 'Undo the Change Before', run: () => undoFrom(services, connection, before) };
  const instead = before.length > 0 ? offer : undefined;
  if (last.undo !== undefined) return undoEntry(services, connection, last, instead);
  await tellFinal(services, last, instead && [instead]);
}
