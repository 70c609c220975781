/**
 * Writes as plain data: what each writing operation of the client carries. They can be stored, compared, shown and
 * undone; the meaning (preview, approval, undo) is in src/changes. Names are ours, in camel case; what stands inside
 * values, filters and configurations is Attio's own form.
 */
import type { CREATABLE_TYPES } from './attributeTypes.js';
import type { Json, WriteValues } from './values.js';
import type { FileWrite, MeetingWrite, TaskWrite, ThreadWrite, WebhookWrite } from './workWrites.js';

export type { Json, WriteValues } from './values.js';
export type * from './workWrites.js';
export { TASK_MAX } from './workWrites.js';

/** Whose attributes: an object's or a list's. */
export type Target = 'objects' | 'lists';

export interface CreateNote {
  kind: 'note.create';
  /** Object slug, such as `companies`. */
  parentObject: string;
  parentRecordId: string;
  /** Plain text, never Markdown. */
  title: string;
  format: 'markdown' | 'plaintext';
  content: string;
  /** ISO time; not before 1970, not in the future. */
  createdAt?: string;
  meetingId?: string | null;
}

export interface DeleteNote {
  kind: 'note.delete';
  noteId: string;
  /** What is deleted, for the preview, the audit and the undo. Not sent. */
  note: {
    parentObject: string;
    parentRecordId: string;
    title: string;
    content: string;
    createdAt: string;
    meetingId?: string | null;
  };
}

/** Replaces what is given and leaves the rest; the content as a whole. */
export interface UpdateNote {
  kind: 'note.update';
  noteId: string;
  title?: string;
  /** Together with `content`. */
  format?: 'markdown' | 'plaintext';
  content?: string;
  /** What the person saw: title and Markdown, and whose note it is. Not sent; Attio having something else by now is a conflict. */
  base?: { parentObject: string; parentRecordId: string; title: string; content: string };
}

export interface CreateRecord {
  kind: 'record.create';
  object: string;
  values: WriteValues;
}

/** Creates the record, or updates the one that has the same value of `matchingAttribute`, a unique attribute. */
export interface AssertRecord {
  kind: 'record.assert';
  object: string;
  matchingAttribute: string;
  values: WriteValues;
}

/**
 * Touches only the attributes that are given. Of those with several values, `append` puts the new ones before what is
 * there, `overwrite` leaves only the new ones.
 */
export interface UpdateRecord {
  kind: 'record.update';
  mode: 'append' | 'overwrite';
  object: string;
  recordId: string;
  values: WriteValues;
  /**
   * What the person saw of these attributes when the edit was made, in the form they are written in, by slug. Where
   * Attio has something else by now, someone else changed it. Not sent.
   */
  base?: Record<string, Json[]>;
}

export interface DeleteRecord {
  kind: 'record.delete';
  object: string;
  recordId: string;
  /** As `base` of an update, for an undo of a create: what must still be so. Not sent. */
  base?: Record<string, Json[]>;
}

/** Makes one new record of two; the primary one's values win. Cannot be taken back. */
export interface MergeRecords {
  kind: 'record.merge';
  object: string;
  primaryRecordId: string;
  secondaryRecordId: string;
}

/** Replaces all values that one attribute has and ever had (for migrations); tells no webhook. */
export interface WriteRecordValues {
  kind: 'record.values';
  object: string;
  recordId: string;
  attribute: string;
  /** Each with `active_from` and `active_until` (ISO times, null: current) beside what its type carries. */
  values: Record<string, Json>[];
}

export interface CreateEntry {
  kind: 'entry.create';
  list: string;
  parentObject: string;
  parentRecordId: string;
  values: WriteValues;
}

/** Creates the entry, or updates the only one that the record has in the list. */
export interface AssertEntry {
  kind: 'entry.assert';
  list: string;
  parentObject: string;
  parentRecordId: string;
  values: WriteValues;
}

export interface UpdateEntry {
  kind: 'entry.update';
  mode: 'append' | 'overwrite';
  list: string;
  entryId: string;
  values: WriteValues;
  /** As of an update of a record. Not sent. */
  base?: Record<string, Json[]>;
}

export interface DeleteEntry {
  kind: 'entry.delete';
  list: string;
  entryId: string;
  /** As `base` of the delete of a record. Not sent. */
  base?: Record<string, Json[]>;
}

export interface WriteEntryValues {
  kind: 'entry.values';
  list: string;
  entryId: string;
  attribute: string;
  values: Record<string, Json>[];
}

