/** Records that may be the very one that is being made: by values that tell records apart, and by name. */
import { AttioError } from '../../attio/errors.js';
import type { AttioRecord, Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { NEAR_LENGTH } from '../../crm/duplicates/compare.js';
import { oneEditApart, personName, thingName } from '../../crm/duplicates/names.js';
import { sameWritten, writable } from '../../crm/edit/writable.js';
import type { RecordRef } from '../../crm/types.js';
import type { Connection } from '../services.js';
import type { Values } from './draft.js';
import { READ, titleOfValues } from './making.js';

export interface Alike {
  ref: RecordRef;
  title: string;
  description: string;
  /** Why, the surest first: `same e-mail ada@acme.example`, `similar name`. */
  reasons: string[];
  /** Values of unique attributes that it has, by slug: no second record can have them. */
  taken: Values;
}

/** The types by whose values records can be looked up one by one. */
const TELLING = new Set(['email-address', 'domain', 'phone-number']);
const MAX_SHOWN = 5;

/** How alike two names are; undefined: not alike. */
export function nameReason(a: string, b: string, person: boolean): 'same name' | 'similar name' | undefined {
  const [one, other] = [a, b].map(person ? personName : thingName);
  if (!one || !other) return undefined;
  if (one.key === other.key) return 'same name';
  const shorter = Math.min(one.key.length, other.key.length);
  if (shorter >= NEAR_LENGTH && oneEditApart(one.key, other.key)) return 'similar name';
  // `Acme` and `Acme Robotics`: one begins with all words of the other.
  const [short, long] = one.words.length < other.words.length ? [one, other] : [other, one];
  const begins = !person && short.key.length >= 4 && short.words.every((word, at) => word === long.words[at]);
  return begins ? 'similar name' : undefined;
}

function lookedUp(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { original_phone_number: number } = value;
  return typeof number === 'string' ? [number] : [];
}

const shown = (value: Json): string => lookedUp(value)[0] ?? '';
const noun = (attribute: Attribute): string =>
  ({ 'email-address': 'e-mail', domain: 'domain', 'phone-number': 'phone number' })[attribute.type as string] ??
  attribute.title;

/** What refuses one look-up (no access, a type that cannot be asked for) must not hide what the others find. */
async function tolerant(asked: Promise<AttioRecord[]>): Promise<AttioRecord[]> {
  try {
    return await asked;
  } catch (error) {
    if (AttioError.is(error) && ['validation', 'permission', 'not-found'].includes(error.kind)) return [];
    throw error;
  }
}

/** At most five, the surest first. Rejects with AttioError where Attio cannot be asked. */
export async function findAlike(
  { catalog }: Connection,
  object: string,
  attributes: readonly Attribute[],
  values: Values,
  signal?: AbortSignal,
): Promise<Alike[]> {
  const read = { ...READ, ...(signal && { signal }) };
  const telling = attributes.filter(
    (one) =>
      (values[one.api_slug] ?? []).length > 0 &&
      (TELLING.has(one.type) || (one.is_unique && ['text', 'number'].includes(one.type))),
  );
  const title = titleOfValues(attributes, values);
  const person = attributes.some(({ type }) => type === 'personal-name');
  const named = attributes.some((one) => ['text', 'personal-name'].includes(one.type) && values[one.api_slug]);
  const [byName, ...byValue] = await Promise.all([
    title !== undefined && named ? catalog.search(title, { ...read, objects: [object] }) : [],
    ...telling.map(async (attribute) => {
      const mine = values[attribute.api_slug]!;
      const texts = mine.flatMap((one) => (typeof one === 'number' ? [`${one}`] : lookedUp(one)));
      const records = await tolerant(catalog.recordsWith(object, attribute, texts, read));
      return records.map((record) => ({ record, attribute, mine }));
    }),
  ]);

  const found = new Map<string, Alike>();
  const records = byValue.flat();
  const unique = [...new Map(records.map(({ record }) => [record.id.record_id, record])).values()];
  const summaries = await catalog.summarize(unique, object, { ...read, names: 'known' });
  for (const { ref, title, description } of summaries)
    found.set(ref.recordId, { ref, title, description, reasons: [], taken: {} });
  for (const { record, attribute, mine } of records) {
    const alike = found.get(record.id.record_id)!;
    const theirs = writable(record.values[attribute.api_slug], attribute);
    const lower = (value: Json) => (typeof value === 'string' ? value.toLowerCase() : value);
    const shared = mine.filter((one) =>
      theirs.some((other) => sameWritten(attribute.type, [lower(one)], [lower(other)])),
    );
    alike.reasons.push(`same ${noun(attribute)} ${shown(shared[0] ?? mine[0]!)}`.trim());
    if (attribute.is_unique) alike.taken[attribute.api_slug] = shared.length > 0 ? shared : mine;
  }
  for (const match of byName) {
    if (match.ref.object !== object || title === undefined) continue;
    const reason = nameReason(title, match.title, person);
    if (reason === undefined) continue;
    const { ref, title: theirs, description } = match;
    const known = found.get(ref.recordId) ?? { ref, title: theirs, description, reasons: [], taken: {} };
    known.reasons.push(reason);
    found.set(ref.recordId, known);
  }
  const surety = ({ taken, reasons }: Alike) =>
    Object.keys(taken).length * 10 + (reasons.includes('similar name') ? 1 : 2 * reasons.length);
  return [...found.values()].sort((a, b) => surety(b) - surety(a)).slice(0, MAX_SHOWN);
}
