/** Pipelines: how they are set up, and what is in their stages. */
import type { AttioApi, CallOptions } from '../../attio/client.js';
import { eachEntry, eachRecord } from '../../attio/each.js';
import { soft } from '../../attio/errors.js';
import type { AttioObject, AttioRecord, Attribute, Entry, Filter, RecordQuery } from '../../attio/types.js';
import type { Clock } from '../cache.js';
import { inPages } from '../everyRecord.js';
import type { Flights } from '../flights.js';
import type { Formats } from '../format.js';
import { untitled } from '../label.js';
import { callOptions } from '../reads.js';
import { type RecordReads, refKey } from '../records.js';
import { type Holder, listKey, objectKey, type SchemaReads } from '../schema.js';
import type { ReadOptions, RecordRef, RecordSummary } from '../types.js';
import { humanize } from '../values.js';
import { cardOf, companyRefs } from './cards.js';
import { moneyAttribute } from './money.js';
import { nothing, orGone, ungrouped, unlessCancelled } from './refusals.js';
import { type Row, type RowPage, StageRows } from './rows.js';
import { groupingsOf, stageFilter, stageIn, stagesOf } from './stages.js';
import type { Card, CardPage, CardQuestion, Grouped, Pipeline, PipelineRef } from './types.js';

const PAGE = 50;
const MOST = 500;
const NEWEST_FIRST = [{ attribute: 'created_at', direction: 'desc' as const }];
/** Which stays as it is while others come. */
const OLDEST_FIRST = [{ attribute: 'created_at', direction: 'asc' as const }];

/** What pipelines need of the catalog. */
export interface PipelineParts {
  api: AttioApi;
  schema: SchemaReads;
  records: RecordReads;
  flights: Flights;
  clock: Clock;
  formats: Formats;
  canonical(object: string): string;
  summarize(found: { ref: RecordRef; record: AttioRecord }[], options: ReadOptions): Promise<RecordSummary[]>;
  /** It is not what was known: others are to be told. */
  learnEntry(entry: Entry): void;
  learnRecord(record: AttioRecord, object: string): void;
}

/** Where rows are kept; a list may have the slug of an object. */
const placeOf = ({ target, slug }: Holder): string => `${target}/${slug}`;

/**
 * Pipelines of lists and objects, and their cards as pages that follow what is written. Rejects with AttioError, as
 * `not-found` for lists and attributes that are not there.
 */
export class PipelineReads {
  readonly #rows: StageRows;
  /** What lists are called in caches, by id: entries come with the id alone. */
  readonly #lists = new Map<string, string>();

  constructor(private readonly parts: PipelineParts) {
    this.#rows = new StageRows(parts.flights, parts.clock);
  }

  /** A list by slug or id, as caches go by it. Rejects as `not-found` where there is none. */
  async list(slugOrId: string, options: ReadOptions): Promise<Holder> {
    const list = await this.parts.schema.list(slugOrId, options);
    if (!list) throw nothing('list', slugOrId);
    const slug = listKey(list);
    this.#lists.set(list.id.list_id, slug);
    return { target: 'lists', slug };
  }

