/** Carries out approved changes of notes, and finds out what became of them when the answer was lost. */
import type { Approved } from '../attio/approved.js';
import type { CallOptions } from '../attio/client.js';
import { AttioError } from '../attio/errors.js';
import type { Note } from '../attio/types.js';
import type { CreateNote, DeleteNote } from '../attio/writes.js';
import type { Applied } from './change.js';
import { differencesOf, isNoteOf } from './compare.js';
import { lookFor, lost, notDeleted, notLooked, notTraces, type Room, SKEW_MS } from './room.js';

/** So many pages of a record's notes are looked through at most. */
const MAX_PAGES = 40;
const PAGE = 49;

/** The change that deletes a note. */
export function deletionOf(note: Note): DeleteNote {
  return {
    kind: 'note.delete',
    noteId: note.id.note_id,
    note: {
      parentObject: note.parent_object,
      parentRecordId: note.parent_record_id,
      title: note.title,
      content: note.content_markdown,
      createdAt: note.created_at,
      meetingId: note.meeting_id ?? null,
    },
  };
}

/** The change that creates a deleted note again, with its date; its id will be another. */
export function recreationOf({ note }: DeleteNote): CreateNote {
  return {
    kind: 'note.create',
    parentObject: note.parentObject,
    parentRecordId: note.parentRecordId,
    title: note.title,
    format: 'markdown',
    content: note.content,
    ...(Number.isNaN(Date.parse(note.createdAt)) ? {} : { createdAt: new Date(note.createdAt).toISOString() }),
    ...(note.meetingId ? { meetingId: note.meetingId } : {}),
  };
}

/**
 * The note that `change` would make, when the record already has it. A note with a date of its own is known by that
 * date, another by being created since `since` (milliseconds since 1970).
 */
async function findNote(
  room: Room,
  change: CreateNote,
  since: number,
  except: ReadonlySet<string>,
): Promise<Note | undefined> {
  const ref = { object: change.parentObject, recordId: change.parentRecordId };
  const dated = change.createdAt === undefined ? undefined : Date.parse(change.createdAt);
  const from = dated === undefined ? since : dated - 1000;
  let offset: number | undefined = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (let page = 0; page < MAX_PAGES && offset !== undefined; page++) {
    const { notes, next }: { notes: Note[]; next: number | undefined } = await room.catalog.notesOf(
      ref,
      { offset, limit: PAGE },
      { surface: room.surface, fresh: true },
    );
    const times = notes.map((note) => Date.parse(note.created_at));
    for (const [index, note] of notes.entries()) {
      const at = times[index]!;
      const inTime = dated === undefined ? at >= since : Math.abs(at - dated) < 1000;
      if (inTime && !except.has(note.id.note_id.toLowerCase()) && (await isNoteOf(change, note))) return note;
    }
    // No order is promised: that the newest come first is believed once two pages have shown it.
    if (page > 0 && times.every((at) => at <= oldest && at < from)) return undefined;
    oldest = Math.min(oldest, ...times);
    offset = next;
  }
  return undefined;
}

async function created(room: Room, approved: Approved<CreateNote>, note: Note, alreadyDone: boolean): Promise<Applied> {
  const { change, approval } = approved;
  room.made.add(note.id.note_id.toLowerCase());
  room.catalog.learnNote(note);
  const differences = await differencesOf(change, note);
  return { change, approval, note, ...(alreadyDone && { alreadyDone }), differences, undo: deletionOf(note) };
}

/**
 * `since`: an earlier try may have made it then or later (milliseconds since 1970); it is looked for first. Rejects with
 * AttioError; with fate `unknown` only after having looked for the note in vain.
 */
export async function applyCreate(
  room: Room,
  approved: Approved<CreateNote>,
  call: CallOptions,
  since: number | undefined,
): Promise<Applied> {
  const { change } = approved;
  if (since !== undefined) {
    // What this window made and knows of can be what a caller asks about who does not know of it.
    const except = room.since === undefined ? notTraces(room) : room.notThese;
    const earlier = await findNote(room, change, since - SKEW_MS, except);
    if (earlier) return created(room, approved, earlier, true);
  }
  const started = room.now();
  try {
    return await created(room, approved, await room.api.notes.create(approved, call), false);
  } catch (error) {
    if (!AttioError.is(error) || error.fate !== 'unknown') throw error;
    const { found, looked } = await lookFor(room, () => findNote(room, change, started - SKEW_MS, notTraces(room)));
    if (found) return created(room, approved, found, true);
    throw lost(
      error,
      looked
        ? 'The note was looked for on the record and was not found, so it was probably not created.'
        : notLooked('The note', 'created'),
      'Try again when Attio can be reached: the record is searched for the note first, so that it is not created twice.',
    );
  }
}

/** `current` is the note as the preview read it. Rejects with AttioError. */
export async function applyDelete(
  room: Room,
  approved: Approved<DeleteNote>,
  call: CallOptions,
  current: Note | undefined,
): Promise<Applied> {
  const { change, approval } = approved;
  const ref = { object: change.note.parentObject, recordId: change.note.parentRecordId };
  const done = (alreadyDone: boolean): Applied => {
    room.catalog.forgetNote(change.noteId, ref);
    // What was really there is what an undo brings back.
    const undo = recreationOf(current ? deletionOf(current) : change);
    return { change, approval, ...(alreadyDone && { alreadyDone }), differences: [], undo };
  };
  try {
    await room.api.notes.delete(approved, call);
    return done(false);
  } catch (error) {
    if (AttioError.is(error, 'not-found')) return done(true);
    if (!AttioError.is(error) || error.fate !== 'unknown') throw error;
    const { found, looked } = await lookFor(room, async () =>
      (await room.catalog.note(change.noteId, { surface: call.surface ?? 'notes', fresh: true })) ? undefined : 'gone',
    );
    if (found) return done(true);
    throw notDeleted(error, 'The note', looked);
  }
}
