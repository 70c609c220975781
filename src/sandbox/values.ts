/**
 * What people and programs write into attributes, by type, in all the forms the API accepts (api.md section 5), turned
 * into what is stored. The seed is written through the same door.
 */

import { LOCATION_KEYS } from '../attio/attributeTypes.js';
import { isUuid } from './ids.js';
import type { AttributeDef } from './model.js';
import { nano } from './model.js';
import { invalid } from './problem.js';

type Data = Record<string, unknown>;

/** What a writer needs to know of the workspace to resolve references. */
export interface Lookup {
  objectSlug(slugOrId: string): string | undefined;
  recordExists(object: string, id: string): boolean;
  /** Id of the record of `object` that has `value` in its unique attribute. */
  recordByUnique(object: string, attribute: string, value: string): string | undefined;
  memberId(emailOrId: string): string | undefined;
}

/** Attributes of standard objects that a bare string identifies a record by. */
const NATURAL_KEYS: Record<string, string> = { companies: 'domains', people: 'email_addresses' };

function refuse(attribute: AttributeDef, why: string): never {
  throw invalid('validation_type', `Invalid value was passed to attribute with slug "${attribute.slug}". ${why}`);
}

function isObject(input: unknown): input is Data {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

/** The value itself, from `x` or `{key: x}`. */
function inner(input: unknown, key: string): unknown {
  return isObject(input) && key in input ? input[key] : input;
}

function text(attribute: AttributeDef, input: unknown): string {
  return typeof input === 'string' ? input : refuse(attribute, 'A string is expected.');
}

function amount(attribute: AttributeDef, input: unknown): number {
  const value = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(attribute, 'A number is expected.');
  return Math.round((value as number) * 10_000) / 10_000;
}

function date(attribute: AttributeDef, input: unknown): Data {
  const given = text(attribute, input);
  const time = Date.parse(/^\d{4}(-\d{2})?$/.test(given) ? given : given);
  if (!/^\d{4}/.test(given) || Number.isNaN(time)) refuse(attribute, 'An ISO 8601 date is expected.');
  return { value: new Date(time).toISOString().slice(0, 10) };
}

function timestamp(attribute: AttributeDef, input: unknown): Data {
  const given = text(attribute, input).replace(/(\.\d{3})\d+/, '$1');
  const zoned = /T/.test(given) && !/(Z|[+-]\d{2}:?\d{2})$/.test(given) ? `${given}Z` : given;
  if (!/^\d{4}/.test(given) || Number.isNaN(Date.parse(zoned))) refuse(attribute, 'An ISO 8601 timestamp is expected.');
  return { value: nano(zoned) };
}

function choice(attribute: AttributeDef, input: unknown, field: 'option' | 'status'): Data {
  const wanted = text(attribute, inner(input, field));
  const found = findChoice(attribute, wanted);
  const kind = attribute.type === 'status' ? 'status' : 'select';
  const part = field === 'status' ? 'status title' : 'select option title';
  if (!found) throw invalid('value_not_found', `Cannot find ${kind} attribute with ${part} "${wanted}".`);
  return { [field]: found.id };
}

/** A select option or status by id or exact title. */
export function findChoice(attribute: AttributeDef, idOrTitle: string) {
  return attribute.choices.find((one) => one.id === idOrTitle || one.title === idOrTitle);
}

/** `shop.acme.example/cart?x` as its host, and the part of it that can be registered. */
function domain(attribute: AttributeDef, input: unknown): Data {
  const given = text(attribute, inner(input, 'domain')).trim().toLowerCase();
  const host = given
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/^www\./, '');
  if (!/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(host)) refuse(attribute, 'A domain is expected.');
  return { domain: host, root_domain: rootDomain(host) };
}

function rootDomain(host: string): string {
  return host.split('.').slice(-2).join('.');
}

