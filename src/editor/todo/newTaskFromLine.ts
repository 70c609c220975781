/** "New Task from This Line…": lines that say what is to be done become tasks, with one approval for all of them. */
import { type TextDocument, type TextEditor, Uri, window, workspace } from 'vscode';
import { scopesFor } from '../../attio/operations.js';
import { taskUrl } from '../../attio/webUrl.js';
import type { Applied, ApplyOutcome } from '../../changes/change.js';
import { plainLine } from '../../crm/todo/lines.js';
import { placesIn } from '../../crm/todo/linkBack.js';
import { refuseUntrusted, refuseWithoutScopes } from '../changes/approve.js';
import { carryOut } from '../changes/carryOut.js';
import type { Connection, Services } from '../services.js';
import { linkAgainButtons, unlinkedIn } from '../tasks/linkAgain.js';
import type { Button } from '../ui.js';
import { documentOf, type FoundLine, isNew, isOurs, isWritable, todoLines } from './document.js';
import { placesOf } from './place.js';
import { createOf, type Draft, proposeTasks, SURFACE } from './propose.js';
import { reviewTasks } from './review.js';
import { deletedIn, type Made, putLinks, takeLinks } from './writeLink.js';

/** What the light bulb and the lens hand over. `lines`: from 0. `review`: to be put right before it is approved. */
export interface LineTarget {
  uri: string;
  lines: number[];
  review?: boolean;
}

/** So many tasks at a time. */
const MAX_TASKS = 50;

/**
 * undefined: nothing of the kind, such as the address that VS Code gives a command of an editor’s menu. What is no line
 * number is left out, so that `lines` may be empty.
 */
export function lineTarget(argument: unknown): LineTarget | undefined {
  if (typeof argument !== 'object' || argument === null || argument instanceof Uri) return undefined;
  const { uri, lines, review } = argument as Record<string, unknown>;
  if (typeof uri !== 'string' || !Array.isArray(lines)) return undefined;
  const numbers = lines.filter((one): one is number => Number.isInteger(one) && one >= 0);
  return { uri, lines: numbers, ...(review === true && { review }) };
}

/** The lines in which something is selected, or the cursor is: of several selections all, each line once. */
function selectedLines({ selections }: TextEditor): number[] {
  const lines = selections.flatMap(({ start, end }) => {
    // A selection of whole lines ends before the first character of the next.
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    return Array.from({ length: Math.min(last - start.line + 1, 10_000) }, (_, index) => start.line + index);
  });
  return [...new Set(lines)].sort((a, b) => a - b);
}

/** Those of these lines that a task can be made from, noted to be found again; of one line alone whatever it says. */
function linesOf(document: TextDocument, lines: readonly number[]) {
  const { all, fresh } = linesNow(document, lines);
  const at = fresh.map(({ line }) => line);
  const places = placesIn(document.lineCount, (line) => document.lineAt(line).text, at);
  return { all, fresh: fresh.map((one, index): FoundLine => ({ ...one, same: places[index]!.same })) };
}

function linesNow(document: TextDocument, lines: readonly number[]): { all: FoundLine[]; fresh: FoundLine[] } {
  const all = lines.flatMap((line) => todoLines(document, line, line + 1));
  const fresh = all.filter(isNew);
  const [only] = lines;
  if (all.length === 0 && lines.length === 1 && only !== undefined && only < document.lineCount) {
    const { text } = document.lineAt(only);
    const found = plainLine(text);
    if (found) return { all, fresh: [{ line: only, text, found }] };
  }
  return { all, fresh };
}

/** Lines whose tasks are being made: a second click is no second task. */
const making = new Set<string>();
/** Tasks made in this window whose links are not beside their lines, by document and line's text. */
const unlinked = new Map<string, Made>();
const keyOf = (uri: Uri, text: string): string => `${uri}\n${text.trim()}`;

/** `argument`: a LineTarget, or nothing (the selection). Rejects with NotSignedIn and AttioError. */
export async function newTaskFromLine(services: Services, argument?: unknown): Promise<void> {
  const { ui } = services;
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  const given = lineTarget(argument);
  const editor = window.activeTextEditor;
  const document = given ? documentOf(given.uri) : editor?.document;
  if (!document || !isOurs(document))
    return void (await ui.info(
      'Put the cursor on the line that a task is to be made from, in a file or a text of your own.',
    ));
  const { all, fresh: unmade } = linesOf(document, given?.lines ?? selectedLines(editor!));
  const fresh = await withoutMade(services, document, unmade);
  if (!fresh) return;
  if (fresh.length === 0) return tellNone(services, all);
  if (fresh.length > MAX_TASKS)
    return void (await ui.info(
      `There are ${fresh.length} lines to do in the selection; ${MAX_TASKS} tasks are made at a time. Select fewer lines.`,
    ));
  const connection = await services.connections.current();
  refuseWithoutScopes(connection.account, { scopes: [...scopesFor('tasks.create')] }, { kind: 'task.create' });
  const keys = fresh.map(({ text }) => keyOf(document.uri, text));
  if (keys.some((key) => making.has(key))) return void ui.status('Attio: a task is being made from this line');
  for (const key of keys) making.add(key);
  try {
    await make(services, connection, document, fresh, given?.review ?? given === undefined);
  } finally {
    for (const key of keys) making.delete(key);
  }
}

