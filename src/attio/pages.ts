/**
 * Reading page after page by limit and offset (api.md section 3). There is no total count: a page shorter than asked for
 * is the last. Offsets over changing data can give a row twice, so rows are told apart by their id; one that slipped
 * between two pages cannot be seen.
 */
import type { AttioApi, CallOptions } from './client.js';
import type { AttioRecord, Note, NoteQuery, RecordQuery } from './types.js';

/** How many ids are remembered to recognise a row again: repeats come from neighbouring pages. */
const REMEMBERED = 2000;

export interface PageOptions<T> {
  limit: number;
  /** What makes a row the same row. */
  id: (item: T) => string;
  /** Where to begin; default 0. */
  offset?: number;
  signal?: AbortSignal;
  /** Whether a page is the last; default: it is shorter than `limit`. */
  isLast?: (page: readonly T[]) => boolean;
}

/**
 * Every row once, a page at a time: nothing is read ahead, and memory does not grow with the number of rows. Ends at the
 * last page, or when a page brings nothing new (a server that ignores the offset). Between pages, an aborted signal
 * throws its reason; during one, the call itself rejects.
 */
export async function* pages<T>(
  fetchPage: (limit: number, offset: number) => Promise<T[]>,
  options: PageOptions<T>,
): AsyncGenerator<T, void, undefined> {
  const { limit, id, signal } = options;
  const isLast = options.isLast ?? ((page) => page.length < limit);
  const seen = new Set<string>();
  for (let offset = options.offset ?? 0; ; ) {
    signal?.throwIfAborted();
    const page = await fetchPage(limit, offset);
    let fresh = 0;
    for (const item of page) {
      const key = id(item);
      if (seen.has(key)) continue;
      fresh++;
      seen.add(key);
      if (seen.size > REMEMBERED) seen.delete(seen.values().next().value!);
      yield item;
    }
    if (fresh === 0 || isLast(page)) return;
    offset += page.length;
  }
}

/** Every record that a query finds; give `sorts` for a stable order. `query.limit` is the size of a page (default 500). */
export function eachRecord(
  api: AttioApi,
  object: string,
  query: RecordQuery = {},
  options?: CallOptions,
): AsyncGenerator<AttioRecord, void, undefined> {
  return pages((limit, offset) => api.records.query(object, { ...query, limit, offset }, options), {
    limit: query.limit ?? 500,
    offset: query.offset,
    id: (record) => record.id.record_id,
    signal: options?.signal,
  });
}

/** Every note that matches; `query.limit` is the size of a page (default 50, the most there is). */
export function eachNote(
  api: AttioApi,
  query: NoteQuery = {},
  options?: CallOptions,
): AsyncGenerator<Note, void, undefined> {
  return pages((limit, offset) => api.notes.list({ ...query, limit, offset }, options), {
    limit: query.limit ?? 50,
    offset: query.offset,
    id: (note) => note.id.note_id,
    signal: options?.signal,
  });
}
