/** Exact look-ups: e-mail addresses and domains through the attributes that Attio keeps unique, and values of one attribute. */
import type { AttioApi } from '../attio/client.js';
import { eachRecord } from '../attio/each.js';
import { AttioError } from '../attio/errors.js';
import type { AttioRecord, Attribute, Filter } from '../attio/types.js';
import { cancelled, type Flights } from './flights.js';
import { callOptions } from './reads.js';
import type { RecordReads } from './records.js';
import { objectKey, type SchemaReads } from './schema.js';
import type { ReadOptions, RecordRef } from './types.js';

export interface Found {
  ref: RecordRef;
  record: AttioRecord;
}

interface Unique {
  object: string;
  attribute: string;
  type: 'email-address' | 'domain';
}

/** The unique attributes that come with every workspace (api.md section 5); others are learnt from attributes already read. */
const STANDARD: readonly Unique[] = [
  { object: 'people', attribute: 'email_addresses', type: 'email-address' },
  { object: 'companies', attribute: 'domains', type: 'domain' },
];
const PROPERTY = { 'email-address': 'email_address', domain: 'domain' } as const;

/** What in a record's values says that it is the one looked for, lower case. */
export function uniqueValues(record: AttioRecord): { emails: string[]; domains: string[] } {
  const emails: string[] = [];
  const domains: string[] = [];
  for (const value of Object.values(record.values ?? {}).flat()) {
    if (value?.attribute_type === 'email-address' && typeof value.email_address === 'string')
      emails.push(value.email_address.toLowerCase());
    if (value?.attribute_type === 'domain' && typeof value.domain === 'string')
      domains.push(value.domain.toLowerCase());
  }
  return { emails, domains };
}

/**
 * Asks Attio for records by what they have, and has those that come remembered. Where several objects are asked, those
 * that refuse are left out.
 */
export class Lookups {
  constructor(
    private readonly api: AttioApi,
    private readonly schema: SchemaReads,
    private readonly records: RecordReads,
    private readonly flights: Flights,
  ) {}

