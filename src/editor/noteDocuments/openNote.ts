/** "Open Note as Document", and the commands of an open one. */
import { languages, Selection, type TextDocument, Uri, window, workspace } from 'vscode';
import { parseDraft } from '../../crm/draft.js';
import { OurDocuments } from '../documents/ours.js';
import { lineRange } from '../notes/draftText.js';
import { connectionFor } from '../records/resolve.js';
import { noteTitle } from '../records/text.js';
import type { Services } from '../services.js';
import type { NoteTarget } from '../targets.js';
import { chooseNote } from './chooseNote.js';
import { NoteGone, SURFACE } from './ground.js';
import type { NoteFile } from './noteFile.js';
import { type NoteDocuments, noteDocuments, noteStore } from './room.js';
import { revert, sendDocument, showDifference } from './send.js';
import { NOTE_SCHEME, type NoteKey, noteUri, uriNote } from './uri.js';

/** `argument`: a NoteTarget, a record or a tree node of one; without it, the note is asked for. */
export async function openNote(services: Services, argument: unknown): Promise<void> {
  const target = await chooseNote(services, argument, { title: 'Open a Note as Document' });
  if (target) await openTarget(services, target);
}

/** Rejects with NoteGone or AttioError where there is neither a note nor a text that was begun of it. */
export async function openTarget(services: Services, target: NoteTarget): Promise<TextDocument> {
  const connection = await connectionFor(services, target);
  const key: NoteKey = { account: connection.account.id, noteId: target.note.id };
  // Not among the documents of VS Code: it holds on to those that are closed.
  const open = new OurDocuments(NOTE_SCHEME).shownUris().find((one) => {
    const its = uriNote(one);
    return its?.noteId === key.noteId && its.account === key.account;
  });
  let uri = open;
  if (!uri) {
    // Read here, so that what is wrong is told by the command and not by an empty editor.
    const note = await connection.catalog.note(key.noteId, { surface: SURFACE });
    const begun = note ? undefined : await noteStore(services).read(key);
    if (!note && !begun) throw new NoteGone();
    uri = noteUri(key, note ? noteTitle(note) : begun!.base.title);
  }
  const document = await workspace.openTextDocument(uri);
  if (document.languageId !== 'markdown')
    await languages.setTextDocumentLanguage(document, 'markdown').then(undefined, () => {});
  const { body } = parseDraft(document.getText()).lines;
  const at = lineRange(document, body).start;
  await window.showTextDocument(document, { preview: false, ...(!open && { selection: new Selection(at, at) }) });
  return document;
}

/** The document a command means: the one it is given by address, else that of the active editor. */
async function inDocument(
  services: Services,
  argument: unknown,
  run: (room: NoteDocuments, file: NoteFile) => Promise<unknown>,
): Promise<void> {
  const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
  if (uri === undefined || uriNote(uri) === undefined)
    return void (await services.ui.info('Open a note first: “Attio: Open Note as Document”.'));
  await workspace.openTextDocument(uri);
  const room = noteDocuments(services);
  if (room) await run(room, await room.file(uri));
}

/**
 * “Save Note to Attio”: the text as it is typed, saved first. `argument`: the document’s address; without one, that of
 * the active editor.
 */
export const sendNote = (services: Services, argument: unknown) => inDocument(services, argument, sendDocument);

/** Ctrl+S. */
export const saveNote = (services: Services, argument: unknown) =>
  inDocument(services, argument, async (room, file) => {
    const document = room.documentOf(file);
    if (document) await room.save(document);
  });

/** What Attio had when it was last asked beside the text as it is typed. `argument` as above. */
export const showNoteDifference = (services: Services, argument: unknown) =>
  inDocument(services, argument, showDifference);
/** “Discard Changes”: back to what Attio has, after a question. `argument` as above. */
export const revertNote = (services: Services, argument: unknown) => inDocument(services, argument, revert);
