/** After a write: what to say, and the way back. */
import { commands } from 'vscode';
import { noteUrl } from '../../attio/webUrl.js';
import type { Applied } from '../../changes/change.js';
import { undone } from '../changes/approve.js';
import { entryOf, newest } from '../changes/entry.js';
import { tellConflict } from '../changes/tell.js';
import { describe, remedies } from '../failure.js';
import { noteTitle, oneLine } from '../records/text.js';
import type { Connection } from '../services.js';
import type { Button } from '../ui.js';
import type { Draft } from './draftStore.js';
import { restoreDraft } from './drafts.js';
import type { NotesRoom } from './room.js';

/** The record's name, from what is known. */
export async function recordName({ catalog }: Connection, ref: { object: string; recordId: string }): Promise<string> {
  const summary = await catalog.summary(ref, { surface: 'notes' }).catch(() => undefined);
  return summary ? oneLine(summary.title, 80) : 'the record';
}

interface Told {
  /** To offer back after an undo. */
  draft?: Pick<Draft, 'meta' | 'text'>;
  /** The draft was typed in while its note was created, so it stays. */
  typedOn?: boolean;
}

/** "Note created", with what did not stick, and Undo. */
export async function tellCreated(
  room: NotesRoom,
  connection: Connection,
  applied: Applied,
  told: Told,
): Promise<void> {
  const { ui } = room.services;
  const { change, note, undo } = applied;
  if (change.kind !== 'note.create') return;
  const ref = { object: change.parentObject, recordId: change.parentRecordId };
  const name = await recordName(connection, ref);
  const sentences = [
    applied.alreadyDone
      ? `The earlier try had created the note on ${name}; nothing was sent again.`
      : `Note created on ${name}.`,
    ...applied.differences,
    ...(told.typedOn ? ['You typed on while it was created: the draft stays open with all of it.'] : []),
  ];
  const buttons: Button[] = [];
  if (note)
    buttons.push({ title: 'Open in Attio', run: () => ui.openExternal(urlOf(connection, note.id.note_id, ref)) });
  if (undo) buttons.push({ title: 'Undo', run: () => undoCreate(room, connection, applied, told) });
  buttons.push({
    title: 'Show Record',
    run: () => commands.executeCommand('attio.openRecord', { ...ref, account: connection.account.id }),
  });
  const show = applied.differences.length > 0 ? ui.warn : ui.info;
  await show(sentences.join(' '), ...buttons);
}

/** The note in Attio’s app, over the page of `ref`, the record it is on (api.md section 9). */
export function urlOf({ account }: Connection, noteId: string, ref: { object: string; recordId: string }): string {
  return noteUrl(account.slug, noteId, ref.object, ref.recordId);
}

async function undoCreate(room: NotesRoom, connection: Connection, applied: Applied, after: Told): Promise<void> {
  const { services } = room;
  const { ui } = services;
  const { undo, note } = applied;
  if (undo === undefined || note === undefined) return;
  const surface = 'notes.undo';
  const name = oneLine(noteTitle(note), 80);
  const told = { surface: applied.approval?.surface ?? surface, sentence: `Created the note “${name}”` };
  const own = await entryOf(connection, applied, told);
  if (own === undefined) return;
  const entry = await newest(connection, own);
  if (entry.undone) return void (await ui.info(`The note “${name}” was taken back already.`));
  // Pressed for the note as it was: had someone edited it since, the outcome would be a conflict.
  const outcome = await connection.undo(entry, { surface, approve: undone(surface) });
  if (outcome.status === 'declined') return;
  if (outcome.status === 'conflict')
    return void (await tellConflict({ services, connection, change: undo, options: { surface }, entry }, outcome));
  if (outcome.status === 'failed') {
    const { error } = outcome;
    if (error.kind === 'not-found') return void (await ui.info(`The note “${name}” is no longer in Attio.`));
    await ui.error(
      `“${name}” was not taken back. ${describe(error)}`,
      ...remedies(error, ui, () => undoCreate(room, connection, applied, after)),
    );
    return;
  }
  const { draft } = after;
  const back: Button[] =
    draft && !after.typedOn ? [{ title: 'Edit Draft Again', run: () => restoreDraft(room, draft) }] : [];
  await ui.info(`Undone: the note “${name}” is deleted from Attio.`, ...back);
}
