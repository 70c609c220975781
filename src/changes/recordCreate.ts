/** Creating records, and creating or updating by a unique attribute. Nothing is created twice. */
import type { Approval } from '../attio/approved.js';
import type { AttioRecord, Attribute } from '../attio/types.js';
import type { AssertRecord, CreateRecord, Json, UpdateRecord, WriteValues } from '../attio/writes.js';
import { asValues, writable, writableValues } from '../crm/edit/writable.js';
import { approve } from './approve.js';
import type { Change, Preview } from './change.js';
import { fieldsOf, notKept, type Step, same, stepsOf, warningsFor } from './difference.js';
import { readBack, recordHead, titleOf } from './recordLook.js';
import { recordUpdate } from './recordUpdate.js';
import {
  type Carried,
  calling,
  type Family,
  type Looked,
  lookFor,
  lost,
  lostWrite,
  notLooked,
  type Room,
  reading,
  refused,
  SKEW_MS,
} from './room.js';
import { keyOf } from './shape.js';
import { stolenBy, stolenConflicts, stolenWarnings } from './steals.js';
import { type Container, containerOf, findAttribute, refsOf, touchedBy, wordsFor } from './values.js';

/** Strings by which a record can be looked up. */
function lookedUp(step: Step): string[] {
  return step.attribute.is_unique ? step.after.filter((one) => typeof one === 'string') : [];
}

/**
 * The record that this create made, when there is one: it has the same values and came to be since `since`. Looked for
 * by a unique attribute where it has one, else among the newest.
 */
async function findMade(
  steps: readonly Step[],
  container: Container,
  since: number,
  except: ReadonlySet<string>,
  room: Room,
): Promise<AttioRecord | undefined> {
  const by = steps.find((step) => lookedUp(step).length > 0);
  const found = by
    ? await room.catalog.recordsWith(container.slug, by.attribute, lookedUp(by), reading(room))
    : (await room.catalog.recordsPage(container.slug, { offset: 0 }, reading(room))).records;
  const isIt = (record: AttioRecord) =>
    Date.parse(record.created_at) >= since &&
    !except.has(record.id.record_id) &&
    steps.every(({ attribute, after }) =>
      same(attribute, after, writable(record.values[attribute.api_slug], attribute)),
    );
  return found.find(isIt);
}

/** What is required and not given, and has no default. */
function missing(steps: readonly Step[], attributes: readonly Attribute[]): string[] {
  const given = new Set(steps.filter(({ after }) => after.length > 0).map(({ attribute }) => attribute.api_slug));
  return attributes
    .filter((one) => one.is_required && one.is_writable && !one.is_archived && !one.is_default_value_enabled)
    .filter((one) => !given.has(one.api_slug))
    .map((one) => `Attio needs the ${one.title}: without it, it is likely to refuse.`);
}

