/** What all changes to how a workspace is set up have in common: their words, their sending, and who is told of them. */
import type { Approval } from '../attio/approved.js';
import { type KnownOperation, scopesFor } from '../attio/operations.js';
import type { Json } from '../attio/writes.js';
import { approve } from './approve.js';
import type { SchemaChange } from './change.js';
import { calling, head, type Room } from './room.js';
import { inWords, LABELS, type State } from './schemaState.js';
import { operationOf } from './shape.js';

/** What the change is about, in a word: object, attribute, option, status. */
export const nounOf = ({ kind }: SchemaChange): string => kind.slice(0, kind.indexOf('.'));

/** With a capital first; the rest as it is. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The beginning of a preview: whether the account may, and what to know. */
export function schemaHead(change: SchemaChange, room: Room) {
  const target = 'target' in change ? change.target : 'objects';
  return head(scopesFor(operationOf(change) as KnownOperation, target), room.account);
}

/** Has the catalog forget what it remembers of what was changed. */
export function tell(change: SchemaChange, room: Room): void {
  if (change.kind.startsWith('object.')) room.catalog.forget({ what: 'everything' });
  else if ('identifier' in change && change.target === 'objects') {
    room.catalog.forget({ what: 'object', object: change.identifier });
    if (change.kind === 'attribute.create' && change.relationship)
      room.catalog.forget({ what: 'object', object: change.relationship.object });
  }
}

/** Sends the change. @throws AttioError */
export async function send(change: SchemaChange, approval: Approval, room: Room): Promise<unknown> {
  const { api } = room;
  const call = calling(room);
  const at = room.now();
  switch (change.kind) {
    case 'object.create':
      return api.objects.create(approve(change, approval, at), call);
    case 'object.update':
      return api.objects.update(approve(change, approval, at), call);
    case 'object.delete':
      return api.objects.delete(approve(change, approval, at), call);
    case 'attribute.create':
      return api.attributes.create(approve(change, approval, at), call);
    case 'attribute.update':
      return api.attributes.update(approve(change, approval, at), call);
    case 'option.create':
      return api.attributes.createOption(approve(change, approval, at), call);
    case 'option.update':
      return api.attributes.updateOption(approve(change, approval, at), call);
    case 'status.create':
      return api.attributes.createStatus(approve(change, approval, at), call);
    default:
      return api.attributes.updateStatus(approve(change, approval, at), call);
  }
}

/** The parts of a change that are shown and compared. */
export const stateOf = (change: SchemaChange): State =>
  Object.fromEntries(
    Object.keys(LABELS).flatMap((key) => {
      const value = (change as unknown as Record<string, Json | undefined>)[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );

/** What Attio did not keep, in sentences. */
export function differences(keys: readonly string[], is: State, wanted: State): string[] {
  return keys.map(
    (key) =>
      `Attio did not keep ${LABELS[key]}: it has ${inWords(is[key]) || 'nothing'} instead of ${inWords(wanted[key]) || 'nothing'}.`,
  );
}
