/** How a node looks. Tooltips are made when they are asked for. */
import { MarkdownString, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { RecordSummary } from '../../crm/types.js';
import { escapeMarkdown } from '../markdown.js';
import { objectIcon } from '../records/icons.js';
import { beginningOf, noteTitle, oneLine } from '../records/text.js';
import type { LineNode, MoreNode, NoteNode, ObjectNode, RecordNode, TreeNode, ViewNode, ViewsNode } from './nodes.js';

export function objectName({ object, slug }: ObjectNode): string {
  return oneLine(object.plural_noun ?? object.singular_noun ?? slug) || slug;
}

/** The item of a node, less its tooltip. */
export function present(node: TreeNode): TreeItem {
  switch (node.kind) {
    case 'object':
      return objectItem(node);
    case 'record':
      return recordItem(node);
    case 'note':
      return noteItem(node);
    case 'views':
      return viewsItem(node);
    case 'view':
      return viewItem(node);
    case 'more':
      return moreItem(node);
    case 'line':
      return lineItem(node);
  }
}

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

function objectItem(node: ObjectNode): TreeItem {
  const made = item(node, objectName(node), objectIcon(node.slug), TreeItemCollapsibleState.Collapsed);
  made.contextValue = node.filter ? 'object.filtered' : 'object';
  const said = filterText(node);
  if (said !== undefined) {
    made.description = said;
    made.accessibilityInformation = { label: `${objectName(node)}, filtered: ${said}` };
  }
  node.said = said;
  return made;
}

/** `Stage is Won · 12 shown`; undefined: everything is shown. */
export function filterText({ filter, branch }: ObjectNode): string | undefined {
  if (!filter) return undefined;
  if (!branch.settled || branch.failure?.of === 'list') return filter.words;
  const { length } = branch.nodes;
  return `${filter.words} · ${branch.hasMore ? `first ${length}` : length} shown`;
}

function viewsItem(node: ViewsNode): TreeItem {
  const made = item(node, 'Views', 'list-filter', TreeItemCollapsibleState.Collapsed);
  const active = node.parent.filter?.spec.view;
  if (active) made.description = oneLine(active.title);
  made.contextValue = 'views';
  return made;
}

function viewItem(node: ViewNode): TreeItem {
  const active = node.parent.parent.filter?.spec.view?.id === node.view.id.view_id;
  const label = oneLine(node.view.title) || 'Untitled view';
  const made = item(node, label, active ? 'check' : 'list-filter');
  made.contextValue = 'view';
  made.command = { command: 'attio.filterRecords', title: active ? 'Show All' : 'Filter by View', arguments: [node] };
  made.accessibilityInformation = { label: `View ${label}${active ? ', shown now' : ''}` };
  return made;
}

function recordItem(node: RecordNode): TreeItem {
  const { summary, ref } = node;
  const label = oneLine(summary.title);
  const description = oneLine(summary.description);
  const made = item(node, label, objectIcon(node.parent.slug), TreeItemCollapsibleState.Collapsed);
  made.description = description;
  made.contextValue = 'record';
  made.command = { command: 'attio.openRecord', title: 'Open Record', arguments: [ref] };
  made.accessibilityInformation = { label: [label, summary.objectNoun, description].filter(Boolean).join(', ') };
  return made;
}

const day = (iso: string) => {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleDateString(undefined, { dateStyle: 'medium' });
};

function noteItem(node: NoteNode): TreeItem {
  const made = item(node, noteTitle(node.full), 'note');
  made.description = day(node.full.created_at);
  made.contextValue = 'note';
  made.command = {
    command: 'attio.openRecord',
    title: 'Open Record',
    arguments: [{ ...node.parent.ref, noteId: node.note.id }],
  };
  made.accessibilityInformation = { label: `Note ${noteTitle(node.full)}, ${made.description}` };
  return made;
}

export function moreItem(node: MoreNode<{ branch: { loadingMore: boolean } }>): TreeItem {
  const busy = node.parent.branch.loadingMore;
  const made = item(node, busy ? 'Loading…' : 'Load more', busy ? 'loading~spin' : 'ellipsis');
  made.contextValue = 'more';
  if (!busy) made.command = { command: 'attio.loadMore', title: 'Load More', arguments: [node] };
  return made;
}

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

/** Markdown with remote text escaped: no links, no images, no icons, no commands in it. */
export function tooltip(node: TreeNode, summary?: RecordSummary): MarkdownString | string | undefined {
  if (node.kind === 'line') return node.tooltip;
  const text = markdown(node, summary);
  return text === undefined ? undefined : new MarkdownString(text);
}

function markdown(node: TreeNode, summary?: RecordSummary): string | undefined {
  if (node.kind === 'object') {
    const said = filterText(node);
    const filter = said === undefined ? '' : `\n\nFilter: ${escapeMarkdown(said)}`;
    return `**${escapeMarkdown(objectName(node))}**\n\nObject \`${node.slug.replaceAll('`', '')}\`${filter}`;
  }
  if (node.kind === 'views') return `Views of ${escapeMarkdown(objectName(node.parent))} that are saved in Attio`;
  if (node.kind === 'view') {
    const active = node.parent.parent.filter?.spec.view?.id === node.view.id.view_id;
    return `**${escapeMarkdown(node.view.title)}**\n\n${active ? 'Shown now; press to show all records' : 'Press to show the records of this view'}`;
  }
  if (node.kind === 'record') {
    const { title, objectNoun, facts } = summary ?? node.summary;
    const rows = facts.map((fact) => `- ${escapeMarkdown(fact.title)}: ${escapeMarkdown(oneLine(fact.text, 160))}`);
    return [`**${escapeMarkdown(title)}** · ${escapeMarkdown(objectNoun)}`, rows.join('\n')]
      .filter(Boolean)
      .join('\n\n');
  }
  if (node.kind === 'note') {
    const { full } = node;
    const said = beginningOf(full.content_plaintext, 8).map(escapeMarkdown).join('  \n');
    return [`**${escapeMarkdown(noteTitle(full))}**`, day(full.created_at), said].filter(Boolean).join('\n\n');
  }
  return undefined;
}
