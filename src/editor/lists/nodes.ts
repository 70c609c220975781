/** What the Lists view is made of. Ids hold the path from the account down, so that no two elements ever share one. */
import type { AttioList } from '../../attio/types.js';
import type { Card, Pipeline } from '../../crm/pipeline/types.js';
import type { StagedMove } from '../pipeline/moves.js';
import type { CardRow, StageNode } from '../stages/nodes.js';
import type { Counts } from '../stages/stageRows.js';
import type { EntryTarget, ListTarget, RecordTarget } from '../targets.js';
import type { Branch } from '../tree/branch.js';
import type { LineNode, MoreNode } from '../tree/nodes.js';

export const LISTS_VIEW = 'attio.lists';

export interface ListNode {
  kind: 'list';
  id: string;
  parent: undefined;
  account: string;
  /** What commands take (targets.ts). */
  list: ListTarget['list'];
  full: AttioList;
  /** Its stages; its entries where it is not grouped. */
  branch: Branch<ListStage | EntryNode>;
  /** By what it is grouped, once it was opened. */
  pipeline?: Pipeline;
  /** After all stages were counted. */
  counts?: Counts;
  /** What its row said last. */
  said?: string;
}

export type ListStage = StageNode<ListNode, EntryNode>;

export interface EntryNode extends CardRow {
  kind: 'entry';
  parent: ListNode | ListStage;
  pipeline: Pipeline;
  card: Card;
  /** What commands take (targets.ts). */
  entry: EntryTarget['entry'];
}

/** The moves that wait to be committed, above the lists. */
export interface MovesNode {
  kind: 'moves';
  id: string;
  parent: undefined;
  account: string;
  branch: Branch<MoveNode>;
}

export interface MoveNode {
  kind: 'move';
  id: string;
  parent: MovesNode;
  account: string;
  /** What commands take (targets.ts). */
  ref: Required<RecordTarget>;
  move: StagedMove;
  /** Of the record. */
  title: string;
  /** `→ Won from Negotiation in Renewals`: a narrow side bar shows the beginning. */
  goes: string;
}

/** What has rows below it that are read. */
export type ListsParent = ListNode | ListStage | MovesNode;
export type ListsNode = ListsParent | EntryNode | MoveNode | LineNode<ListsParent> | MoreNode<ListsParent>;
