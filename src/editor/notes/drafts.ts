/** Opening, closing and turning drafts: what their commands do, short of creating the note. */
import { commands, Position, Range, Selection, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { parseDraft } from '../../crm/draft.js';
import type { RecordRef } from '../../crm/types.js';
import { stateOf } from '../outbox/words.js';
import { connectionFor } from '../records/resolve.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection } from '../services.js';
import { recordName } from './created.js';
import type { Draft, DraftMeta } from './draftStore.js';
import { cursorIn, type DraftProblem, draftText, lineRange, withRecord } from './draftText.js';
import { draftId, draftUri } from './draftUri.js';
import type { NotesRoom } from './room.js';

export const BUSY = 'Another window is creating this note at the moment.';

/**
 * Whether the draft's note is being created, in this window or, which is said, in another, or, which is said too, waits in
 * the outbox: there it can be taken back.
 */
async function busy(room: NotesRoom, id: string): Promise<boolean> {
  if (room.sending.has(id)) return true;
  if ((await room.store.stat(id))?.locked) {
    await room.services.ui.warn(BUSY);
    return true;
  }
  const waiting = await room.waitingFor(id);
  if (waiting === undefined) return false;
  await room.services.ui.warn(
    `The note of this draft is approved and waits in the outbox (${stateOf(waiting)}). Take it back to change or discard it.`,
    { title: 'Take Back', run: () => commands.executeCommand('attio.takeBackOutboxItem', { id: waiting.id }) },
    { title: 'Send Now', run: () => commands.executeCommand('attio.sendOutboxItem', { id: waiting.id }) },
  );
  return true;
}

/** The draft a command means: the address it is given, else the active editor's. */
export async function draftOf(room: NotesRoom, uri: unknown): Promise<string | undefined> {
  const address = uri instanceof Uri ? uri : window.activeTextEditor?.document.uri;
  const id = address && draftId(address);
  if (id === undefined) await room.services.ui.info('Open a note draft first: “Attio: Open Note Drafts…” lists them.');
  return id;
}

export interface NewDraft {
  connection: Connection;
  record: RecordRef;
  title: string;
  body: string;
}

/** Writes a draft and opens it, with the cursor where typing goes on. */
export async function newDraft(room: NotesRoom, { connection, record, title, body }: NewDraft): Promise<Draft> {
  const name = await recordName(connection, record);
  const { account } = connection;
  const text = draftText({ title, record, slug: account.slug, recordName: name, body });
  const draft = await room.store.create({ account, record, text });
  await room.count();
  await openDraft(room, draft);
  return draft;
}

/** Puts a draft back that was sent and taken back. */
export async function restoreDraft(room: NotesRoom, { meta, text }: Pick<Draft, 'meta' | 'text'>): Promise<void> {
  const draft = await room.store.create({ account: meta.account, record: meta.record, text });
  await room.count();
  await openDraft(room, draft);
}

/**
 * In an editor that stays; of one that was not open yet, with the cursor where typing goes on. Rejects where the draft
 * is not on disk any more.
 */
export async function openDraft(room: NotesRoom, draft: Draft): Promise<TextDocument> {
  const known = room.documentOf(draft.meta.id);
  const document = known ?? (await workspace.openTextDocument(draftUri(draft.meta.id, parseDraft(draft.text).title)));
  const editor = await window.showTextDocument(document, { preview: false });
  if (known === undefined) {
    const at = cursorIn(document);
    editor.selection = new Selection(at, at);
  }
  return document;
}

/** Says what is wrong with a draft and brings the person there. */
export async function showProblem(room: NotesRoom, id: string, problem: DraftProblem): Promise<void> {
  const document = room.documentOf(id);
  if (document) {
    const editor = await window.showTextDocument(document, { preview: false });
    const range = lineRange(document, problem.line);
    editor.selection = new Selection(range.start, range.end);
    editor.revealRange(range);
  }
  const change = {
    title: 'Change Record…',
    run: () => commands.executeCommand('attio.changeDraftRecord', document?.uri),
  };
  await room.services.ui.warn(problem.message, ...(/record/i.test(problem.message) ? [change] : []));
}

/** "Discard Draft": asks when there is text to lose. */
export async function discardDraft(room: NotesRoom, uri?: unknown): Promise<void> {
  const id = await draftOf(room, uri);
  if (id !== undefined) await discard(room, id);
}

/** False when the person kept it. */
export async function discard(room: NotesRoom, id: string): Promise<boolean> {
  const { ui } = room.services;
  if (await busy(room, id)) return false;
  const text = (await room.textOf(id)) ?? '';
  const read = parseDraft(text);
  if (read.body.trim() !== '') {
    const detail = 'Its text is not in Attio and cannot be brought back.';
    const message = `Discard the draft “${read.title.trim() || 'Untitled note'}”?`;
    if ((await ui.confirm({ message, detail, verb: 'Discard', destructive: true })) !== 'Discard') return false;
    if (await busy(room, id)) return false;
  }
  await room.remove(id);
  return true;
}

/** "Change Record": the record, and with it the account, that the draft is for. */
export async function changeDraftRecord(room: NotesRoom, uri?: unknown): Promise<void> {
  const { services } = room;
  const id = await draftOf(room, uri);
  if (id === undefined || (await busy(room, id))) return;
  const target = await pickRecord(services, { title: 'Record for This Note', surface: 'notes' });
  if (target === undefined) return;
  const connection = await connectionFor(services, target);
  const { account } = connection;
  const record: RecordRef = { object: target.object, recordId: target.recordId };
  const name = await recordName(connection, record);
  // That took a while. An edit of a draft that may not be typed in would not count as unsaved, and could be lost.
  if (await busy(room, id)) return;
  const owner: DraftMeta['account'] = { id: account.id, name: account.name, slug: account.slug };
  await room.store.describe(id, { account: owner, record });
  const document = room.documentOf(id);
  const text = document?.getText() ?? (await room.store.read(id))?.text;
  if (text === undefined) return;
  const next = withRecord(text, account.slug, record, name);
  if (document) {
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(new Position(0, 0), document.lineAt(document.lineCount - 1).range.end), next);
    await workspace.applyEdit(edit);
    await room.settle(id);
  } else {
    await room.store.save(id, next);
  }
  await room.changed(id);
}
