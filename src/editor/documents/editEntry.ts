/** "Edit List Entry": opens a record's place in a list as a document. */
import { workspace } from 'vscode';
import { chooseEntry } from '../edit/chosenEntry.js';
import type { Services } from '../services.js';
import { showRow } from './editRecord.js';
import { titleOf } from './file.js';
import { handOver, loadEntry } from './loadEntry.js';
import { SURFACE } from './loadGround.js';
import { recordDocuments } from './room.js';
import { isEntry } from './rowKey.js';
import { entryUri, uriRow } from './uri.js';

/** `argument`: an entry, a record, or nothing. Rejects with EntryGone or AttioError. */
export async function editEntry(services: Services, argument: unknown): Promise<void> {
  const chosen = await chooseEntry(services, argument, { title: 'Edit a List Entry', surface: SURFACE });
  if (!chosen) return;
  const { connection, key } = chosen;
  const open = workspace.textDocuments.find(({ uri }) => {
    const row = uriRow(uri);
    return row !== undefined && isEntry(row) && row.entryId === key.entryId && row.account === key.account;
  });
  const room = recordDocuments(services);
  const file = open && room?.peek(open.uri);
  // Who asks again sees what Attio has by now. What is wrong is told by the command and not by an empty editor.
  if (open && file) {
    await room!.refresh(file, true);
    return showRow(open.uri);
  }
  const ground = await loadEntry(connection, key, { surface: SURFACE });
  const takeBack = handOver(key, ground);
  const uri = open?.uri ?? entryUri(key, titleOf(ground));
  try {
    await showRow(uri);
    // Of a document that VS Code holds on to, it reads nothing.
    await recordDocuments(services)?.file(uri);
  } finally {
    takeBack();
  }
}
