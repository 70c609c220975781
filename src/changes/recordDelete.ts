/** Deleting a record: what hangs on it is shown, and all that can be is put back by its undo. */
import { AttioError } from '../attio/errors.js';
import type { AttioRecord } from '../attio/types.js';
import type { DeleteRecord, Json, WriteValues } from '../attio/writes.js';
import { isEditable } from '../crm/edit/form.js';
import { writable } from '../crm/edit/writable.js';
import { approve } from './approve.js';
import type { Batch, Conflict, Preview, SingleChange } from './change.js';
import { conflictsIn, type Step, same, seenIn } from './difference.js';
import { type Hanging, hangingOn } from './hanging.js';
import { deletionOf, recreationOf } from './noteWrites.js';
import { pendingId } from './pending.js';
import { readBack, recordHead, type SeenRecord, seeRecord, targetOf } from './recordLook.js';
import {
  type Carried,
  Conflicted,
  calling,
  counted,
  type Family,
  FRESH_MS,
  listed,
  lookFor,
  lostWrite,
  notDeleted,
  type Room,
} from './room.js';
import { keyOf } from './shape.js';
import { type Container, type RowValues, refsOf, type Words, wordsFor } from './values.js';

/** What the record has, attribute by attribute, all of which goes. */
export function goingSteps(container: Container, values: RowValues): Step[] {
  return container.attributes.filter(isEditable).map((attribute) => {
    const before = writable(values[attribute.api_slug], attribute);
    return { attribute, written: [], before, after: [], whole: true };
  });
}

/** What somebody wrote since, of what a delete names as what must still be so. */
export function changedSince(
  steps: readonly Step[],
  base: Record<string, Json[]> | undefined,
  key: string,
  words: Words,
  room: Room,
): Conflict[] {
  // Everything goes: an attribute that is empty by now was changed as well.
  const going = steps.map((step) => ({ ...step, goes: true }));
  return conflictsIn(going, base, 'overwrite', key, words, room);
}

/** The record again, with its places, its notes and the references to it. */
function recreation({ ref, name, container }: SeenRecord, record: AttioRecord, hanging: Hanging): Batch {
  const values: WriteValues = {};
  for (const { attribute, before } of goingSteps(container, record.values)) {
    // An empty one is said where Attio would fill it in by itself.
    if (before.length > 0 || attribute.is_default_value_enabled) {
      values[attribute.api_slug] = before.length === 1 && !attribute.is_multiselect ? (before[0] as Json) : before;
    }
  }
  const id = pendingId(0);
  const changed = (value: Json): Json =>
    refsOf([value]).some((one) => one.recordId.toLowerCase() === ref.recordId)
      ? { ...(value as object), target_record_id: id }
      : value;
  const others = (value: Json) => changed(value) === value;
  const references = hanging.references.map(
    ({ holder, slug, values: all }): SingleChange => ({
      ...holder,
      mode: 'overwrite',
      values: { [slug]: all.map(changed) },
      base: { [slug]: all.filter(others) },
    }),
  );
  const places = hanging.entries.map(
    ({ list, values: all }): SingleChange => ({
      kind: 'entry.create',
      list,
      parentObject: ref.object,
      parentRecordId: id,
      values: Object.fromEntries(Object.entries(all).filter(([, value]) => value.length > 0)),
    }),
  );
  const notes = [...hanging.notes].reverse().map((note): SingleChange => {
    const again = recreationOf(deletionOf(note));
    return { ...again, parentRecordId: id };
  });
  return {
    kind: 'batch',
    title: `Create ${name} again`,
    changes: [{ kind: 'record.create', object: ref.object, values }, ...references, ...places, ...notes],
  };
}

/** Which change of `recreation` makes what again. */
function madeAgain(recordId: string, { references, entries, notes }: Hanging): [string, number][] {
  const places = 1 + references.length;
  return [
    [recordId, 0],
    ...entries.map(({ entry }, at): [string, number] => [entry.id.entry_id, places + at]),
    ...[...notes].reverse().map((note, at): [string, number] => [note.id.note_id, places + entries.length + at]),
  ];
}

function hangingFields(hanging: Hanging): Preview['fields'] {
  const places = [...new Set(hanging.entries.map(({ name }) => name))];
  const rows: [string, number | undefined, string][] = [
    ['Notes', hanging.notes.length, ''],
    ['List entries', hanging.entries.length, places.length > 0 ? ` (${listed(places)})` : ''],
    ['References from other records', hanging.references.length, ''],
    ['Tasks', hanging.tasks, ''],
    ['Comments', hanging.comments, ''],
  ];
  return rows.flatMap(([label, count, more]) => (count ? [{ label, before: `${count}${more}` }] : []));
}

