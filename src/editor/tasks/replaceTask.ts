/** "Replace Task…": the API does not change what a task says, so it is created anew with all else kept, and the old one deleted. */
import { AttioError } from '../../attio/errors.js';
import type { Task } from '../../attio/workTypes.js';
import type { SingleChange } from '../../changes/change.js';
import type { CarryOutOptions } from '../changes/carryOut.js';
import type { Connection, Services } from '../services.js';
import { BACK } from '../ui.js';
import { askContent } from './ask.js';
import { chooseTasks } from './chosen.js';
import { type KeptText, keptTexts } from './kept.js';
import { taskLabel } from './present.js';
import { stateOf, writeTasks } from './write.js';

const SURFACE = 'tasks.replace';

/** `argument`: a row, a target, or nothing. */
export async function replaceTask(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const chosen = await chooseTasks(services, argument, more, {
    title: 'Replace a Task',
    surface: SURFACE,
    writes: { kind: 'task.create', operation: 'tasks.create' },
    one: true,
  });
  if (!chosen) return;
  const { connection } = chosen;
  const task = await whole(connection, chosen.tasks[0]!);
  if (!task) {
    await services.ui.info('This task is not in Attio any more: it was deleted. Nothing was replaced.');
    return;
  }
  const typed = keptTexts(services, connection.account.id);
  const id = task.id.task_id;
  const old = task.content_plaintext;
  const content = await askContent(services, {
    title: `Replace “${taskLabel(old, 60)}”`,
    value: typed.get(id) ?? old,
    typed: (text) => typed.put(id, text === old ? undefined : text),
  });
  await typed.kept();
  if (content === undefined || content === BACK) return;
  if (content.trim() === old.trim()) {
    await typed.drop(id);
    await services.ui.info('The task says this already. Nothing was replaced.');
    return;
  }
  await write(services, connection, task, content.trim(), typed);
}

async function write(
  services: Services,
  connection: Connection,
  task: Task,
  content: string,
  typed: KeptText,
): Promise<void> {
  const id = task.id.task_id;
  const state = await stateOf(connection, task, { surface: SURFACE });
  const done = () => typed.drop(id);
  const options: CarryOutOptions = {
    surface: SURFACE,
    warnings: ['The new task has another id, author and date of creation: links to the old one no longer lead to it.'],
    later: async ({ status }) => {
      if (status === 'applied') await done();
    },
  };
  const title = `Replace the task “${taskLabel(task.content_plaintext, 60)}” by “${taskLabel(content, 60)}”`;
  const changes: SingleChange[] = [
    // First, so that nothing is lost where the second fails.
    { kind: 'task.create', ...state, content },
    { kind: 'task.delete', taskId: id, task: state },
  ];
  const outcome = await writeTasks(services, connection, changes, title, options);
  if (outcome.status === 'applied') await done();
}

/** As Attio has it now. It leaves links out of answers at times (api.md section 8.2): none at all is asked about twice. */
async function whole({ catalog }: Connection, known: Task): Promise<Task | undefined> {
  const read = { surface: SURFACE, fresh: true };
  const id = known.id.task_id;
  const task = await catalog.task(id, read);
  if (!task || task.linked_records.length > 0 || known.linked_records.length === 0) return task;
  const again = await catalog.task(id, read).catch((error: unknown) => {
    if (AttioError.is(error)) return undefined;
    throw error;
  });
  return again ?? task;
}
