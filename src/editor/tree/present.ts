/** How a node looks. Tooltips are made when they are asked for. */
import { MarkdownString, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { RecordSummary } from '../../crm/types.js';
import { escapeMarkdown } from '../markdown.js';
import { objectIcon } from '../records/icons.js';
import { beginningOf, noteTitle, oneLine } from '../records/text.js';
import type { LineNode, MoreNode, NoteNode, ObjectNode, RecordNode, TreeNode } from './nodes.js';

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
    case 'more':
      return moreItem(node);
    case 'line':
      return lineItem(node);
  }
}

function item(node: TreeNode, label: string, icon: string, state = TreeItemCollapsibleState.None): TreeItem {
  const made = new TreeItem(label, state);
  made.id = node.id;
  made.iconPath = new ThemeIcon(icon);
  return made;
}

function objectItem(node: ObjectNode): TreeItem {
  const made = item(node, objectName(node), objectIcon(node.slug), TreeItemCollapsibleState.Collapsed);
  made.contextValue = 'object';
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

function moreItem(node: MoreNode): TreeItem {
  const busy = node.parent.branch.loadingMore;
  const made = item(node, busy ? 'Loading…' : 'Load more', busy ? 'loading~spin' : 'ellipsis');
  made.contextValue = 'more';
  if (!busy) made.command = { command: 'attio.loadMore', title: 'Load More', arguments: [node] };
  return made;
}

function lineItem(node: LineNode): TreeItem {
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
  if (node.kind === 'object')
    return `**${escapeMarkdown(objectName(node))}**\n\nObject \`${node.slug.replaceAll('`', '')}\``;
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
