/** What the sample workspace holds. Wire forms are made from these on the way out (wire.ts). */
import type { Actor } from '../attio/types.js';

export interface Choice {
  id: string;
  title: string;
  archived: boolean;
  /** Statuses only. */
  celebrated: boolean;
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
}

/** One value of an attribute, now or in the past. `data` is what its type carries; choices are kept by id. */
export interface Value {
  from: string;
  until: string | null;
  by: Actor;
  data: Record<string, unknown>;
}

/** A record of an object, or an entry of a list. */
export interface Row {
  id: string;
  createdAt: string;
  createdBy: Actor;
  /** Entries: id of the record they are about. */
  parentId?: string;
  /** By attribute id, in order; past values (`until` set) stay. */
  values: Map<string, Value[]>;
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
  id: string;
  first: string;
  last: string;
  email: string;
  access: string;
  createdAt: string;
}

export const SYSTEM: Actor = { type: 'system', id: null };

/** A time as Attio writes it: UTC with nine decimals. */
export function nano(time: string | number | Date): string {
  return new Date(time).toISOString().replace('Z', '000000Z');
}