  /** What a list is called, as far as that is known. */
  listSlug(slugOrId: string): string {
    const known = this.parts.schema.peekList(slugOrId);
    return known ? listKey(known) : (this.#lists.get(slugOrId) ?? slugOrId);
  }

  async groupings(of: Grouped, options: ReadOptions): Promise<Attribute[]> {
    return groupingsOf(await this.parts.schema.attributesOf(await this.#holder(of, options), options));
  }

  async pipeline({ of, attribute: slugOrId }: PipelineRef, options: ReadOptions): Promise<Pipeline> {
    const { schema } = this.parts;
    const holder = await this.#holder(of, options);
    const calm = { ...options, fresh: false };
    const attributes = await schema.attributesOf(holder, options);
    if (slugOrId === '') return this.#whole(holder, attributes, calm);
    const attribute = attributes.find((one) => one.api_slug === slugOrId || one.id.attribute_id === slugOrId);
    if (!attribute || attribute.is_archived) throw nothing('attribute', slugOrId);
    const type = attribute.type === 'status' ? 'status' : 'select';
    if (attribute.type !== type || attribute.is_multiselect) throw ungrouped(attribute);
    const [choices, whole] = await Promise.all([
      schema.choicesOf(holder, attribute.api_slug, options),
      this.#whole(holder, attributes, calm),
    ]);
    return {
      ...whole,
      ref: { of: whole.ref.of, attribute: attribute.api_slug },
      attributeTitle: attribute.title,
      type,
      ...(attribute.is_required && { required: true as const }),
      stages: stagesOf(choices),
    };
  }

  /** Grouped by nothing: all of it in one stage. */
  async #whole(holder: Holder, attributes: Attribute[], options: ReadOptions): Promise<Pipeline> {
    const { schema } = this.parts;
    const isList = holder.target === 'lists';
    const list = isList ? await schema.list(holder.slug, options) : undefined;
    const objects = list ? list.parent_object.map((one) => this.parts.canonical(one)) : [holder.slug];
    const [object, ...ofRecords] = await Promise.all([
      // Of a list it is what its records are called by.
      soft<AttioObject | undefined>(schema.object(isList ? (objects[0] ?? '') : holder.slug, options), undefined),
      ...(isList ? objects.map((one) => soft<Attribute[]>(schema.attributes(one, options), [])) : []),
    ]);
    const money = [attributes, ...ofRecords].map(moneyAttribute).find(Boolean);
    return {
      ref: {
        of: isList ? { target: 'lists', list: holder.slug } : { target: 'objects', object: holder.slug },
        attribute: '',
      },
      name: isList ? list?.name || holder.slug : (object?.plural_noun ?? humanize(holder.slug)),
      attributeTitle: '',
      type: 'select',
      objects,
      stages: [{ id: null, title: 'All' }],
      ...(money && { money: money.api_slug }),
    };
  }

  async cards(pipeline: Pipeline, question: CardQuestion, options: ReadOptions): Promise<CardPage> {
    const holder = await this.#holder(pipeline.ref.of, { ...options, fresh: false });
    const limit = Math.max(1, Math.min(Math.trunc(question.limit ?? PAGE), MOST));
    const attribute = { api_slug: pipeline.ref.attribute, type: pipeline.type };
    const asked = { of: placeOf(holder), attribute, stage: question.stage, limit };
    const filter = filterOf(pipeline, question);
    const read = (most: number, signal: AbortSignal) =>
      this.#query(
        holder,
        { ...(filter && { filter }), sorts: question.sorts ?? NEWEST_FIRST, limit: most, offset: question.offset },
        callOptions(options, signal),
      );
    // Whether what was written still fits a filter only Attio knows: such a page is not kept.
    const { rows, next } = await (question.filter || question.sorts
      ? unkept(question, limit, options, read)
      : this.#rows.ask(asked, question.offset, options, read));
    return { cards: await this.#cards(pipeline, holder, rows, { ...options, fresh: false }), next };
  }

  async *everyCard(pipeline: Pipeline, options: ReadOptions): AsyncGenerator<Card[], void, undefined> {
    const { api } = this.parts;
    const bulk: ReadOptions = { ...options, fresh: false, priority: options.priority ?? 'bulk' };
    const holder = await this.#holder(pipeline.ref.of, bulk);
    const query = { sorts: OLDEST_FIRST, limit: MOST };
    const { signal, surface, priority } = bulk;
    const call = { surface, priority, ...(signal && { signal }) };
    if (holder.target === 'lists') {
      for await (const page of inPages(eachEntry(api, holder.slug, query, call), MOST, signal))
        yield await this.#cards(pipeline, holder, page.map(this.#entryRow), bulk, call);
      return;
    }
    for await (const page of inPages(eachRecord(api, holder.slug, query, call), MOST, signal)) {
      const rows = page.map((record) => this.#recordRow(holder.slug, record));
      yield await this.#cards(pipeline, holder, rows, bulk, call);
    }
  }

  /** As `card`, from what a page or a write told; asks only where neither did. */
  async knownCard(
    pipeline: Pipeline,
    card: Pick<Card, 'id' | 'ref' | 'entry'>,
    options: ReadOptions,
  ): Promise<Card | undefined> {
    const calm = { ...options, fresh: false };
    const holder = await this.#holder(pipeline.ref.of, calm);
    const id = (holder.target === 'lists' ? (card.entry?.entryId ?? card.id) : card.ref.recordId).toLowerCase();
    if (this.#rows.isGone(placeOf(holder), id)) return undefined;
    const row = this.#rows.known(placeOf(holder), id);
    return row ? (await this.#cards(pipeline, holder, [row], calm))[0] : this.card(pipeline, card, options);
  }

  /** An entry, from what a page or a write told; asks only where neither did. undefined: there is none. */
  async entry(list: string, entryId: string, options: ReadOptions): Promise<Entry | undefined> {
    const { api, flights } = this.parts;
    const holder = await this.list(list, { ...options, fresh: false });
    const id = entryId.toLowerCase();
    const known = this.#rows.known(placeOf(holder), id)?.entry;
    if (known) return known;
    return flights.run(`card:${holder.slug}/${id}`, options.signal, (signal) =>
      orGone(api.entries.get(holder.slug, id, callOptions(options, signal))),
    );
  }

  async card(
    pipeline: Pipeline,
    card: Pick<Card, 'id' | 'ref' | 'entry'>,
    options: ReadOptions,
  ): Promise<Card | undefined> {
    const { api, flights, records } = this.parts;
    const calm = { ...options, fresh: false };
    const holder = await this.#holder(pipeline.ref.of, calm);
    let row: Row;
    if (holder.target === 'lists') {
      const id = (card.entry?.entryId ?? card.id).toLowerCase();
      const entry = await flights.run(`card:${holder.slug}/${id}`, options.signal, (signal) =>
        orGone(api.entries.get(holder.slug, id, callOptions(options, signal))),
      );
      if (!entry) return undefined;
      row = this.#entryRow(entry);
      if (this.#differs(holder, pipeline, row)) this.parts.learnEntry(entry);
    } else {
      const ref = { object: holder.slug, recordId: card.ref.recordId.toLowerCase() };
      const record = await records.record(ref, { ...options, fresh: true });
      if (!record) return undefined;
      row = this.#recordRow(holder.slug, record);
      if (this.#differs(holder, pipeline, row)) this.parts.learnRecord(record, holder.slug);
    }
    return (await this.#cards(pipeline, holder, [row], calm))[0];
  }

  /** What a write answered. Returns what others are told. */
  learnEntry(entry: Entry): { list: string; entryId: string; ref: RecordRef } {
    const list = this.listSlug(entry.id.list_id);
    this.#lists.set(entry.id.list_id, list);
    const row = this.#entryRow(entry);
    this.#rows.follow(placeOf({ target: 'lists', slug: list }), row.id, row);
    return { list, entryId: row.id, ref: row.ref };
  }

  /** An entry is gone. `list` by slug or id. */
  forgetEntry(list: string, entryId: string): void {
    this.#rows.follow(placeOf({ target: 'lists', slug: this.listSlug(list) }), entryId.toLowerCase(), undefined);
  }

  /** A write told of a record, or that it is gone; `ref` as caches go by it. */
  written(ref: RecordRef, record: AttioRecord | undefined): void {
    const place = placeOf({ target: 'objects', slug: ref.object });
    this.#rows.follow(place, ref.recordId, record && this.#recordRow(ref.object, record));
    if (!record) this.#rows.leave(ref);
  }

  /** What is in these stages is asked for anew; without an argument, in all. */
  forget(of?: Grouped): void {
    if (!of) this.#rows.forget();
    else if (of.target === 'objects') this.#rows.forget(placeOf({ target: 'objects', slug: of.object }));
    else this.#rows.forget(placeOf({ target: 'lists', slug: this.listSlug(of.list) }));
  }

  async #holder(of: Grouped, options: ReadOptions): Promise<Holder> {
    if (of.target === 'lists') return this.list(of.list, options);
    const object = await this.parts.schema.object(of.object, options);
    if (!object) throw nothing('object', of.object);
    return { target: 'objects', slug: objectKey(object) };
  }

  async #query(holder: Holder, query: RecordQuery, call: CallOptions): Promise<Row[]> {
    const { api, records } = this.parts;
    if (holder.target === 'lists') return (await api.entries.query(holder.slug, query, call)).map(this.#entryRow);
    const asked = records.now();
    const found = await api.records.query(holder.slug, query, call);
    return records.learn(holder.slug, found, asked).map((record) => this.#recordRow(holder.slug, record));
  }

  #entryRow = (entry: Entry): Row => ({
    id: entry.id.entry_id.toLowerCase(),
    ref: { object: this.parts.canonical(entry.parent_object), recordId: entry.parent_record_id.toLowerCase() },
    createdAt: entry.created_at,
    values: entry.entry_values ?? {},
    entry,
    readAt: this.parts.clock.now(),
  });

  #recordRow(object: string, record: AttioRecord): Row {
    const id = record.id.record_id.toLowerCase();
    return {
      id,
      ref: { object, recordId: id },
      createdAt: record.created_at,
      values: record.values ?? {},
      record,
      readAt: this.parts.clock.now(),
    };
  }

  #differs(holder: Holder, pipeline: Pipeline, row: Row): boolean {
    const known = this.#rows.known(placeOf(holder), row.id);
    const stage = (one: Row) => stageIn(one.values[pipeline.ref.attribute], { type: pipeline.type });
    return known !== undefined && stage(known) !== stage(row);
  }

  /** The records that rows stand for. With `bulk` what is not known is read page by page and remembered by nobody. */
  async #recordsOf(
    rows: readonly Row[],
    options: ReadOptions,
    bulk: CallOptions | undefined,
  ): Promise<Map<string, AttioRecord>> {
    const { api, records } = this.parts;
    const found = new Map<string, AttioRecord>();
    const wanted = new Map<string, RecordRef>();
    for (const { ref, record } of rows) {
      // A record that was written since is known better than the row.
      const known = records.peek(ref) ?? record;
      if (known) found.set(refKey(ref), known);
      else wanted.set(refKey(ref), ref);
    }
    if (!bulk) {
      // Without its record an entry still has its place: it is shown without a name.
      const asked = [...wanted].map(async ([key, ref]) => {
        const record = await records.record(ref, options).catch(unlessCancelled);
        if (record) found.set(key, record);
      });
      await Promise.all(asked);
      return found;
    }
    const byObject = new Map<string, string[]>();
    for (const { object, recordId } of wanted.values())
      byObject.set(object, [...(byObject.get(object) ?? []), recordId]);
    for (const [object, ids] of byObject) {
      const query = { filter: { record_id: { $in: ids } }, limit: ids.length };
      for (const record of (await api.records.query(object, query, bulk).catch(unlessCancelled)) ?? [])
        found.set(refKey({ object, recordId: record.id.record_id }), record);
    }
    return found;
  }

  async #cards(
    pipeline: Pipeline,
    holder: Holder,
    rows: readonly Row[],
    options: ReadOptions,
    bulk?: CallOptions,
  ): Promise<Card[]> {
    const { records, schema, formats } = this.parts;
    const known = await this.#recordsOf(rows, options, bulk);
    const named = rows.flatMap(({ ref }) => {
      const record = known.get(refKey(ref));
      return record ? [{ ref, record }] : [];
    });
    const companies =
      options.names === 'known' ? [] : rows.flatMap((row) => companyRefs(row, known.get(refKey(row.ref))?.values));
    await soft(records.learnNames(companies, options), undefined);
    const summaries = await this.parts.summarize(named, { ...options, names: 'known' });
    const byRef = new Map(summaries.map((summary) => [refKey(summary.ref), summary]));
    const own = holder.target === 'lists' ? await soft<Attribute[]>(schema.attributesOf(holder, options), []) : [];
    return rows.map((row) =>
      cardOf(pipeline, {
        row,
        summary: byRef.get(refKey(row.ref)) ?? this.#unknown(row.ref),
        values: known.get(refKey(row.ref))?.values,
        own,
        attributes: schema.peekAttributes(row.ref.object) ?? [],
        recordName: (ref) => records.nameOf(ref),
        formats,
      }),
    );
  }

  #unknown(ref: RecordRef): RecordSummary {
    const noun = this.parts.schema.peekObject(ref.object)?.singular_noun ?? humanize(ref.object);
    return { ref, title: untitled(noun), description: '', objectNoun: noun, webUrl: null, facts: [] };
  }
}

/** undefined: everything there is. */
function filterOf({ ref }: Pipeline, { stage, filter }: CardQuestion): Filter | undefined {
  const inStage = ref.attribute === '' ? undefined : stageFilter(ref.attribute, stage);
  return inStage && filter ? { $and: [inStage, filter] } : (filter ?? inStage);
}

/** One page as Attio has it now. */
async function unkept(
  { offset }: CardQuestion,
  limit: number,
  { signal }: ReadOptions,
  read: (limit: number, signal: AbortSignal) => Promise<Row[]>,
): Promise<RowPage> {
  const rows = await read(Math.min(limit + 1, MOST), signal ?? new AbortController().signal);
  const full = limit < MOST ? rows.length > limit : rows.length === MOST;
  return { rows: rows.slice(0, limit), next: full ? offset + limit : undefined };
}
