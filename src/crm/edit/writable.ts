/**
 * Between values as Attio answers them and the one form they are written in (types.ts), for every type that can be
 * written (api.md section 5). Writing `writable(values)` back leaves the values as they were. Pure; nothing here throws,
 * and what cannot be written is left out.
 */
import { LOCATION_KEYS } from '../../attio/attributeTypes.js';
import type {
  AttioObject,
  AttioRecord,
  Attribute,
  AttributeType,
  AttributeValue,
  WorkspaceMember,
} from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { Formats } from '../format.js';
import { memberName } from '../schema.js';
import type { RecordRef } from '../types.js';
import { type ValueContext, valueText } from '../values.js';
import { isEditable } from './form.js';
import type { Choice } from './types.js';

/** What is known of the things that values refer to by id. */
export interface KnownNames extends Formats {
  /** Options or statuses of the attribute. */
  choices?: readonly Choice[];
  members?: readonly WorkspaceMember[];
  objects?: readonly AttioObject[];
  recordName?(ref: RecordRef): string | undefined;
}

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const filled = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
/** A part of a name or an address, which may be empty. */
const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Attio keeps four decimals (api.md section 5). */
export const FOUR_DECIMALS = 10_000;

function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  const rounded = Math.round(number * FOUR_DECIMALS) / FOUR_DECIMALS;
  // Beyond what a number holds exactly there are no decimals to round; and there is no minus nought.
  return Number.isFinite(rounded) ? rounded + 0 : number;
}

/** `2026-05-09T21:42:57.234Z`: milliseconds, and finer only where there is something finer. */
export function momentOf(value: unknown): string | undefined {
  const text = filled(value)?.trim();
  if (text === undefined) return undefined;
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  const whole = text.replace(/\.\d+/, '');
  const zoned = /T/i.test(whole) && !/(?:Z|[+-]\d{2}:?\d{2})$/i.test(whole) ? `${whole}Z` : whole;
  const time = Date.parse(zoned);
  if (Number.isNaN(time)) return undefined;
  const digits = fraction.slice(0, 9).replace(/0+$/, '').padEnd(3, '0');
  const kept = digits.length > 3 ? digits.padEnd(9, '0') : digits;
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, `.${kept}Z`);
}

/** An id: bare in some answers, whole objects in most (api.md section 5, sources). */
function choiceId(choice: unknown, key: 'option_id' | 'status_id'): string | undefined {
  if (!isObject(choice)) return filled(choice);
  return (isObject(choice.id) ? filled(choice.id[key]) : filled(choice.id)) ?? filled(choice.title);
}

type Convert = (value: Fields) => Json | undefined;

/** One value in the form it is written in; from a value of Attio's or from any of the written forms Attio accepts. */
const CONVERT: Record<string, Convert> = {
  text: ({ value }) => (typeof value === 'string' ? value : filled(value)),
  number: ({ value }) => amount(value),
  currency: (value) => amount(value.currency_value ?? value.value),
  rating: ({ value }) => {
    const stars = amount(value);
    return stars === undefined ? undefined : Math.min(5, Math.max(0, Math.round(stars)));
  },
  checkbox: ({ value }) => {
    if (value === 'true' || value === 'false') return value === 'true';
    return typeof value === 'boolean' ? value : undefined;
  },
  date: ({ value }) => /^\d{4}-\d{2}-\d{2}/.exec(words(value).trim())?.[0],
  timestamp: ({ value }) => momentOf(value),
  select: (value) => choiceId(value.option ?? value.value, 'option_id'),
  status: (value) => choiceId(value.status ?? value.value, 'status_id'),
  'record-reference': (value) => {
    const [object, id] = [filled(value.target_object), filled(value.target_record_id)];
    return object && id ? { target_object: object, target_record_id: id.toLowerCase() } : undefined;
  },
  'actor-reference': (value) => {
    // Only members can be written: what an app or a key did stays as it is.
    if ((value.referenced_actor_type ?? 'workspace-member') !== 'workspace-member') return undefined;
    const id = filled(value.referenced_actor_id);
    return id ? { referenced_actor_type: 'workspace-member', referenced_actor_id: id } : undefined;
  },
  location: (value) => {
    if (!LOCATION_KEYS.some((key) => filled(value[key]) !== undefined)) return undefined;
    return Object.fromEntries(LOCATION_KEYS.map((key) => [key, filled(value[key]) ?? null]));
  },
  domain: (value) => filled(value.domain ?? value.value),
  // As it was typed; Attio makes the other spellings of it.
  'email-address': (value) => filled(value.original_email_address ?? value.email_address ?? value.value),
  'phone-number': (value) => {
    const number =
      filled(value.original_phone_number) ??
      filled(value.phone_number) ??
      filled(value.normalized_phone_number) ??
      filled(value.value);
    return number ? { original_phone_number: number, country_code: filled(value.country_code) ?? null } : undefined;
  },
  'personal-name': (value) => {
    const [first, last, whole] = [words(value.first_name), words(value.last_name), words(value.full_name)];
    const full = whole || [first, last].filter((one) => one !== '').join(' ');
    return full === '' ? undefined : { first_name: first, last_name: last, full_name: full };
  },
};

