/** How stages, and what stands in them, look in either tree. Tooltips are made when they are asked for, remote text escaped. */
import { ThemeColor, ThemeIcon, type TreeItem, TreeItemCollapsibleState } from 'vscode';
import { formatMoment, formatMoney } from '../../crm/format.js';
import type { Card, Pipeline, Stage } from '../../crm/pipeline/types.js';
import { escapeMarkdown } from '../markdown.js';
import type { StagedMove } from '../pipeline/moves.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import { item } from '../tree/items.js';
import type { AnyStage, CardRow, InStage } from './nodes.js';
import { type Tally, tallyOf, tallyText } from './tally.js';
import { goesText, stageTitle } from './title.js';

/** As VS Code marks a file that waits to be committed. */
export const STAGED_ICON = new ThemeIcon(
  'arrow-circle-right',
  new ThemeColor('gitDecoration.modifiedResourceForeground'),
);

/** What is known of how much is in a stage; undefined: it was neither opened nor counted. */
export function tallyIn({ branch, counted }: AnyStage): Tally | undefined {
  const read = branch.settled && branch.touched && branch.failure?.of !== 'list';
  if (read && !branch.hasMore) return tallyOf(cardsIn(branch.nodes), true);
  return counted ?? (read ? tallyOf(cardsIn(branch.nodes), false) : undefined);
}

/** Whether it stands in a stage. */
export const inStage = <R extends CardRow>(row: R): row is InStage<R> =>
  row.card !== undefined && !!row.pipeline?.ref.attribute;

/** The move that waits for it. */
export const moveOf = ({ card, pipeline }: CardRow, staged: readonly StagedMove[]): StagedMove | undefined =>
  staged.find((move) => move.card === card?.id && move.attribute === pipeline?.ref.attribute);

/** In the order of the rows, without those that have no card. */
export const cardsIn = (rows: readonly CardRow[]): Card[] => rows.flatMap(({ card }) => card ?? []);

/**
 * Archived stages, and what has none, are listed only where something may be in them; where Attio wants a stage, what has
 * none only once something was found in it.
 */
export function isListed(node: AnyStage): boolean {
  const { stage, pipeline, branch } = node;
  if (!stage.archived && stage.id !== null) return true;
  const count = tallyIn(node)?.count;
  if (stage.id === null && pipeline.required && count === undefined) return branch.failure !== undefined;
  return count !== 0;
}

/** `12 · $1,840,000 · 2 staged to come`. */
export function stageText(node: AnyStage, staged: readonly StagedMove[]): string {
  const tally = tallyIn(node);
  // What is here already does not come.
  const here = new Set(cardsIn(node.branch.nodes).map(({ id }) => id));
  const coming = staged.filter(
    (move) =>
      move.to === node.stage.id &&
      !here.has(move.card) &&
      move.attribute === node.pipeline.ref.attribute &&
      sameOf(move, node.pipeline),
  ).length;
  return [node.stage.archived && 'archived', tally && tallyText(tally), coming > 0 && `+${coming} staged`]
    .filter(Boolean)
    .join(' · ');
}

const sameOf = ({ of }: StagedMove, { ref }: Pipeline) => JSON.stringify(of) === JSON.stringify(ref.of);

/**
 * Less its tooltip. What it says beside the title is kept in `node.said`. `staged`: all moves that wait in the account.
 */
export function stageItem(node: AnyStage, staged: readonly StagedMove[]): TreeItem {
  const { stage } = node;
  const label = oneLine(stage.title, 80);
  const made = item(node, label, stageIcon(stage), TreeItemCollapsibleState.Collapsed);
  const said = stageText(node, staged);
  made.description = said;
  made.contextValue = 'stage';
  made.accessibilityInformation = { label: [`Stage ${label}`, said].filter(Boolean).join(', ') };
  node.said = said;
  return made;
}

function stageIcon({ id, archived, celebrated }: Stage): string {
  if (archived) return 'archive';
  if (id === null) return 'circle-slash';
  return celebrated ? 'star-empty' : 'circle-large-outline';
}

/**
 * The row of an entry, or of a record in a stage. `context`: what the manifest's menus go by. One that waits to go elsewhere
 * stands where Attio has it, and says where it goes.
 */
export function cardItem(
  node: CardRow & { card: Card },
  context: string,
  staged: StagedMove | undefined,
  state = TreeItemCollapsibleState.None,
): TreeItem {
  const { card, pipeline, ref } = node;
  const label = oneLine(card.title);
  const made = item(node, label, objectIcon(ref.object), state);
  const goes = staged && pipeline && goesText(pipeline, card, staged);
  const money = card.money && formatMoney(card.money.amount, card.money.currency, {});
  const description = [goes, money, oneLine(card.description)].filter(Boolean).join(' · ');
  made.description = description;
  made.contextValue = staged ? `${context}.staged` : context;
  if (staged) made.iconPath = STAGED_ICON;
  made.command = { command: 'attio.openRecord', title: 'Open Record', arguments: [ref] };
  const spoken = goes?.replace(/^→/, 'staged to go to');
  made.accessibilityInformation = {
    label: [label, spoken, money, oneLine(card.description)].filter(Boolean).join(', '),
  };
  return made;
}

const DAY_MS = 86_400_000;

/** What is known of a card, as list items of Markdown; `names`: of colleagues by id. */
export function cardFacts(
  { card, pipeline }: InStage,
  names: ReadonlyMap<string, string>,
  staged: StagedMove | undefined,
): string[] {
  const fact = (title: string, text: string | undefined | false) =>
    text ? `- ${escapeMarkdown(title)}: ${escapeMarkdown(oneLine(text, 160))}` : '';
  const since = card.since === undefined ? undefined : formatMoment(card.since, {}, 'day');
  const days = card.since === undefined ? 0 : Math.floor((Date.now() - Date.parse(card.since)) / DAY_MS);
  const age = since && `since ${since}${days > 0 ? ` (${days === 1 ? '1 day' : `${days} days`})` : ''}`;
  const stage = pipeline.ref.attribute === '' ? undefined : stageTitle(pipeline, card.stage);
  const owners = card.owners.flatMap((id) => names.get(id) ?? []).join(', ');
  return [
    fact(pipeline.attributeTitle, stage && [stage, age].filter(Boolean).join(', ')),
    staged ? `- **Staged**: ${escapeMarkdown(wayWhenCommitted(pipeline, card, staged))}` : '',
    fact('Amount', card.money && formatMoney(card.money.amount, card.money.currency, {})),
    fact('Owner', owners),
    fact('Company', card.company?.title),
  ].filter(Boolean);
}

const wayWhenCommitted = (pipeline: Pipeline, card: Card, staged: StagedMove): string =>
  card.stage === staged.to
    ? goesText(pipeline, card, staged)
    : `${goesText(pipeline, card, staged).replace(/^→/, 'goes to')} when it is committed`;

/** Markdown: how much is in it, and where that is not known, how to learn it. */
export function stageTooltip(node: AnyStage): string {
  const { pipeline, stage } = node;
  const tally = tallyIn(node);
  const said = tally
    ? tally.whole
      ? tallyText(tally)
      : `More than ${tally.count} are in it: load the rest, or count all stages, to see how many and what sum`
    : 'Open it to see how many are in it';
  const kind = `${escapeMarkdown(pipeline.attributeTitle)} of ${escapeMarkdown(pipeline.name)}`;
  return [`**${escapeMarkdown(stage.title)}** · ${kind}`, escapeMarkdown(said)].join('\n\n');
}
