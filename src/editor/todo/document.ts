/** Documents in which something can be to do, and their lines. */
import { FilePermission, languages, RelativePattern, type TextDocument, type Uri, workspace } from 'vscode';
import { type Patterns, readPatterns, type TodoLine, todoLine } from '../../crm/todo/lines.js';
import type { Place } from '../../crm/todo/linkBack.js';

/** Of a document so much is looked at: a huge one costs no more than a large one. */
export const MAX_LINES = 20_000;

/** `line`: from 0. */
export interface FoundLine {
  line: number;
  text: string;
  found: TodoLine;
  /** As in `Place`, where it is noted to find the line again. */
  same?: Place['same'];
}

/** Files, also of notebooks and elsewhere than on this disk, and what is not saved yet. No output, no sides of differences, none of our own documents. */
export function isOurs({ uri: { scheme } }: Pick<TextDocument, 'uri'>): boolean {
  if (scheme.startsWith('attio')) return false;
  return (
    scheme === 'untitled' || scheme === 'vscode-notebook-cell' || workspace.fs.isWritableFileSystem(scheme) === true
  );
}

/** The marks of `attio.todo.patterns`, as set for this document; anything but words in it is left out. */
export const patternsOf = (document: TextDocument): Patterns =>
  readPatterns(workspace.getConfiguration('attio', document).get('todo.patterns'));

/** What is no text: a sign that no text has is near its beginning. */
function isBinary(document: TextDocument): boolean {
  for (let line = 0; line < Math.min(20, document.lineCount); line++)
    if (document.lineAt(line).text.slice(0, 2000).includes('\0')) return true;
  return false;
}

/** The lines of `[from, to)` that say what is to do or have a task. */
export function todoLines(document: TextDocument, from = 0, to = document.lineCount): FoundLine[] {
  if (!isOurs(document) || isBinary(document)) return [];
  const patterns = patternsOf(document);
  const lines: FoundLine[] = [];
  for (let line = from; line < Math.min(to, document.lineCount, from + MAX_LINES); line++) {
    const { text } = document.lineAt(line);
    const found = todoLine(text, patterns);
    if (found) lines.push({ line, text, found });
  }
  return lines;
}

/** Whether a task can be made from it: it says what is to do, is not done, and has no task yet. */
export const isNew = ({ found }: FoundLine): boolean => !found.task && !found.ticked && found.mark !== 'link';

/** A setting of VS Code's that has globs of files, which count with `true`; relative ones are of the folder. */
function isListed(name: string, document: TextDocument, file: Uri): boolean {
  const listed = workspace.getConfiguration('files', file).get<Record<string, unknown>>(name, {});
  const folder = workspace.getWorkspaceFolder(file);
  return Object.entries(listed).some(
    ([glob, on]) =>
      on === true &&
      (languages.match({ pattern: glob }, document) > 0 ||
        (folder !== undefined && languages.match({ pattern: new RelativePattern(folder, glob) }, document) > 0)),
  );
}

/**
 * Whether the document can be typed in, as far as VS Code tells: by its file system, its file’s permissions, and the
 * settings that make files read-only. That an editor was made so for the session is told nowhere; see `applyEdits`.
 */
export async function isWritable(document: TextDocument): Promise<boolean> {
  const { uri, isUntitled } = document;
  if (isUntitled) return true;
  const file =
    uri.scheme === 'vscode-notebook-cell'
      ? workspace.notebookDocuments.find((one) => one.getCells().some((cell) => cell.document === document))?.uri
      : uri;
  if (!file || file.scheme === 'untitled') return true;
  if (workspace.fs.isWritableFileSystem(file.scheme) === false) return false;
  if (isListed('readonlyInclude', document, file) && !isListed('readonlyExclude', document, file)) return false;
  try {
    const { permissions = 0 } = await workspace.fs.stat(file);
    return (permissions & FilePermission.Readonly) === 0;
  } catch {
    return true;
  }
}

/** An open document by its address. */
export const documentOf = (uri: string): TextDocument | undefined =>
  workspace.textDocuments.find((one) => one.uri.toString() === uri);
