/**
 * A try whose end is not known: before anything is sent again, the record's notes are searched for the one it would have
 * made, also when the draft was edited since and would make another.
 */
import type { Note } from '../../attio/types.js';
import type { CreateNote } from '../../attio/writes.js';
import { isNoteOf } from '../../changes/compare.js';
import type { Connection } from '../services.js';
import type { Attempt } from './draftStore.js';

/** Clocks of this machine and of Attio may differ by so much. */
const SKEW_MS = 10 * 60_000;
/** So many pages of a record's notes are looked through, newest first. */
const MAX_PAGES = 4;
const PAGE = 49;

export function sameNote(a: CreateNote, b: CreateNote): boolean {
  return a.parentRecordId === b.parentRecordId && a.title === b.title && a.content === b.content;
}

/** The note that an earlier try made after all; undefined when there is none. Rejects with AttioError. */
export async function noteOf({ catalog }: Connection, { change, at }: Attempt): Promise<Note | undefined> {
  const ref = { object: change.parentObject, recordId: change.parentRecordId };
  const since = Date.parse(at) - SKEW_MS;
  let offset: number | undefined = 0;
  for (let page = 0; page < MAX_PAGES && offset !== undefined; page++) {
    const { notes, next }: { notes: Note[]; next: number | undefined } = await catalog.notesOf(
      ref,
      { offset, limit: PAGE },
      { surface: 'notes', fresh: true },
    );
    for (const note of notes) {
      if (Date.parse(note.created_at) >= since && (await isNoteOf(change, note))) return note;
    }
    offset = next;
  }
  return undefined;
}
