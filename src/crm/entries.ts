/** The entries of a record in lists, whole, with one request for each list it is in and one to learn which these are. */
import type { AttioApi, CallOptions } from '../attio/client.js';
import { eachEntry, eachRecordEntry } from '../attio/each.js';
import { AttioError } from '../attio/errors.js';
import type { Entry, Filter, RecordEntry } from '../attio/types.js';
import type { RecordRef } from './types.js';

async function one(api: AttioApi, { list_id, entry_id }: RecordEntry, call: CallOptions): Promise<Entry[]> {
  try {
    return [await api.entries.get(list_id, entry_id, call)];
  } catch (error) {
    // Taken off the list since.
    if (AttioError.is(error, 'not-found')) return [];
    throw error;
  }
}

const ofRecord = (list: string, { object, recordId }: RecordRef): Filter => ({
  path: [[list, 'parent_record']],
  constraints: { target_object: object, target_record_id: recordId },
});

async function several(api: AttioApi, ref: RecordRef, places: RecordEntry[], call: CallOptions): Promise<Entry[]> {
  const list = places[0]!.list_api_slug || places[0]!.list_id;
  try {
    const entries: Entry[] = [];
    for await (const entry of eachEntry(api, list, { filter: ofRecord(list, ref) }, call)) entries.push(entry);
    return entries;
  } catch (error) {
    // The filter by parent is known from its rule and not from a recording (api.md section 6).
    if (!AttioError.is(error, 'validation')) throw error;
    return (await Promise.all(places.map((place) => one(api, place, call)))).flat();
  }
}

/** In the order in which Attio names the record's entries. Rejects with AttioError. */
export async function entriesOf(api: AttioApi, ref: RecordRef, call: CallOptions): Promise<Entry[]> {
  const places: RecordEntry[] = [];
  for await (const place of eachRecordEntry(api, ref.object, ref.recordId, { limit: 1000 }, call)) places.push(place);
  const lists = new Map<string, RecordEntry[]>();
  for (const place of places) lists.set(place.list_id, [...(lists.get(place.list_id) ?? []), place]);
  const found = await Promise.all(
    [...lists.values()].map((mine) => (mine.length === 1 ? one(api, mine[0]!, call) : several(api, ref, mine, call))),
  );
  const byId = new Map(found.flat().map((entry) => [entry.id.entry_id, entry]));
  return places.flatMap((place) => byId.get(place.entry_id) ?? []);
}

/** The entries of these records in one list, with one query. Rejects with AttioError. */
export async function entriesIn(
  api: AttioApi,
  list: string,
  refs: readonly RecordRef[],
  call: CallOptions,
): Promise<Entry[]> {
  if (refs.length === 0) return [];
  const filter = refs.length === 1 ? ofRecord(list, refs[0]!) : { $or: refs.map((ref) => ofRecord(list, ref)) };
  try {
    const entries: Entry[] = [];
    for await (const entry of eachEntry(api, list, { filter }, call)) entries.push(entry);
    return entries;
  } catch (error) {
    // As above.
    if (!AttioError.is(error, 'validation')) throw error;
    const all = (await Promise.all(refs.map((ref) => entriesOf(api, ref, call)))).flat();
    const ids = new Set(
      (await api.lists.list({ ...call })).filter((one) => one.api_slug === list).map((one) => one.id.list_id),
    );
    return all.filter(({ id }) => ids.has(id.list_id));
  }
}
