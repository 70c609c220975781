/** Places of records in lists: added, changed, taken out. */
import { AttioError } from '../attio/errors.js';
import { scopesFor } from '../attio/operations.js';
import type { Entry } from '../attio/types.js';
import type { CreateEntry, DeleteEntry, Json, UpdateEntry, WriteValues } from '../attio/writes.js';
import { writable, writableValues } from '../crm/edit/writable.js';
import type { RecordRef } from '../crm/types.js';
import { approve } from './approve.js';
import type { Change, Preview } from './change.js';
import { fieldsOf, notKept, type Step, same, seenIn, stepsOf, warningsFor } from './difference.js';
import { pendingIndex } from './pending.js';
import { changedSince, goingSteps } from './recordDelete.js';
import { noRecord, type SeenRecord, seeRecord, targetOf } from './recordLook.js';
import {
  type Carried,
  Conflicted,
  calling,
  type Family,
  FRESH_MS,
  head,
  lookFor,
  lost,
  lostWrite,
  notDeleted,
  notLooked,
  orGone,
  quoted,
  type Room,
  reading,
  refused,
  SKEW_MS,
} from './room.js';
import { isSeen, lookUpdate } from './rowUpdate.js';
import { keyOf } from './shape.js';
import { type Container, containerOf, touchedBy, wordsFor } from './values.js';

const entryHead = (room: Room) => head(scopesFor('entries.update'), room.account);

interface SeenEntry {
  list: Container;
  entry: Entry;
  parent: SeenRecord;
  key: string;
}

const readEntry = (list: string, entryId: string, room: Room): Promise<Entry | undefined> =>
  orGone(room.api.entries.get(list, entryId, calling(room)));

async function seeEntry(change: UpdateEntry | DeleteEntry, room: Room): Promise<SeenEntry | undefined> {
  const list = await containerOf('lists', change.list, room);
  const entry = await readEntry(list.slug, change.entryId, room);
  if (!entry) return undefined;
  const parent = await seeRecord({ object: entry.parent_object, recordId: entry.parent_record_id }, room);
  return { list, entry, parent, key: `${list.slug}/${entry.id.entry_id.toLowerCase()}` };
}

/** As it was seen a moment ago, of the record that it was seen with. */
async function recall(
  { list: slug, entryId }: UpdateEntry,
  ref: RecordRef,
  room: Room,
): Promise<Omit<SeenEntry, 'entry'>> {
  const [list, parent] = await Promise.all([containerOf('lists', slug, room), seeRecord(ref, room, false)]);
  return { list, parent, key: `${list.slug}/${entryId.toLowerCase()}` };
}

async function findMade(
  steps: readonly Step[],
  list: Container,
  parent: SeenRecord,
  since: number,
  room: Room,
): Promise<Entry | undefined> {
  const found = await room.catalog.entriesOf(parent.ref, reading(room));
  const made = found.filter(
    (entry) => Date.parse(entry.created_at) >= since && !room.made.has(entry.id.entry_id) && isIn(entry, list),
  );
  return made.find((entry) =>
    steps.every(({ attribute, after }) =>
      same(attribute, after, writable(entry.entry_values[attribute.api_slug], attribute)),
    ),
  );
}

const isIn = (entry: Entry, list: Container): boolean =>
  list.attributes[0]?.id.object_id === entry.id.list_id || list.slug === entry.id.list_id;

const valuesOf = (steps: readonly Step[]): WriteValues =>
  Object.fromEntries(steps.map(({ attribute, after }): [string, Json] => [attribute.api_slug, [...after]]));

