/** "Edit Record", and the editor of a document of ours. */
import { languages, type Uri, window, workspace } from 'vscode';
import { targetOf } from '../records/actions.js';
import { activeRecord } from '../records/activeRecord.js';
import { connectionFor } from '../records/resolve.js';
import { rememberRecord } from '../search/recent.js';
import type { Services } from '../services.js';
import { recordTarget } from '../targets.js';
import { RecordGone, SURFACE } from './loadGround.js';
import { recordUri, uriTarget } from './uri.js';

/**
 * Opens a record as a document; one that is open already is shown, and follows what Attio has now. `argument`: a record
 * or a row of one; without it the record whose page is in front, else it is asked for. Rejects with RecordGone,
 * NotSignedIn or AttioError.
 */
export async function editRecord(services: Services, argument: unknown): Promise<void> {
  const target = recordTarget(await targetOf(services, argument ?? activeRecord(), 'Edit a Record'));
  if (!target) return;
  const connection = await connectionFor(services, target);
  const account = connection.account.id;
  const object = (await connection.catalog.object(target.object, { surface: SURFACE }))?.api_slug ?? target.object;
  const ref = { object, recordId: target.recordId };
  const own = { ...ref, account };
  const open = workspace.textDocuments.find(({ uri }) => {
    const its = uriTarget(uri);
    return its?.recordId === own.recordId && its.account === account;
  });
  // Read here, so that what is wrong is told by the command and not by an empty editor.
  const summary = open ? undefined : await connection.catalog.summary(ref, { surface: SURFACE });
  if (!open && !summary) throw new RecordGone();
  // Who asks again sees what Attio has by now, also where another window changed it.
  if (open) connection.catalog.forget({ what: 'record', ref });
  await rememberRecord(services, account, target);
  await showRow(open?.uri ?? recordUri(own, summary!.title));
}

/** Opens a document of ours in an editor of its own. */
export async function showRow(uri: Uri): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  if (document.languageId !== 'yaml')
    await languages.setTextDocumentLanguage(document, 'yaml').then(undefined, () => {});
  await window.showTextDocument(document, { preview: false });
}
