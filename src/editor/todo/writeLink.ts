/** The link of a task put beside its line, and taken away: each one edit, to be undone as any typing. */
import { Range, type TextDocument, type Uri, WorkspaceEdit, workspace } from 'vscode';
import { todoLine } from '../../crm/todo/lines.js';
import { findAgain, linkInsertion, linkRemoval, type Place } from '../../crm/todo/linkBack.js';
import type { Services } from '../services.js';
import { isWritable, patternsOf } from './document.js';

/** A task that was made from a line. */
export interface Made {
  uri: Uri;
  /** Where the line was, and how it read. */
  place: Place;
  taskId: string;
  url: string;
}

async function open(uri: Uri): Promise<TextDocument | undefined> {
  const known = workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (known || uri.scheme === 'untitled') return known;
  return workspace.openTextDocument(uri).then(
    (document) => document,
    () => undefined,
  );
}

/** Where a line is by now that was there; undefined: it was changed or is gone. */
function whereNow(document: TextDocument, places: readonly Place[]) {
  return findAgain(document.lineCount, (line) => document.lineAt(line).text, places);
}

/** All links as one edit. What finds no line any more, or no place in it, is said, with the links to copy. */
export async function putLinks(services: Services, made: readonly Made[]): Promise<void> {
  const edit = new WorkspaceEdit();
  const left: Made[] = [];
  for (const group of Map.groupBy(made, ({ uri }) => uri.toString()).values()) {
    const document = await open(group[0]!.uri);
    if (!document || !(await isWritable(document))) {
      left.push(...group);
      continue;
    }
    const patterns = patternsOf(document);
    const lines = whereNow(
      document,
      group.map(({ place }) => place),
    );
    for (const [index, one] of group.entries()) {
      const line = lines[index];
      const text = line === undefined ? '' : document.lineAt(line).text;
      const found = line === undefined ? undefined : (todoLine(text, patterns) ?? lineEnd(text));
      const insertion = found && linkInsertion(text, found, one.url, document.languageId);
      if (line === undefined || !insertion) left.push(one);
      else edit.insert(document.uri, new Range(line, insertion.at, line, insertion.at).start, insertion.text);
    }
  }
  if (edit.size > 0 && !(await workspace.applyEdit(edit))) return tellLeft(services, made);
  if (left.length > 0) return tellLeft(services, left);
}

/** A line without a mark, from which a task was made all the same. */
function lineEnd(text: string) {
  const end = text.trimEnd().length;
  return { mark: 'link', ticked: false, tick: [end, end], text: [0, end], end, comment: false } as const;
}

async function tellLeft({ ui }: Services, left: readonly Made[]): Promise<void> {
  const one = left.length === 1;
  const answer = await ui.warn(
    one
      ? 'The link was not put beside the line: the line has changed since, has a link already, or takes none.'
      : `The links of ${left.length} tasks were not put beside their lines: the lines have changed since, have links already, or take none.`,
    { title: one ? 'Copy Link' : 'Copy Links' },
  );
  if (answer !== undefined) await ui.copy(left.map(({ url }) => url).join('\n'));
}

/** Takes away the links to tasks that are gone again, where they still stand beside their lines. */
export async function takeLinks(tasks: readonly { uri: Uri; taskId: string }[]): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const group of Map.groupBy(tasks, ({ uri }) => uri.toString()).values()) {
    const document = await open(group[0]!.uri);
    if (!document || !(await isWritable(document))) continue;
    const ids = new Set(group.map(({ taskId }) => taskId.toLowerCase()));
    const patterns = patternsOf(document);
    for (let line = 0; line < document.lineCount; line++) {
      const { text } = document.lineAt(line);
      if (!text.includes('command-menu-page')) continue;
      const found = todoLine(text, patterns);
      const range = found?.task && ids.has(found.task.link.taskId) && linkRemoval(text, found);
      if (range) edit.delete(document.uri, new Range(line, range[0], line, range[1]));
    }
  }
  if (edit.size > 0) await workspace.applyEdit(edit);
}
