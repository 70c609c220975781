/** A record as every change to it needs it: read now, with what it is called. */
import { scopesFor } from '../attio/operations.js';
import type { AttioRecord } from '../attio/types.js';
import { labelOf, untitled } from '../crm/label.js';
import type { RecordRef } from '../crm/types.js';
import type { SingleChange } from './change.js';
import { pendingIndex } from './pending.js';
import { calling, head, orGone, type Room, reading, refused, type Target } from './room.js';
import { type Container, containerOf } from './values.js';

export interface SeenRecord {
  ref: RecordRef;
  container: Container;
  /** undefined: there is none (any more). */
  record: AttioRecord | undefined;
  /** `Acme`. */
  title: string;
  /** `Acme (Company)`. */
  name: string;
}

/** Scopes that writing records needs. */
export const recordHead = (room: Room) => head(scopesFor('records.update'), room.account);

/** What a record is called by its values; `Untitled company` where nothing names it. */
export function titleOf(record: Pick<AttioRecord, 'values'>, noun: string): string {
  return labelOf(record as AttioRecord)?.title ?? untitled(noun);
}

/** `fresh: false`: what is known of it is enough. */
export async function seeRecord(asked: RecordRef, room: Room, fresh = true): Promise<SeenRecord> {
  const container = await containerOf('objects', asked.object, room);
  const ref = { object: container.slug, recordId: asked.recordId.toLowerCase() };
  const index = pendingIndex(ref.recordId);
  const told = fresh ? undefined : toldName(ref, room);
  const record =
    index !== undefined
      ? undefined
      : told !== undefined
        ? room.catalog.peek(ref)
        : await room.catalog.record(ref, reading(room, fresh));
  const pending = index === undefined ? undefined : room.before?.names.get(index);
  const title = pending ?? told ?? (record ? titleOf(record, container.noun) : untitled(container.noun));
  return { ref, container, record, title, name: `${title} (${container.noun})` };
}

/** What the person saw that a record is called; undefined: nobody says. */
export function toldName(ref: RecordRef, { seenAt, seenRef }: Pick<Room, 'seenAt' | 'seenRef'>): string | undefined {
  return seenAt !== undefined && seenRef?.recordId.toLowerCase() === ref.recordId ? seenRef.title : undefined;
}

/** A record as the journal names what a change was made to. */
export const targetOf = ({ ref, title }: Pick<SeenRecord, 'ref' | 'title'>): Target => ({ ...ref, title });

/** Straight from Attio, and learnt; undefined: it is gone. */
export async function readBack(ref: RecordRef, room: Room): Promise<AttioRecord | undefined> {
  const record = await orGone(room.api.records.get(ref.object, ref.recordId, calling(room)));
  if (record) room.catalog.learnRecord(record, ref.object);
  else room.catalog.forgetRecord(ref);
  return record;
}

/** The refusal of a change to a record that is not there. */
export function noRecord(change: SingleChange, seen: SeenRecord) {
  return refused(
    change,
    'not-found',
    `The change was not sent to Attio: the record is not there (${seen.container.noun} ${seen.ref.recordId}).`,
    'It may have been deleted or merged: look for it anew.',
  );
}

/**
 * `Acme Robotics (Company)`; of a record that the same batch is still to create, what it is called. undefined: there is
 * no such record. Rejects with AttioError.
 */
export async function nameOf(ref: RecordRef, room: Room): Promise<string | undefined> {
  const index = pendingIndex(ref.recordId);
  if (index !== undefined) return room.before?.names.get(index) ?? 'the new record';
  const summary = await room.catalog.summary(ref, reading(room, false));
  return summary && `${summary.title} (${summary.objectNoun})`;
}
