/** What the sample workspace holds. Wire forms are made from these on the way out (wire.ts). */
import type { Actor } from '../attio/types.js';

export interface Choice {
  id: string;
  title: string;
  archived: boolean;
  /** Statuses only. */
  celebrated: boolean;
  /** Statuses only: an ISO 8601 duration. */
  targetTime?: string | null;
}

export interface AttributeDef {
  id: string;
  slug: string;
  title: string;
  description: string | null;
  type: string;
  system: boolean;
  readOnly: boolean;
  required: boolean;
  unique: boolean;
  multi: boolean;
  archived: boolean;
  defaultValue: unknown;
  createdAt: string;
  currency?: { code: string; display: string };
  /** Slugs of objects that a record-reference may point to. */
  allowed?: string[];
  /** The attribute on the other side of a relationship, kept in step with this one. */
  other?: { object: string; attribute: string };
  /** Of a select or status attribute, in configured order. */
  choices: Choice[];
}

/** What has attributes: an object, or a list. */
export interface Container {
  kind: 'objects' | 'lists';
  id: string;
  slug: string;
  createdAt: string;
  /** Objects: the nouns. Lists: the name, in `plural`. */
  singular: string;
  plural: string;
  attributes: AttributeDef[];
  /** Lists: slug of the parent object, and who made it. */
  parent?: string;
  createdBy?: Actor;
  /** Lists: what all members may do, and what some may; `full-access` and its maker when not said. */
  access?: string | null;
  memberAccess?: { workspace_member_id: string; level: string }[];
}

/** One value of an attribute, now or in the past. `data` is what its type carries; choices are kept by id. */
export interface Value {
  from: string;
  until: string | null;
  by: Actor;
  data: Record<string, unknown>;
}

/** The values of a row by attribute id, in order. A Map, or something that makes them when asked. */
export interface ValueStore extends Iterable<[string, Value[]]> {
  get(attributeId: string): Value[] | undefined;
  set(attributeId: string, values: Value[]): unknown;
}

/** A record of an object, or an entry of a list. */
export interface Row {
  id: string;
  createdAt: string;
  createdBy: Actor;
  /** Entries: id of the record they are about. */
  parentId?: string;
  /** Past values (`until` set) stay. */
  values: ValueStore;
  /** What it is found by, where that is known without making its values. */
  search?(): { texts: readonly string[]; words(): readonly string[] };
}

export interface NoteRow {
  id: string;
  object: string;
  recordId: string;
  title: string;
  markdown: string;
  plaintext: string;
  meetingId: string | null;
  tags: Record<string, unknown>[];
  createdBy: Actor;
  createdAt: string;
}

export interface MemberRow {
  /** Has given a picture. */
  picture: boolean;
  id: string;
  first: string;
  last: string;
  email: string;
  access: string;
  createdAt: string;
}

/** What points to a record. */
export interface RecordLink {
  /** Slug. */
  object: string;
  recordId: string;
}

export interface TaskRow {
  id: string;
  content: string;
  deadlineAt: string | null;
  completedAt: string | null;
  linked: RecordLink[];
  /** Ids of members. */
  assignees: string[];
  createdBy: Actor;
  createdAt: string;
}

/** A comment; the first of its thread has the thread's id. */
export interface CommentRow {
  id: string;
  threadId: string;
  content: string;
  /** Of an entry: its parent record. */
  record: RecordLink;
  entry: { listId: string; entryId: string } | null;
  author: Actor;
  resolvedAt: string | null;
  resolvedBy: Actor | null;
  createdAt: string;
}

export interface Participant {
  status: 'accepted' | 'tentative' | 'declined' | 'pending';
  is_organizer: boolean;
  email_address: string | null;
  name: string | null;
}

/** A moment in a time zone, or a day. */
export type When = { datetime: string; timezone: string | null } | { date: string };

export interface MeetingRow {
  id: string;
  title: string;
  description: string;
  allDay: boolean;
  start: When;
  end: When;
  participants: Participant[];
  linked: RecordLink[];
  /** Came from a calendar, and belongs to it. */
  synced: boolean;
  /** What its maker calls it, to find it again. */
  externalRef?: string;
  createdBy: Actor;
  createdAt: string;
}

export interface Speech {
  speech: string;
  /** Seconds from the start of the recording. */
  start_time: number;
  end_time: number;
  speaker: { name: string };
}

export interface RecordingRow {
  id: string;
  meetingId: string;
  status: 'processing' | 'completed' | 'failed';
  transcript: Speech[] | null;
  createdBy: Actor;
  createdAt: string;
}

export interface FileRow {
  id: string;
  record: RecordLink;
  type: 'file' | 'folder' | 'connected-file' | 'connected-folder';
  provider: 'attio' | 'dropbox' | 'box' | 'google-drive' | 'microsoft-onedrive';
  /** Files and folders in Attio itself. */
  name?: string;
  parentId?: string | null;
  contentType?: string;
  content?: () => Uint8Array;
  /** What is elsewhere: its id there. */
  externalId?: string;
  microsoftDriveId?: string | null;
  createdBy: Actor;
  createdAt: string;
}

export interface ViewRow {
  id: string;
  /** Of the object or list it shows. */
  containerId: string;
  title: string;
  archived: boolean;
  filter: Record<string, unknown> | null;
  createdAt: string;
}

export interface Subscription {
  event_type: string;
  filter: Record<string, unknown> | null;
}

export interface WebhookRow {
  id: string;
  targetUrl: string;
  status: 'active' | 'degraded' | 'inactive';
  subscriptions: Subscription[];
  /** 64 hex digits, told once. */
  secret: string;
  createdAt: string;
}

export const SYSTEM: Actor = { type: 'system', id: null };

/** A time as Attio writes it: UTC with nine decimals. */
export function nano(time: string | number | Date): string {
  return new Date(time).toISOString().replace('Z', '000000Z');
}
