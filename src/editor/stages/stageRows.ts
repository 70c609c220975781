/** The stages of what is grouped, as rows that read their cards, and what a changed card does to them. Knows nothing of VS Code. */
import type { Filter, Sort } from '../../attio/types.js';
import type { Card, Pipeline, Stage } from '../../crm/pipeline/types.js';
import type { Catalog, ReadOptions } from '../../crm/types.js';
import { Branch } from '../tree/branch.js';
import type { AnyStage, CardRow, StageNode } from './nodes.js';
import { shifted, type Tally, tallyOf } from './tally.js';

/** What makes the rows of a tree; `P`: what is grouped, `C`: what is in a stage. */
export interface RowMaker<P, C> {
  account: string;
  surface: string;
  /** Rejects (AbortError) when another account is shown now. */
  catalog(): Promise<Catalog>;
  card(parent: StageNode<P, C & CardRow>, card: Card): C;
  /** Takes what was read again into the old row. */
  merge(old: C, read: C): C;
  /** What else a stage is asked for: a filter and an order of the person's. */
  asks?(parent: P): { filter?: Filter; sorts?: Sort[] };
}

/** A row for each stage, with ids of the attribute: rows of another grouping are other rows. No request. */
export function stageRows<P extends { id: string }, C extends CardRow>(
  parent: P,
  pipeline: Pipeline,
  maker: RowMaker<P, C>,
): StageNode<P, C>[] {
  return pipeline.stages.map((stage) => stageRow(parent, pipeline, stage, maker));
}

function stageRow<P extends { id: string }, C extends CardRow>(
  parent: P,
  pipeline: Pipeline,
  stage: Stage,
  maker: RowMaker<P, C>,
): StageNode<P, C> {
  const node: StageNode<P, C> = {
    kind: 'stage',
    id: `${parent.id}/${pipeline.ref.attribute}/${stage.id ?? 'none'}`,
    parent,
    account: maker.account,
    pipeline,
    stage,
    branch: new Branch<C>({
      read: async (offset, fresh, signal) => {
        const catalog = await maker.catalog();
        const read: ReadOptions = { surface: maker.surface, signal, fresh, names: 'known' };
        const question = { stage: node.stage.id, offset, ...maker.asks?.(node.parent) };
        const { cards, next } = await catalog.cards(node.pipeline, question, read);
        return { nodes: cards.map((card) => maker.card(node, card)), next };
      },
      merge: maker.merge,
    }),
  };
  return node;
}

/** A stage that was read again: its new title and pipeline, the cards of before. */
export function mergeStage<S extends Pick<AnyStage, 'pipeline' | 'stage'>>(old: S, { pipeline, stage }: S): S {
  return Object.assign(old, { pipeline, stage });
}

/** So many cards at most are remembered by id once they were counted; of more, counts end with the first move. */
const REMEMBERED = 50_000;

/** What is remembered of a card that was counted. */
export interface Place extends Pick<Card, 'stage' | 'money'> {
  /** Its record, in small letters. */
  recordId: string;
}

/** Of a card, what counting it goes by. */
export const placeOf = ({ stage, money, ref }: Card): Place => ({
  stage,
  recordId: ref.recordId.toLowerCase(),
  ...(money && { money }),
});

/** The counts of all stages of one pipeline, kept right while cards move. */
export class Counts {
  readonly #places: Map<string, Place> | undefined;

  constructor(stages: readonly AnyStage[], cards: ReadonlyMap<string, Place>) {
    this.#places = cards.size <= REMEMBERED ? new Map(cards) : undefined;
    const all = [...cards.values()];
    for (const node of stages) {
      const mine = all.filter(({ stage }) => stage === node.stage.id);
      node.counted = tallyOf(mine, true);
    }
  }

  /** The ids of what was counted of a record, shown or not. */
  ofRecord(recordId: string): string[] {
    const id = recordId.toLowerCase();
    return [...(this.#places ?? [])].flatMap(([card, place]) => (place.recordId === id ? [card] : []));
  }

  /** Undefined: it is not there any more. */
  moved(stages: readonly AnyStage[], id: string, card: Card | undefined): void {
    const was = this.#places?.get(id);
    const counted = (stage: Stage['id'], change: (tally: Tally) => Tally) => {
      const node = stages.find((one) => one.stage.id === stage);
      if (node?.counted) node.counted = change(node.counted);
    };
    if (!this.#places) for (const node of stages) delete node.counted;
    if (was) counted(was.stage, (tally) => shifted(tally, was, -1));
    if (card) counted(card.stage, (tally) => shifted(tally, card, 1));
    if (card) this.#places?.set(id, placeOf(card));
    else this.#places?.delete(id);
  }
}

/**
 * A card as it is now (undefined: it is gone) takes its place among the stages. Reads nothing. `row`: the one that shows it
 * so far. Resolves to the rows that look different now.
 */
export function place<P, C extends CardRow>(
  stages: readonly StageNode<P, C>[],
  row: C | undefined,
  card: Card | undefined,
  make: (stage: StageNode<P, C>, card: Card) => C,
): (StageNode<P, C> | C)[] {
  const from = row && stages.find(({ branch }) => branch.nodes.includes(row));
  const to = card && stages.find(({ stage }) => stage.id === card.stage);
  if (row && card && from && from === to) {
    const before = row.card;
    row.card = card;
    if (!differs(before, card)) return [];
    return JSON.stringify(before?.money) === JSON.stringify(card.money) ? [row] : [from];
  }
  if (row && from) from.branch.remove(row, isHere(from, row));
  if (card && to?.branch.touched) {
    const node = make(to, card);
    const counts = isHere(to, node);
    if (!counts) node.guest = true;
    to.branch.putFirst(node, counts);
  }
  return [from, to].filter((stage) => stage !== undefined);
}

/** Whether Attio, newest first, has it among what was read of a stage: a card that has just come is shown before its time. */
function isHere<P, C extends CardRow>({ branch }: StageNode<P, C>, row: C): boolean {
  const made = row.card?.createdAt ?? '';
  return !branch.hasMore || branch.nodes.some((one) => !one.guest && (one.card?.createdAt ?? '') <= made);
}

const said = ({ readAt: _, base: __, ...shown }: Card) => JSON.stringify(shown);
const differs = (a: Card | undefined, b: Card): boolean => a === undefined || said(a) !== said(b);