function email(attribute: AttributeDef, input: unknown): Data {
  const original = text(attribute, inner(input, 'email_address')).trim();
  const address = original.toLowerCase();
  const parts = /^([^\s@"<>(),;:]+)@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/.exec(address);
  if (!parts) refuse(attribute, 'An email address is expected.');
  const [, local, host] = parts as unknown as [string, string, string];
  return {
    original_email_address: original,
    email_address: address,
    email_domain: host,
    email_root_domain: rootDomain(host),
    email_local_specifier: local,
  };
}

/** Calling codes of the countries that occur in the sample; longest first wins. */
const CALLING: [string, string][] = [
  ['+351', 'PT'],
  ['+353', 'IE'],
  ['+254', 'KE'],
  ['+234', 'NG'],
  ['+972', 'IL'],
  ['+33', 'FR'],
  ['+34', 'ES'],
  ['+41', 'CH'],
  ['+43', 'AT'],
  ['+44', 'GB'],
  ['+46', 'SE'],
  ['+47', 'NO'],
  ['+49', 'DE'],
  ['+55', 'BR'],
  ['+61', 'AU'],
  ['+65', 'SG'],
  ['+81', 'JP'],
  ['+91', 'IN'],
  ['+1', 'US'],
];

function phone(attribute: AttributeDef, input: unknown): Data {
  const original = text(attribute, inner(input, 'original_phone_number')).trim();
  const named = isObject(input) && typeof input.country_code === 'string' ? input.country_code : undefined;
  const digits = original.replace(/[^\d+]/g, '');
  const calling = CALLING.find(([prefix, country]) => (named ? country === named : digits.startsWith(prefix)));
  if (!calling || digits.length < 7) refuse(attribute, 'A phone number in E.164 format is expected.');
  const number = digits.startsWith('+') ? digits : calling![0] + digits.replace(/^0/, '');
  return { original_phone_number: original, country_code: named ?? calling![1], phone_number: number };
}

function personalName(attribute: AttributeDef, input: unknown): Data {
  if (typeof input === 'string') {
    const [last, first] = input.includes(',') ? input.split(',', 2).map((part) => part.trim()) : ['', input.trim()];
    return { first_name: first!, last_name: last!, full_name: [first, last].filter(Boolean).join(' ') };
  }
  if (!isObject(input) || typeof input.full_name !== 'string') refuse(attribute, 'A full_name is expected.');
  const name = input as Data;
  return { first_name: name.first_name ?? '', last_name: name.last_name ?? '', full_name: name.full_name };
}

function location(attribute: AttributeDef, input: unknown): Data {
  const empty = Object.fromEntries(LOCATION_KEYS.map((key) => [key, null]));
  // Attio parses a free address; here it becomes the first line, which keeps every word of it.
  if (typeof input === 'string') return { ...empty, line_1: input };
  if (!isObject(input)) refuse(attribute, 'A location is expected.');
  const given = input as Data;
  const missing = LOCATION_KEYS.filter((key) => given[key] === undefined);
  if (missing.length > 0) refuse(attribute, `Missing properties: ${missing.join(', ')}.`);
  return Object.fromEntries(LOCATION_KEYS.map((key) => [key, given[key]]));
}

function actor(attribute: AttributeDef, input: unknown, lookup: Lookup): Data {
  const named = isObject(input) ? (input.workspace_member_email_address ?? input.referenced_actor_id) : input;
  const wanted = text(attribute, named);
  const id = lookup.memberId(wanted);
  if (!id) throw invalid('value_not_found', `Cannot find workspace member "${wanted}".`);
  return { referenced_actor_type: 'workspace-member', referenced_actor_id: id };
}

function reference(attribute: AttributeDef, input: unknown, lookup: Lookup): Data {
  const allowed = attribute.allowed ?? [];
  if (typeof input === 'string') {
    const [object] = allowed;
    if (allowed.length !== 1 || !object) refuse(attribute, 'The target object must be named.');
    const id = isUuid(input) ? input : lookup.recordByUnique(object!, NATURAL_KEYS[object!] ?? 'record_id', input);
    return target(object!, id, input, lookup);
  }
  if (!isObject(input)) refuse(attribute, 'A record reference is expected.');
  const given = input as Data;
  const object = lookup.objectSlug(text(attribute, given.target_object));
  if (!object || (allowed.length > 0 && !allowed.includes(object)))
    refuse(attribute, 'The target object is not allowed.');
  if (typeof given.target_record_id === 'string') {
    return target(object!, given.target_record_id, given.target_record_id, lookup);
  }
  const [key, values] = Object.entries(given).find(([name]) => name !== 'target_object') ?? [];
  const first = Array.isArray(values) ? values[0] : values;
  const value = isObject(first) ? Object.values(first)[0] : first;
  const id = key && typeof value === 'string' ? lookup.recordByUnique(object!, key, value) : undefined;
  return target(object!, id, String(value), lookup);
}

function target(object: string, id: string | undefined, wanted: string, lookup: Lookup): Data {
  if (!id || !lookup.recordExists(object, id)) {
    throw invalid('value_not_found', `Cannot find record of object "${object}" with "${wanted}".`);
  }
  return { target_object: object, target_record_id: id };
}

/** One written value as stored; throws a 400 in Attio's words. */
export function parseValue(attribute: AttributeDef, input: unknown, lookup: Lookup): Data {
  switch (attribute.type) {
    case 'text':
      return { value: text(attribute, inner(input, 'value')) };
    case 'number':
      return { value: amount(attribute, inner(input, 'value')) };
    case 'rating': {
      const stars = inner(input, 'value');
      if (!Number.isInteger(stars) || (stars as number) < 0 || (stars as number) > 5)
        refuse(attribute, '0 to 5 is expected.');
      return { value: stars };
    }
    case 'checkbox': {
      const given = inner(input, 'value');
      const value = given === 'true' ? true : given === 'false' ? false : given;
      return typeof value === 'boolean' ? { value } : refuse(attribute, 'A boolean is expected.');
    }
    case 'currency':
      return {
        currency_value: amount(attribute, inner(input, 'currency_value')),
        currency_code: attribute.currency?.code ?? null,
      };
    case 'date':
      return date(attribute, inner(input, 'value'));
    case 'timestamp':
      return timestamp(attribute, inner(input, 'value'));
    case 'select':
      return choice(attribute, input, 'option');
    case 'status':
      return choice(attribute, input, 'status');
    case 'domain':
      return domain(attribute, input);
    case 'email-address':
      return email(attribute, input);
    case 'phone-number':
      return phone(attribute, input);
    case 'personal-name':
      return personalName(attribute, input);
    case 'location':
      return location(attribute, input);
    case 'actor-reference':
      return actor(attribute, input, lookup);
    case 'record-reference':
      return reference(attribute, input, lookup);
    default:
      return refuse(attribute, 'It cannot be written.');
  }
}
