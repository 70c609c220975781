/** Looks on a record, or at a note, for what a write of the outbox would have made. */
import type { Note } from '../attio/types.js';
import type { CreateNote, UpdateNote } from '../attio/writes.js';
import type { Catalog } from '../crm/types.js';
import { isNoteOf, sameText } from './compare.js';

/** What is looked for was made this long before now at most, whatever the clocks say. */
export const RANGE_MS = 48 * 60 * 60_000;
/** So many pages of a record's notes are looked through at most; a write that looks for itself goes as far. */
const MAX_PAGES = 40;
const PAGE = 49;

type Notes = Pick<Catalog, 'notesOf' | 'note'>;

/**
 * Ids of the notes on the record that are as this one would be, whoever made them: with its date where it has one, else
 * created since `from` (milliseconds since 1970). Rejects with AttioError.
 */
export async function likeOnes(catalog: Notes, change: CreateNote, from: number, surface: string): Promise<string[]> {
  const ref = { object: change.parentObject, recordId: change.parentRecordId };
  const dated = change.createdAt === undefined ? undefined : Date.parse(change.createdAt);
  const earliest = dated === undefined ? from : dated - 1000;
  const found: string[] = [];
  let offset: number | undefined = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (let page = 0; page < MAX_PAGES && offset !== undefined; page++) {
    const { notes, next }: { notes: Note[]; next: number | undefined } = await catalog.notesOf(
      ref,
      { offset, limit: PAGE },
      { surface, fresh: true },
    );
    const times = notes.map((note) => Date.parse(note.created_at));
    for (const [at, note] of notes.entries()) {
      const inTime = dated === undefined ? times[at]! >= from : Math.abs(times[at]! - dated) < 1000;
      if (inTime && (await isNoteOf(change, note))) found.push(note.id.note_id);
    }
    // No order is promised: that the newest come first is believed once two pages have shown it.
    if (page > 0 && times.every((time) => time <= oldest && time < earliest)) break;
    oldest = Math.min(oldest, ...times);
    offset = next;
  }
  return found;
}

/** Whether the note has become what an update makes of it. Rejects with AttioError. */
export async function isUpdated(catalog: Notes, change: UpdateNote, surface: string): Promise<boolean> {
  const note = await catalog.note(change.noteId, { surface, fresh: true });
  if (note === undefined) return false;
  if (change.title !== undefined && note.title.trim() !== change.title.trim()) return false;
  if (change.content === undefined) return true;
  const stored = change.format === 'plaintext' ? note.content_plaintext : note.content_markdown;
  return sameText(change.content, stored);
}
