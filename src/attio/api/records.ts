/** Records, entries of lists, and SQL: what a CRM holds. */
import type { Approved } from '../approved.js';
import type { Calls } from '../calls.js';
import type { CallOptions } from '../client.js';
import { many, nothing, one } from '../lenient.js';
import { ENTRY_WRITES, RECORD_WRITES } from '../recordRequests.js';
import { attributesOf, QUERIES } from '../requests.js';
import * as read from '../schemas.js';
import type {
  AttioRecord,
  AttributeValue,
  Entry,
  Merged,
  OffsetQuery,
  RecordEntry,
  RecordQuery,
  RecordSearch,
  SearchHit,
  SqlRow,
  ValuesQuery,
} from '../types.js';
import type {
  AssertEntry,
  AssertRecord,
  CreateEntry,
  CreateRecord,
  DeleteEntry,
  DeleteRecord,
  MergeRecords,
  UpdateEntry,
  UpdateRecord,
  WriteEntryValues,
  WriteRecordValues,
} from '../writes.js';

export interface RecordsApi {
  query(object: string, query: RecordQuery, options?: CallOptions): Promise<AttioRecord[]>;
  get(object: string, recordId: string, options?: CallOptions): Promise<AttioRecord>;
  search(search: RecordSearch, options?: CallOptions): Promise<SearchHit[]>;
  create(approved: Approved<CreateRecord>, options?: CallOptions): Promise<AttioRecord>;
  assert(approved: Approved<AssertRecord>, options?: CallOptions): Promise<AttioRecord>;
  /** PATCH for `append`, PUT for `overwrite` (`records.overwrite` in the audit). */
  update(approved: Approved<UpdateRecord>, options?: CallOptions): Promise<AttioRecord>;
  delete(approved: Approved<DeleteRecord>, options?: CallOptions): Promise<void>;
  merge(approved: Approved<MergeRecords>, options?: CallOptions): Promise<Merged>;
  values(
    object: string,
    recordId: string,
    attribute: string,
    query?: ValuesQuery,
    options?: CallOptions,
  ): Promise<AttributeValue[]>;
  writeValues(approved: Approved<WriteRecordValues>, options?: CallOptions): Promise<void>;
  /** Default 100, at most 1000. */
  entries(object: string, recordId: string, query?: OffsetQuery, options?: CallOptions): Promise<RecordEntry[]>;
}

export interface EntriesApi {
  query(list: string, query: RecordQuery, options?: CallOptions): Promise<Entry[]>;
  get(list: string, entryId: string, options?: CallOptions): Promise<Entry>;
  create(approved: Approved<CreateEntry>, options?: CallOptions): Promise<Entry>;
  assert(approved: Approved<AssertEntry>, options?: CallOptions): Promise<Entry>;
  /** PATCH for `append`, PUT for `overwrite` (`entries.overwrite` in the audit). */
  update(approved: Approved<UpdateEntry>, options?: CallOptions): Promise<Entry>;
  delete(approved: Approved<DeleteEntry>, options?: CallOptions): Promise<void>;
  values(
    list: string,
    entryId: string,
    attribute: string,
    query?: ValuesQuery,
    options?: CallOptions,
  ): Promise<AttributeValue[]>;
  writeValues(approved: Approved<WriteEntryValues>, options?: CallOptions): Promise<void>;
}

export interface SqlApi {
  /** On Attio's Enterprise plan. */
  query(sql: string, options?: CallOptions): Promise<SqlRow[]>;
}

const slugs = (values: object | null | undefined) => ({ attributes: Object.keys(values ?? {}) });

/**
 * Records by filter, id, text or attribute; writes name their attributes to the audit, never their values. What is
 * refused before it is sent (an id that is no UUID, a page too long) rejects as `validation`, all else as AttioError
 * too.
 */
