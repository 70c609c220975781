/** Carries out approved changes of notes, and finds out what became of them when the answer was lost. */
import type { Approved } from '../attio/approved.js';
import type { AttioApi, CallOptions } from '../attio/client.js';
import { AttioError } from '../attio/errors.js';
import type { Note } from '../attio/types.js';
import type { CreateNote, DeleteNote } from '../attio/writes.js';
import type { Catalog } from '../crm/types.js';
import type { Applied } from './change.js';
import { differencesOf, isNoteOf } from './compare.js';
import { lookFor, lost, notDeleted, notLooked, RECENT_MS, SKEW_MS } from './room.js';

export interface Hands {
  api: Pick<AttioApi, 'notes'>;
  catalog: Catalog;
  wait(ms: number): Promise<void>;
  looking?(): void;
  now(): number;
  /** Ids of notes this service made and knows of: they are no trace of a write whose answer was lost. */
  made: Set<string>;
}

/** So many pages of a record's notes are looked through; the newest come first. */
const MAX_PAGES = 4;
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
  hands: Hands,
  change: CreateNote,
  since: number,
  except: ReadonlySet<string>,
  surface: string,
): Promise<Note | undefined> {
  const ref = { object: change.parentObject, recordId: change.parentRecordId };
  const dated = change.createdAt === undefined ? undefined : Date.parse(change.createdAt);
  let offset: number | undefined = 0;
  for (let page = 0; page < MAX_PAGES && offset !== undefined; page++) {
    const { notes, next }: { notes: Note[]; next: number | undefined } = await hands.catalog.notesOf(
      ref,
      { offset, limit: PAGE },
      { surface, fresh: true },
    );
    for (const note of notes) {
      const at = Date.parse(note.created_at);
      const inTime = dated === undefined ? at >= since : Math.abs(at - dated) < 1000;
      if (inTime && !except.has(note.id.note_id) && (await isNoteOf(change, note))) return note;
    }
    offset = next;
  }
  return undefined;
}

async function created(
  hands: Hands,
  approved: Approved<CreateNote>,
  note: Note,
  alreadyDone: boolean,
): Promise<Applied> {
  const { change, approval } = approved;
  hands.made.add(note.id.note_id);
  hands.catalog.learnNote(note);
  const differences = await differencesOf(change, note);
  return { change, approval, note, ...(alreadyDone && { alreadyDone }), differences, undo: deletionOf(note) };
}

/** Rejects with AttioError; with fate `unknown` only after having looked for the note in vain. */
export async function applyCreate(
  hands: Hands,
  approved: Approved<CreateNote>,
  call: CallOptions,
  mayBeDone: boolean,
): Promise<Applied> {
  const { change } = approved;
  const surface = call.surface ?? 'notes';
  if (mayBeDone) {
    const earlier = await findNote(hands, change, hands.now() - RECENT_MS, new Set(), surface);
    if (earlier) return created(hands, approved, earlier, true);
  }
  const started = hands.now();
  try {
    return await created(hands, approved, await hands.api.notes.create(approved, call), false);
  } catch (error) {
    if (!AttioError.is(error) || error.fate !== 'unknown') throw error;
    const { found, looked } = await lookFor(hands, () =>
      findNote(hands, change, started - SKEW_MS, hands.made, surface),
    );
    if (found) return created(hands, approved, found, true);
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
  hands: Hands,
  approved: Approved<DeleteNote>,
  call: CallOptions,
  current: Note | undefined,
): Promise<Applied> {
  const { change, approval } = approved;
  const ref = { object: change.note.parentObject, recordId: change.note.parentRecordId };
  const done = (alreadyDone: boolean): Applied => {
    hands.catalog.forgetNote(change.noteId, ref);
    // What was really there is what an undo brings back.
    const undo = recreationOf(current ? deletionOf(current) : change);
    return { change, approval, ...(alreadyDone && { alreadyDone }), differences: [], undo };
  };
  try {
    await hands.api.notes.delete(approved, call);
    return done(false);
  } catch (error) {
    if (AttioError.is(error, 'not-found')) return done(true);
    if (!AttioError.is(error) || error.fate !== 'unknown') throw error;
    const { found, looked } = await lookFor(hands, async () =>
      (await hands.catalog.note(change.noteId, { surface: call.surface ?? 'notes', fresh: true })) ? undefined : 'gone',
    );
    if (found) return done(true);
    throw notDeleted(error, 'The note', looked);
  }
}
