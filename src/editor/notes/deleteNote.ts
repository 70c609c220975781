/** "Delete Note": shown before it goes, and brought back by Undo. */
import { workspace } from 'vscode';
import type { DeleteNote } from '../../attio/writes.js';
import type { Applied, Change } from '../../changes/change.js';
import { approver, refuseUntrusted, undone } from '../changes/approve.js';
import { entryOf, newest } from '../changes/entry.js';
import { tellConflict } from '../changes/tell.js';
import { describe, remedies } from '../failure.js';
import { connectionFor } from '../records/resolve.js';
import { noteTitle, oneLine } from '../records/text.js';
import type { Connection } from '../services.js';
import { noteTarget } from '../targets.js';
import type { Button } from '../ui.js';
import { recordName, urlOf } from './created.js';
import { newDraft } from './drafts.js';
import type { NotesRoom } from './room.js';

const SURFACE = 'notes.delete';

/** `argument`: a NoteTarget or a tree node with one. */
export async function deleteNote(room: NotesRoom, argument: unknown): Promise<void> {
  const { ui } = room.services;
  const target = noteTarget(argument);
  if (target === undefined) return;
  if (!workspace.isTrusted) return void (await refuseUntrusted(room.services));
  const connection = await connectionFor(room.services, target);
  // As it is now, so that what is shown, and what an undo brings back, is what is deleted.
  const note = await connection.catalog.note(target.note.id, { surface: SURFACE, fresh: true });
  if (note === undefined) {
    const ref = { object: target.note.parentObject, recordId: target.note.parentRecordId };
    connection.catalog.forgetNote(target.note.id, ref);
    return void (await ui.info('This note is no longer in Attio.'));
  }
  const change: DeleteNote = {
    kind: 'note.delete',
    noteId: note.id.note_id,
    note: {
      parentObject: note.parent_object,
      parentRecordId: note.parent_record_id,
      title: note.title,
      content: note.content_markdown,
      createdAt: note.created_at,
      ...(note.meeting_id && { meetingId: note.meeting_id }),
    },
  };
  const approve = approver(room.services, { surface: SURFACE, accountId: connection.account.id });
  const outcome = await connection.write(change, { surface: SURFACE, approve });
  if (outcome.status === 'declined') return;
  // The command's wrapper says it, with the buttons that help.
  if (outcome.status === 'failed') throw outcome.error;
  if (outcome.status === 'conflict')
    return void (await tellConflict(
      { services: room.services, connection, change, options: { surface: SURFACE } },
      outcome,
    ));
  const name = await recordName(connection, { object: note.parent_object, recordId: note.parent_record_id });
  await tellDeleted(room, connection, outcome.applied, { title: oneLine(noteTitle(note), 80), record: name });
}

async function tellDeleted(
  room: NotesRoom,
  connection: Connection,
  applied: Applied,
  names: { title: string; record: string },
): Promise<void> {
  const { undo } = applied;
  const message = [`“${names.title}” is deleted from ${names.record}.`, ...applied.differences].join(' ');
  const buttons: Button[] = undo
    ? [{ title: 'Undo', run: () => bringBack(room, connection, applied, { ...names, tried: false }) }]
    : [];
  await room.services.ui.info(message, ...buttons);
}

async function bringBack(
  room: NotesRoom,
  connection: Connection,
  applied: Applied,
  names: { title: string; record: string /** An earlier try may have succeeded. */; tried: boolean },
): Promise<void> {
  const { ui } = room.services;
  const surface = 'notes.undo';
  const sentence = `Deleted “${names.title}” from ${names.record}`;
  const own = await entryOf(connection, applied, { surface: SURFACE, sentence });
  if (own?.undo === undefined) return;
  const entry = await newest(connection, own);
  if (entry.undone) return void (await ui.info(`“${names.title}” was brought back already.`));
  const outcome = await connection.undo(entry, { surface, approve: undone(surface), mayBeDone: names.tried });
  if (outcome.status === 'declined') return;
  if (outcome.status === 'conflict') {
    const attempt = { services: room.services, connection, change: own.undo, options: { surface }, entry };
    return void (await tellConflict(attempt, outcome));
  }
  if (outcome.status === 'failed') {
    const { error } = outcome;
    // Asked for again after an unknown end, it is looked for first.
    const again = {
      title: 'Try Again',
      run: () => bringBack(room, connection, applied, { ...names, tried: names.tried || error.fate === 'unknown' }),
    };
    const keep = { title: 'Keep as Draft', run: () => keepText(room, connection, applied.undo) };
    await ui.error(`“${names.title}” is not back yet. ${describe(error)}`, again, keep, ...remedies(error, ui));
    return;
  }
  const { note } = outcome.applied;
  const ref = note && { object: note.parent_object, recordId: note.parent_record_id };
  const open: Button[] =
    note && ref
      ? [{ title: 'Open in Attio', run: () => ui.openExternal(urlOf(connection, note.id.note_id, ref)) }]
      : [];
  const message = [
    `“${names.title}” is back on ${names.record}, created anew: its id has changed, and links to the deleted one no longer lead to it.`,
    ...outcome.applied.differences,
  ];
  await ui.info(message.join(' '), ...open);
}

/** The text of a note that could not be brought back, as a draft. */
async function keepText(room: NotesRoom, connection: Connection, change: Change | undefined): Promise<void> {
  if (change?.kind !== 'note.create') return;
  const record = { object: change.parentObject, recordId: change.parentRecordId };
  await newDraft(room, { connection, record, title: change.title, body: change.content });
}
