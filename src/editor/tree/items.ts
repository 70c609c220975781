/** Rows that look alike in every tree. */
import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { LineNode, MoreNode } from './nodes.js';

/** What every row has: its id, words and icon. */
export function item(
  node: { id: string },
  label: string,
  icon: string,
  state = TreeItemCollapsibleState.None,
): TreeItem {
  const made = new TreeItem(label, state);
  made.id = node.id;
  made.iconPath = new ThemeIcon(icon);
  return made;
}

/** “Loading…”, and not to be pressed, while the next page is being read. */
export function moreItem(node: MoreNode<{ branch: { loadingMore: boolean } }>): TreeItem {
  const busy = node.parent.branch.loadingMore;
  const made = item(node, busy ? 'Loading…' : 'Load more', busy ? 'loading~spin' : 'ellipsis');
  made.contextValue = 'more';
  if (!busy) made.command = { command: 'attio.loadMore', title: 'Load More', arguments: [node] };
  return made;
}

/** Less its tooltip. Its `contextValue` is the line’s role, by which menus know it. */
export function lineItem(node: LineNode<unknown>): TreeItem {
  const made = item(node, node.label, node.icon);
  made.contextValue = node.role;
  if (node.description) made.description = node.description;
  if (node.command) {
    const { command, title, withNode } = node.command;
    made.command = { command, title, ...(withNode && { arguments: [node] }) };
  }
  made.accessibilityInformation = { label: [node.label, node.description].filter(Boolean).join('. ') };
  return made;
}
