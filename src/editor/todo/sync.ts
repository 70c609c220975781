/** Lines and their tasks brought in step: ticked here, done in Attio, gone. Writing in Attio is always an approved change. */
import { Range, type TextDocument, window, workspace } from 'vscode';
import { scopesFor } from '../../attio/operations.js';
import { hasScopes } from '../../attio/scopes.js';
import type { Task } from '../../attio/workTypes.js';
import { DONE_WORD } from '../../crm/todo/lines.js';
import { linkRemoval } from '../../crm/todo/linkBack.js';
import { withoutPlace } from '../../crm/todo/place.js';
import { standingOf } from '../../crm/todo/standing.js';
import { refuseUntrusted, refuseWithoutScopes } from '../changes/approve.js';
import { quoted } from '../changes/words.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { countTasks, stateChange, writeTasks } from '../tasks/write.js';
import { documentOf, isWritable, todoLines } from './document.js';
import { applyEdits } from './edit.js';
import { lineTarget } from './newTaskFromLine.js';
import { type LinkedLine, learnTask, linkedLines, readTasks, SURFACE } from './standing.js';

/** What a lens asks for; without it, what brings the line and its task in step. */
type Act = 'tick' | 'complete' | 'completeAll' | 'reopen' | 'unlink' | 'menu';
const ACTS: readonly unknown[] = ['tick', 'complete', 'completeAll', 'reopen', 'unlink', 'menu'] satisfies Act[];

const titleOf = (task: Task): string => quoted(oneLine(withoutPlace(task.content_plaintext), 60));

/** `argument`: what a lens hands over (LineTarget with `act`), or nothing: the line of the cursor. */
export async function syncTaskLine(services: Services, argument?: unknown): Promise<void> {
  const given = lineTarget(argument);
  const wanted = (argument as { act?: unknown } | undefined)?.act;
  const editor = window.activeTextEditor;
  const document = given ? documentOf(given.uri) : editor?.document;
  const at = given ? given.lines[0] : editor?.selection.active.line;
  const [line] = document && at !== undefined ? todoLines(document, at, at + 1) : [];
  if (!document || !line?.found.task)
    return void (await services.ui.info(
      'This line has no link to a task of Attio. New Task from This Line… makes one.',
    ));
  const [linked] = await linkedLines(services, [line]);
  if (!linked) {
    const { url, link } = line.found.task;
    const message = `The task is in ${oneLine(link.workspace, 60)}, which is not signed in here, or whose key may not read tasks.`;
    return void (await services.ui.info(message, {
      title: 'Open in Attio',
      run: () => services.ui.openExternal(url),
    }));
  }
  const read = { surface: SURFACE, fresh: true };
  const task = (await linked.connection.catalog.task(line.found.task.link.taskId, read)) ?? null;
  const now = { ...linked, task };
  const act = ACTS.includes(wanted) ? (wanted as Act) : likely(now);
  learnTask(linked.connection, line.found.task.link.taskId, task);
  if (task === null && act !== 'unlink')
    return void (await services.ui.info('This task is not in Attio any more: it was deleted.', {
      title: 'Remove Link',
      run: () => removeLink(services, document, now),
    }));
  if (task === null) return removeLink(services, document, now);
  if (act === 'tick' && !task.is_completed)
    return void (await services.ui.info('The task was opened again in Attio: the line stays as it is.'));
  switch (act) {
    case 'tick':
      return tick(services, document, now);
    case 'complete':
      return void (await setDone(services, now.connection, [task], true));
    case 'completeAll':
      return completeAll(services, document, now.connection);
    case 'reopen':
      return void (await setDone(services, now.connection, [task], false));
    case 'unlink':
      return removeLink(services, document, now);
    case 'menu':
      return menu(services, document, now, task);
  }
}

function likely({ found, task }: LinkedLine): Act {
  const standing = standingOf(found, task ?? null);
  return standing === 'doneThere'
    ? 'tick'
    : standing === 'doneHere'
      ? 'complete'
      : standing === 'gone'
        ? 'unlink'
        : 'menu';
}

async function menu(services: Services, document: TextDocument, line: LinkedLine, task: Task): Promise<void> {
  const { ui } = services;
  const { found, connection } = line;
  const { url } = found.task!;
  const may = hasScopes(connection.account.scopes, 'task:read-write');
  const chosen = await ui.pick<() => unknown>(
    [
      ...(may
        ? [
            task.is_completed
              ? {
                  label: 'Reopen in Attio',
                  icon: 'issue-reopened',
                  value: () => reopenBoth(services, document, line, task),
                }
              : { label: 'Complete in Attio', icon: 'pass', value: () => completeBoth(services, document, line, task) },
          ]
        : []),
      { label: 'Open in Attio', icon: 'link-external', value: () => ui.openExternal(url) },
      { label: 'Copy Link', icon: 'link', value: () => ui.copy(url) },
      { label: 'Remove Link from Line', icon: 'trash', value: () => removeLink(services, document, line) },
    ],
    { title: titleOf(task), placeholder: 'What is to be done with the task of this line?' },
  );
  await chosen?.();
}

