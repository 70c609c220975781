/** The Tasks view. Thin: all of it loads when it is first shown. */
import type { Services } from '../services.js';
import { lazyView } from '../tree/lazyView.js';
import type { TasksNode } from './nodes.js';
import type { TasksTree } from './tasksTree.js';

/** The view, whose boxes the tree itself checks and unchecks, and the command that reads it anew. */
export function registerTasks(services: Services): void {
  const { loaded } = lazyView<TasksNode, TasksTree>(
    services,
    'attio.tasks',
    async (changed) => new (await import('../late.js')).TasksTree(services, changed),
    (tree, view) => tree.attach(view),
    { canSelectMany: true, manageCheckboxStateManually: true },
  );
  services.command('attio.refreshTasks', async () => (await loaded()).refreshAll());
}
