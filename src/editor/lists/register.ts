/** The Lists view. Thin: all of it loads when it is first shown. */
import type { Services } from '../services.js';
import { cardDrag } from '../stages/lazyDrag.js';
import { lazyView } from '../tree/lazyView.js';
import type { ListsTree } from './listsTree.js';
import type { ListsNode } from './nodes.js';

/**
 * `attio.refreshLists` and `attio.countStages` load the tree too; what else is done with lists is registered with the
 * late commands.
 */
export function registerLists(services: Services): void {
  const { loaded } = lazyView<ListsNode, ListsTree>(
    services,
    'attio.lists',
    async (changed) => new (await import('../late.js')).ListsTree(services, changed),
    () => {},
    cardDrag(services, 'attio.lists'),
  );
  services.command('attio.refreshLists', async () => (await loaded()).refreshAll());
  services.command('attio.countStages', async (node?: ListsNode) => (await loaded()).count(node));
}
