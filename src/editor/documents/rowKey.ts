/** What a document can be of: a record, or its place in a list. */
import type { RecordTarget } from '../targets.js';

/** A record's place in a list of an account. */
export interface EntryKey {
  account: string;
  list: string;
  entryId: string;
}

/** What a document can be of. */
export type RowKey = Required<RecordTarget> | EntryKey;

/** Told by its keys alone: true for a place in a list, false for a record. Attio is not asked. */
export const isEntry = (row: RowKey): row is EntryKey => 'entryId' in row;

/** The same kind of place by another id. */
export const withId = (row: RowKey, id: string): RowKey =>
  isEntry(row) ? { ...row, entryId: id } : { ...row, recordId: id };

/** The id that tells it from others of its kind. */
export const idOf = (row: RowKey): string => (isEntry(row) ? row.entryId : row.recordId);
