/** What goes with a record when it is deleted: what can be put back is read whole, the rest is counted. */
import { hasScopes } from '../attio/scopes.js';
import type { AttioRecord, Attribute, Entry, Filter, Note } from '../attio/types.js';
import type { Json, UpdateEntry, UpdateRecord } from '../attio/writes.js';
import { isEditable } from '../crm/edit/form.js';
import { writable, writableValues } from '../crm/edit/writable.js';
import type { RecordRef } from '../crm/types.js';
import { calling, type Room, reading } from './room.js';
import { relationshipOf } from './steals.js';
import { containerOf, type RowValues, refsOf } from './values.js';

/** A value of another record or entry that refers to the record. */
export interface Reference {
  /** `record.update` or `entry.update` that leaves only what does not refer to it, as it is once the record is gone. */
  holder: Pick<UpdateRecord, 'kind' | 'object' | 'recordId'> | Pick<UpdateEntry, 'kind' | 'list' | 'entryId'>;
  slug: string;
  /** With the reference. */
  values: Json[];
}

export interface PlacedEntry {
  entry: Entry;
  list: string;
  name: string;
  values: Record<string, Json[]>;
}

export interface Hanging {
  notes: Note[];
  entries: PlacedEntry[];
  references: Reference[];
  /** undefined: could not look. */
  tasks: number | undefined;
  comments: number | undefined;
  /** What could not be looked at, or not to its end, as sentences. */
  unseen: string[];
}

/** So many of each are read; a record with more of them is not put back whole. */
const MAX = 200;
const NOTES_PAGE = 49;
const THREADS_PAGE = 50;

async function notesOf(ref: RecordRef, room: Room): Promise<{ notes: Note[]; more: boolean }> {
  const notes: Note[] = [];
  let offset: number | undefined = 0;
  while (offset !== undefined && notes.length < MAX) {
    const page: { notes: Note[]; next: number | undefined } = await room.catalog.notesOf(
      ref,
      { offset, limit: NOTES_PAGE },
      reading(room),
    );
    notes.push(...page.notes);
    offset = page.next;
  }
  return { notes, more: offset !== undefined };
}

async function placesOf(ref: RecordRef, room: Room): Promise<PlacedEntry[]> {
  const entries = await room.catalog.entriesOf(ref, reading(room));
  return Promise.all(
    entries.slice(0, MAX).map(async (entry) => {
      const list = await containerOf('lists', entry.id.list_id, room);
      const values = writableValues({ values: entry.entry_values }, list.attributes);
      return { entry, list: list.slug, name: list.noun, values };
    }),
  );
}

/** Attributes by which others may point to records of `object`; what Attio keeps in step with it on its own is left out. */
function pointing(attributes: readonly Attribute[], object: { slug: string; id: string }, here: readonly Attribute[]) {
  return attributes.filter((attribute) => {
    if (attribute.type !== 'record-reference' || !isEditable(attribute)) return false;
    const other = relationshipOf(attribute);
    const back = other?.object_slug === object.slug && here.find((one) => one.api_slug === other.api_slug);
    if (back && isEditable(back)) return false;
    const allowed = attribute.config?.record_reference?.allowed_object_ids;
    return !allowed || allowed.length === 0 || allowed.includes(object.id);
  });
}

const refersTo = (ref: RecordRef) => (value: Json) =>
  refsOf([value]).some((one) => one.recordId.toLowerCase() === ref.recordId.toLowerCase());

function referencesIn(
  values: RowValues,
  attribute: Attribute,
  ref: RecordRef,
  holder: Reference['holder'],
): Reference[] {
  const written = writable(values[attribute.api_slug], attribute);
  return written.some(refersTo(ref)) ? [{ holder, slug: attribute.api_slug, values: written }] : [];
}

