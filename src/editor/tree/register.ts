/** The Records view and its commands. Thin: the tree itself loads when the view is first shown. */
import { EventEmitter, type TreeDataProvider, window } from 'vscode';
import type { Services } from '../services.js';
import type { TreeNode } from './nodes.js';
import type { RecordsTree } from './recordsTree.js';

export function registerRecordsView(services: Services): void {
  const { context, accounts, connections } = services;
  const changed = new EventEmitter<TreeNode | undefined>();
  let tree: Promise<RecordsTree> | undefined;
  const loaded = () => {
    tree ??= import('./recordsTree.js').then(({ RecordsTree }) => {
      const made = new RecordsTree(services, changed);
      context.subscriptions.push(made);
      made.attach(view);
      return made;
    });
    return tree;
  };

  const provider: TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (node) => (accounts.state === 'ready' ? (await loaded()).getChildren(node) : []),
    getTreeItem: async (node) => (await loaded()).getTreeItem(node),
    getParent: async (node) => (await loaded()).getParent(node),
    resolveTreeItem: async (item, node, token) => (await loaded()).resolveTreeItem(item, node, token),
  };
  const view = window.createTreeView<TreeNode>('attio.records', { treeDataProvider: provider, showCollapseAll: true });

  context.subscriptions.push(
    view,
    changed,
    // The tree hears of it too once it is there; until then an empty view must ask again.
    connections.onDidChange(() => tree ?? changed.fire(undefined)),
  );

  const selected = () => view.selection[0];
  services.command('attio.refreshRecords', async () => (await loaded()).refreshAll());
  services.command('attio.refreshNode', async (node: TreeNode | undefined = selected()) => {
    if (node && 'branch' in node) await (await loaded()).refreshNode(node);
  });
  services.command('attio.retryNode', async (node: TreeNode | undefined = selected()) => {
    if (node?.kind === 'line') await (await loaded()).retry(node.parent);
  });
  services.command('attio.loadMore', async (node: TreeNode | undefined = selected()) => {
    if (node?.kind !== 'more') return;
    const first = await (await loaded()).loadMore(node);
    // Reading goes on at the first new line, unless the person has moved on meanwhile. The line that was pressed is gone
    // from the list, and so from the selection.
    const still = selected();
    if (first && view.visible && (still === undefined || still.kind === 'more'))
      await view.reveal(first, { select: true, focus: true });
  });
}
