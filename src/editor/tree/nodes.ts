/** What the tree is made of. Ids hold the path from the account down, so that no two elements ever share one. */
import type { AttioObject, Note, View } from '../../attio/types.js';
import type { Pipeline } from '../../crm/pipeline/types.js';
import type { RecordSummary } from '../../crm/types.js';
import type { FilterSpec } from '../filters/spec.js';
import type { CardRow, StageNode } from '../stages/nodes.js';
import type { NoteTarget } from '../targets.js';
import type { Branch } from './branch.js';

export interface ObjectNode {
  kind: 'object';
  id: string;
  parent: undefined;
  object: AttioObject;
  /** Slug, or the id of an object without one. */
  slug: string;
  /** Its records; its stages where it is grouped. */
  branch: Branch<RecordNode | ObjectStage>;
  /** Attio's saved views, folded. */
  views: ViewsNode;
  /** What its records are filtered and sorted by, and that in words. */
  filter?: { spec: FilterSpec; words: string };
  /** By what its records are grouped. */
  pipeline?: Pipeline;
  /** The title of the attribute by which they would be grouped, were no view shown. */
  waiting?: string;
  /** What its row said last. */
  said?: string;
}

export type ObjectStage = StageNode<ObjectNode, RecordNode>;

export interface ViewsNode {
  kind: 'views';
  id: string;
  parent: ObjectNode;
  branch: Branch<ViewNode>;
}

export interface ViewNode {
  kind: 'view';
  id: string;
  parent: ViewsNode;
  view: View;
}

/** `pipeline` and `card`: of one that stands in a stage. */
export interface RecordNode extends CardRow {
  kind: 'record';
  parent: ObjectNode | ObjectStage;
  summary: RecordSummary;
  /** ISO. */
  createdAt: string;
  branch: Branch<NoteNode>;
}

export interface NoteNode {
  kind: 'note';
  id: string;
  parent: RecordNode;
  account: string;
  /** What commands take (targets.ts). */
  note: NoteTarget['note'];
  full: Note;
}

/** The view that a row belongs to, where it is another than Records: its commands are answered there. */
export type RowView = 'attio.lists' | 'attio.meetings' | 'attio.notes' | 'attio.tasks';

/** Reads the next page of the list it ends. */
export interface MoreNode<P = Parent> {
  kind: 'more';
  id: string;
  parent: P;
  view?: RowView;
}

/** A line that says something: a failure, "Retry", "no records". `parent` undefined: of the whole view. */
export interface LineNode<P = Parent> {
  kind: 'line';
  id: string;
  parent: P | undefined;
  view?: RowView;
  icon: string;
  label: string;
  description?: string;
  tooltip?: string;
  command?: { command: string; title: string; withNode?: boolean };
  role: 'failure' | 'retry' | 'empty';
}

export type Listed = ObjectNode | ObjectStage | RecordNode | NoteNode | ViewsNode | ViewNode;
export type TreeNode = Listed | MoreNode | LineNode;
/** What has nodes below it that are read. */
export type Parent = ObjectNode | ObjectStage | RecordNode | ViewsNode;
