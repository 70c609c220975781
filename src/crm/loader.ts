/**
 * Records by id, asked for one by one and fetched together: ids that are wanted within one short window become one query
 * per object (`{"record_id":{"$in":[…]}}`, api.md section 6, at most 500 ids a query).
 */
import type { AttioApi } from '../attio/client.js';
import { AttioError } from '../attio/errors.js';
import type { AttioRecord } from '../attio/types.js';
import { cancelled } from './flights.js';

export interface LoadOptions {
  surface: string;
  priority?: 'person' | 'bulk';
}

/** Runs `job` a little later. Injectable, so that tests need no clock. */
export type Schedule = (job: () => void) => void;

/** Long enough to gather a burst of hovers or rows, too short to be felt. */
const WINDOW_MS = 5;
const MAX_IDS = 500;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Waiting {
  id: string;
  /** Nobody wants it any more. What follows depends on whether the query is on its way. */
  leave(): void;
  resolve(record: AttioRecord | undefined): void;
  reject(error: unknown): void;
}

interface Batch extends LoadOptions {
  waiting: Set<Waiting>;
}

/**
 * Remembers no answers. A query goes as a person's where one of those who share it is a person; an id that is no UUID
 * is in none, and answered with undefined.
 */
export class RecordLoader {
  readonly #batches = new Map<string, Batch>();

  constructor(
    private readonly api: Pick<AttioApi['records'], 'query'>,
    private readonly schedule: Schedule = (job) => void setTimeout(job, WINDOW_MS),
  ) {}

  /**
   * The record, or undefined when Attio has none of that id in that object. Ask for an id once at a time: joining is the
   * business of Flights. Rejects with AttioError; as cancelled when `signal` fires.
   */
  load(object: string, recordId: string, options: LoadOptions, signal: AbortSignal): Promise<AttioRecord | undefined> {
    const id = recordId.toLowerCase();
    // One malformed id would have Attio refuse the whole batch.
    if (!UUID.test(id)) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const batch = this.#batchOf(object, options);
      const waiting: Waiting = { id, resolve, reject, leave: () => batch.waiting.delete(waiting) };
      batch.waiting.add(waiting);
      signal.addEventListener(
        'abort',
        () => {
          waiting.leave();
          reject(cancelled('records.query'));
        },
        { once: true },
      );
    });
  }

  #batchOf(object: string, options: LoadOptions): Batch {
    const known = this.#batches.get(object);
    if (known) {
      if (options.priority !== 'bulk') known.priority = 'person';
      return known;
    }
    const batch: Batch = { surface: options.surface, priority: options.priority ?? 'person', waiting: new Set() };
    this.#batches.set(object, batch);
    this.schedule(() => {
      this.#batches.delete(object);
      const all = [...batch.waiting];
      for (let at = 0; at < all.length; at += MAX_IDS) {
        void this.#send(object, batch, all.slice(at, at + MAX_IDS));
      }
    });
    return batch;
  }

  async #send(object: string, batch: Batch, waiting: Waiting[]): Promise<void> {
    const controller = new AbortController();
    const left = new Set(waiting);
    for (const one of waiting) {
      one.leave = () => {
        if (left.delete(one) && left.size === 0) controller.abort();
      };
    }
    try {
      const ids = [...new Set(waiting.map((one) => one.id))];
      const records = await this.api.query(
        object,
        { filter: { record_id: { $in: ids } }, limit: ids.length },
        { signal: controller.signal, surface: batch.surface, priority: batch.priority ?? 'person' },
      );
      const byId = new Map(records.map((record) => [record.id.record_id.toLowerCase(), record]));
      for (const one of waiting) one.resolve(byId.get(one.id));
    } catch (error) {
      // The object itself is gone or hidden: then so is every record of it.
      const gone = AttioError.is(error, 'not-found');
      for (const one of waiting) gone ? one.resolve(undefined) : one.reject(error);
    }
  }
}
