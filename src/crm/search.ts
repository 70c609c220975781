/**
 * Search over all objects: Attio's own (which lags behind writes, api.md section 8 and gotcha 17), exact look-ups, and
 * what this session already knows, ranked together.
 */

import type { Account } from '../attio/account.js';
import type { AttioApi } from '../attio/client.js';
import type { AttioRecord, SearchHit } from '../attio/types.js';
import { parseAttioUrl } from '../attio/webUrl.js';
import { AgedCache, type Clock } from './cache.js';
import type { Flights } from './flights.js';
import { labelOf, untitled } from './label.js';
import { type Found, type Lookups, tolerant, uniqueValues } from './lookups.js';
import type { NoteReads } from './notes.js';
import { type Candidate, rank } from './ranking.js';
import { callOptions, MINUTE } from './reads.js';
import type { RecordReads } from './records.js';
import { objectKey, type SchemaReads } from './schema.js';
import { domainIn, EMAIL } from './textFinds.js';
import type { Match, ReadOptions, RecordRef, RecordSummary, SearchOptions } from './types.js';

/** Attio cuts there (api.md section 4.3); 25 hits are the most it gives. */
const MAX_QUERY = 256;
const MAX_HITS = 25;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface SearchParts {
  api: Pick<AttioApi, 'records'>;
  account: Account;
  schema: SchemaReads;
  records: RecordReads;
  notes: NoteReads;
  lookups: Lookups;
  flights: Flights;
  clock: Clock;
  /** A summary from what is known, without asking. */
  summarizeKnown(ref: RecordRef, record: AttioRecord): RecordSummary;
}

interface Gist {
  label: string | undefined;
  also: readonly string[];
}

/**
 * `run` gives the best matches first, each record once; for an empty query what Attio gives. Its answers are remembered
 * for half a minute by what was typed.
 */
export class Search {
  /** Answers of the last half minute: going back in what one types asks nothing. */
  readonly #hits: AgedCache<SearchHit[]>;
  readonly #gists = new WeakMap<AttioRecord, Gist>();

  constructor(private readonly parts: SearchParts) {
    this.#hits = new AgedCache({ max: 50, age: MINUTE / 2 }, parts.clock);
  }

  async run(query: string, options: SearchOptions): Promise<Match[]> {
    const typed = query.trim();
    const [hits, exact] = await Promise.all([this.#hitsFor(typed, options), this.#exact(typed, options)]);
    const candidates: Candidate[] = [
      ...exact.map((found) => ({ ...this.#candidate(found), exact: true })),
      ...hits.map((hit) => this.#fromHit(hit)),
      ...(typed === '' ? [] : this.#known()),
    ];
    const { objects } = options;
    // Before they are ranked: of those that match only the best are kept.
    return rank(typed, objects ? candidates.filter(({ ref }) => objects.includes(ref.object)) : candidates);
  }

  forget(): void {
    this.#hits.clear();
  }

  async #hitsFor(typed: string, options: SearchOptions): Promise<SearchHit[]> {
    // An id or a link is found by look-up; Attio's search knows names.
    if (UUID.test(typed) || parseAttioUrl(typed)) return [];
    const { api, schema, flights } = this.parts;
    const query = typed.slice(0, MAX_QUERY);
    const key = `${options.objects?.join() ?? ''}:${query}`;
    const known = options.fresh ? undefined : this.#hits.get(key);
    if (known) return known.value;
    const all = (await schema.objects({ ...options, fresh: false })).map(objectKey);
    const objects = options.objects ? all.filter((object) => options.objects!.includes(object)) : all;
    if (objects.length === 0) return [];
    return flights.run(`search:${key}`, options.signal, async (signal, current) => {
      const hits = await api.records.search({ query, objects, limit: MAX_HITS }, callOptions(options, signal));
      if (current()) this.#hits.set(key, hits);
      return hits;
    });
  }

  async #exact(typed: string, options: ReadOptions): Promise<Found[]> {
    const { lookups, account, notes } = this.parts;
    const link = parseAttioUrl(typed);
    if (link) {
      if (link.workspace !== account.slug) return [];
      if (link.kind === 'record') return this.#load({ object: link.object, recordId: link.recordId }, options);
      if (link.kind !== 'note') return [];
      const note = await tolerant(notes.one(link.noteId, options));
      return note ? this.#load({ object: note.parent_object, recordId: note.parent_record_id }, options) : [];
    }
    if (UUID.test(typed)) return lookups.byId(typed, options);
    if (EMAIL.test(typed)) return lookups.byUnique({ emails: [typed], domains: [] }, options);
    const domain = domainIn(typed);
    if (domain.length === 0) return [];
    return lookups.byUnique({ emails: [], domains: domain }, options);
  }

  async #load(ref: RecordRef, options: ReadOptions): Promise<Found[]> {
    const record = await tolerant(this.parts.records.record(ref, options));
    return record ? [{ ref, record }] : [];
  }

  #candidate({ ref, record }: Found): Candidate {
    const { schema, summarizeKnown } = this.parts;
    const { label, also } = this.#gist(record);
    const objectNoun = schema.peekObject(ref.object)?.singular_noun ?? ref.object;
    const title = label ?? untitled(objectNoun);
    const describe = () => summarizeKnown(ref, record).description;
    return { ref, title, describe, objectNoun, also, createdAt: record.created_at };
  }

  /** What a record is searched by; worked out once, since every key typed goes over all that are known. */
  #gist(record: AttioRecord): Gist {
    const known = this.#gists.get(record);
    if (known) return known;
    const { emails, domains } = uniqueValues(record);
    const gist = { label: labelOf(record)?.title, also: [...emails, ...domains] };
    this.#gists.set(record, gist);
    return gist;
  }

  #fromHit(hit: SearchHit): Candidate {
    const object = this.parts.schema.peekObject(hit.object_slug);
    const ref = { object: object ? objectKey(object) : hit.object_slug, recordId: hit.id.record_id };
    const known = this.parts.records.peek(ref);
    if (known) return { ...this.#candidate({ ref, record: known }), trusted: true };
    const also = [...(hit.domains ?? []), ...(hit.email_addresses ?? []), ...(hit.phone_numbers ?? [])];
    const noun = object?.singular_noun ?? hit.object_slug;
    const title = hit.record_text.trim() || also[0] || untitled(noun);
    const first = hit.domains?.[0] ?? hit.email_addresses?.[0] ?? '';
    const describe = () => (first === title ? '' : first);
    return { ref, title, describe, objectNoun: noun, also, trusted: true };
  }

  /** Records that this session has read or made; Attio's search may not know the newest yet. */
  *#known(): Generator<Candidate> {
    for (const found of this.parts.records.known()) yield this.#candidate(found);
  }
}
