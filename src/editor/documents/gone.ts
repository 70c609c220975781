/** The text of a record that is gone: it can be read and copied, and thrown away for good. */
import { commands, TabInputText, type Uri, window, workspace } from 'vscode';
import { closeTabs } from '../closeTabs.js';
import { beginning } from '../markdown.js';
import type { RecordDocuments } from './room.js';
import { uriRow } from './uri.js';

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
