/**
 * A view whose tree loads when it is first shown, and the commands on its rows. Thin: all of it is there at start.
 */
import {
  type Disposable,
  EventEmitter,
  type TreeDataProvider,
  type TreeView,
  type TreeViewOptions,
  window,
} from 'vscode';
import type { Services } from '../services.js';
import type { LineNode, MoreNode, RowView } from './nodes.js';

/** What a view asks of its tree; `N`: its rows. */
export interface LazyTree<N> extends TreeDataProvider<N>, Disposable {
  /** One page more of the list that the row ends. Resolves to its first row, to go on from; the tree has been told. */
  loadMore(row: N): Promise<N | undefined>;
  /** Asks again for what failed below `parent`; undefined: for the whole view. */
  retry(parent: N | undefined): Promise<void>;
}

export interface LazyView<N, T> {
  view: TreeView<N>;
  /** Loads the tree. */
  loaded(): Promise<T>;
}

interface Rows {
  view: TreeView<{ kind: string }>;
  loaded(): Promise<LazyTree<object>>;
}

const views = new Map<string, Rows>();

/**
 * `load` is called once, when the view is shown to somebody who is signed in or a command asks for the tree; what it is
 * given tells VS Code of rows that changed (undefined: of all of them). `N`: rows; `T`: the tree, disposed of with the
 * extension.
 */
export function lazyView<N extends { kind: string }, T extends LazyTree<N>>(
  services: Services,
  id: 'attio.records' | RowView,
  load: (changed: EventEmitter<N | undefined>) => Promise<T>,
  /** The tree is there, and so is its view. */
  ready: (tree: T, view: TreeView<N>) => void,
  /** How the view behaves beside that: several rows at once, boxes to check, drag and drop. */
  options: Omit<TreeViewOptions<N>, 'treeDataProvider'> = {},
): LazyView<N, T> {
  const { context, accounts, connections } = services;
  const changed = new EventEmitter<N | undefined>();
  let tree: Promise<T> | undefined;
  const loaded = () => {
    tree ??= load(changed).then((made) => {
      context.subscriptions.push(made);
      ready(made, view);
      return made;
    });
    return tree;
  };
  const provider: TreeDataProvider<N> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (node) => (accounts.state === 'ready' ? (await loaded()).getChildren(node) : []),
    getTreeItem: async (node) => (await loaded()).getTreeItem(node),
    getParent: async (node) => (await loaded()).getParent?.(node),
    resolveTreeItem: async (item, node, token) => (await loaded()).resolveTreeItem?.(item, node, token),
  };
  const view = window.createTreeView<N>(id, { showCollapseAll: true, ...options, treeDataProvider: provider });
  context.subscriptions.push(
    view,
    changed,
    // The tree hears of it too once it is there; until then an empty view must ask again.
    connections.onDidChange(() => tree ?? changed.fire(undefined)),
  );
  views.set(id, { view, loaded } as unknown as Rows);
  return { view, loaded };
}

/** "Retry" and "Load more", whichever view their rows are in. */
export function registerRowCommands(services: Services): void {
  const of = (row: LineNode<unknown> | MoreNode<unknown>) => views.get(row.view ?? 'attio.records');
  const selected = () => views.get('attio.records')?.view.selection[0] as LineNode | MoreNode | undefined;
  services.command('attio.retryNode', async (row = selected()) => {
    if (row?.kind === 'line') await (await of(row)?.loaded())?.retry(row.parent);
  });
  services.command('attio.loadMore', async (row = selected()) => {
    const rows = row?.kind === 'more' ? of(row) : undefined;
    if (!row || !rows) return;
    const first = (await (await rows.loaded()).loadMore(row)) as { kind: string } | undefined;
    // Reading goes on at the first new line, unless the person has moved on meanwhile. The line that was pressed is gone
    // from the list, and so from the selection.
    const still = rows.view.selection[0];
    if (first && rows.view.visible && (still === undefined || still.kind === 'more'))
      await rows.view.reveal(first, { select: true, focus: true });
  });
}