export const entryCreate: Family<CreateEntry> = {
  async look(change, room) {
    const lookedAt = room.now();
    const [list, parent] = await Promise.all([
      containerOf('lists', change.list, room),
      seeRecord({ object: change.parentObject, recordId: change.parentRecordId }, room),
    ]);
    const pending = pendingIndex(change.parentRecordId) !== undefined;
    if (!parent.record && !pending) throw noRecord(change, parent);
    const steps = stepsOf(await touchedBy(change, change.values, list, room), {}, 'overwrite');
    const filled = steps.filter(({ after }) => after.length > 0);
    const told = filled.map(({ attribute, after }) => ({ attribute, written: after }));
    const words = await wordsFor(list, told, room);
    const there = pending ? [] : (await room.catalog.entriesOf(parent.ref, reading(room))).filter((e) => isIn(e, list));
    const { warnings, ...rest } = entryHead(room);
    const preview: Preview = {
      sentence: `Add ${parent.name} to the list ${list.noun}`,
      ...rest,
      verb: 'Add to List',
      fields: fieldsOf(filled, words),
      warnings: [
        ...warnings,
        ...(there.length > 0
          ? [
              `${room.before ? quoted(parent.title) : 'It'} is in the list already: it will be in it ${there.length + 1} times.`,
            ]
          : []),
        ...(await warningsFor(filled, 'overwrite', list, undefined, words, room)),
      ],
      destructive: false,
    };
    const created = async (entry: Entry, approval: Carried['applied']['approval'], done: boolean): Promise<Carried> => {
      room.made.add(entry.id.entry_id);
      const stored = (await readEntry(list.slug, entry.id.entry_id, room).catch(() => undefined)) ?? entry;
      room.catalog.learnEntry(stored);
      const undo: Change = {
        kind: 'entry.delete',
        list: list.slug,
        entryId: entry.id.entry_id,
        base: writableValues({ values: stored.entry_values }, list.attributes),
      };
      return {
        applied: {
          change: { ...change, values: valuesOf(steps) },
          ...(approval && { approval }),
          entry: stored,
          ...(done && { alreadyDone: true }),
          differences: notKept(filled, stored.entry_values, 'overwrite', words),
          undo,
        },
        past: `Added ${parent.name} to the list ${list.noun}`,
        target: targetOf(parent),
      };
    };
    return {
      preview,
      creates: `the place of ${parent.title} in the list ${list.noun}`,
      carry: async (approval) => {
        const known = room.uncertain.get(keyOf(change));
        const since = Math.min(known?.since ?? Number.POSITIVE_INFINITY, room.since ?? Number.POSITIVE_INFINITY);
        if (Number.isFinite(since)) {
          const earlier = await findMade(steps, list, parent, since - SKEW_MS, room);
          if (earlier) return created(earlier, approval, true);
        }
        // As one write sees it: an entry that is there already is none that a lost answer made.
        for (const entry of there) room.made.add(entry.id.entry_id);
        try {
          const sent = { ...change, values: valuesOf(steps) };
          return await created(
            await room.api.entries.create(approve(sent, approval, room.now()), calling(room)),
            approval,
            false,
          );
        } catch (error) {
          if (!lostWrite(error)) throw error;
          const { found, looked } = await lookFor(room, () => findMade(steps, list, parent, lookedAt - SKEW_MS, room));
          if (found) return created(found, approval, true);
          room.uncertain.set(keyOf(change), { since: known?.since ?? lookedAt });
          throw lost(
            error,
            looked
              ? 'The entry was looked for and was not found, so it was probably not added.'
              : notLooked('The entry', 'added'),
            'Try again when Attio can be reached: the list is looked at first, so that it is not added twice.',
          );
        }
      },
    };
  },
};

export const entryUpdate: Family<UpdateEntry> = {
  async look(change, room) {
    const trusted = room.seenRef !== undefined && isSeen(change, room);
    const seen: (Omit<SeenEntry, 'entry'> & { entry?: Entry }) | undefined = trusted
      ? await recall(change, room.seenRef!, room)
      : await seeEntry(change, room);
    if (!seen) {
      const message = 'The change was not sent to Attio: the record is not in the list any more.';
      throw refused(change, 'not-found', message, 'It was taken out: add it again, or look anew.');
    }
    const { list, entry, parent, key } = seen;
    const read = async () => {
      const now = await readEntry(list.slug, change.entryId, room);
      if (now) room.catalog.learnEntry(now);
      else room.catalog.forgetEntry(list.slug, change.entryId.toLowerCase(), parent.ref);
      return now && { values: now.entry_values };
    };
    return lookUpdate(
      change,
      {
        container: list,
        key,
        id: change.entryId.toLowerCase(),
        name: `${parent.name} in the list ${list.noun}`,
        target: targetOf(parent),
        values: entry?.entry_values ?? {},
        seen: trusted,
        head: entryHead(room),
        verb: 'Save Changes',
        live: async () => (await read())?.values,
        async send(narrowed, approval) {
          const sent = await room.api.entries.update(approve(narrowed, approval, room.now()), calling(room));
          room.catalog.learnEntry(sent);
          return { values: sent.entry_values };
        },
        readBack: read,
      },
      room,
    );
  },
};

