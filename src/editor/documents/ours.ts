/** Documents of a scheme of ours among the documents and tabs of VS Code. */
import {
  Range,
  type Tab,
  TabInputText,
  TabInputTextDiff,
  type TextDocument,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { Edit } from '../../crm/document/ground.js';

/** The documents and tabs of one scheme. */
export class OurDocuments {
  constructor(readonly scheme: string) {}

  isOurs({ uri }: TextDocument): boolean {
    return uri.scheme === this.scheme;
  }

  /** Those that VS Code holds, in a tab or not. */
  all(): TextDocument[] {
    return workspace.textDocuments.filter((document) => this.isOurs(document));
  }

  /** What tabs show or compare. */
  urisIn(tabs: readonly Tab[]): Uri[] {
    return tabs.flatMap(({ input }) => {
      const uri =
        input instanceof TabInputText ? input.uri : input instanceof TabInputTextDiff ? input.modified : undefined;
      return uri?.scheme === this.scheme ? [uri] : [];
    });
  }

  /** What any tab of this window shows or compares. */
  shownUris(): Uri[] {
    return this.urisIn(window.tabGroups.all.flatMap(({ tabs }) => tabs));
  }

  /** Of a document without a tab nobody sees anything, and nothing is read for it. */
  isInTab({ uri }: TextDocument): boolean {
    return this.shownUris().some((one) => one.toString() === uri.toString());
  }
}

/** The edit that replaces all of a document's text. */
export const wholeOf = (document: TextDocument, text: string): Edit => ({
  start: 0,
  end: document.getText().length,
  text,
});

/**
 * Makes edits in an open document, as one step of undo. Saves nothing. false: it was typed in meanwhile, and nothing was
 * done.
 */
export async function apply(document: TextDocument, edits: readonly Edit[]): Promise<boolean> {
  if (edits.length === 0) return true;
  const edit = new WorkspaceEdit();
  for (const { start, end, text } of edits)
    edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  return workspace.applyEdit(edit);
}