async function lookNew(change: CreateRecord, container: Container, room: Room): Promise<Looked> {
  const lookedAt = room.now();
  const steps = stepsOf(await touchedBy(change, change.values, container, room), {}, 'overwrite');
  const named = Object.fromEntries(
    steps.map(({ attribute, after }) => [attribute.api_slug, asValues(attribute, after)]),
  );
  const title = titleOf({ values: named }, container.noun);
  const name = `${title} (${container.noun})`;
  const words = await wordsFor(
    container,
    steps.map(({ attribute, after }) => ({ attribute, written: after })),
    room,
  );
  const filled = steps.filter(({ after }) => after.length > 0);
  const stolen = await stolenBy(filled, undefined, room);
  const conflicts = stolenConflicts(stolen, filled, room);
  const { warnings, ...rest } = recordHead(room);
  const preview: Preview = {
    sentence: `Create ${name}`,
    ...rest,
    verb: `Create ${container.noun}`,
    fields: fieldsOf(filled, words),
    warnings: [
      ...warnings,
      ...missing(steps, container.attributes),
      // A create has only what it is given: nothing is taken away by an empty value.
      ...(await warningsFor(filled, 'overwrite', container, undefined, words, room)),
      ...stolenWarnings(stolen),
    ],
    destructive: false,
    ...(conflicts.length > 0 && { conflicts }),
  };

  const created = async (record: AttioRecord, approval: Approval, alreadyDone: boolean): Promise<Carried> => {
    const ref = { object: container.slug, recordId: record.id.record_id };
    room.made.add(ref.recordId);
    room.catalog.learnRecord(record, container.slug);
    const stored = (await readBack(ref, room).catch(() => undefined)) ?? record;
    const removal: Change = { kind: 'record.delete', ...ref, base: writableValues(stored, container.attributes) };
    const undo: Change =
      stolen.length > 0
        ? { kind: 'batch', title: `Delete ${name}`, changes: [removal, ...stolen.map(({ restore }) => restore)] }
        : removal;
    return {
      applied: {
        change: made,
        approval,
        record: stored,
        ...(alreadyDone && { alreadyDone }),
        differences: notKept(filled, stored.values, 'overwrite', words),
        undo,
      },
      past: `Created ${titleOf(stored, container.noun)} (${container.noun})`,
      target: { ...ref, title: titleOf(stored, container.noun) },
    };
  };

  const made: CreateRecord = { ...change, values: valuesOf(steps) };

  return {
    preview,
    creates: title,
    writes: filled.flatMap(({ after }) =>
      refsOf(after).map((ref): [string, string[]] => [`${ref.object}/${ref.recordId.toLowerCase()}`, ['*']]),
    ),
    carry: async (approval) => {
      const known = room.uncertain.get(keyOf(change));
      const since = Math.min(known?.since ?? Number.POSITIVE_INFINITY, room.since ?? Number.POSITIVE_INFINITY);
      if (Number.isFinite(since)) {
        const earlier = await findMade(filled, container, since - SKEW_MS, room.made, room);
        if (earlier) return created(earlier, approval, true);
      }
      try {
        const record = await room.api.records.create(approve(made, approval, room.now()), calling(room));
        return await created(record, approval, false);
      } catch (error) {
        if (!lostWrite(error)) throw error;
        const { found, looked } = await lookFor(room, () =>
          findMade(filled, container, lookedAt - SKEW_MS, room.made, room),
        );
        if (found) return created(found, approval, true);
        room.uncertain.set(keyOf(change), { since: known?.since ?? lookedAt });
        throw lost(
          error,
          looked
            ? 'The record was looked for and was not found, so it was probably not created.'
            : notLooked('The record', 'created'),
          'Try again when Attio can be reached: the record is looked for first, so that it is not created twice.',
        );
      }
    },
  };
}

const valuesOf = (steps: readonly Step[]): WriteValues =>
  Object.fromEntries(
    steps.map(({ attribute, after }): [string, Json] => [
      attribute.api_slug,
      attribute.is_multiselect || after.length !== 1 ? [...after] : (after[0] as Json),
    ]),
  );

export const recordCreate: Family<CreateRecord> = {
  async look(change, room) {
    return lookNew(change, await containerOf('objects', change.object, room), room);
  },
};

/**
 * Whether it creates or updates is told from the records that have the unique value now. An update goes by the record's
 * id: what is written is what was shown, also where somebody gave the value to another record meanwhile.
 */
export const recordAssert: Family<AssertRecord> = {
  async look(change, room) {
    const container = await containerOf('objects', change.object, room);
    const matching = findAttribute(container.attributes, change.matchingAttribute);
    const touched = await touchedBy(change, change.values, container, room);
    const given = touched.find(({ attribute }) => attribute === matching)?.written ?? [];
    const values = given.filter((one) => typeof one === 'string');
    if (!matching?.is_unique || values.length === 0) {
      const message = `The change was not sent to Attio: “${change.matchingAttribute}” of ${container.noun} tells no record from others.`;
      throw refused(change, 'validation', message, 'Name a unique attribute, and give its value.', 'matchingAttribute');
    }
    const found = await room.catalog.recordsWith(container.slug, matching, values, reading(room));
    const [record, other] = found;
    if (other) {
      const message = `The change was not sent to Attio: ${found.length} records have one of these ${matching.title}.`;
      throw refused(change, 'validation', message, 'Give the values of one of them.', matching.api_slug);
    }
    // What is to be created is sent as a create: should somebody create it meanwhile, Attio refuses, and nothing of
    // theirs is overwritten.
    if (!record)
      return recordCreate.look({ kind: 'record.create', object: change.object, values: change.values }, room);
    // Values of the matching attribute are added to those it has; all others are replaced (api.md section 4).
    const there = writable(record.values[matching.api_slug], matching);
    const joined = [...there, ...given.filter((one) => !there.some((known) => same(matching, [known], [one])))];
    const update: UpdateRecord = {
      kind: 'record.update',
      mode: 'overwrite',
      object: container.slug,
      recordId: record.id.record_id,
      values: Object.fromEntries(
        touched.map(({ attribute, written }): [string, Json] => [
          attribute.api_slug,
          attribute === matching ? (matching.is_multiselect ? joined : given) : written,
        ]),
      ),
    };
    return recordUpdate.look(update, room);
  },
};
