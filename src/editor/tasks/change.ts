/** Commands that change tasks: complete and reopen, deadline, assignees, records, delete. */
import { writtenDeadline } from '../../crm/tasks/deadline.js';
import type { Services } from '../services.js';
import { BACK } from '../ui.js';
import { conventions } from '../values/known.js';
import { askAssignees, askDeadline, askRecords } from './ask.js';
import { chooseTasks } from './chosen.js';
import { linksOf } from './links.js';
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
 * “Set Assignees of Task…”. Ticked at first are those who have every task; those ticked at last take the place of all
 * whom each had (api.md section 8.2), also of those who had only some. Nobody is a choice.
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
  const wanted = await askAssignees(services, connection, {
    title: `Assignees of ${of(tasks)}`,
    current: shared,
    surface,
  });
  if (wanted === undefined || wanted === BACK) return;
  await writeTasks(
    services,
    connection,
    tasks.map((task) => ({
      kind: 'task.update',
      taskId: task.id.task_id,
      assignees: wanted.map((memberId) => ({ memberId })),
      base: { assignees: assigneesOf(task).map((memberId) => ({ memberId })) },
    })),
    `Change the assignees of ${countTasks(tasks.length)}`,
    { surface },
  );
}

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
  const [task] = tasks;
  const current = await linksOf(connection, task!, { surface });
  const wanted = await askRecords(services, connection, { title: `Records of ${of(tasks)}`, current, surface });
  if (wanted === undefined || wanted === BACK) return;
  const change = {
    kind: 'task.update',
    taskId: task!.id.task_id,
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
