/** "Replace Task…": the API does not change what a task says, so it is created anew with all else kept, and the old one deleted. */
import type { Task } from '../../attio/workTypes.js';
import type { SingleChange } from '../../changes/change.js';
import { boxText, fromBox, LINE_END } from '../../crm/tasks/boxText.js';
import type { CarryOutOptions } from '../changes/carryOut.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK } from '../ui.js';
import { askContent } from './ask.js';
import { chooseTasks } from './chosen.js';
import { type KeptText, keptTexts } from './kept.js';
import { wholeTask } from './links.js';
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
  const task = await wholeTask(connection, chosen.tasks[0]!, { surface: SURFACE });
  if (!task) {
    await services.ui.info('This task is not in Attio any more: it was deleted. Nothing was replaced.');
    return;
  }
  const typed = keptTexts(services, connection.account.id);
  const id = task.id.task_id;
  const old = task.content_plaintext;
  const { text: before, place } = boxText(old);
  const asked = await askContent(services, {
    title: `Replace “${taskLabel(old, 60)}”`,
    prompt: prompt(before, place),
    value: typed.get(id) ?? before,
    typed: (text) => typed.put(id, text === before ? undefined : text),
    whole: (text) => fromBox(text, place),
  });
  await typed.kept();
  if (asked === undefined || asked === BACK) return;
  const content = fromBox(asked, place);
  if (asked.trim() === before || content === old.trim()) {
    await typed.drop(id);
    await services.ui.info('The task says this already. Nothing was replaced.');
    return;
  }
  await write(services, connection, task, content, typed);
}

/** What the box says of what cannot be seen in one line. */
function prompt(text: string, place: string): string {
  const lines = text.includes(LINE_END) ? ` ${LINE_END} ends a line.` : '';
  const kept = place === '' ? '' : ` Its last line stays: ${oneLine(place, 100)}`;
  return `What is to be done instead?${lines}${kept}`;
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
