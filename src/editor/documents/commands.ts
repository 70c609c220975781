/** The commands of a record's document that menus and the palette have. */
import { Uri, window, workspace } from 'vscode';
import type { Services } from '../services.js';
import { discard } from './gone.js';
import { type RecordDocuments, recordDocuments } from './room.js';
import { revert, send, showDifference } from './send.js';
import { uriRow } from './uri.js';

/** The document a command means: the one it is given by address, else that of the active editor. */
async function inDocument(
  services: Services,
  argument: unknown,
  run: (room: RecordDocuments, uri: Uri) => Promise<unknown>,
): Promise<void> {
  const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
  if (uri === undefined || uriRow(uri) === undefined)
    return void (await services.ui.info('Open a record first: “Attio: Edit Record”.'));
  // What the address leads to is read, and its room is there, also where a command comes before the document.
  if (!recordDocuments(services)) await workspace.fs.stat(uri).then(undefined, () => {});
  const room = recordDocuments(services);
  if (room) await run(room, uri);
}

/** "Send Changes": the text as it is typed, saved first. */
export const sendRecord = (services: Services, argument: unknown) =>
  inDocument(services, argument, async (room, uri) => {
    const file = await room.file(uri);
    const document = room.documentOf(file);
    if (document?.isDirty) await room.settle(document);
    await send(room, file);
  });

/** Ctrl+S. */
export const saveRecord = (services: Services, argument: unknown) =>
  inDocument(services, argument, async (room, uri) => {
    const document = room.documentOf(await room.file(uri));
    if (document) await room.save(document);
  });

/**
 * “Show Difference to Attio”: what Attio had when it was last asked beside the text as it is typed. `argument`: the
 * document’s address; without one, that of the active editor.
 */
export const showRecordDifference = (services: Services, argument: unknown) =>
  inDocument(services, argument, async (room, uri) => showDifference(room, await room.file(uri)));

/**
 * “Revert to Attio’s Values”; of a record that is gone, the text is thrown away and its document closed, after a
 * question. `argument` as above. Rejects with a FileSystemError where the record cannot be read for another reason.
 */
export const revertRecord = (services: Services, argument: unknown) =>
  inDocument(services, argument, async (room, uri) => {
    const file = await room.file(uri).catch((error) => {
      if (!room.goneAt(uri)) throw error;
    });
    await (file && !file.gone ? revert(room, file) : discard(room, uri));
  });
