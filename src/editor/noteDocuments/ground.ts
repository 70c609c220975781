/** A note as its document needs it: read from Attio, with the name of its record. */
import { soft } from '../../attio/errors.js';
import type { Note } from '../../attio/types.js';
import { recordPageUrl } from '../records/actions.js';
import { oneLine } from '../records/text.js';
import type { Connection } from '../services.js';
import type { NoteGround } from './noteText.js';

export const SURFACE = 'notes.document';

/** The note is not there (any more). */
export class NoteGone extends Error {
  override readonly name = 'NoteGone';
  constructor() {
    super('This note is not in Attio any more: it was deleted.');
  }
}

/** `fresh`: asks Attio for the note even when it is known. Rejects with NoteGone or AttioError. */
export async function readGround(
  connection: Connection,
  noteId: string,
  { fresh }: { fresh: boolean },
): Promise<NoteGround> {
  const note = await connection.catalog.note(noteId, { surface: SURFACE, fresh });
  if (!note) throw new NoteGone();
  return groundOf(connection, note);
}

/** Costs nothing where the record is known; its name is an addition, so its failure is none. */
export async function groundOf(connection: Connection, note: Note): Promise<NoteGround> {
  const ref = { object: note.parent_object, recordId: note.parent_record_id };
  const summary = await soft(connection.catalog.summary(ref, { surface: SURFACE }), undefined);
  return {
    title: note.title,
    content: note.content_markdown,
    parentObject: note.parent_object,
    parentRecordId: note.parent_record_id,
    createdAt: note.created_at,
    record: { name: summary ? oneLine(summary.title, 80) : '', url: await recordPageUrl(connection, ref) },
  };
}