export const entryDelete: Family<DeleteEntry> = {
  async look(change, room) {
    const lookedAt = room.now();
    const seen = await seeEntry(change, room);
    const { warnings, ...rest } = entryHead(room);
    const again = room.undoing ? 'Undoing this undo' : 'Undo';
    const common = { ...rest, verb: 'Remove from List', destructive: true };
    if (!seen) {
      const settled = room.uncertain.get(keyOf(change))?.settle?.({ values: {} });
      return {
        preview: {
          sentence: 'Remove a record from a list',
          ...common,
          fields: [],
          warnings: [...warnings, 'It is not in the list any more.'],
          nothingToDo: true,
        },
        ...(settled && { settled }),
        carry: async (approval) => ({
          applied: { change, approval, alreadyDone: true, differences: [], undo: undefined },
          past: 'Removed a record from a list',
        }),
      };
    }
    const { list, entry, parent, key } = seen;
    const steps = goingSteps(list, entry.entry_values);
    const told = steps.flatMap(({ attribute, before }) => [
      { attribute, written: before },
      { attribute, written: change.base?.[attribute.api_slug] ?? [] },
    ]);
    const words = await wordsFor(list, told, room);
    const conflicts = changedSince(steps, change.base, key, words, room);
    const carried = (approval: Carried['applied']['approval'], done: boolean, theirs = false): Carried => {
      room.catalog.forgetEntry(list.slug, entry.id.entry_id, parent.ref);
      const undo: CreateEntry = {
        kind: 'entry.create',
        list: list.slug,
        parentObject: entry.parent_object,
        parentRecordId: entry.parent_record_id,
        values: valuesOf(
          steps
            .filter(({ attribute, before }) => before.length > 0 || attribute.is_default_value_enabled)
            .map((step) => ({ ...step, after: step.before })),
        ),
      };
      return {
        applied: {
          change,
          ...(approval && { approval }),
          ...(done && { alreadyDone: true }),
          differences: [],
          undo: theirs ? undefined : undo,
        },
        past: `Removed ${parent.name} from the list ${list.noun}`,
        target: targetOf(parent),
        again: [[entry.id.entry_id, 0]],
      };
    };
    return {
      preview: {
        sentence: `Remove ${parent.name} from the list ${list.noun}`,
        ...common,
        fields: steps
          .filter(({ before }) => before.length > 0)
          .map(({ attribute, before }) => ({
            label: attribute.title,
            slug: attribute.api_slug,
            before: words(attribute, before),
          })),
        warnings: [
          ...warnings,
          // Of several it is said once.
          room.before
            ? `${again} adds each again with the values it has: comments in the list and the history of values do not come back.`
            : `${again} adds it again with these values: its comments in the list and the history of its values do not come back.`,
        ],
        ...(conflicts.length > 0 && { conflicts }),
      },
      seen: seenIn(steps, room),
      removes: [entry.id.entry_id.toLowerCase()],
      carry: async (approval) => {
        if (room.now() - lookedAt > FRESH_MS) {
          const now = await readEntry(list.slug, change.entryId, room);
          if (!now) return carried(approval, true, true);
          const saw = Object.fromEntries(steps.map(({ attribute, before }) => [attribute.api_slug, before]));
          const changed = changedSince(goingSteps(list, now.entry_values), saw, key, words, {
            ...room,
            before: undefined,
          });
          if (changed.length > 0) throw new Conflicted(changed);
        }
        try {
          await room.api.entries.delete(approve(change, approval, room.now()), calling(room));
          return carried(approval, false);
        } catch (error) {
          if (AttioError.is(error, 'not-found')) return carried(approval, true, true);
          if (!lostWrite(error)) throw error;
          const { found, looked } = await lookFor(room, async () =>
            (await readEntry(list.slug, change.entryId, room)) ? undefined : 'gone',
          );
          if (found) return carried(approval, true);
          room.uncertain.set(keyOf(change), { since: lookedAt, settle: () => carried(approval, true) });
          throw notDeleted(error, `${parent.name} in the list ${list.noun}`, looked, 'removed');
        }
      },
    };
  },
};
