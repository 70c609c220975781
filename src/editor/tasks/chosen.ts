/** The tasks that a command is about: those of the rows it was given, or some that are chosen from a list. */
import { workspace } from 'vscode';
import { type KnownOperation, scopesFor } from '../../attio/operations.js';
import type { Task } from '../../attio/workTypes.js';
import type { Change } from '../../changes/change.js';
import { type DueGroup, groupTasks } from '../../crm/tasks/groups.js';
import { doneInWords, dueInWords } from '../../crm/tasks/words.js';
import type { ReadOptions } from '../../crm/types.js';
import { refuseUntrusted, refuseWithoutScopes } from '../changes/approve.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { taskTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { calendar } from './calendar.js';
import { learnNames } from './names.js';
import { taskLabel } from './present.js';
import { questionOf, tasksOf, tasksOfWords } from './scope.js';

export interface ChosenTasks {
  connection: Connection;
  /** At least one, as they are known: what the person saw. */
  tasks: Task[];
}

export interface ChoosingTasks {
  /** Over the list, when tasks are asked for. */
  title: string;
  surface: string;
  /** What is to be written, so that a key that may not is refused before anything is asked. */
  writes: { kind: Change['kind']; operation: KnownOperation };
  /** Only one is taken. */
  one?: boolean;
  /** Those that were done last are offered too. */
  done?: boolean;
}

/** So many that are done are offered. */
const DONE_OFFERED = 20;

const GROUPS: Record<DueGroup, string> = {
  overdue: 'Overdue',
  today: 'Today',
  week: 'This Week',
  later: 'Later',
  none: 'No Date',
};

/**
 * `argument`: a row, a target of targets.ts, or nothing; `more`: all selected rows. undefined: closed, there are none, or the
 * folder is not trusted, which is said. Rejects with AttioError, also where the key may not write tasks.
 */
export async function chooseTasks(
  services: Services,
  argument: unknown,
  more: unknown,
  choosing: ChoosingTasks,
): Promise<ChosenTasks | undefined> {
  const given = targets(argument, more);
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  const [first] = given;
  const connection = await connectionFor(services, first ?? {});
  const { kind, operation } = choosing.writes;
  refuseWithoutScopes(connection.account, { scopes: [...scopesFor(operation)] }, { kind });
  if (!first) return fromList(services, connection, choosing);
  if (choosing.one && given.length > 1) {
    await services.ui.info(`${choosing.title}: this takes one task at a time. Select one, and try again.`);
    return undefined;
  }
  const read: ReadOptions = { surface: choosing.surface };
  const found = await Promise.all(given.map(({ task }) => connection.catalog.task(task.id, read)));
  const tasks = found.filter((task) => task !== undefined);
  if (tasks.length > 0) return { connection, tasks };
  await services.ui.info('This task is not in Attio any more: it was deleted. Refresh Tasks shows those that are.');
  return undefined;
}

function targets(argument: unknown, more: unknown) {
  if (argument === undefined) return [];
  const own = taskTarget(argument);
  if (!own) throw new Error('This link does not name a task: its id is incomplete.');
  const all = (Array.isArray(more) ? more : []).flatMap((one) => taskTarget(one) ?? []);
  // Rows of another account are not there to be selected; and a row pressed outside the selection is meant alone.
  const selected = all.some(({ task }) => task.id === own.task.id) ? all : [own];
  return [...new Map(selected.map((one) => [one.task.id, one])).values()];
}

async function fromList(
  services: Services,
  connection: Connection,
  { title, surface, one, done }: ChoosingTasks,
): Promise<ChosenTasks | undefined> {
  const { account, catalog } = connection;
  const read: ReadOptions = { surface };
  const of = tasksOf(services, account);
  const question = questionOf(services, account, of);
  const whose = await tasksOfWords(connection, of, read);
  const rows = async (): Promise<PickItem<Task>[]> => {
    const [open, over] = await Promise.all([
      catalog.tasks({ ...question, done: false }, 0, read),
      done ? catalog.tasks({ ...question, done: true }, 0, read) : { tasks: [] },
    ]);
    const last = over.tasks.slice(0, DONE_OFFERED);
    const names = await learnNames(connection, [...open.tasks, ...last], read);
    const now = Date.now();
    const row = (task: Task, group: string): PickItem<Task> => {
      const { assignees = [], records = [] } = names.get(task.id.task_id) ?? {};
      const when = task.is_completed ? doneInWords(task.completed_at) : dueInWords(task.deadline_at, now);
      const said = [when, assignees.join(', '), records.map((record) => oneLine(record.title, 60)).join(', ')];
      return {
        label: taskLabel(task.content_plaintext, 200),
        description: said.filter((part) => part !== '').join(' · '),
        icon: task.is_completed ? 'pass' : 'circle-large-outline',
        group,
        value: task,
      };
    };
    const due = [...groupTasks(open.tasks, now, calendar())];
    return [
      ...due.flatMap(([group, tasks]) => tasks.map((task) => row(task, GROUPS[group]))),
      ...last.map((task) => row(task, 'Done')),
    ];
  };
  const asked = rows();
  if ((await asked).length === 0) {
    await services.ui.info(`There is no task to choose from: shown are ${whose}. Show Tasks of… shows others.`);
    return undefined;
  }
  const options = {
    title: `${title} · ${whose}`,
    placeholder: 'Type to find one by its words, a colleague or a record',
    matchOnDescription: true,
  };
  const tasks = one
    ? await services.ui.pick(asked, options).then((task) => task && [task])
    : await services.ui.pickMany(asked, options);
  return tasks && tasks.length > 0 ? { connection, tasks } : undefined;
}
