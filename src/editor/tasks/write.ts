/** Writes to tasks, one or several with one approval. */
import type { Task } from '../../attio/workTypes.js';
import type { CreateTask, UpdateTask } from '../../attio/writes.js';
import type { ApplyOutcome, SingleChange } from '../../changes/change.js';
import type { ReadOptions } from '../../crm/types.js';
import { type CarryOutOptions, carryOut } from '../changes/carryOut.js';
import type { Connection, Services } from '../services.js';
import { linkAgainButtons } from './linkAgain.js';
import { linksOf } from './links.js';

/** `title`: what several together are called, as `Complete 3 tasks`. Links that Attio drops can be linked again. */
export function writeTasks(
  services: Services,
  connection: Connection,
  changes: readonly SingleChange[],
  title: string,
  options: CarryOutOptions,
): Promise<ApplyOutcome> {
  const [first] = changes;
  const change = changes.length === 1 ? first! : { kind: 'batch' as const, title, changes: [...changes] };
  return carryOut(services, connection, change, {
    buttons: (applied) => linkAgainButtons(services, connection, applied),
    ...options,
  });
}

/** The update that completes a task, or opens it again. */
export const stateChange = (task: Task, isCompleted: boolean): UpdateTask => ({
  kind: 'task.update',
  taskId: task.id.task_id,
  isCompleted,
  base: { isCompleted: task.is_completed },
});

/** `3 tasks`. */
export const countTasks = (count: number): string => `${count} ${count === 1 ? 'task' : 'tasks'}`;

/**
 * Ids of members, in Attio’s order; whoever else it names is left out, since only members can be written (api.md
 * section 8.2).
 */
export const assigneesOf = ({ assignees }: Task): string[] =>
  assignees
    .filter(({ referenced_actor_type: type }) => type === 'workspace-member')
    .map(({ referenced_actor_id: id }) => id);

/** All that a task is, as it would be created. Rejects with AttioError. */
export async function stateOf(
  connection: Connection,
  task: Task,
  read: ReadOptions,
): Promise<Omit<CreateTask, 'kind' | 'linkedRecords'> & { linkedRecords: { object: string; recordId: string }[] }> {
  const due = task.deadline_at;
  return {
    content: task.content_plaintext,
    deadlineAt: due !== null && !Number.isNaN(Date.parse(due)) ? new Date(due).toISOString() : null,
    isCompleted: task.is_completed,
    linkedRecords: await linksOf(connection, task, read),
    assignees: assigneesOf(task).map((memberId) => ({ memberId })),
  };
}
