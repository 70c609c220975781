/** Records: by id (batched), by page, and the names of those that others refer to. */
import type { AttioApi } from '../attio/client.js';
import type { AttioRecord } from '../attio/types.js';
import { AgedCache, type Clock } from './cache.js';
import { cancelled, type Flights } from './flights.js';
import { labelOf } from './label.js';
import { RecordLoader, type Schedule } from './loader.js';
import { MINUTE, Reads } from './reads.js';
import { type PageOf, PageReads } from './recordPages.js';
import type { ReadOptions, RecordPage, RecordRef } from './types.js';

const AGE = 2 * MINUTE;
const ABSENCE = MINUTE / 2;

/** What caches know a record by; `ref` by slug, its id in either case. */
export const refKey = (ref: RecordRef): string => `${ref.object}/${ref.recordId.toLowerCase()}`;

/**
 * Believed for two minutes, and that one is not there for half a minute. What a write told is newer than any answer
 * that was asked for before it. Rejects with AttioError.
 */
export class RecordReads {
  readonly #records: Reads<AttioRecord | undefined>;
  readonly #pages: PageReads;
  /** Titles, which are far smaller than records and change seldom. undefined: looked for, and has none. */
  readonly #names: AgedCache<string | undefined>;
  readonly #loader: RecordLoader;
  /** Which write told of a record last: an answer that was asked for before it is older than what is known. */
  readonly #written: AgedCache<number>;
  #writes = 0;

  constructor(api: Pick<AttioApi, 'records'>, flights: Flights, clock: Clock, schedule: Schedule | undefined) {
    this.#records = new Reads('record', flights, { max: 2000, age: AGE }, clock);
    this.#pages = new PageReads(api, flights, { max: 40, age: AGE }, clock, this);
    this.#written = new AgedCache({ max: 2000, age: AGE }, clock);
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

  page(object: string, page: PageOf, options: ReadOptions): Promise<RecordPage> {
    return this.#pages.ask(object, page, options);
  }

  /** To be taken before a question is sent, and given to `learn` with its answer. */
  now(): number {
    return this.#writes;
  }

  /**
   * Remembers what an answer told of records, but where a write told something newer since `asked`. Returns the records
   * as they are known now.
   */
  learn(object: string, records: readonly AttioRecord[], asked: number): AttioRecord[] {
    return records.flatMap((record) => {
      const ref = { object, recordId: record.id.record_id };
      const written = this.#written.get(refKey(ref));
      if (written && written.value > asked) {
        const known = this.#records.cache.get(refKey(ref));
        // Of a record that was deleted meanwhile nothing is left.
        return known ? (known.value ?? []) : [record];
      }
      this.#records.cache.set(refKey(ref), record);
      this.#name(ref, record);
      return [record];
    });
  }

  /** What a write answered; undefined: the record is gone. */
  write(ref: RecordRef, record: AttioRecord | undefined): void {
    const before = this.peek(ref);
    this.#written.set(refKey(ref), ++this.#writes);
    this.#records.put(refKey(ref), record);
    this.#name(ref, record);
    this.#pages.follow(ref, before, record);
  }

  /** Whether it is known that there is no such record. */
  isGone(ref: RecordRef): boolean {
    const known = this.#records.cache.peek(refKey(ref));
    return known !== undefined && known.value === undefined;
  }

  /** Something else changed these too: they are read again when they are asked for. */
  outdate(refs: readonly RecordRef[]): void {
    const keys = new Set(refs.map(refKey));
    this.#records.forget((key) => keys.has(key));
    this.#pages.forgetWith(refs);
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
      this.#pages.forget();
      this.#names.clear();
    } else if ('ref' in what) {
      const key = refKey(what.ref);
      this.#records.forget((one) => one === key);
      this.#names.delete(key);
      this.#pages.forget(what.ref.object);
    } else {
      const mine = (key: string) => key.startsWith(`${what.object}/`);
      this.#records.forget(mine);
      this.#names.deleteWhere(mine);
      this.#pages.forget(what.object);
    }
  }

  #name(ref: RecordRef, record: AttioRecord | undefined): void {
    this.#names.set(refKey(ref), record && labelOf(record)?.title, record ? undefined : ABSENCE);
  }
}