  /** Unique attributes of the objects this account sees; reads nothing but the list of objects. */
  async #uniques(options: ReadOptions): Promise<Unique[]> {
    const objects = (await this.schema.objects({ ...options, fresh: false })).map(objectKey);
    return objects.flatMap((object) => {
      const attributes = this.schema.peekAttributes(object);
      if (!attributes) return STANDARD.filter((one) => one.object === object);
      return attributes
        .filter((one) => one.is_unique && !one.is_archived && (one.type === 'email-address' || one.type === 'domain'))
        .map((one) => ({ object, attribute: one.api_slug, type: one.type as Unique['type'] }));
    });
  }

  /**
   * The records that have one of these addresses or domains, with one query per object at most. Filters are `$or` of
   * `$eq`: the types list no `$in` (api.md section 5).
   */
  async byUnique(
    wanted: { emails: readonly string[]; domains: readonly string[] },
    options: ReadOptions,
  ): Promise<Found[]> {
    const values = { 'email-address': wanted.emails, domain: wanted.domains };
    if (wanted.emails.length + wanted.domains.length === 0) return [];
    const filters = new Map<string, Filter[]>();
    for (const { object, attribute, type } of await this.#uniques(options)) {
      const mine = values[type].map((value) => ({ [attribute]: { [PROPERTY[type]]: { $eq: value.toLowerCase() } } }));
      if (mine.length > 0) filters.set(object, [...(filters.get(object) ?? []), ...mine]);
    }
    const asked = [...filters].map(([object, any]) => this.#query(object, any, options));
    return (await Promise.all(asked)).flat();
  }

  /** The people who have one of these addresses (lower case): fifty addresses a query. */
  async people(emails: readonly string[], options: ReadOptions): Promise<Found[]> {
    const found: Promise<Found[]>[] = [];
    for (let at = 0; at < emails.length; at += MAX_CONDITIONS) {
      const any = emails
        .slice(at, at + MAX_CONDITIONS)
        .map((email) => ({ email_addresses: { email_address: { $eq: email } } }));
      found.push(this.#query('people', any, options));
    }
    return (await Promise.all(found)).flat();
  }

  /** By an id alone: no object is named, so each is asked, together. */
  async byId(recordId: string, options: ReadOptions): Promise<Found[]> {
    const objects = (await this.schema.objects({ ...options, fresh: false })).map(objectKey).slice(0, MAX_OBJECTS);
    const refs = objects.map((object) => ({ object, recordId: recordId.toLowerCase() }));
    const known = refs.find((ref) => this.records.peek(ref));
    const records = await Promise.all(
      (known ? [known] : refs).map((ref) => tolerant(this.records.record(ref, options))),
    );
    return records.flatMap((record, at) => (record ? [{ ref: (known ? [known] : refs)[at]!, record }] : []));
  }

  /**
   * Records that have one of `values` in an attribute, newest first, each once: several values in one request, all pages
   * of the answer. Types: those of `EQUALS`. Texts are compared as a whole, as Attio compares them. Rejects as
   * `validation` for other types. Never from a cache: who asks is about to write.
   */
  async having(
    object: string,
    attribute: Pick<Attribute, 'api_slug' | 'type'>,
    values: readonly string[],
    options: ReadOptions,
  ): Promise<AttioRecord[]> {
    const equals = Object.hasOwn(EQUALS, attribute.type) ? EQUALS[attribute.type]! : undefined;
    if (!equals) throw notSearchable(attribute);
    const conditions = [...new Set(values.map((value) => value.trim()))].flatMap((value) => {
      const condition = value === '' ? undefined : equals(value);
      return condition ? [{ [attribute.api_slug]: condition }] : [];
    });
    const chunks: Filter[][] = [];
    for (let at = 0; at < conditions.length; at += MAX_CONDITIONS)
      chunks.push(conditions.slice(at, at + MAX_CONDITIONS));
    const found = await Promise.all(chunks.map((any) => this.#all(object, any, options)));
    const once = [...new Map(found.flat().map((record) => [record.id.record_id, record])).values()];
    // Each answer is in order; several together are not.
    return chunks.length > 1 ? once.sort((a, b) => b.created_at.localeCompare(a.created_at)) : once;
  }

  #all(object: string, any: Filter[], options: ReadOptions): Promise<AttioRecord[]> {
    const filter = any.length === 1 ? any[0]! : { $or: any };
    return this.flights.run(`having:${object}:${JSON.stringify(filter)}`, options.signal, async (signal) => {
      const asked = this.records.now();
      const records: AttioRecord[] = [];
      const query = { filter, sorts: [{ attribute: 'created_at', direction: 'desc' as const }] };
      for await (const record of eachRecord(this.api, object, query, callOptions(options, signal)))
        records.push(record);
      return this.records.learn(object, records, asked);
    });
  }

  #query(object: string, any: Filter[], options: ReadOptions): Promise<Found[]> {
    const filter = any.length === 1 ? any[0]! : { $or: any };
    const key = `unique:${object}:${JSON.stringify(filter)}`;
    const asked = this.flights.run(key, options.signal, async (signal) => {
      const asked = this.records.now();
      const records = await this.api.records.query(
        object,
        { filter, limit: Math.min(500, any.length + 10) },
        callOptions(options, signal),
      );
      return this.records.learn(object, records, asked);
    });
    return tolerant(asked).then((records) =>
      (records ?? []).map((record) => ({ ref: { object, recordId: record.id.record_id }, record })),
    );
  }
}

/** Conditions in one filter: each adds to the score that Attio limits (api.md section 7). */
const MAX_CONDITIONS = 50;

const number = (value: string) => (Number.isFinite(Number(value)) ? { $eq: Number(value) } : undefined);
/** How a value is looked for, by type; undefined: nothing can have it (api.md section 5). */
const EQUALS: Record<string, (value: string) => Filter | undefined> = {
  text: ($eq) => ({ $eq }),
  number,
  currency: number,
  rating: number,
  date: ($eq) => ({ $eq }),
  timestamp: ($eq) => ({ $eq }),
  select: ($eq) => ({ $eq }),
  status: ($eq) => ({ $eq }),
  domain: (value) => ({ domain: { $eq: value.toLowerCase() } }),
  'email-address': (value) => ({ email_address: { $eq: value.toLowerCase() } }),
  // Nothing is normalised but a missing `+`: E.164 it has to be.
  'phone-number': (value) => ({ phone_number: { $eq: value } }),
  'personal-name': (value) => ({ full_name: { $eq: value } }),
};

function notSearchable(attribute: Pick<Attribute, 'api_slug' | 'type'>): AttioError {
  return new AttioError({
    kind: 'validation',
    operation: 'records.query',
    message: `Records cannot be looked up by “${attribute.api_slug}”, a ${attribute.type} attribute.`,
    remedy: `Look them up by an attribute of one of these types: ${Object.keys(EQUALS).join(', ')}.`,
    fate: 'no',
    field: attribute.api_slug,
    allowed: Object.keys(EQUALS),
  });
}

/** No workspace is known to have more; a look-up by bare id asks each of them. */
const MAX_OBJECTS = 20;

/** One object that refuses (no access, a filter it does not know) must not hide what the others know. */
export async function tolerant<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (AttioError.is(error) && ['not-found', 'permission', 'validation', 'plan-limit'].includes(error.kind))
      return undefined;
    throw error instanceof Error ? error : cancelled('records.query');
  }
}
