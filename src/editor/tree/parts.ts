/** Small parts of the tree. */
import type { Note, View } from '../../attio/types.js';
import type { Accounts } from '../services.js';
import type { Branch } from './branch.js';
import type { NoteNode, ObjectNode, RecordNode, TreeNode, ViewNode, ViewsNode } from './nodes.js';
import { objectName } from './present.js';

/** A list of whatever kind, as far as asking again goes. */
export type Healing = Pick<Branch<TreeNode>, 'nodes' | 'failure' | 'closed' | 'read' | 'retry'>;

/** The lists under this one, at any depth, that could not be read. */
export function failedBelow(branch: Healing): Healing[] {
  return branch.nodes.flatMap((node) => {
    if (node.kind !== 'object' && node.kind !== 'record') return [];
    const below: Healing = node.branch;
    return below.failure ? [below, ...failedBelow(below)] : failedBelow(below);
  });
}

export function closeRecords({ branch }: ObjectNode): void {
  for (const record of branch.nodes) record.branch.close();
}

export function viewNode(parent: ViewsNode, view: View): ViewNode {
  return { kind: 'view', id: `${parent.id}/${view.id.view_id}`, parent, view };
}

export function noteNode(accountId: string, parent: RecordNode, full: Note): NoteNode {
  const { note_id } = full.id;
  return {
    kind: 'note',
    id: `${parent.id}/${note_id}`,
    parent,
    account: accountId,
    note: { id: note_id, parentObject: full.parent_object, parentRecordId: full.parent_record_id, title: full.title },
    full,
  };
}

/** Beside the view's name: the account, and what is filtered. */
export function titleOf({ active, state }: Accounts, objects: readonly ObjectNode[]): string | undefined {
  if (state !== 'ready' || !active) return undefined;
  const filtered = objects.filter(({ filter }) => filter);
  const [only] = filtered;
  if (!only) return active.name;
  const said =
    filtered.length === 1
      ? `${objectName(only)}: ${only.filter!.words}`
      : `${filtered.length} filters: ${filtered.map(objectName).join(', ')}`;
  return `${active.name} · ${said}`;
}
