/** The text of a record that is gone: it can be read and copied, taken along to what is there in its place, and thrown away. */
import { commands, TabInputText, type Uri, window, workspace } from 'vscode';
import { closeTabs } from '../closeTabs.js';
import { beginning } from '../markdown.js';
import type { RecordDocuments } from './room.js';
import { idOf, isEntry, type RowKey } from './rowKey.js';
import { rowUri, uriRow } from './uri.js';

/** Asks, and then lets go of the text: in the editor, and on disk. */
export async function discard(room: RecordDocuments, uri: Uri): Promise<void> {
  const gone = room.goneAt(uri);
  const name = room.peek(uri)?.title ?? uri.path.slice(1).replace(/\.attio\.yaml$/, '');
  const answer = await room.services.ui.confirm({
    message: `Discard what you typed of ${beginning(name, 60)}?`,
    detail: `${gone?.message ?? ''} Your text is in this editor only; it is closed, and the text is deleted.`.trim(),
    verb: 'Discard',
    destructive: true,
  });
  if (answer === 'Discard') await discardGone(room, uri);
}

/** Nothing is left of what was typed, and no editor that would keep it again. */
export async function discardGone(room: RecordDocuments, uri: Uri): Promise<void> {
  const target = uriRow(uri);
  if (!target) return;
  const file = room.peek(uri);
  if (file) {
    file.clashes.clear();
    file.text = file.baseText;
  }
  await room.store.remove(target);
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open && room.kind.ours.isInTab(open)) {
    await window.showTextDocument(open);
    // Closing alone would ask whether to save what is to go.
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeTabs(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
  }
  // What a pause in typing has kept since.
  await room.store.remove(target);
}

/**
 * Goes on with the text in the document of what an undo made again in this one's place, where it can be sent; this one is
 * closed then. Where that has a document of its own already, nothing is taken along, which is said.
 */
export async function takeAlong(room: RecordDocuments, uri: Uri): Promise<void> {
  const target = uriRow(uri);
  const now = room.goneAt(uri)?.now;
  if (!target || !now) return;
  const file = room.peek(uri);
  const edit = file ? file.toStore(room.textOf(file)) : await room.store.read(target);
  const next = rowUri(now, '');
  const isOpen = () => room.kind.ours.shownUris().some(({ authority }) => authority === next.authority);
  if (edit && (isOpen() || (await room.store.read(now)))) {
    await openRow(now);
    const name = beginning(file?.title ?? uri.path.slice(1).replace(/\.attio\.yaml$/, ''), 60);
    const message = `${name} has a document of its own already, which your text was not put over.`;
    return void (await room.services.ui.warn(
      `${message} Copy what you need from the old one, or close the new one first.`,
    ));
  }
  if (edit) {
    const text = edit.text.replaceAll(idOf(target), idOf(now));
    const { revision: _, ...kept } = edit;
    await room.store.save({ ...kept, target: now, text, saved: text });
  }
  await openRow(now);
  // What cannot be opened is said by the command; the text stays where it is.
  if (isOpen()) return discardGone(room, uri);
  if (edit) await room.store.remove(now);
}

const openRow = (row: RowKey): Thenable<unknown> =>
  isEntry(row)
    ? commands.executeCommand('attio.editEntry', { account: row.account, entry: row })
    : commands.executeCommand('attio.editRecord', row);
