/** The Records view and its commands. Thin: the tree itself loads when the view is first shown. */
import type { Services } from '../services.js';
import { cardDrag } from '../stages/lazyDrag.js';
import { lazyView, registerRowCommands } from './lazyView.js';
import type { TreeNode } from './nodes.js';
import type { RecordsTree } from './recordsTree.js';

/** Also “Retry” and “Load more” of every view. `attio.refreshNode` without a row means the one that is selected. */
export function registerRecordsView(services: Services): void {
  const { view, loaded } = lazyView<TreeNode, RecordsTree>(
    services,
    'attio.records',
    async (changed) => new (await import('../late.js')).RecordsTree(services, changed),
    (tree, view) => tree.attach(view),
    cardDrag(services, 'attio.records'),
  );
  registerRowCommands(services);
  services.command('attio.refreshRecords', async () => (await loaded()).refreshAll());
  services.command('attio.refreshNode', async (node: TreeNode | undefined = view.selection[0]) => {
    if (node && 'branch' in node) await (await loaded()).refreshNode(node);
  });
}