function goneForGood(hanging: Hanging, undoing: boolean): string {
  const lost = [
    ...(hanging.tasks === 0
      ? []
      : [hanging.tasks ? `the links of ${counted(hanging.tasks, 'task')}` : 'links of tasks']),
    ...(hanging.comments === 0 ? [] : [hanging.comments ? counted(hanging.comments, 'comment') : 'comments']),
    'files',
    'meetings’ links',
    'the history of values',
    'what Attio fills in by itself',
  ];
  return `${undoing ? 'Undoing this undo' : 'Undo'} creates it again with another id: links to it no longer work, and ${listed(lost)} do not come back.`;
}

export const recordDelete: Family<DeleteRecord> = {
  async look(change, room) {
    const lookedAt = room.now();
    const seen = await seeRecord(change, room);
    const { ref, record, container, name } = seen;
    const hanging = record && (await hangingOn(ref, record, room));
    const key = `${ref.object}/${ref.recordId}`;
    const { warnings, ...rest } = recordHead(room);
    const common = { ...rest, verb: `Delete ${container.noun}`, destructive: true };
    const carried = (undo: Batch | undefined, approval: Carried['applied']['approval'], done: boolean): Carried => {
      room.catalog.forgetRecord(ref);
      return {
        applied: { change, ...(approval && { approval }), ...(done && { alreadyDone: true }), differences: [], undo },
        past: `Deleted ${name}`,
        target: targetOf(seen),
        ...(record && { originals: [{ object: ref.object, record }] }),
        ...(undo && hanging && { again: madeAgain(ref.recordId, hanging) }),
      };
    };
    if (!record || !hanging) {
      const uncertain = room.uncertain.get(keyOf(change))?.settle?.({ values: {} });
      return {
        preview: {
          sentence: `Delete the record ${ref.recordId} (${container.noun})`,
          ...common,
          fields: [],
          warnings: [...warnings, 'The record is not in Attio any more: it was already deleted or merged.'],
          nothingToDo: true,
        },
        ...(uncertain && { settled: uncertain }),
        carry: async (approval) => carried(undefined, approval, true),
      };
    }
    const steps = goingSteps(container, record.values);
    const told = steps.flatMap(({ attribute, before }) => [
      { attribute, written: before },
      { attribute, written: change.base?.[attribute.api_slug] ?? [] },
    ]);
    const words = await wordsFor(container, told, room);
    const conflicts = changedSince(steps, change.base, key, words, room);
    const preview: Preview = {
      sentence: `Delete ${name}`,
      ...common,
      fields: [
        // First, since a dialog has room for a few lines only, and this is what one may not expect to go.
        ...hangingFields(hanging),
        ...steps
          .filter(({ before }) => before.length > 0)
          .map(({ attribute, before }) => ({
            label: attribute.title,
            slug: attribute.api_slug,
            before: words(attribute, before),
          })),
      ],
      warnings: [...warnings, ...hanging.unseen, goneForGood(hanging, room.undoing)],
      ...(conflicts.length > 0 && { conflicts }),
    };
    const undo = recreation(seen, record, hanging);
    /** Between the look and the word somebody may have written: what is deleted is what was shown. */
    const unchanged = async (): Promise<boolean> => {
      if (room.now() - lookedAt <= FRESH_MS) return true;
      const now = await readBack(ref, room);
      if (!now) return false;
      const saw = Object.fromEntries(steps.map(({ attribute, before }) => [attribute.api_slug, before]));
      const again = goingSteps(container, now.values);
      const changed = again.filter(({ attribute, before }) => !same(attribute, before, saw[attribute.api_slug] ?? []));
      if (changed.length === 0) return true;
      const all = changed.map(({ attribute, before }) => ({ attribute, written: before }));
      throw new Conflicted(
        changedSince(changed, saw, key, await wordsFor(container, [...all, ...told], room), {
          ...room,
          before: undefined,
        }),
      );
    };
    return {
      preview,
      seen: seenIn(steps, room),
      removes: [ref.recordId],
      writes: steps.flatMap(({ before }) =>
        refsOf(before).map((one): [string, string[]] => [`${one.object}/${one.recordId.toLowerCase()}`, ['*']]),
      ),
      carry: async (approval) => {
        // Gone meanwhile, by whomever: it is not ours to bring back.
        if (!(await unchanged())) return carried(undefined, approval, true);
        try {
          await room.api.records.delete(approve(change, approval, room.now()), calling(room));
          return carried(undo, approval, false);
        } catch (error) {
          if (AttioError.is(error, 'not-found')) return carried(undefined, approval, true);
          if (!lostWrite(error)) throw error;
          const { found, looked } = await lookFor(room, async () => ((await readBack(ref, room)) ? undefined : 'gone'));
          if (found) return carried(undo, approval, true);
          const settle = () => carried(undo, approval, true);
          room.uncertain.set(keyOf(change), { since: lookedAt, settle });
          throw notDeleted(error, name, looked);
        }
      },
    };
  },
};
