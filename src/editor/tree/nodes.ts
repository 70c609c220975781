/** What the tree is made of. Ids hold the path from the account down, so that no two elements ever share one. */
import type { AttioObject, Note, View } from '../../attio/types.js';
import type { RecordSummary } from '../../crm/types.js';
import type { FilterSpec } from '../filters/spec.js';
import type { NoteTarget, RecordTarget } from '../targets.js';
import type { Branch } from './branch.js';

export interface ObjectNode {
  kind: 'object';
  id: string;
  parent: undefined;
  object: AttioObject;
  /** Slug, or the id of an object without one. */
  slug: string;
  branch: Branch<RecordNode>;
  /** Attio's saved views, folded. */
  views: ViewsNode;
  /** What its records are filtered and sorted by, and that in words. */
  filter?: { spec: FilterSpec; words: string };
  /** What its row said last. */
  said?: string;
}

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

export interface RecordNode {
  kind: 'record';
  id: string;
  parent: ObjectNode;
  /** What commands take (targets.ts). */
  ref: Required<RecordTarget>;
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

export type Listed = ObjectNode | RecordNode | NoteNode | ViewsNode | ViewNode;
export type TreeNode = Listed | MoreNode | LineNode;
/** What has nodes below it that are read. */
export type Parent = ObjectNode | RecordNode | ViewsNode;
