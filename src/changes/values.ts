/** The attributes a change writes, with what they are called, and values in words: the same words before and after. */
import type { AttioRecord, Attribute, AttributeValue, WorkspaceMember } from '../attio/types.js';
import type { Json, Target, WriteValues } from '../attio/writes.js';
import type { Choice } from '../crm/edit/types.js';
import { type KnownNames, normalWritten, writtenText } from '../crm/edit/writable.js';
import { labelOf } from '../crm/label.js';
import { memberName } from '../crm/schema.js';
import type { RecordRef } from '../crm/types.js';
import { valueText } from '../crm/values.js';
import type { SingleChange } from './change.js';
import { pendingIndex } from './pending.js';
import { type Room, reading, refused } from './room.js';

/** Whose attributes: those of an object, or of a list. */
export interface Container {
  target: Target;
  /** Slug. */
  slug: string;
  /** `Company`; the list's name. */
  noun: string;
  attributes: Attribute[];
}

/** An attribute that a change writes, and what it is to have, in the form values are written in. */
export interface Touched {
  attribute: Attribute;
  written: Json[];
}

export type RowValues = Record<string, AttributeValue[]>;

/** With attributes as Attio has them now, so that a renamed or archived one is known. */
export async function containerOf(target: Target, slugOrId: string, room: Room): Promise<Container> {
  if (target === 'objects') {
    const calm = reading(room, false);
    const [object, attributes] = await Promise.all([
      room.catalog.object(slugOrId, calm),
      room.catalog.attributes(slugOrId, calm),
    ]);
    const slug = object?.api_slug ?? slugOrId;
    return { target, slug, noun: object?.singular_noun ?? slug, attributes };
  }
  const calm = reading(room, false);
  const [list, attributes] = await Promise.all([
    room.catalog.list(slugOrId, calm),
    room.catalog.listAttributes(slugOrId, calm),
  ]);
  return { target, slug: list?.api_slug ?? slugOrId, noun: list?.name ?? slugOrId, attributes };
}

/** By slug or id, to the letter; archived ones as far as they are among `attributes`. undefined: there is none. */
export function findAttribute(attributes: readonly Attribute[], slugOrId: string): Attribute | undefined {
  return attributes.find((one) => one.api_slug === slugOrId || one.id.attribute_id === slugOrId);
}

const isChoice = (attribute: Attribute): boolean => attribute.type === 'select' || attribute.type === 'status';

/** Options of a select, or statuses, archived ones too; none of other types. */
export async function choicesOf(container: Container, attribute: Attribute, room: Room): Promise<Choice[]> {
  if (!isChoice(attribute)) return [];
  const calm = reading(room, false);
  return container.target === 'objects'
    ? room.catalog.choices(container.slug, attribute.api_slug, calm)
    : room.catalog.listChoices(container.slug, attribute.api_slug, calm);
}

/** What a person calls an attribute inside a sentence: `deal stage`, `ARR`. */
export function calledInside(attribute: Pick<Attribute, 'title'>): string {
  const { title } = attribute;
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/**
 * The attributes that values name, each once, with the values in the form they are written in: options by id, always
 * an array. Rejects with AttioError where there is no such attribute, or it cannot be written.
 */
export async function touchedBy(
  change: SingleChange,
  values: WriteValues,
  container: Container,
  room: Room,
): Promise<Touched[]> {
  const touched: Touched[] = [];
  for (const [slug, given] of Object.entries(values)) {
    const attribute = findAttribute(container.attributes, slug);
    if (!attribute) {
      const message = `The change was not sent to Attio: ${container.noun} has no attribute “${slug}”.`;
      throw refused(change, 'validation', message, 'It may have been renamed or archived: look and start again.', slug);
    }
    if (!attribute.is_writable) {
      const message = `The change was not sent to Attio: “${attribute.title}” of ${container.noun} cannot be written.`;
      throw refused(change, 'validation', message, 'Leave this attribute out.', slug);
    }
    if (touched.some((one) => one.attribute === attribute)) {
      const message = `The change was not sent to Attio: “${attribute.title}” is named twice.`;
      throw refused(change, 'validation', message, 'Name each attribute once.', slug);
    }
    const raw = given === null ? [] : Array.isArray(given) ? given : [given];
    const normal = normalWritten(attribute.type, raw);
    // What we do not know how to write is Attio's to judge: it is sent as it was given.
    const known = normal.length === raw.length ? normal : raw;
    const choices = isChoice(attribute) && known.length > 0 ? await choicesOf(container, attribute, room) : [];
    const written = known.map((one) => {
      if (choices.length === 0 || typeof one !== 'string' || choices.some(({ id }) => id === one)) return one;
      return choices.find(({ title }) => title === one)?.id ?? one;
    });
    touched.push({ attribute, written });
  }
  return touched;
}

export type Words = (attribute: Attribute, written: readonly Json[]) => string;

const isRef = (value: Json): value is { target_object: string; target_record_id: string } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.target_record_id === 'string';

/** The records that written values refer to, in their order; values of other kinds are passed over. */
export function refsOf(written: readonly Json[]): RecordRef[] {
  return written.flatMap((one) => (isRef(one) ? [{ object: one.target_object, recordId: one.target_record_id }] : []));
}

/** An e-mail address or a domain of a record, which no other has; its id where it has neither. */
function tellingOf({ values, id }: AttioRecord): string {
  for (const type of ['email-address', 'domain']) {
    for (const [value] of Object.values(values)) {
      if (value?.attribute_type === type) return valueText([value], {});
    }
  }
  return id.record_id;
}

/** Adds to names that several have what tells them apart. */
function apart(names: Map<string, string>, telling: (id: string) => string): void {
  const counts = new Map<string, number>();
  for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [id, name] of names) {
    const more = telling(id);
    if (counts.get(name)! > 1 && more !== name) names.set(id, `${name} (${more})`);
  }
}

