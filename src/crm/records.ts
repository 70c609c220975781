/** Records: by id (batched), by page, and the names of those that others refer to. */
import type { AttioApi } from '../attio/client.js';
import type { AttioRecord, Sort } from '../attio/types.js';
import { AgedCache, type Clock } from './cache.js';
import { cancelled, type Flights } from './flights.js';
import { labelOf } from './label.js';
import { RecordLoader, type Schedule } from './loader.js';
import { callOptions, MINUTE, Reads } from './reads.js';
import type { ReadOptions, RecordPage, RecordRef } from './types.js';

const PAGE = 50;
const AGE = 2 * MINUTE;
const ABSENCE = MINUTE / 2;
const NEWEST_FIRST: Sort[] = [{ attribute: 'created_at', direction: 'desc' }];

export const refKey = (ref: RecordRef): string => `${ref.object}/${ref.recordId.toLowerCase()}`;

export class RecordReads {
  readonly #records: Reads<AttioRecord | undefined>;
  readonly #pages: Reads<RecordPage>;
  /** Titles, which are far smaller than records and change seldom. undefined: looked for, and has none. */
  readonly #names: AgedCache<string | undefined>;
  readonly #loader: RecordLoader;

  constructor(
    private readonly api: Pick<AttioApi, 'records'>,
    flights: Flights,
    clock: Clock,
    schedule: Schedule | undefined,
  ) {
    this.#records = new Reads('record', flights, { max: 2000, age: AGE }, clock);
    this.#pages = new Reads('page', flights, { max: 20, age: AGE }, clock);
    this.#names = new AgedCache({ max: 20_000, age: 10 * MINUTE }, clock);
    this.#loader = new RecordLoader(api.records, schedule);
  }

  /** All methods take the object by its slug (see `objectKey`). */
  record(ref: RecordRef, options: ReadOptions): Promise<AttioRecord | undefined> {
    return this.#records.ask(
      refKey(ref),
      options,
      (signal) => this.#loader.load(ref.object, ref.recordId, options, signal),
      (record) => {
        this.#name(ref, record);
        return record === undefined ? ABSENCE : undefined;
      },
    );
  }

  peek(ref: RecordRef): AttioRecord | undefined {
    return this.#records.cache.peek(refKey(ref))?.value;
  }

  /**
   * One record more than a page is asked for: there is no total (api.md section 3), and "Load more" must not lead to
   * nothing.
   */
  page(object: string, page: { offset: number; sorts?: Sort[] }, options: ReadOptions): Promise<RecordPage> {
    const sorts = page.sorts && page.sorts.length > 0 ? page.sorts : NEWEST_FIRST;
    const key = `${object}/${page.offset}/${JSON.stringify(sorts)}`;
    return this.#pages.ask(key, options, async (signal) => {
      const query = { sorts, limit: PAGE + 1, offset: page.offset };
      const found = await this.api.records.query(object, query, callOptions(options, signal));
      const records = found.slice(0, PAGE);
      this.learn(object, records);
      return { records, next: found.length > PAGE ? page.offset + PAGE : undefined };
    });
  }

  learn(object: string, records: readonly AttioRecord[]): void {
    for (const record of records) {
      const ref = { object, recordId: record.id.record_id };
      this.#records.cache.set(refKey(ref), record);
      this.#name(ref, record);
    }
  }

  /** Makes `nameOf` know these, with one query per object at most. What cannot be read stays unknown. */
  async learnNames(refs: readonly RecordRef[], options: ReadOptions): Promise<void> {
    const wanted = new Map<string, RecordRef>();
    for (const ref of refs) if (!this.#names.get(refKey(ref))) wanted.set(refKey(ref), ref);
    const asked = [...wanted.values()].map((ref) => this.record(ref, { ...options, fresh: false }));
    await Promise.allSettled(asked);
    if (options.signal?.aborted) throw cancelled('records.query');
  }

  /** The title of a record; undefined when it is not known or nothing names it. */
  nameOf(ref: RecordRef): string | undefined {
    return this.#names.peek(refKey(ref))?.value;
  }

  /** Every record that is still believed, most recently used first. */
  *known(): Generator<{ ref: RecordRef; record: AttioRecord }> {
    for (const [key, record] of this.#records.cache.entries()) {
      if (!record) continue;
      const slash = key.lastIndexOf('/');
      yield { ref: { object: key.slice(0, slash), recordId: key.slice(slash + 1) }, record };
    }
  }

  forget(what: { ref: RecordRef } | { object: string } | 'everything'): void {
    if (what === 'everything') {
      this.#records.forget(() => true);
      this.#pages.forget(() => true);
      this.#names.clear();
    } else if ('ref' in what) {
      const key = refKey(what.ref);
      this.#records.forget((one) => one === key);
      this.#names.delete(key);
      this.#pages.forget((one) => one.startsWith(`${what.ref.object}/`));
    } else {
      const mine = (key: string) => key.startsWith(`${what.object}/`);
      this.#records.forget(mine);
      this.#names.deleteWhere(mine);
      this.#pages.forget(mine);
    }
  }

  #name(ref: RecordRef, record: AttioRecord | undefined): void {
    this.#names.set(refKey(ref), record && labelOf(record)?.title, record ? undefined : ABSENCE);
  }
}
