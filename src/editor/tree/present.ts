/** How a node looks. Tooltips are made when they are asked for. */
import { MarkdownString, type TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { RecordSummary } from '../../crm/types.js';
import { escapeMarkdown } from '../markdown.js';
import type { StagedMove } from '../pipeline/moves.js';
import { objectIcon } from '../records/icons.js';
import { beginningOf, noteTitle, oneLine } from '../records/text.js';
import { cardFacts, cardItem, inStage, moveOf, stageItem, stageTooltip } from '../stages/present.js';
import { item, lineItem, moreItem } from './items.js';
import type { NoteNode, ObjectNode, RecordNode, TreeNode, ViewNode, ViewsNode } from './nodes.js';

export { item, lineItem, moreItem } from './items.js';

/** In the plural where Attio has that, on one line; the slug where it has no noun. */
export function objectName({ object, slug }: ObjectNode): string {
  return oneLine(object.plural_noun ?? object.singular_noun ?? slug) || slug;
}

/** The item of a node, less its tooltip. `staged`: what waits to be committed in this account. */
export function present(node: TreeNode, staged: readonly StagedMove[] = []): TreeItem {
  switch (node.kind) {
    case 'object':
      return objectItem(node);
    case 'stage':
      return stageItem(node, staged);
    case 'record':
      return inStage(node)
        ? cardItem(node, 'record.grouped', moveOf(node, staged), TreeItemCollapsibleState.Collapsed)
        : recordItem(node);
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

function objectItem(node: ObjectNode): TreeItem {
  const made = item(node, objectName(node), objectIcon(node.slug), TreeItemCollapsibleState.Collapsed);
  made.contextValue = node.filter ? 'object.filtered' : 'object';
  const said = filterText(node);
  if (said !== undefined) {
    made.description = said;
    made.accessibilityInformation = { label: `${objectName(node)}, ${node.filter ? 'filtered: ' : ''}${said}` };
  }
  node.said = said;
  return made;
}

/** `Stage is Won · 12 shown`, `by Stage`; undefined: everything is shown. */
export function filterText({ filter, branch, pipeline }: ObjectNode): string | undefined {
  const by = pipeline && `by ${oneLine(pipeline.attributeTitle, 40)}`;
  if (!filter) return by;
  if (by) return `${filter.words} · ${by}`;
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
  const made = item(node, label, objectIcon(ref.object), TreeItemCollapsibleState.Collapsed);
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

/** Markdown with remote text escaped: no links, no images, no icons, no commands in it. */
export function tooltip(
  node: TreeNode,
  summary?: RecordSummary,
  staged: readonly StagedMove[] = [],
): MarkdownString | string | undefined {
  if (node.kind === 'line') return node.tooltip;
  const text = markdown(node, summary, staged);
  return text === undefined ? undefined : new MarkdownString(text);
}

function markdown(
  node: TreeNode,
  summary: RecordSummary | undefined,
  staged: readonly StagedMove[],
): string | undefined {
  if (node.kind === 'object') {
    const said = filterText(node);
    const filter = said === undefined ? '' : `\n\n${node.filter ? 'Filter: ' : 'Grouped '}${escapeMarkdown(said)}`;
    return `**${escapeMarkdown(objectName(node))}**\n\nObject \`${node.slug.replaceAll('`', '')}\`${filter}`;
  }
  if (node.kind === 'stage') return stageTooltip(node);
  if (node.kind === 'views') return `Views of ${escapeMarkdown(objectName(node.parent))} that are saved in Attio`;
  if (node.kind === 'view') {
    const active = node.parent.parent.filter?.spec.view?.id === node.view.id.view_id;
    return `**${escapeMarkdown(node.view.title)}**\n\n${active ? 'Shown now; press to show all records' : 'Press to show the records of this view'}`;
  }
  if (node.kind === 'record') {
    const { title, objectNoun, facts } = summary ?? node.summary;
    const own = inStage(node) ? cardFacts(node, new Map(), moveOf(node, staged)) : [];
    const known = new Set(own.map((fact) => fact.split(':')[0]));
    const rows = facts
      .map((fact) => `- ${escapeMarkdown(fact.title)}: ${escapeMarkdown(oneLine(fact.text, 160))}`)
      .filter((fact) => !known.has(fact.split(':')[0]));
    return [`**${escapeMarkdown(title)}** · ${escapeMarkdown(objectNoun)}`, [...own, ...rows].join('\n')]
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