export function recordsApi(calls: Calls): RecordsApi {
  return {
    query: (object, query, o) =>
      calls.read('records.query', o, { object, attributes: attributesOf(query) }, async (call) =>
        call.request(many(read.record), { object }, { body: call.check(QUERIES.query, query, 'query') }),
      ),
    get: (object, recordId, o) =>
      calls.read('records.get', o, { object, target: recordId }, (call) =>
        call.request(one(read.record), { object, record_id: recordId }),
      ),
    search: (search, o) => {
      const touched = search.objects?.length === 1 ? { object: search.objects[0] } : {};
      return calls.read('records.search', o, touched, async (call) =>
        call.request(many(read.searchHit), {}, { body: call.check(QUERIES.search, search, 'search') }),
      );
    },
    create: calls.writer('records.create', 'record.create', RECORD_WRITES.create, one(read.record), (change) => ({
      object: change.object,
      ...slugs(change.values),
    })),
    assert: calls.writer('records.assert', 'record.assert', RECORD_WRITES.assert, one(read.record), (change) => ({
      object: change.object,
      ...slugs(change.values),
    })),
    update: calls.writer(
      (change) => (change.mode === 'overwrite' ? 'records.overwrite' : 'records.update'),
      'record.update',
      RECORD_WRITES.update,
      one(read.record),
      (change) => ({ object: change.object, target: change.recordId, ...slugs(change.values) }),
    ),
    delete: calls.writer('records.delete', 'record.delete', RECORD_WRITES.delete, nothing, (change) => ({
      object: change.object,
      target: change.recordId,
    })),
    merge: calls.writer('records.merge', 'record.merge', RECORD_WRITES.merge, one(read.merged), (change) => ({
      object: change.object,
      target: change.primaryRecordId,
    })),
    values: (object, recordId, attribute, query, o) =>
      calls.read('records.values', o, { object, target: recordId, attributes: [attribute] }, async (call) =>
        call.request(
          many(read.value),
          { object, record_id: recordId, attribute },
          { query: call.check(QUERIES.valuesOf, query ?? {}, 'query') },
        ),
      ),
    writeValues: calls.writer('records.writeValues', 'record.values', RECORD_WRITES.values, nothing, (change) => ({
      object: change.object,
      target: change.recordId,
      attributes: [change.attribute],
    })),
    entries: (object, recordId, query, o) =>
      calls.read('records.entries', o, { object, target: recordId }, async (call) =>
        call.request(
          many(read.recordEntry),
          { object, record_id: recordId },
          { query: call.check(QUERIES.entriesOf, query ?? {}, 'query') },
        ),
      ),
  };
}

/**
 * Entries of lists, as `recordsApi` has records; the audit has the list as the object. Those that are made or asserted
 * are told there by the record they stand for: their own id is not known yet.
 */
export function entriesApi(calls: Calls): EntriesApi {
  const placed = (change: CreateEntry | AssertEntry) => ({
    object: change.list,
    target: change.parentRecordId,
    ...slugs(change.values),
  });
  return {
    query: (list, query, o) =>
      calls.read('entries.query', o, { object: list, attributes: attributesOf(query) }, async (call) =>
        call.request(many(read.entry), { list }, { body: call.check(QUERIES.query, query, 'query') }),
      ),
    get: (list, entryId, o) =>
      calls.read('entries.get', o, { object: list, target: entryId }, (call) =>
        call.request(one(read.entry), { list, entry_id: entryId }),
      ),
    create: calls.writer('entries.create', 'entry.create', ENTRY_WRITES.create, one(read.entry), placed),
    assert: calls.writer('entries.assert', 'entry.assert', ENTRY_WRITES.assert, one(read.entry), placed),
    update: calls.writer(
      (change) => (change.mode === 'overwrite' ? 'entries.overwrite' : 'entries.update'),
      'entry.update',
      ENTRY_WRITES.update,
      one(read.entry),
      (change) => ({ object: change.list, target: change.entryId, ...slugs(change.values) }),
    ),
    delete: calls.writer('entries.delete', 'entry.delete', ENTRY_WRITES.delete, nothing, (change) => ({
      object: change.list,
      target: change.entryId,
    })),
    values: (list, entryId, attribute, query, o) =>
      calls.read('entries.values', o, { object: list, target: entryId, attributes: [attribute] }, async (call) =>
        call.request(
          many(read.value),
          { list, entry_id: entryId, attribute },
          { query: call.check(QUERIES.valuesOf, query ?? {}, 'query') },
        ),
      ),
    writeValues: calls.writer('entries.writeValues', 'entry.values', ENTRY_WRITES.values, nothing, (change) => ({
      object: change.list,
      target: change.entryId,
      attributes: [change.attribute],
    })),
  };
}

/**
 * SQL over the workspace (beta, api.md section 4.3): each row an object of its columns. The query is not told to the
 * audit, as it can hold values.
 */
export function sqlApi(calls: Calls): SqlApi {
  return {
    query: (sql, o) =>
      calls.read('sql.query', o, {}, async (call) =>
        call.request(one(read.sqlRows), {}, { body: call.check(QUERIES.sql, { sql }, 'sql') }),
      ),
  };
}
