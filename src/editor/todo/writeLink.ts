/** The link of a task put beside its line, and taken away: each one edit, to be undone as any typing. */
import { Range, TabInputText, type TextDocument, type Uri, window, workspace } from 'vscode';
import type { Applied } from '../../changes/change.js';
import { mayHaveTaskLink, todoLine } from '../../crm/todo/lines.js';
import { findAgain, linkInsertion, linkRemoval, type Place } from '../../crm/todo/linkBack.js';
import type { Services } from '../services.js';
import { isOurs, isWritable, patternsOf } from './document.js';
import { applyEdits, type Edit } from './edit.js';

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

/** By a task's id in lower case, the document into which its link was put from this window. */
const puts = new Map<string, Uri>();
const MAX_PUTS = 500;

/** What puts links and what takes them away look at the same lines: one after the other. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(run: () => Promise<T>): Promise<T> {
  const done = turn.then(run, run);
  turn = done.catch(() => {});
  return done;
}

/** All links of a document as one edit. What finds no line any more, or no place in it, is said, with the links to copy. */
export async function putLinks(services: Services, made: readonly Made[]): Promise<void> {
  const left = await inTurn(() => put(made));
  if (left.length > 0) await tellLeft(services, left);
}

async function put(made: readonly Made[]): Promise<Made[]> {
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
    const edits: Edit[] = [];
    const placed: Made[] = [];
    for (const [index, one] of group.entries()) {
      const line = lines[index];
      const text = line === undefined ? '' : document.lineAt(line).text;
      const found = line === undefined ? undefined : (todoLine(text, patterns) ?? lineEnd(text));
      const insertion = found && linkInsertion(text, found, one.url, document.languageId);
      if (line === undefined || !insertion) left.push(one);
      else {
        edits.push({ range: new Range(line, insertion.at, line, insertion.at), text: insertion.text });
        placed.push(one);
      }
    }
    if (edits.length > 0 && !(await applyEdits(document, edits))) left.push(...placed);
    else for (const { taskId, uri } of placed) remember(taskId, uri);
  }
  return left;
}

function remember(taskId: string, uri: Uri): void {
  puts.set(taskId.toLowerCase(), uri);
  for (const key of puts.keys()) {
    if (puts.size <= MAX_PUTS) break;
    puts.delete(key);
  }
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
      ? 'The link was not put beside the line: the line has changed since, has a link already, or takes none, or the file can only be read.'
      : `The links of ${left.length} tasks were not put beside their lines: the lines have changed since, have links already, or take none, or the file can only be read.`,
    { title: one ? 'Copy Link' : 'Copy Links' },
  );
  if (answer !== undefined) await ui.copy(left.map(({ url }) => url).join('\n'));
}

/** The tasks that a change deleted, by their ids. */
export function deletedIn({ change, parts = [] }: Applied): string[] {
  if (change.kind === 'batch') return parts.flatMap(deletedIn);
  return change.kind === 'task.delete' ? [change.taskId] : [];
}

/**
 * Takes away the links to these tasks, which are gone again, where they still stand beside their lines: in the documents
 * they were put into from this window, in those that are open, and in those of the tabs, which a reload leaves unread.
 */
export function takeLinks(taskIds: readonly string[], at: readonly Uri[] = []): Promise<void> {
  const ids = new Set(taskIds.map((id) => id.toLowerCase()));
  return ids.size === 0 ? Promise.resolve() : inTurn(() => take(ids, at));
}

async function take(ids: ReadonlySet<string>, at: readonly Uri[]): Promise<void> {
  for (const document of await documentsOf(ids, at)) {
    if (!mayHaveTaskLink(document.getText()) || !(await isWritable(document))) continue;
    const patterns = patternsOf(document);
    const edits: Edit[] = [];
    for (let line = 0; line < document.lineCount; line++) {
      const { text } = document.lineAt(line);
      if (!mayHaveTaskLink(text)) continue;
      const found = todoLine(text, patterns);
      const range = found?.task && ids.has(found.task.link.taskId) && linkRemoval(text, found);
      if (range) edits.push({ range: new Range(line, range[0], line, range[1]), text: '' });
    }
    if (edits.length > 0) await applyEdits(document, edits);
  }
  for (const id of ids) puts.delete(id);
}

async function documentsOf(ids: ReadonlySet<string>, at: readonly Uri[]): Promise<TextDocument[]> {
  const tabs = window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap(({ input }) => (input instanceof TabInputText ? [input.uri] : []));
  const put = [...ids].flatMap((id) => puts.get(id) ?? []);
  const uris = [...at, ...put, ...tabs, ...workspace.textDocuments.map(({ uri }) => uri)].filter((uri) =>
    isOurs({ uri }),
  );
  const once = [...new Map(uris.map((uri) => [uri.toString(), uri])).values()].slice(0, MAX_DOCUMENTS);
  return (await Promise.all(once.map(open))).filter((document) => document !== undefined);
}

/** Nobody has more tabs than that in sight. */
const MAX_DOCUMENTS = 200;
