/** How a row of the Lists view looks. */
import { MarkdownString, type TreeItem, TreeItemCollapsibleState } from 'vscode';
import { formatMoment } from '../../crm/format.js';
import { escapeMarkdown } from '../markdown.js';
import type { StagedMove } from '../pipeline/moves.js';
import { oneLine } from '../records/text.js';
import { cardFacts, cardItem, moveOf, STAGED_ICON, stageItem, stageText, stageTooltip } from '../stages/present.js';
import { tallyText } from '../stages/tally.js';
import { item, lineItem, moreItem } from '../tree/items.js';
import type { EntryNode, ListNode, ListsNode, MoveNode, MovesNode } from './nodes.js';
import { isStage, tallyOfList } from './parts.js';

const { Collapsed, Expanded, None } = TreeItemCollapsibleState;

/** The item of a row, less its tooltip. `staged`: what waits to be committed in this account. */
export function present(node: ListsNode, staged: readonly StagedMove[]): TreeItem {
  switch (node.kind) {
    case 'list':
      return listItem(node);
    case 'stage':
      return stageItem(node, staged);
    case 'entry':
      return entryItem(node, staged);
    case 'moves':
      return movesItem(node, staged.length);
    case 'move':
      return moveItem(node);
    case 'more':
      return moreItem(node);
    case 'line':
      return lineItem(node);
  }
}

/** On one line, 80 characters at most; the slug where it has no name. */
export const listName = ({ full }: Pick<ListNode, 'full'>): string => oneLine(full.name, 80) || full.api_slug;

/** What a row says beside its name now; undefined: nothing that changes. */
export function saidOf(node: ListsNode, staged: readonly StagedMove[]): string | undefined {
  if (node.kind === 'stage') return stageText(node, staged);
  return node.kind === 'list' ? listText(node) : undefined;
}

/** `12 · $1,840,000 · by Step`. */
function listText(node: ListNode): string {
  const { pipeline } = node;
  if (!pipeline) return '';
  const by = pipeline.ref.attribute === '' ? '' : `by ${oneLine(pipeline.attributeTitle, 40)}`;
  const tally = tallyOfList(node);
  return [tally && tallyText(tally), by].filter(Boolean).join(' · ');
}

function listItem(node: ListNode): TreeItem {
  const label = listName(node);
  const made = item(node, label, 'list-selection', Collapsed);
  const said = listText(node);
  made.description = said;
  made.contextValue = 'list';
  made.accessibilityInformation = { label: [`List ${label}`, said].filter(Boolean).join(', ') };
  node.said = said;
  return made;
}

/** Of a record that stands more than once below the same row: since when each is in the list, else they look the same. */
function addedText({ card, parent, ref }: EntryNode): string | undefined {
  const days = parent.branch.nodes.flatMap((one) =>
    one.kind === 'entry' && one.ref.recordId === ref.recordId ? [formatMoment(one.card.createdAt, {}, 'day')] : [],
  );
  if (days.length < 2) return undefined;
  const day = formatMoment(card.createdAt, {}, 'day');
  const since = days.filter((one) => one === day).length > 1 ? formatMoment(card.createdAt, {}) : day;
  return since && `added ${since}`;
}

function entryItem(node: EntryNode, staged: readonly StagedMove[]): TreeItem {
  const made = cardItem(node, 'entry', moveOf(node, staged), None);
  const added = addedText(node);
  if (added === undefined) return made;
  made.description = [added, made.description].filter(Boolean).join(' · ');
  made.accessibilityInformation = {
    label: [made.accessibilityInformation?.label, `${added} to the list`].filter(Boolean).join(', '),
  };
  return made;
}

function movesItem(node: MovesNode, count: number): TreeItem {
  const made = item(node, `Staged moves (${count})`, 'git-commit', Expanded);
  made.contextValue = 'moves';
  made.accessibilityInformation = {
    label: `${count === 1 ? '1 staged move waits' : `${count} staged moves wait`} to be committed`,
  };
  return made;
}

function moveItem(node: MoveNode): TreeItem {
  const label = oneLine(node.title);
  const made = item(node, label, 'blank', None);
  made.iconPath = STAGED_ICON;
  made.description = node.goes;
  made.contextValue = 'move';
  made.command = { command: 'attio.openRecord', title: 'Open Record', arguments: [node.ref] };
  made.accessibilityInformation = { label: `Staged: ${label}, ${node.goes}` };
  return made;
}

/** `names`: of colleagues by id. */
export function tooltip(
  node: ListsNode,
  staged: readonly StagedMove[],
  names: ReadonlyMap<string, string> = new Map(),
  values: readonly { title: string; text: string }[] = [],
): MarkdownString | string | undefined {
  switch (node.kind) {
    case 'line':
      return node.tooltip;
    case 'stage':
      return new MarkdownString(stageTooltip(node));
    case 'list': {
      const { full, pipeline, branch } = node;
      const counted = branch.nodes.some((one) => isStage(one) && one.counted);
      const how =
        pipeline && pipeline.ref.attribute !== '' && !counted && 'Count All Stages reads everything that is in it';
      return new MarkdownString(
        [`**${escapeMarkdown(listName(node))}**`, `List of ${escapeMarkdown(full.parent_object.join(', '))}`, how]
          .filter(Boolean)
          .join('\n\n'),
      );
    }
    case 'entry': {
      const added = addedText(node);
      const facts = [
        ...(added ? [`- It is in the list more than once; this one was ${escapeMarkdown(added)}`] : []),
        ...cardFacts(node, names, moveOf(node, staged)),
      ];
      const said = values.map(({ title, text }) => `- ${escapeMarkdown(title)}: ${escapeMarkdown(oneLine(text, 160))}`);
      const head = `**${escapeMarkdown(node.card.title)}** · ${escapeMarkdown(node.pipeline.name)}`;
      return new MarkdownString([head, [...facts, ...said].join('\n')].filter(Boolean).join('\n\n'));
    }
    case 'moves':
      return 'Moves that wait to be committed: nothing of them is in Attio yet';
    case 'move':
      return new MarkdownString(`**${escapeMarkdown(node.title)}**\n\n${escapeMarkdown(node.goes)}`);
    case 'more':
      return undefined;
  }
}
