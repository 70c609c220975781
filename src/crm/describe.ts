/**
 * What an object is made of, as a person reads it: one description that a page, a Markdown document, hovers and
 * completions draw from. Plain text, unescaped. Pure.
 */
import type { AttioObject, Attribute } from '../attio/types.js';
import type { Choice } from './edit/types.js';
import { objectKey } from './schema.js';
import { durationWords } from './targetTime.js';
import { humanize } from './values.js';

/** What is shown of an object. */
export interface ObjectDescription {
  /** `Companies`; never empty. */
  name: string;
  /** `Company`. */
  noun: string;
  /** Slug, or its id where it has none. */
  slug: string;
  id: string;
  /** In Attio's order, archived ones too. */
  attributes: AttributeDescription[];
  counts: { all: number; own: number; required: number; unique: number; archived: number };
}

export interface AttributeDescription {
  id: string;
  title: string;
  slug: string;
  /** Attio's name of the type: `record-reference`. */
  type: string;
  /** The type in words: `Record`. */
  typeName: string;
  description: string;
  several: boolean;
  unique: boolean;
  required: boolean;
  /** Enriched, computed, or kept by Attio: nobody writes it. */
  readOnly: boolean;
  /** Made by Attio, not by somebody of the workspace. */
  system: boolean;
  archived: boolean;
  /** Options of a select, statuses of a status; undefined: it has none, or they are not known. */
  choices?: ChoiceDescription[];
  /** Why its options are not known. */
  choicesTrouble?: string;
  /** The objects it may refer to; empty: any object. Only of references to records. */
  references?: ObjectName[];
  /** The attribute of the other object that Attio keeps in step with it. */
  otherSide?: { object: ObjectName; title: string; slug: string; several: boolean };
  /** ISO 4217. */
  currency?: string;
  /** What a new record gets, in words; undefined: nothing. */
  defaultValue?: string;
}

export interface ChoiceDescription {
  id: string;
  title: string;
  archived: boolean;
  /** `7 days`. */
  targetTime?: string;
  celebrated?: boolean;
}

export interface ObjectName {
  slug: string;
  /** Singular: `Company`. */
  noun: string;
}

/** What a description is made from. */
export interface DescribeGround {
  object: AttioObject;
  /** In Attio's order, archived ones too. */
  attributes: readonly Attribute[];
  /** All of the workspace, for the names of what is referred to. */
  objects: readonly AttioObject[];
  /** By slug of the attribute; where one is missing, its options are not known. An error's text stands for a failed read. */
  choices: ReadonlyMap<string, readonly Choice[] | string>;
}

const TYPE_NAMES: Record<string, string> = {
  text: 'Text',
  number: 'Number',
  checkbox: 'Checkbox',
  currency: 'Currency',
  date: 'Date',
  timestamp: 'Date and time',
  rating: 'Rating',
  status: 'Status',
  select: 'Select',
  'record-reference': 'Record',
  'actor-reference': 'Workspace member',
  location: 'Location',
  domain: 'Domain',
  'email-address': 'E-mail address',
  'phone-number': 'Phone number',
  'personal-name': 'Personal name',
  interaction: 'Interaction',
};

/** The type in a person's words; of an unknown type its own name, readable. */
export function typeName(type: string): string {
  return Object.hasOwn(TYPE_NAMES, type) ? TYPE_NAMES[type]! : humanize(type.replaceAll('-', '_'));
}

/** What an object is called; never empty. */
export function objectName(object: AttioObject): string {
  return object.plural_noun?.trim() || object.singular_noun?.trim() || objectKey(object);
}

/** What one record of an object is called; never empty. */
export function objectNoun(object: AttioObject): string {
  return object.singular_noun?.trim() || object.plural_noun?.trim() || objectKey(object);
}

/** Attributes stay in the order given. All counts but `archived` leave archived attributes out. */
export function describeObject(ground: DescribeGround): ObjectDescription {
  const { object } = ground;
  const attributes = ground.attributes.map((attribute) => describeAttribute(attribute, ground));
  const live = attributes.filter(({ archived }) => !archived);
  const count = (is: (one: AttributeDescription) => boolean) => live.filter(is).length;
  return {
    name: objectName(object),
    noun: objectNoun(object),
    slug: objectKey(object),
    id: object.id.object_id,
    attributes,
    counts: {
      all: live.length,
      own: count(({ system }) => !system),
      required: count(({ required }) => required),
      unique: count(({ unique }) => unique),
      archived: attributes.length - live.length,
    },
  };
}

