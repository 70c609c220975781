/**
 * The other sides of relationships: a person is in one company only, and who is put into another one's team leaves the
 * first (api.md section 5, relationship attributes).
 */
import type { Attribute } from '../attio/types.js';
import type { Json, UpdateRecord } from '../attio/writes.js';
import { labelOf } from '../crm/label.js';
import type { RecordRef } from '../crm/types.js';
import type { Conflict } from './change.js';
import { type Step, without } from './difference.js';
import { pendingIndex } from './pending.js';
import { type Room, reading } from './room.js';
import { refsOf } from './values.js';

/** A record that a write takes from another one. */
export interface Stolen {
  /** What is taken: `Ada Lovelace`. */
  name: string;
  /** From whom. */
  owner: string;
  /** Puts it back, once the write is undone. */
  restore: UpdateRecord;
}

interface Relationship {
  object_slug: string;
  api_slug: string;
  title: string;
  is_multiselect: boolean;
}

/**
 * The other side of a relationship attribute; undefined for attributes that have none, or none that Attio names by
 * slug.
 */
export function relationshipOf({ relationship }: Pick<Attribute, 'relationship'>): Relationship | undefined {
  const other = relationship as Partial<Relationship> | null;
  return typeof other?.api_slug === 'string' && typeof other.object_slug === 'string'
    ? (other as Relationship)
    : undefined;
}

const MAX_LOOKED = 100;

/** What these steps take from other records than `self`. Reads the records that are newly referred to. */
export async function stolenBy(steps: readonly Step[], self: string | undefined, room: Room): Promise<Stolen[]> {
  const found: Stolen[] = [];
  for (const { attribute, before, after } of steps) {
    const other = relationshipOf(attribute);
    if (!other || other.is_multiselect) continue;
    const added = refsOf(without(attribute, after, before)).slice(0, MAX_LOOKED);
    const records = await Promise.all(
      added
        .filter((ref) => pendingIndex(ref.recordId) === undefined)
        .map(async (ref) => ({ ref, record: await room.catalog.record(ref, reading(room)) })),
    );
    for (const { ref, record } of records) {
      const values = (record?.values[other.api_slug] ?? []).filter((value) => value.active_until == null);
      const owners = refsOf(values as unknown as Json[]).filter((one) => one.recordId.toLowerCase() !== self);
      const owner = owners[0];
      if (!record || !owner || room.before?.gone.has(owner.recordId.toLowerCase())) continue;
      found.push({
        name: labelOf(record)?.title ?? ref.recordId,
        owner: await nameOf(owner, room),
        restore: {
          kind: 'record.update',
          mode: 'overwrite',
          object: ref.object,
          recordId: ref.recordId,
          values: { [other.api_slug]: [{ target_object: owner.object, target_record_id: owner.recordId }] },
          base: { [other.api_slug]: [] },
        },
      });
    }
  }
  return found;
}

async function nameOf(ref: RecordRef, room: Room): Promise<string> {
  const record = await room.catalog.record(ref, reading(room, false)).catch(() => undefined);
  return (record && labelOf(record)?.title) || ref.recordId;
}

/** A sentence for each, in their order. */
export const stolenWarnings = (stolen: readonly Stolen[]): string[] =>
  stolen.map(({ name, owner }) => `${name} can belong to one record only here, and leaves ${owner}.`);

/** Taking back must not take away from anybody: what another record has got since is a conflict. */
export function stolenConflicts(stolen: readonly Stolen[], steps: readonly Step[], room: Room): Conflict[] {
  const { before } = room;
  if (!room.undoing || stolen.length === 0 || (before && !before.made && before.written.size > 0)) return [];
  const label = steps.find(({ attribute }) => relationshipOf(attribute))?.attribute;
  return stolen.map(({ name, owner }) => ({
    slug: label?.api_slug ?? '',
    label: `${label?.title ?? 'Reference'}: ${name}`,
    base: '',
    theirs: owner,
    mine: name,
  }));
}
