/** Small parts of the tree. */
import type { Note, View } from '../../attio/types.js';
import type { Accounts } from '../services.js';
import type { Branch } from './branch.js';
import type { NoteNode, ObjectNode, ObjectStage, RecordNode, ViewNode, ViewsNode } from './nodes.js';
import { objectName } from './present.js';

/** A list of whatever kind, as far as asking again goes. */
export interface Healing extends Pick<Branch<{ id: string }>, 'failure' | 'closed' | 'read' | 'retry'> {
  readonly nodes: readonly object[];
}

/** The lists under this one, at any depth, that could not be read. */
function failedBelow(branch: Healing): Healing[] {
  return branch.nodes.flatMap((node) => {
    if (!('branch' in node)) return [];
    const below = node.branch as Healing;
    return below.failure ? [below, ...failedBelow(below)] : failedBelow(below);
  });
}

/** Asks again for what failed, once; when that worked, also for what failed below it: an outage ends for all of them. */
export async function heal(branch: Healing): Promise<void> {
  await branch.retry();
  await branch.read();
  if (!branch.closed && !branch.failure) await Promise.all(failedBelow(branch).map((failed) => failed.retry()));
}

const isStage = (node: RecordNode | ObjectStage): node is ObjectStage => node.kind === 'stage';

/** Of a grouped object. */
export const stagesOf = ({ branch }: ObjectNode): ObjectStage[] => branch.nodes.filter(isStage);

/** The records that were read, wherever they stand. */
export function recordsIn({ branch }: ObjectNode): RecordNode[] {
  return branch.nodes.flatMap((node) => (isStage(node) ? [...node.branch.nodes] : [node]));
}

/** The one it is listed below, also where a stage is in between. */
export const objectOf = ({ parent }: RecordNode): ObjectNode => (parent.kind === 'stage' ? parent.parent : parent);

/**
 * What was below its records and in its stages, and what is still being read there, shows no more. Its own list goes
 * on.
 */
export function closeRecords(object: ObjectNode): void {
  for (const record of recordsIn(object)) record.branch.close();
  for (const stage of stagesOf(object)) stage.branch.close();
}

/** The id holds that of the row above, and so the account. */
export function viewNode(parent: ViewsNode, view: View): ViewNode {
  return { kind: 'view', id: `${parent.id}/${view.id.view_id}`, parent, view };
}

/** `full`: also what the tooltip is made of. The id holds that of the record’s row. */
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
