/** What the tree is made of. Ids hold the path from the account down, so that no two elements ever share one. */
import type { AttioObject, Note } from '../../attio/types.js';
import type { RecordSummary } from '../../crm/types.js';
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
}

export interface RecordNode {
  kind: 'record';
  id: string;
  parent: ObjectNode;
  /** What commands take (targets.ts). */
  ref: Required<RecordTarget>;
  summary: RecordSummary;
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

/** Reads the next page of the list it ends. */
export interface MoreNode {
  kind: 'more';
  id: string;
  parent: ObjectNode | RecordNode;
}

/** A line that says something: a failure, "Retry", "no records". `parent` undefined: of the whole view. */
export interface LineNode {
  kind: 'line';
  id: string;
  parent: ObjectNode | RecordNode | undefined;
  icon: string;
  label: string;
  description?: string;
  tooltip?: string;
  command?: { command: string; title: string; withNode?: boolean };
  role: 'failure' | 'retry' | 'empty';
}

export type Listed = ObjectNode | RecordNode | NoteNode;
export type TreeNode = Listed | MoreNode | LineNode;
export type Parent = ObjectNode | RecordNode;