async function referencesTo(
  ref: RecordRef,
  record: AttioRecord,
  room: Room,
): Promise<{ found: Reference[]; more: boolean }> {
  const calm = reading(room, false);
  const [objects, here] = await Promise.all([room.catalog.objects(calm), room.catalog.attributes(ref.object, calm)]);
  const object = { slug: ref.object, id: record.id.object_id };
  const filter = (slug: string): Filter => ({
    [slug]: { target_object: { $eq: ref.object }, target_record_id: { $eq: ref.recordId } },
  });
  const query = (slug: string) => ({ filter: filter(slug), limit: MAX });
  const found: Reference[] = [];
  let more = false;
  const take = <T>(rows: T[], make: (row: T) => Reference[]) => {
    more ||= rows.length >= MAX;
    found.push(...rows.flatMap(make));
  };
  const ofObjects = objects.map(async (one) => {
    const slug = one.api_slug ?? one.id.object_id;
    for (const attribute of pointing(await room.catalog.attributes(slug, calm), object, here)) {
      const rows = await room.api.records.query(slug, query(attribute.api_slug), calling(room));
      take(
        rows.filter((row) => row.id.record_id.toLowerCase() !== ref.recordId),
        (row) =>
          referencesIn(row.values, attribute, ref, {
            kind: 'record.update',
            object: slug,
            recordId: row.id.record_id,
          }),
      );
    }
  });
  const lists = hasScopes(room.account.scopes, 'list_configuration:read', 'list_entry:read')
    ? await room.catalog.lists(calm)
    : [];
  const ofLists = lists.map(async ({ api_slug: list }) => {
    const attributes = await room.api.attributes.list('lists', list, calling(room));
    for (const attribute of pointing(attributes, object, here)) {
      const rows = await room.api.entries.query(list, query(attribute.api_slug), calling(room));
      // Entries of the record itself are made anew with all their values.
      take(
        rows.filter((row) => row.parent_record_id.toLowerCase() !== ref.recordId),
        (row) =>
          referencesIn(row.entry_values, attribute, ref, { kind: 'entry.update', list, entryId: row.id.entry_id }),
      );
    }
  });
  await Promise.all([...ofObjects, ...ofLists]);
  return { found, more };
}

async function tasksOf(ref: RecordRef, room: Room): Promise<number> {
  const query = { linked_object: ref.object, linked_record_id: ref.recordId };
  return (await room.api.tasks.list(query, calling(room))).length;
}

async function commentsOf(ref: RecordRef, room: Room): Promise<{ count: number; more: boolean }> {
  const query = { object: ref.object, record_id: ref.recordId, limit: THREADS_PAGE };
  const threads = await room.api.threads.list(query, calling(room));
  const more = threads.length === THREADS_PAGE || threads.some((thread) => thread.has_more_comments);
  return { count: threads.reduce((sum, thread) => sum + thread.comments.length, 0), more };
}

/** Rejects with AttioError where what the key may read cannot be read: nothing is deleted half looked at. */
export async function hangingOn(ref: RecordRef, record: AttioRecord, room: Room): Promise<Hanging> {
  const unseen: string[] = [];
  const allowed = <T>(what: string, scopes: string[], look: () => Promise<T>): Promise<T | undefined> => {
    if (hasScopes(room.account.scopes, ...scopes)) return look();
    unseen.push(`The key of this account may not read ${what}: whether the record has any is not known.`);
    return Promise.resolve(undefined);
  };
  const [notes, entries, references, tasks, comments] = await Promise.all([
    allowed('notes', ['note:read'], () => notesOf(ref, room)),
    allowed('lists', ['list_entry:read', 'list_configuration:read'], () => placesOf(ref, room)),
    referencesTo(ref, record, room),
    allowed('tasks', ['task:read', 'user_management:read'], () => tasksOf(ref, room)),
    allowed('comments', ['comment:read'], () => commentsOf(ref, room)),
  ]);
  if (notes?.more) unseen.push(`It has more than ${MAX} notes: Undo brings back the newest ${notes.notes.length}.`);
  if ((entries?.length ?? 0) >= MAX)
    unseen.push(`It is in lists more than ${MAX} times: Undo does not bring back all.`);
  if (references.more) unseen.push(`More than ${MAX} records refer to it: Undo does not bring back all references.`);
  if (comments?.more) unseen.push('It has more comments than are counted here.');
  return {
    notes: notes?.notes ?? [],
    entries: entries ?? [],
    references: references.found,
    tasks,
    comments: comments?.count,
    unseen,
  };
}
