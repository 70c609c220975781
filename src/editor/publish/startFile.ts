/** A new file for a note: front matter and text, under a name that says the day, not saved yet. */
import { type Position, Range, Selection, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { yamlEntry } from '../../crm/document/yamlText.js';
import { applied, type FileLink, withLinks } from '../../crm/publish/frontMatter.js';
import { readableName } from '../notes/draftUri.js';
import { isThere } from './moves.js';

export interface NewFile {
  title: string;
  /** `2026-11-20` or with a time. */
  date: string;
  attendees: readonly string[];
  links: readonly FileLink[];
  body: string;
  /** Where typing goes on, in the body. */
  cursor: number;
}

/** Front matter, a blank line, the body. `bodyAt`: the offset in `text` at which the body begins. */
export function fileText({ title, date, attendees, links, body }: NewFile): { text: string; bodyAt: number } {
  const fields = [
    yamlEntry('title', title),
    yamlEntry('date', date),
    ...(attendees.length > 0 ? [yamlEntry('attendees', [...attendees])] : []),
  ].join('');
  const front = `---\n${fields}---\n\n`;
  const edit = withLinks(front, links);
  const head = edit ? applied(front, edit) : front;
  return { text: head + body, bodyAt: head.length };
}

/**
 * Shows it in an editor, with the cursor at its place in the body. Its name (`2026-11-20-call-with-grace.md`) is one
 * that is free in the first folder of the workspace; without a folder it has none.
 */
export async function startFile(file: NewFile): Promise<TextDocument> {
  const { text, bodyAt } = fileText(file);
  const uri = await freeName(file);
  const document = uri
    ? await workspace.openTextDocument(uri)
    : await workspace.openTextDocument({ language: 'markdown', content: text });
  if (uri) {
    const edit = new WorkspaceEdit();
    edit.replace(uri, new Range(0, 0, document.lineCount, 0), text);
    await workspace.applyEdit(edit);
  }
  const editor = await window.showTextDocument(document, { preview: false });
  const at: Position = document.positionAt(bodyAt + file.cursor);
  editor.selection = new Selection(at, at);
  editor.revealRange(new Range(at, at));
  return document;
}

/** In the folder that is open; undefined without one. */
async function freeName({ title, date }: NewFile): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (!folder) return undefined;
  const slug = readableName(title)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  for (let count = 1; count < 100; count++) {
    const name = `${date.slice(0, 10)}-${slug}${count === 1 ? '' : `-${count}`}.md`;
    const uri = Uri.joinPath(folder, name);
    const untitled = uri.with({ scheme: 'untitled', authority: '' });
    const open = workspace.textDocuments.some((one) => one.uri.path === uri.path && !one.isClosed);
    if (!open && !(await isThere(uri))) return untitled;
  }
  return undefined;
}
