/** Edits of a person's documents. */
import { type Range, type TextDocument, WorkspaceEdit, window, workspace } from 'vscode';

export interface Edit {
  range: Range;
  text: string;
}

/**
 * All of it as one edit, to be undone as any typing. Resolves to whether it was made: what can only be read, or was typed
 * in meanwhile, stays as it is. An editor that is only read for the time being says so nowhere, and takes the edits of
 * the workspace all the same; its own it does not. So where one shows the document, the edit is made there.
 */
export async function applyEdits(document: TextDocument, edits: readonly Edit[]): Promise<boolean> {
  const editor = window.visibleTextEditors.find((one) => one.document === document);
  if (!editor) {
    const change = new WorkspaceEdit();
    for (const { range, text } of edits) change.replace(document.uri, range, text);
    return workspace.applyEdit(change);
  }
  const { version } = document;
  // Rejects where the editor was closed a moment ago.
  const taken = await editor
    .edit((builder) => {
      for (const { range, text } of edits) builder.replace(range, text);
    })
    .then(
      (done) => done,
      () => false,
    );
  return taken && document.version !== version;
}