/** Completed in Attio, the line is ticked too: one would only do it next. */
async function completeBoth(services: Services, document: TextDocument, line: LinkedLine, task: Task): Promise<void> {
  if (!(await setDone(services, line.connection, [task], true))) return;
  if (line.found.mark !== 'link' && !line.found.ticked) await tick(services, document, line);
}

async function reopenBoth(services: Services, document: TextDocument, line: LinkedLine, task: Task): Promise<void> {
  if (!(await setDone(services, line.connection, [task], false))) return;
  if (line.found.mark === 'box' && line.found.ticked) await tick(services, document, line);
}

/** One approval for all of them. Resolves to whether they are written. */
async function setDone(
  services: Services,
  connection: Connection,
  tasks: readonly Task[],
  done: boolean,
): Promise<boolean> {
  if (!workspace.isTrusted) {
    await refuseUntrusted(services);
    return false;
  }
  refuseWithoutScopes(connection.account, { scopes: [...scopesFor('tasks.update')] }, { kind: 'task.update' });
  const outcome = await writeTasks(
    services,
    connection,
    tasks.map((task) => stateChange(task, done)),
    `${done ? 'Complete' : 'Reopen'} ${countTasks(tasks.length)}`,
    { surface: SURFACE },
  );
  return outcome.status === 'applied';
}

/** Lines that are ticked here while their tasks are open. */
async function tickedHere(services: Services, document: TextDocument): Promise<LinkedLine[]> {
  const lines = todoLines(document).filter(({ found }) => found.task && found.ticked);
  if (lines.length === 0) return [];
  const read = await readTasks(await linkedLines(services, lines));
  return read.filter((one) => one.task && standingOf(one.found, one.task) === 'doneHere');
}

const distinct = (lines: readonly LinkedLine[]): Task[] => [
  ...new Map(lines.flatMap(({ task }) => (task ? [[task.id.task_id, task] as const] : []))).values(),
];

async function completeAll(services: Services, document: TextDocument, connection: Connection): Promise<void> {
  const lines = await tickedHere(services, document);
  const tasks = distinct(lines.filter((one) => one.connection === connection));
  if (tasks.length === 0) return services.ui.status('Attio: nothing is ticked here that is open there');
  await setDone(services, connection, tasks, true);
}

/** Changes the line under the cursor's eyes: one edit, to be undone as any typing. */
async function edit(
  services: Services,
  document: TextDocument,
  { line, text }: LinkedLine,
  [start, end]: readonly [number, number],
  by: string,
): Promise<void> {
  if (!(await isWritable(document)))
    return void (await services.ui.info('This file can only be read: the line stays as it is.'));
  // Typed on meanwhile: it is shown again as it is now, and can be asked for again.
  const isSame = () => line < document.lineCount && document.lineAt(line).text === text;
  const same = isSame();
  if (same && (await applyEdits(document, [{ range: new Range(line, start, line, end), text: by }]))) return;
  await services.ui.info(
    same && isSame()
      ? 'This file can only be read: the line stays as it is.'
      : 'The line was changed meanwhile and stays as it is. Try again.',
  );
}

/** Ticks what is not, and the other way round. */
async function tick(services: Services, document: TextDocument, line: LinkedLine): Promise<void> {
  const { mark, ticked, tick: place } = line.found;
  if (mark === 'link') return;
  await edit(services, document, line, place, mark === 'word' ? DONE_WORD : ticked ? ' ' : 'x');
}

async function removeLink(services: Services, document: TextDocument, line: LinkedLine): Promise<void> {
  const range = linkRemoval(line.text, line.found);
  if (range) await edit(services, document, line, range, '');
}

/** What was asked after a save is asked once, until it is ticked anew. */
const asked = new Map<string, Set<string>>();

/** A saved document: what was ticked in it is asked about, all of it in one question. */
export async function savedLines(services: Services, document: TextDocument): Promise<void> {
  if (!workspace.isTrusted) return;
  const lines = await tickedHere(services, document);
  const key = document.uri.toString();
  const before = asked.get(key) ?? new Set<string>();
  const ids = lines.map(({ task }) => task!.id.task_id);
  const fresh = lines.filter(({ task }) => !before.has(task!.id.task_id));
  if (ids.length > 0) asked.set(key, new Set(ids));
  else asked.delete(key);
  for (const [connection, own] of Map.groupBy(fresh, (one) => one.connection)) {
    if (!hasScopes(connection.account.scopes, 'task:read-write')) continue;
    const tasks = distinct(own);
    const [first] = tasks;
    if (!first) continue;
    const one = tasks.length === 1;
    const what = one
      ? `${titleOf(first)} is ticked here and open in Attio.`
      : `${titleOf(first)} and ${tasks.length - 1} more are ticked here and open in Attio.`;
    await services.ui.info(
      what,
      {
        title: one ? 'Complete in Attio' : `Complete ${tasks.length} in Attio`,
        run: () => setDone(services, connection, tasks, true),
      },
      { title: 'Not Now' },
    );
  }
}