function converted(type: AttributeType, values: readonly unknown[]): Json[] {
  const convert = Object.hasOwn(CONVERT, type) ? CONVERT[type]! : undefined;
  if (!convert) return [];
  return values.flatMap((value) => {
    if (value === null || value === undefined) return [];
    const one = convert(isObject(value) ? value : { value });
    return one === undefined ? [] : [one];
  });
}

/**
 * Values as Attio answered them, in the form they are written in; past values are left out. Empty for what is unset and
 * for types that cannot be written.
 */
export function writable(
  values: readonly AttributeValue[] | null | undefined,
  attribute: Pick<Attribute, 'type'>,
): Json[] {
  const current = (Array.isArray(values) ? values : []).filter(
    (value) => isObject(value) && value.active_until == null,
  );
  return converted(attribute.type, current);
}

/** All attributes of a record that a person can change, by slug; unset ones as `[]`. */
export function writableValues(
  record: Pick<AttioRecord, 'values'>,
  attributes: readonly Attribute[],
): Record<string, Json[]> {
  return Object.fromEntries(
    attributes
      .filter(isEditable)
      .map((attribute) => [attribute.api_slug, writable(record.values?.[attribute.api_slug], attribute)]),
  );
}

/** Whatever stands in a write (one value, several, null, `{value: x}`), as an array of the form we write it in. */
export function normalWritten(type: AttributeType, given: Json | undefined): Json[] {
  return converted(type, Array.isArray(given) ? given : [given]);
}

/** What two values that mean the same have in common. */
function identity(type: AttributeType, value: Json): string {
  if (type === 'domain' && typeof value === 'string') return value.toLowerCase().replace(/^www\./, '');
  if (type === 'phone-number' && isObject(value)) {
    const number = words(value.original_phone_number).trim();
    // With its country in it, a number is the same however it is spaced.
    if (number.startsWith('+')) return `+${number.replace(/\D/g, '')}`;
    return JSON.stringify([number.replace(/\D/g, ''), value.country_code ?? null]);
  }
  return JSON.stringify(value);
}

/** Whether two sets of written values mean the same. The order of several does not count, and an empty text is none. */
export function sameWritten(type: AttributeType, a: readonly Json[], b: readonly Json[]): boolean {
  const identities = (values: readonly Json[]) =>
    converted(type, values)
      .filter((value) => value !== '')
      .map((value) => identity(type, value))
      .sort();
  const [one, other] = [identities(a), identities(b)];
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

function fieldsOf(attribute: Attribute, value: Json, known: KnownNames): Fields {
  switch (attribute.type) {
    case 'select':
    case 'status': {
      const choice = known.choices?.find((one) => one.id === value || one.title === value);
      const [field, key] = attribute.type === 'select' ? ['option', 'option_id'] : ['status', 'status_id'];
      if (!choice) return { [field!]: value };
      return { [field!]: { id: { [key!]: choice.id }, title: choice.title, is_archived: choice.archived } };
    }
    case 'currency':
      return { currency_value: value, currency_code: attribute.config?.currency?.default_currency_code ?? null };
    case 'domain':
      return { domain: value };
    case 'email-address':
      return { email_address: value, original_email_address: value };
    case 'phone-number': {
      const phone = value as { original_phone_number: string; country_code: string | null };
      const number = phone.original_phone_number.trim();
      const whole = number.startsWith('+') ? `+${number.replace(/\D/g, '')}` : number;
      return { ...phone, phone_number: whole };
    }
    default:
      return isObject(value) ? value : { value };
  }
}

/** Written values as value objects, so that `valueText` writes what is and what will be in the same words. */
export function asValues(attribute: Attribute, written: readonly Json[], known: KnownNames = {}): AttributeValue[] {
  return converted(attribute.type, written).map((value) => ({
    active_from: '',
    active_until: null,
    created_by_actor: null,
    attribute_type: attribute.type,
    ...fieldsOf(attribute, value, known),
  }));
}

/**
 * Written values in one line, as a person reads them; empty: none. Records, members and options whose names are not
 * known are written with their ids, so that two of them can be told apart.
 */
export function writtenText(attribute: Attribute, written: readonly Json[], known: KnownNames = {}): string {
  const noun = (slug: string) => known.objects?.find((one) => one.api_slug === slug)?.singular_noun ?? undefined;
  const context: ValueContext = {
    locale: known.locale,
    timeZone: known.timeZone,
    objectNoun: noun,
    recordName: (ref) => known.recordName?.(ref) ?? `${noun(ref.object) ?? ref.object} ${ref.recordId}`,
    memberName: (id) => {
      const member = known.members?.find((one) => one.id.workspace_member_id === id);
      return member ? memberName(member) : `Workspace member ${id}`;
    },
  };
  return valueText(asValues(attribute, written, known), context);
}
