/** All records of an object, for what looks at each of them: duplicates, exports. */
import type { AttioApi } from '../attio/client.js';
import { eachRecord } from '../attio/each.js';
import { AttioError } from '../attio/errors.js';
import type { AttioRecord } from '../attio/types.js';
import { cancelled } from './flights.js';
import type { ReadOptions } from './types.js';

const PAGE = 500;

/**
 * Oldest first, which stays as it is while records are made, 500 at most a time, each once. One page is in memory at a
 * time and nothing is read ahead; it gives way to whatever a person asks for. A record deleted meanwhile moves the ones
 * after it, so that one can be passed over. Rejects with AttioError, as `cancelled` when the signal fires.
 */
export async function* everyRecord(
  api: AttioApi,
  object: string,
  options: ReadOptions,
): AsyncGenerator<AttioRecord[], void, undefined> {
  const query = { sorts: [{ attribute: 'created_at', direction: 'asc' as const }], limit: PAGE };
  const call = { surface: options.surface, signal: options.signal, priority: options.priority ?? ('bulk' as const) };
  yield* inPages(eachRecord(api, object, query, call), PAGE, options.signal);
}

/** So many at a time, nothing read ahead. Rejects as `cancelled` when the signal fires. */
export async function* inPages<T>(
  each: AsyncIterable<T>,
  size: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<T[], void, undefined> {
  let page: T[] = [];
  try {
    for await (const one of each) {
      page.push(one);
      if (page.length < size) continue;
      yield page;
      page = [];
    }
  } catch (error) {
    if (signal?.aborted && !AttioError.is(error)) throw cancelled('records.query');
    throw error;
  }
  if (page.length > 0) yield page;
}
