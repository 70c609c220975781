/** What was written in Attio, for the file. */
import { Range, type TextDocument, WorkspaceEdit, window, workspace } from 'vscode';
import { withTitle } from '../../crm/publish/frontMatter.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { type Published, publishedFile } from './file.js';
import { remember, type Standing, theirText } from './state.js';
import { recordName } from './words.js';

/**
 * Attio’s title and text in the place of the file’s, in the editor; front matter and everything else stays, and so does
 * the title of a plain text, which is said where it is another. Saved where nothing was unsaved. Where the file was changed since `file` was read, or
 * takes no edit, nothing is done, which is said.
 */
export async function takeTheirs(
  services: Services,
  connection: Connection,
  document: TextDocument,
  file: Published,
  { note, link }: Standing,
): Promise<void> {
  if (!note) return;
  const { ui } = services;
  const clean = !document.isDirty && !document.isUntitled;
  if (document.getText() !== file.text) {
    await ui.info(
      `${file.name} was changed while you were asked, so Attio’s text was not taken. Publish it again to compare anew.`,
    );
    return;
  }
  const change = new WorkspaceEdit();
  const replace = (start: number, end: number, text: string) =>
    change.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  replace(file.note.start, file.note.end, theirText(file, note).trim());
  if (note.title.trim() !== file.note.title.trim() && file.markdown) {
    const { heading } = file.note;
    const edit = heading
      ? { ...heading, newText: note.title.replace(/\s+/g, ' ').replace(/([\\`*_[\]<>])/g, '\\$1') }
      : withTitle(file.text, note.title);
    if (edit) replace(edit.start, edit.end, edit.newText);
  }
  if (!(await workspace.applyEdit(change))) {
    await ui.warn(`${file.name} cannot be written to, so Attio’s text was not taken.`);
    return;
  }
  if (clean) await document.save();
  const now = publishedFile(services, document);
  await remember(services, now, link, note);
  await window.showTextDocument(document);
  const name = await recordName(connection, link.ref);
  const called =
    now.markdown || now.note.title.trim() === note.title.trim()
      ? ''
      : ` In Attio the note is still called “${oneLine(note.title, 80)}”: it takes the file’s name when the file is published again.`;
  await ui.info(`${file.name} has the text of the note on ${name} now. Undo in the editor brings yours back.${called}`);
}
