/** Merging two records into a new one. It cannot be taken back: both are kept in the journal as they were. */
import type { AttioRecord } from '../attio/types.js';
import type { MergeRecords } from '../attio/writes.js';
import { isEditable } from '../crm/edit/form.js';
import { writable } from '../crm/edit/writable.js';
import type { RecordRef } from '../crm/types.js';
import { approve } from './approve.js';
import type { Conflict, Preview } from './change.js';
import { same } from './difference.js';
import { type Joined, joinedOf } from './joined.js';
import { noRecord, readBack, recordHead, type SeenRecord, seeRecord } from './recordLook.js';
import {
  type Carried,
  Conflicted,
  calling,
  type Family,
  FRESH_MS,
  lookFor,
  lost,
  lostWrite,
  type Room,
  reading,
  SKEW_MS,
} from './room.js';
import { keyOf } from './shape.js';
import { type Container, type Words, wordsFor } from './values.js';

/** A merge takes a while; the new record is looked for so long (it is a 404 `merge_in_progress` until then). */
const MERGING_MS = [250, 500, 1000, 2000, 4000, 8000, 8000];

async function whenReadable(ref: RecordRef, room: Room): Promise<AttioRecord | undefined> {
  for (const ms of [0, ...MERGING_MS]) {
    if (ms > 0) await room.wait(ms);
    const record = await room.api.records.get(ref.object, ref.recordId, calling(room)).catch(() => undefined);
    if (record) return record;
    if (room.signal?.aborted) return undefined;
  }
  return undefined;
}

/** The record that both became, where Attio's answer did not say: it has what they had together. */
async function findMerged(joined: readonly Joined[], container: Container, since: number, room: Room) {
  const unique = joined.find(({ attribute, result }) => attribute.is_unique && typeof result[0] === 'string');
  const found = unique
    ? await room.catalog.recordsWith(container.slug, unique.attribute, unique.result as string[], reading(room))
    : (await room.catalog.recordsPage(container.slug, { offset: 0 }, reading(room))).records;
  return found.find(
    (record) =>
      (unique !== undefined || Date.parse(record.created_at) >= since - SKEW_MS) &&
      joined.every(({ attribute, result }) =>
        same(attribute, result, writable(record.values[attribute.api_slug], attribute)),
      ),
  );
}

/** What is lost, then what both have together afterwards. What is equal, or only one has, is in the table alone. */
function fieldsFor(joined: readonly Joined[], words: Words): Preview['fields'] {
  const lost = joined
    .filter(({ lost: gone }) => gone.length > 0)
    .map(({ attribute, lost: gone }) => ({
      label: attribute.title,
      slug: attribute.api_slug,
      before: words(attribute, gone),
      lost: true as const,
    }));
  const both = joined
    .filter(({ attribute, primary, secondary, result }) =>
      [primary, secondary].every((one) => one.length > 0 && !same(attribute, one, result)),
    )
    .map(({ attribute, result }) => ({
      label: `${attribute.title}, joined`,
      slug: attribute.api_slug,
      after: words(attribute, result),
    }));
  return [...lost, ...both];
}

/** All values of both, and what becomes of them. */
function tableOf(joined: readonly Joined[], words: Words, [winner, loser]: [string, string]): Preview['table'] {
  return {
    columns: ['Attribute', `${winner} (wins)`, loser, 'Result'],
    rows: joined.map(({ attribute, primary, secondary, result }) => [
      attribute.title,
      ...[primary, secondary, result].map((one) => words(attribute, one)),
    ]),
  };
}