/** One attribute of an object. */
export function describeAttribute(
  attribute: Attribute,
  { objects, choices }: Pick<DescribeGround, 'objects' | 'choices'>,
): AttributeDescription {
  const { type, config } = attribute;
  const known = choices.get(attribute.api_slug);
  const otherSide = otherSideOf(attribute, objects);
  const currency = type === 'currency' ? config?.currency?.default_currency_code : undefined;
  const defaultValue = defaultWords(attribute, typeof known === 'string' ? [] : (known ?? []));
  return {
    id: attribute.id.attribute_id,
    title: attribute.title.trim() || attribute.api_slug,
    slug: attribute.api_slug,
    type,
    typeName: typeName(type),
    description: attribute.description?.trim() ?? '',
    several: attribute.is_multiselect,
    unique: attribute.is_unique,
    required: attribute.is_required,
    readOnly: !attribute.is_writable,
    system: attribute.is_system_attribute,
    archived: attribute.is_archived,
    ...(typeof known === 'string' && { choicesTrouble: known }),
    ...(typeof known === 'object' && { choices: known.map(describeChoice) }),
    ...(type === 'record-reference' && { references: referencesOf(attribute, objects) }),
    ...(otherSide && { otherSide }),
    ...(currency && { currency }),
    ...(defaultValue && { defaultValue }),
  };
}

function describeChoice({ id, title, archived, targetTime, celebrated }: Choice): ChoiceDescription {
  const time = targetTime === undefined ? '' : durationWords(targetTime);
  return { id, title, archived, ...(time && { targetTime: time }), ...(celebrated && { celebrated }) };
}

function nameOf(slugOrId: string, objects: readonly AttioObject[]): ObjectName {
  const found = objects.find((one) => one.api_slug === slugOrId || one.id.object_id === slugOrId);
  return found ? { slug: objectKey(found), noun: objectNoun(found) } : { slug: slugOrId, noun: slugOrId };
}

function referencesOf({ config }: Attribute, objects: readonly AttioObject[]): ObjectName[] {
  return (config?.record_reference?.allowed_object_ids ?? []).map((id) => nameOf(id, objects));
}

function otherSideOf(
  { relationship }: Attribute,
  objects: readonly AttioObject[],
): AttributeDescription['otherSide'] | undefined {
  if (typeof relationship !== 'object' || relationship === null) return undefined;
  const {
    object_slug: object,
    api_slug: slug,
    title,
    is_multiselect: several,
  } = relationship as Record<string, unknown>;
  if (typeof object !== 'string' || typeof slug !== 'string') return undefined;
  return {
    object: nameOf(object, objects),
    slug,
    title: typeof title === 'string' && title !== '' ? title : slug,
    several: several === true,
  };
}

function defaultWords(attribute: Attribute, choices: readonly Choice[]): string | undefined {
  const { default_value: value, is_default_value_enabled: enabled } = attribute;
  if (typeof value !== 'object' || value === null) return enabled ? 'set by Attio' : undefined;
  const { type, template } = value as { type?: unknown; template?: unknown };
  if (type === 'dynamic' && typeof template === 'string') {
    if (template === 'current-user') return 'who creates the record';
    const words = durationWords(template);
    return words === '' ? 'when the record is created' : `${words} after the record is created`;
  }
  const values = (Array.isArray(template) ? template : [template]).flatMap((one) => plain(one, choices) ?? []);
  return values.length > 0 ? values.join(', ') : undefined;
}

/** A default as Attio keeps it: a bare value, or one in an object under whatever name its type has for it. */
function plain(value: unknown, choices: readonly Choice[]): string | undefined {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return choices.find(({ id }) => id === value)?.title ?? (value || undefined);
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return undefined;
  const parts = value as Record<string, unknown>;
  for (const name of ['title', 'option', 'status', 'value', 'currency_value', 'domain', 'email_address', 'full_name']) {
    const found = plain(parts[name], choices);
    if (found !== undefined) return found;
  }
  return (
    Object.values(parts)
      .map((one) => plain(one, choices))
      .filter(Boolean)
      .join(', ') || undefined
  );
}

/** What is true of an attribute beside its type, in the order it is read: `several`, `required`, `unique` … */
export function marksOf(one: AttributeDescription): string[] {
  return [
    one.several && 'several',
    one.required && 'required',
    one.unique && 'unique',
    one.readOnly && 'read-only',
    one.archived && 'archived',
  ].filter((mark): mark is string => mark !== false);
}

/** The attributes by who keeps them: those one fills in, those Attio fills in, and those put away. */
export function sections(description: ObjectDescription): {
  filled: AttributeDescription[];
  kept: AttributeDescription[];
  archived: AttributeDescription[];
} {
  const live = description.attributes.filter(({ archived }) => !archived);
  const kept = (one: AttributeDescription) => one.readOnly;
  return {
    filled: live.filter((one) => !kept(one)),
    kept: live.filter(kept),
    archived: description.attributes.filter(({ archived }) => archived),
  };
}

/** `31 attributes, 20 of them of your own; 2 required, 1 unique, 3 archived`. */
export function countWords({ counts }: ObjectDescription): string {
  const { all, own, required, unique, archived } = counts;
  const own_ = own === 0 ? '' : own === all ? ', all your own' : `, ${own} of your own`;
  const more = [
    required > 0 && `${required} required`,
    unique > 0 && `${unique} unique`,
    archived > 0 && `${archived} archived`,
  ].filter(Boolean);
  return `${all} ${all === 1 ? 'attribute' : 'attributes'}${own_}${more.length > 0 ? `; ${more.join(', ')}` : ''}`;
}
