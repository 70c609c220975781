/** What a note is made from: the selections of an editor, and where they stand. */
import { type Selection, type TextDocument, type TextEditor, window, workspace } from 'vscode';
import { DRAFT_SCHEME } from './draftUri.js';
import { type GitPlace, gitPlace } from './git.js';
import type { NotesRoom } from './room.js';

export interface Piece {
  text: string;
  /** Of the first and last line with selected text, counted from 1. */
  startLine: number;
  endLine: number;
}

export interface Gathered {
  document: TextDocument;
  pieces: Piece[];
  /** Nothing was selected; the pieces are the whole document. */
  whole: boolean;
  /** As people name the file: from its workspace folder, with `/`; undefined for a document that is no file. */
  file: string | undefined;
  git: GitPlace | undefined;
  /** The text differs from the commit of `git`, so its lines may be elsewhere there. */
  modified: boolean;
}

/**
 * The selections of the active editor in the order of the text; the whole document when nothing is selected and the
 * person agrees. undefined: there is nothing to take, or the person changed their mind.
 */
export async function gather(room: Pick<NotesRoom, 'services'>): Promise<Gathered | undefined> {
  const { ui } = room.services;
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.document.uri.scheme === DRAFT_SCHEME) {
    await ui.info('Open the file that the note is to be made from, and select the text in it.');
    return undefined;
  }
  const { document } = editor;
  const selected = piecesOf(editor);
  if (selected.length > 0) return described(document, selected, false);
  const text = document.getText();
  if (text.trim() === '') {
    await ui.info('There is no text here to make a note from.');
    return undefined;
  }
  const verb = 'Use Whole Document';
  const lines = document.lineCount;
  const message = 'Nothing is selected. Make the note from the whole document?';
  const detail = `${fileName(document) ?? 'This document'}, ${lines} line${lines === 1 ? '' : 's'}. You can edit the draft before anything is sent.`;
  if ((await ui.confirm({ message, detail, verb })) !== verb) return undefined;
  return described(document, [{ text, startLine: 1, endLine: lines }], true);
}

/** Every selection with text in it, as it stands in the document. */
export function piecesOf({ document, selections }: Pick<TextEditor, 'document' | 'selections'>): Piece[] {
  return [...selections]
    .filter((selection) => document.getText(selection).trim() !== '')
    .sort((a, b) => a.start.compareTo(b.start))
    .map((selection) => ({ text: document.getText(selection), ...linesOf(selection) }));
}

function linesOf({ start, end }: Selection): Pick<Piece, 'startLine' | 'endLine'> {
  // A selection of whole lines ends before the first character of the next.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { startLine: start.line + 1, endLine: last + 1 };
}

/** As people name a file: from its workspace folder, with `/`; undefined for what is no file. */
export function fileName({ uri, isUntitled }: Pick<TextDocument, 'uri' | 'isUntitled'>): string | undefined {
  if (isUntitled || uri.path === '') return undefined;
  const relative = workspace.asRelativePath(uri, (workspace.workspaceFolders?.length ?? 0) > 1);
  // A file outside the open folders: its name says enough, and the way to it is nobody else's business.
  return workspace.getWorkspaceFolder(uri)
    ? relative.replaceAll('\\', '/')
    : uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

async function described(document: TextDocument, pieces: Piece[], whole: boolean): Promise<Gathered> {
  const git = await gitPlace(document.uri);
  const modified = git !== undefined && (git.modified || document.isDirty);
  return { document, pieces, whole, file: fileName(document), git, modified };
}
