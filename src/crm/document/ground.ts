/** What the document of a record, or of its place in a list, is printed from and read against. Types only. */
import type { AttioObject, Attribute, WorkspaceMember } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { Choice } from '../edit/types.js';
import type { RecordRef } from '../types.js';

/** A record as it was when its document was made, and what its values refer to. */
export interface RecordGround {
  ref: RecordRef;
  /** `Acme Robotics`. */
  title: string;
  object: AttioObject;
  /** All of the object's attributes, in Attio's order. */
  attributes: readonly Attribute[];
  /** What the attributes that can be edited have, in the written form, by slug. */
  base: Readonly<Record<string, readonly Json[]>>;
  /** Attributes that cannot be edited and have a value, in words. */
  fixed: readonly { slug: string; text: string }[];
  /** `Northwind Labs`, and the slug of its links. */
  account: { name: string; slug: string };
  /** The record's page in Attio. */
  url: string;
  /** Of a place in a list: the list. Attributes, `base`, `fixed` and `choices` are the entry's then. */
  list?: { slug: string; name: string };
  /** Options and statuses by attribute slug, archived ones too. */
  choices: ReadonlyMap<string, readonly Choice[]>;
  members: readonly WorkspaceMember[];
  objects: readonly AttioObject[];
  /** Of the records that values refer to, as far as they are known. */
  recordName(ref: RecordRef): string | undefined;
  /** What is known without asking of the record with this id: the slug of its object, and its name if it has one. */
  recordKnown?(recordId: string): { object: string; name: string | undefined } | undefined;
}

/** A piece of a text: UTF-16 offsets, the end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A replacement of a piece of the text. */
export interface Edit extends Span {
  text: string;
}

/** Something in the text that Attio would not take. */
export interface Problem extends Span {
  message: string;
  /** Ways to put it right, the likeliest first. */
  fixes: { title: string; edit: Edit }[];
}
