/** Rows that the Lists view and a grouped object of the Records view share. Types only. */
import type { Card, Pipeline, Stage } from '../../crm/pipeline/types.js';
import type { RecordTarget } from '../targets.js';
import type { Branch } from '../tree/branch.js';
import type { Tally } from './tally.js';

/** One stage below what is grouped; `P`: that, `C`: what is in it. */
export interface StageNode<P = unknown, C extends CardRow = CardRow> {
  kind: 'stage';
  id: string;
  parent: P;
  account: string;
  pipeline: Pipeline;
  stage: Stage;
  branch: Branch<C>;
  /** Everything in it, once all stages were counted. */
  counted?: Tally;
  /** What its row said last. */
  said?: string;
}

/** Any of them, to look at. */
export interface AnyStage extends Omit<StageNode, 'branch'> {
  readonly branch: Pick<Branch<CardRow>, 'nodes' | 'touched' | 'settled' | 'hasMore' | 'failure'>;
}

/** An entry, or a record of a grouped object. `account`, `pipeline` and `card` are what moves it (pipeline/moves.ts). */
export interface CardRow {
  id: string;
  parent: unknown;
  account: string;
  pipeline?: Pipeline;
  card?: Card;
  /** It came into its stage, and Attio has it farther down than what was read. */
  guest?: true;
  /** What commands take (targets.ts). */
  ref: Required<RecordTarget>;
}

/** A row that stands in a stage. */
export type InStage<C extends CardRow = CardRow> = C & { pipeline: Pipeline; card: Card };
