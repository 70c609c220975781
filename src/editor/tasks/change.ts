/** Commands that change tasks: complete and reopen, deadline, assignees, records, delete. */
import { writtenDeadline } from '../../crm/tasks/deadline.js';
import type { Services } from '../services.js';
import { BACK } from '../ui.js';
import { conventions } from '../values/known.js';
import { askAssignees, askDeadline, askRecords } from './ask.js';
import { chooseTasks } from './chosen.js';
import { linksOf, wholeTask } from './links.js';
import { taskLabel } from './present.js';
import { assigneesOf, countTasks, stateChange, stateOf, writeTasks } from './write.js';

const UPDATES = { kind: 'task.update', operation: 'tasks.update' } as const;

const of = (tasks: readonly { content_plaintext: string }[]): string =>
  tasks.length === 1 ? `“${taskLabel(tasks[0]!.content_plaintext, 60)}”` : countTasks(tasks.length);

/** Completes what is open; where all of it is done, opens it again. */
export async function completeTask(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const surface = 'tasks.complete';
  const chosen = await chooseTasks(services, argument, more, {
    title: 'Complete or Reopen Tasks',
    surface,
    writes: UPDATES,
    done: true,
  });
  if (!chosen) return;
  const { connection, tasks } = chosen;
  const open = tasks.filter((task) => !task.is_completed);
  const wanted = open.length > 0 ? open : tasks;
  const complete = open.length > 0;
  await writeTasks(
    services,
    connection,
    wanted.map((task) => stateChange(task, complete)),
    `${complete ? 'Complete' : 'Reopen'} ${countTasks(wanted.length)}`,
    { surface },
  );
}

/**
 * “Set Deadline of Task…”, of one or several with one approval; `argument` and `more` as of `chooseTasks`. The box
 * begins with the deadline that all of them have; empty removes it.
 */
export async function setTaskDeadline(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const surface = 'tasks.deadline';
  const chosen = await chooseTasks(services, argument, more, {
    title: 'Set the Deadline of Tasks',
    surface,
    writes: UPDATES,
  });
  if (!chosen) return;
  const { connection, tasks } = chosen;
  const { timeZone } = conventions();
  const now = new Set(tasks.map(({ deadline_at }) => writtenDeadline(deadline_at, timeZone)));
  const asked = await askDeadline(services, {
    title: `Deadline of ${of(tasks)}`,
    value: now.size === 1 ? [...now][0]! : '',
  });
  if (asked === undefined || asked === BACK) return;
  const { deadline } = asked;
  await writeTasks(
    services,
    connection,
    tasks.map((task) => ({
      kind: 'task.update',
      taskId: task.id.task_id,
      deadlineAt: deadline,
      base: { deadlineAt: task.deadline_at === null ? null : new Date(task.deadline_at).toISOString() },
    })),
    deadline === null
      ? `Remove the deadline of ${countTasks(tasks.length)}`
      : `Set the deadline of ${countTasks(tasks.length)} to ${asked.shown}`,
    { surface },
  );
}

/**
 * “Set Assignees of Task…”. Ticked at first are those who have every task: who is unticked goes off all, who is ticked
 * goes on all. Who has only some of several tasks, which the box says, keeps them unless ticked. Nobody is a choice.
 */
export async function setTaskAssignees(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const surface = 'tasks.assignees';
  const chosen = await chooseTasks(services, argument, more, {
    title: 'Set the Assignees of Tasks',
    surface,
    writes: UPDATES,
  });
  if (!chosen) return;
  const { connection, tasks } = chosen;
  const all = tasks.map(assigneesOf);
  const shared = all[0]!.filter((id) => all.every((ids) => ids.includes(id)));
  const some = new Map<string, number>();
  for (const id of all.flat()) if (!shared.includes(id)) some.set(id, (some.get(id) ?? 0) + 1);
  const wanted = await askAssignees(services, connection, {
    title: `Assignees of ${of(tasks)}`,
    current: shared,
    some,
    tasks: tasks.length,
    surface,
  });
  if (wanted === undefined || wanted === BACK) return;
  const members = (ids: readonly string[]) => ids.map((memberId) => ({ memberId }));
  const after = all.map((ids) => [
    ...new Set([...ids.filter((id) => wanted.includes(id) || !shared.includes(id)), ...wanted]),
  ]);
  // What stays as it is needs no write; where all of it does, that is said.
  const changed = tasks.flatMap((_, at) => (sameMembers(all[at]!, after[at]!) ? [] : [at]));
  const writes = changed.length > 0 ? changed : [...tasks.keys()];
  await writeTasks(
    services,
    connection,
    writes.map((at) => ({
      kind: 'task.update',
      taskId: tasks[at]!.id.task_id,
      assignees: members(after[at]!),
      base: { assignees: members(all[at]!) },
    })),
    `Change the assignees of ${countTasks(writes.length)}`,
    { surface },
  );
}

const sameMembers = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

/** “Set Records of Task…”, of one task: what is chosen takes the place of all its links (api.md section 8.2). */
export async function setTaskRecords(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const surface = 'tasks.records';
  const chosen = await chooseTasks(services, argument, more, {
    title: 'Set the Records of a Task',
    surface,
    writes: UPDATES,
    one: true,
  });
  if (!chosen) return;
  const { connection, tasks } = chosen;
  const task = await wholeTask(connection, tasks[0]!, { surface });
  if (!task) {
    await services.ui.info('This task is not in Attio any more: it was deleted. Nothing was changed.');
    return;
  }
  const current = await linksOf(connection, task, { surface });
  const wanted = await askRecords(services, connection, { title: `Records of ${of(tasks)}`, current, surface });
  if (wanted === undefined || wanted === BACK) return;
  const change = {
    kind: 'task.update',
    taskId: task.id.task_id,
    linkedRecords: wanted,
    base: { linkedRecords: current },
  } as const;
  await writeTasks(services, connection, [change], '', { surface });
}

/**
 * “Delete Task…”. Attio does not bring it back (api.md section 8.2): all that each was goes with the change, for Undo
 * to make it anew.
 */
export async function deleteTask(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const surface = 'tasks.delete';
  const chosen = await chooseTasks(services, argument, more, {
    title: 'Delete Tasks',
    surface,
    writes: { kind: 'task.delete', operation: 'tasks.delete' },
  });
  if (!chosen) return;
  const { connection, tasks } = chosen;
  const states = await Promise.all(tasks.map((task) => stateOf(connection, task, { surface })));
  await writeTasks(
    services,
    connection,
    tasks.map((task, at) => ({ kind: 'task.delete', taskId: task.id.task_id, task: states[at]! })),
    `Delete ${countTasks(tasks.length)}`,
    { surface },
  );
}