function toldApart(members: readonly WorkspaceMember[]): WorkspaceMember[] {
  const names = new Map(members.map((one) => [one.id.workspace_member_id, memberName(one)]));
  apart(names, (id) => members.find((one) => one.id.workspace_member_id === id)!.email_address);
  return members.map((one) => {
    const name = names.get(one.id.workspace_member_id)!;
    return name === memberName(one) ? one : { ...one, first_name: name, last_name: '' };
  });
}

const MAX_NAMES = 200;
/** Of very many values a person reads these. */
const MAX_SHOWN = 50;

/** Reads the names of all that these values refer to, and gives what writes values in words. */
export async function wordsFor(
  container: Container,
  all: readonly { attribute: Attribute; written: readonly Json[] }[],
  room: Room,
): Promise<Words> {
  const choices = new Map<string, Choice[]>();
  for (const { attribute, written } of all) {
    if (isChoice(attribute) && written.length > 0 && !choices.has(attribute.api_slug)) {
      choices.set(attribute.api_slug, await choicesOf(container, attribute, room));
    }
  }
  const actors = all.some(({ attribute, written }) => attribute.type === 'actor-reference' && written.length > 0);
  const refs = all.flatMap(({ written }) => refsOf(written.slice(0, MAX_SHOWN))).slice(0, MAX_NAMES);
  const calm = reading(room, false);
  const known: KnownNames = {};
  const names = new Map<string, string>();
  /** What tells a record from its namesakes. */
  const told = new Map<string, string>();
  const name = async (ref: RecordRef): Promise<void> => {
    const index = pendingIndex(ref.recordId);
    const record = index === undefined ? await room.catalog.record(ref, calm).catch(() => undefined) : undefined;
    const text = index === undefined ? record && labelOf(record)?.title : room.before?.names.get(index);
    if (!text) return;
    names.set(ref.recordId.toLowerCase(), text);
    if (record) told.set(ref.recordId.toLowerCase(), tellingOf(record));
  };
  // Names are an addition: where they cannot be read, ids stand in their place.
  const [members, objects] = await Promise.all([
    actors ? room.catalog.members(calm).catch(() => []) : [],
    refs.length > 0 ? room.catalog.objects(calm).catch(() => []) : [],
    ...refs.map(name),
  ]);
  apart(names, (id) => told.get(id) ?? id);
  known.members = toldApart(members);
  known.objects = objects;
  known.recordName = (ref) => names.get(ref.recordId.toLowerCase());
  return (attribute, written) => {
    const some = written.slice(0, MAX_SHOWN);
    // What we have no words for is sent as it was given, and so it is shown.
    const text =
      writtenText(attribute, some, { ...known, choices: choices.get(attribute.api_slug) ?? [] }) ||
      some.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ');
    return written.length > MAX_SHOWN ? `${text} and ${written.length - MAX_SHOWN} more` : text;
  };
}