/** Of one line whose task was made a while ago it is asked what is meant; of several, those are left out. */
async function withoutMade(
  services: Services,
  { uri }: TextDocument,
  lines: readonly FoundLine[],
): Promise<readonly FoundLine[] | undefined> {
  const madeOf = ({ text }: FoundLine) => unlinked.get(keyOf(uri, text));
  const [only] = lines;
  const made = only && lines.length === 1 ? madeOf(only) : undefined;
  if (!made) {
    const left = lines.length > 1 ? lines.filter((one) => !madeOf(one)) : lines;
    if (left.length > 0 || lines.length === 0) return left;
    await services.ui.info('Tasks were made from these lines already.', {
      title: 'Add Links to Lines',
      run: () =>
        link(
          services,
          lines.flatMap((one) => madeOf(one) ?? []),
        ),
    });
    return undefined;
  }
  const another = 'Create Another';
  const answer = await services.ui.info(
    'A task was made from this line already.',
    { title: 'Add Link to Line', run: () => link(services, [made]) },
    { title: another },
  );
  return answer === another ? lines : undefined;
}

async function link(services: Services, made: readonly Made[]): Promise<void> {
  for (const { uri, place } of made) unlinked.delete(keyOf(uri, place.text));
  await putLinks(services, made);
}

async function tellNone(services: Services, all: readonly FoundLine[]): Promise<void> {
  const { ui } = services;
  const [linked] = all.flatMap(({ found }) => found.task ?? []);
  if (linked)
    return void (await ui.info(
      all.length === 1 ? 'This line has its task in Attio already.' : 'These lines have their tasks in Attio already.',
      { title: 'Open in Attio', run: () => ui.openExternal(linked.url) },
    ));
  const ticked = all.some(({ found }) => found.ticked);
  await ui.info(
    ticked
      ? 'What is selected is done already: its boxes are ticked.'
      : 'There is nothing to do in what is selected. Lines with a mark such as TODO, or an open check box, become tasks; the setting attio.todo.patterns has the marks.',
  );
}

async function make(
  services: Services,
  connection: Connection,
  document: TextDocument,
  lines: readonly FoundLine[],
  review: boolean,
): Promise<void> {
  const [proposed, places] = await Promise.all([proposeTasks(services, connection, lines), placesOf(document, lines)]);
  if (!proposed) return;
  const drafts = review ? await reviewTasks(services, connection, proposed) : proposed;
  if (!drafts) return;
  const changes = drafts.map((draft, index) => createOf(draft, places[index]));
  const title = `Create ${changes.length} tasks from ${oneName(document)}`;
  const linkBack = workspace.getConfiguration('attio', document).get<string>('todo.linkBack', 'ask');
  const canLink = await isWritable(document);
  const madeBy = (applied: Applied) => madeOf(connection, document.uri, drafts, applied);
  // A batch that is tried again tells once more of what it had made.
  const told = new Set<string>();
  const deleted = new Set<string>();
  const settleOne = async (outcome: ApplyOutcome) => {
    if (outcome.status === 'declined' || outcome.status === 'conflict' || !outcome.applied) return;
    const { applied } = outcome;
    // Undone by the button of the message: what was put beside the lines leads nowhere now.
    const gone = deletedIn(applied);
    for (const taskId of gone) deleted.add(taskId);
    for (const [key, { taskId }] of unlinked) if (gone.includes(taskId)) unlinked.delete(key);
    await takeLinks(gone, [document.uri]);
    const fresh = madeBy(applied).filter(({ taskId }) => !told.has(taskId) && !deleted.has(taskId));
    for (const one of fresh) {
      told.add(one.taskId);
      unlinked.set(keyOf(one.uri, one.place.text), one);
    }
    if (linkBack === 'always' && fresh.length > 0) await link(services, fresh);
  };
  // An Undo that is pressed at once meets the link that is still being written: one after the other.
  let settled: Promise<void> = Promise.resolve();
  const settle = (outcome: ApplyOutcome): Promise<void> => {
    settled = settled.catch(() => {}).then(() => settleOne(outcome));
    return settled;
  };
  const buttons = (applied: Applied): Button[] => {
    const again = linkAgainButtons(services, connection, applied);
    const created = madeBy(applied);
    if (linkBack !== 'ask' || created.length === 0) return again;
    const put: Button = canLink
      ? {
          title: created.length === 1 ? 'Add Link to Line' : 'Add Links to Lines',
          run: () => link(services, created),
        }
      : {
          title: created.length === 1 ? 'Copy Link' : 'Copy Links',
          run: () => services.ui.copy(created.map(({ url }) => url).join('\n')),
        };
    // What Attio dropped is put right first.
    return unlinkedIn(applied).length > 0 ? [...again, put] : [put, ...again];
  };
  const outcome = await carryOut(
    services,
    connection,
    changes.length === 1 ? changes[0]! : { kind: 'batch', title, changes },
    { surface: SURFACE, buttons, later: settle, warnings: [...new Set(drafts.flatMap(({ warnings }) => warnings))] },
  );
  await settle(outcome);
}

const oneName = ({ uri, isUntitled }: TextDocument): string =>
  isUntitled ? 'this text' : uri.path.slice(uri.path.lastIndexOf('/') + 1);

/** The tasks that exist now, each with the line it was made from. */
function madeOf({ account }: Connection, uri: Uri, drafts: readonly Draft[], applied: Applied): Made[] {
  const parts = applied.change.kind === 'batch' ? (applied.parts ?? []) : [applied];
  return parts.flatMap(({ change, task }, index) => {
    const from = drafts[index]?.from;
    if (change.kind !== 'task.create' || !task || !from) return [];
    const taskId = task.id.task_id;
    const { line, text, same } = from;
    return [{ uri, place: { line, text, ...(same && { same }) }, taskId, url: taskUrl(account.slug, taskId) }];
  });
}