export const recordMerge: Family<MergeRecords> = {
  async look(change, room) {
    const lookedAt = room.now();
    const { object } = change;
    const [one, two] = await Promise.all([
      seeRecord({ object, recordId: change.primaryRecordId }, room),
      seeRecord({ object, recordId: change.secondaryRecordId }, room),
    ]);
    const settled = one.record || two.record ? undefined : room.uncertain.get(keyOf(change))?.settle?.({ values: {} });
    if (settled) return { preview: plain(one, two, room), settled, carry: async () => settled };
    const { container } = one;
    if (!one.record) throw noRecord(change, one);
    if (!two.record) throw noRecord(change, two);
    const [primary, secondary] = [one.record, two.record];
    const joined = joinedOf(container.attributes, primary, secondary);
    const shown = joined.flatMap(({ attribute, primary: a, secondary: b }) => [
      { attribute, written: a },
      { attribute, written: b },
    ]);
    const words = await wordsFor(container, shown, room);
    const preview = plain(one, two, room);
    const names: [string, string] = one.title === two.title ? ['First', 'Second'] : [one.title, two.title];
    preview.fields = fieldsFor(joined, words);
    preview.table = tableOf(joined, words, names);
    preview.originals = 2;
    preview.warnings.push('The merged record gets a new id: links to both of the old ones no longer work.');
    const originals = [
      { object: container.slug, record: primary },
      { object: container.slug, record: secondary },
    ];
    const merged = (
      record: AttioRecord | undefined,
      newId: string | undefined,
      carried: Partial<Carried['applied']>,
    ) => {
      room.catalog.forgetRecord(one.ref);
      room.catalog.forgetRecord(two.ref);
      if (record) room.catalog.learnRecord(record, container.slug);
      const still = newId ? `Attio is still at it: the merged record (${newId}) can be read in a while.` : undefined;
      return {
        applied: {
          change,
          ...carried,
          ...(record && { record }),
          differences: record ? [] : [still ?? 'Both records are gone, and the one they became was not found yet.'],
          undo: undefined,
        },
        past: `Merged ${two.title} into ${one.name}`,
        ...((record ?? newId) && {
          target: { object: container.slug, recordId: record?.id.record_id ?? newId!, title: one.title },
        }),
        originals,
      };
    };
    const unchanged = async (): Promise<void> => {
      if (room.now() - lookedAt <= FRESH_MS) return;
      const again = await Promise.all([readBack(one.ref, room), readBack(two.ref, room)]);
      if (!again[0]) throw noRecord(change, one);
      if (!again[1]) throw noRecord(change, two);
      const conflicts = [
        ...(await changed(one, primary, again[0], container, room)),
        ...(await changed(two, secondary, again[1], container, room)),
      ];
      if (conflicts.length > 0) throw new Conflicted(conflicts);
    };
    return {
      preview,
      removes: [one.ref.recordId, two.ref.recordId],
      carry: async (approval) => {
        await unchanged();
        try {
          const { new_record_id: newId } = await room.api.records.merge(
            approve(change, approval, room.now()),
            calling(room),
          );
          const record = await whenReadable({ object: container.slug, recordId: newId }, room);
          return merged(record, newId, { approval });
        } catch (error) {
          if (!lostWrite(error)) throw error;
          const { found, looked } = await lookFor(room, async () => {
            const left = await Promise.all([readBack(one.ref, room), readBack(two.ref, room)]);
            return left[0] || left[1] ? undefined : 'gone';
          });
          if (found) {
            const record = await findMerged(joined, container, lookedAt, room).catch(() => undefined);
            return merged(record, undefined, { approval, alreadyDone: true });
          }
          room.uncertain.set(keyOf(change), {
            since: lookedAt,
            settle: () => merged(undefined, undefined, { approval, alreadyDone: true }),
          });
          throw lost(
            error,
            looked
              ? 'Both records were still there when they were looked for, so they were probably not merged.'
              : 'The records could not be looked for: they may have been merged.',
            'Look at both before you try again.',
          );
        }
      },
    };
  },
};

function plain(one: SeenRecord, two: SeenRecord, room: Room): Preview {
  const { warnings, ...rest } = recordHead(room);
  return {
    sentence: `Merge ${two.title} into ${one.name}`,
    ...rest,
    verb: 'Merge Records',
    fields: [],
    warnings: [...warnings],
    destructive: true,
  };
}

/** What somebody wrote to a record between the look and the word. */
async function changed(
  { title }: SeenRecord,
  then: AttioRecord,
  now: AttioRecord,
  container: Container,
  room: Room,
): Promise<Conflict[]> {
  const rows = container.attributes.filter(isEditable).flatMap((attribute) => {
    const [a, b] = [then, now].map((record) => writable(record.values[attribute.api_slug], attribute));
    return same(attribute, a!, b!) ? [] : [{ attribute, base: a!, theirs: b! }];
  });
  const told = rows.flatMap(({ attribute, base, theirs }) => [
    { attribute, written: base },
    { attribute, written: theirs },
  ]);
  const words = await wordsFor(container, told, room);
  return rows.map(({ attribute, base, theirs }) => ({
    slug: attribute.api_slug,
    label: `${attribute.title} of ${title}`,
    named: true,
    base: words(attribute, base),
    theirs: words(attribute, theirs),
    mine: '',
  }));
}