export interface CreateObject {
  kind: 'object.create';
  apiSlug: string;
  singularNoun: string;
  pluralNoun: string;
}

export interface UpdateObject {
  kind: 'object.update';
  object: string;
  apiSlug?: string;
  singularNoun?: string;
  pluralNoun?: string;
  /** What the person saw of what is changed, by the same names. Not sent. */
  base?: Record<string, Json>;
}

/** Custom objects only, with all their records. */
export interface DeleteObject {
  kind: 'object.delete';
  object: string;
}

export type DefaultValue = { type: 'dynamic'; template: string } | { type: 'static'; template: Json[] } | null;

export interface AttributeConfig {
  currency?: { default_currency_code: string; display_type: 'code' | 'name' | 'narrowSymbol' | 'symbol' };
  record_reference?: { allowed_objects: string[] };
}

export interface CreateAttribute {
  kind: 'attribute.create';
  target: Target;
  identifier: string;
  title: string;
  description: string | null;
  apiSlug: string;
  type: (typeof CREATABLE_TYPES)[number];
  isRequired: boolean;
  isUnique: boolean;
  isMultiselect: boolean;
  defaultValue?: DefaultValue;
  /** The attribute of the other object that is kept in step with this one. */
  relationship?: { object: string; title: string; api_slug: string; is_multiselect: boolean };
  config?: AttributeConfig;
}

/** Attributes cannot be deleted, only archived. */
export interface UpdateAttribute {
  kind: 'attribute.update';
  target: Target;
  identifier: string;
  attribute: string;
  title?: string;
  description?: string | null;
  apiSlug?: string;
  isRequired?: boolean;
  isUnique?: boolean;
  defaultValue?: DefaultValue;
  config?: AttributeConfig;
  isArchived?: boolean;
  /** What the person saw of what is changed, by the same names. Not sent. */
  base?: Record<string, Json>;
}

export interface CreateOption {
  kind: 'option.create';
  target: Target;
  identifier: string;
  attribute: string;
  title: string;
}

export interface UpdateOption {
  kind: 'option.update';
  target: Target;
  identifier: string;
  attribute: string;
  /** Title or id. */
  option: string;
  title?: string;
  isArchived?: boolean;
  /** What the person saw of what is changed, by the same names. Not sent. */
  base?: Record<string, Json>;
}

export interface CreateStatus {
  kind: 'status.create';
  target: Target;
  identifier: string;
  attribute: string;
  title: string;
  celebrationEnabled?: boolean;
  /** ISO duration, such as `P7D`. */
  targetTimeInStatus?: string | null;
}

export interface UpdateStatus {
  kind: 'status.update';
  target: Target;
  identifier: string;
  attribute: string;
  /** Title or id. */
  status: string;
  title?: string;
  celebrationEnabled?: boolean;
  targetTimeInStatus?: string | null;
  isArchived?: boolean;
  /** What the person saw of what is changed, by the same names. Not sent. */
  base?: Record<string, Json>;
}

export type ListAccess = 'full-access' | 'read-and-write' | 'read-only';
export interface MemberAccess {
  workspaceMemberId: string;
  level: ListAccess;
}

export interface CreateList {
  kind: 'list.create';
  name: string;
  apiSlug: string;
  parentObject: string;
  /** null: only the members that are named. */
  workspaceAccess: ListAccess | null;
  memberAccess: MemberAccess[];
}

export interface UpdateList {
  kind: 'list.update';
  list: string;
  name?: string;
  apiSlug?: string;
  workspaceAccess?: ListAccess | null;
  /** Replaces who had access. */
  memberAccess?: MemberAccess[];
}

/** A connection of the Maton gateway, which any program with the same Maton key may be using. */
export interface DeleteConnection {
  kind: 'connection.delete';
  connectionId: string;
}

export type Write =
  | CreateNote
  | DeleteNote
  | UpdateNote
  | CreateRecord
  | AssertRecord
  | UpdateRecord
  | DeleteRecord
  | MergeRecords
  | WriteRecordValues
  | CreateEntry
  | AssertEntry
  | UpdateEntry
  | DeleteEntry
  | WriteEntryValues
  | CreateObject
  | UpdateObject
  | DeleteObject
  | CreateAttribute
  | UpdateAttribute
  | CreateOption
  | UpdateOption
  | CreateStatus
  | UpdateStatus
  | CreateList
  | UpdateList
  | TaskWrite
  | ThreadWrite
  | MeetingWrite
  | FileWrite
  | WebhookWrite
  | DeleteConnection;
