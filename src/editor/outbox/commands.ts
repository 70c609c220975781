/** What the commands on the rows of the Notes view do. */
import { commands, Uri, window, workspace } from 'vscode';
import { show } from '../changes/documents.js';
import { digestOf } from '../notes/draftStore.js';
import { discard, openDraft } from '../notes/drafts.js';
import { draftText } from '../notes/draftText.js';
import type { NotesRoom } from '../notes/room.js';
import { resolveConflict } from './conflict.js';
import type { OutboxItem } from './types.js';
import { nameOf, titleOf } from './words.js';

const ID = /^[a-z0-9]{6,80}$/;

/** The id that an argument names: of a row of the view, or `{ id }`. */
function idIn(argument: unknown, key: 'itemId' | 'draftId'): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { [key]: row, id } = argument as Record<string, unknown>;
  const named = row ?? id;
  return typeof named === 'string' && ID.test(named) ? named : undefined;
}

async function itemIn(room: NotesRoom, argument: unknown): Promise<OutboxItem | undefined> {
  const id = idIn(argument, 'itemId');
  const item = id === undefined ? undefined : (await room.outbox.items()).find((one) => one.id === id);
  if (id !== undefined && item === undefined)
    await room.services.ui.info('This note does not wait any more: it was sent or taken back.');
  return item;
}

/** All that waits and can be sent, whatever its time. Says what came of it, or that nothing waits. */
export async function sendOutbox(room: NotesRoom): Promise<void> {
  if ((await room.outbox.items()).length === 0) return void (await room.services.ui.info('Nothing waits to be sent.'));
  await room.outbox.sendNow();
}

/**
 * `argument`: a row of the outbox, or `{ id }`; anything else does nothing. Of a conflict both sides are shown in place
 * of sending; of what was sent or taken back it is said.
 */
export async function sendOutboxItem(room: NotesRoom, argument: unknown): Promise<void> {
  const item = await itemIn(room, argument);
  if (item?.state === 'conflict' && item.change.kind === 'note.update') return resolveConflict(room, item);
  if (item) await room.outbox.sendNow(item.id);
}

/** Shows where the text of an item is; of one that met another text in Attio, both. */
export async function openOutboxItem(room: NotesRoom, argument: unknown): Promise<void> {
  const item = await itemIn(room, argument);
  if (item === undefined) return;
  if (item.state === 'conflict' && item.change.kind === 'note.update') return resolveConflict(room, item);
  const { origin, change } = item;
  if (origin.kind === 'draft') {
    const draft = await room.store.read(origin.draftId);
    if (draft) return void (await openDraft(room, draft));
  }
  if (origin.kind === 'file') {
    const uri = Uri.parse(origin.uri, true);
    const opened = await window.showTextDocument(await workspace.openTextDocument(uri)).then(
      () => true,
      () => false,
    );
    if (opened) return;
  }
  if (origin.kind === 'note' && change.kind === 'note.update' && change.base) {
    const { parentObject, parentRecordId, title } = change.base;
    const note = { id: change.noteId, parentObject, parentRecordId, title };
    return void (await commands.executeCommand('attio.openNote', { account: item.account.id, note }));
  }
  const why = item.message ? `\n\n(${item.message})` : '';
  await show(titleOf(item), `${change.content ?? ''}${why}\n`, {
    actions: [
      { command: 'attio.sendOutboxItem', title: 'Send Now', arguments: [{ id: item.id }] },
      { command: 'attio.takeBackOutboxItem', title: 'Take Back', arguments: [{ id: item.id }] },
    ],
  });
}

/** "Take Back to Draft": it is not sent, and its text is where one can go on with it. */
export async function takeBackOutboxItem(room: NotesRoom, argument: unknown): Promise<void> {
  const found = await itemIn(room, argument);
  if (found === undefined) return;
  const item = await withDraft(room, found);
  const taken = await room.outbox.takeBack(item.id);
  if (taken === undefined) return;
  const { ui } = room.services;
  if (taken.origin.kind === 'draft') {
    const draft = await room.store.read(taken.origin.draftId);
    await room.count();
    if (draft) return void (await openDraft(room, draft));
  }
  const where = taken.origin.kind === 'file' ? 'The file keeps its text.' : 'The document keeps its text.';
  await ui.info(`${nameOf(taken)} is not sent. ${where}`);
}

/**
 * The item, with its text in a draft: of a note whose text is nowhere else, or whose draft is gone. First the draft, then
 * the item that knows of it, so that the text is somewhere at any time.
 */
async function withDraft(room: NotesRoom, item: OutboxItem): Promise<OutboxItem> {
  const { origin, change, account } = item;
  const lost = origin.kind === 'draft' && (await room.store.meta(origin.draftId)) === undefined;
  if (change.kind !== 'note.create' || (origin.kind !== 'quick' && !lost)) return item;
  const record = { object: change.parentObject, recordId: change.parentRecordId };
  const text = draftText({
    title: change.title,
    body: change.content,
    slug: account.slug,
    record,
    recordName: item.recordName ?? 'the record',
  });
  const draft = await room.store.create({ account, record, text });
  const next = { kind: 'draft' as const, draftId: draft.meta.id, digest: digestOf(text) };
  if (await room.outbox.relink(item, next)) return { ...item, origin: next };
  // Sent this very moment.
  await room.store.remove(draft.meta.id);
  return item;
}

/** `argument`: a row of a draft, or `{ id }`; anything else does nothing. Of a draft that is gone it is said. */
export async function openDraftRow(room: NotesRoom, argument: unknown): Promise<void> {
  const id = idIn(argument, 'draftId');
  const draft = id === undefined ? undefined : await room.store.read(id);
  if (draft) await openDraft(room, draft);
  else if (id !== undefined) {
    await room.count();
    await room.services.ui.info('This draft is not there any more: its note was created, or it was discarded.');
  }
}

/** `argument` as `openDraftRow`; a draft that is gone is passed over. Asks where there is text to lose. */
export async function discardDraftRow(room: NotesRoom, argument: unknown): Promise<void> {
  const id = idIn(argument, 'draftId');
  if (id !== undefined && (await room.store.meta(id))) await discard(room, id);
}
