/**
 * Reading page after page, in the three ways that Attio has (api.md section 3): by limit and offset, by cursor, and one
 * page that is all there is. There is no total count. Offsets over changing data can give a row twice, so rows are told
 * apart by their id; one that slipped between two pages cannot be seen.
 */

/** How many ids are remembered to recognise a row again: repeats come from neighbouring pages. */
const REMEMBERED = 2000;

/** Recognises rows by their ids, in bounded memory. */
function memory<T>(id: (item: T) => string): (item: T) => boolean {
  const seen = new Set<string>();
  return (item) => {
    const key = id(item);
    if (seen.has(key)) return false;
    seen.add(key);
    if (seen.size > REMEMBERED) seen.delete(seen.values().next().value!);
    return true;
  };
}

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
  const isNew = memory(id);
  for (let offset = options.offset ?? 0; ; ) {
    signal?.throwIfAborted();
    const page = await fetchPage(limit, offset);
    let fresh = 0;
    for (const item of page) {
      if (!isNew(item)) continue;
      fresh++;
      yield item;
    }
    if (fresh === 0 || isLast(page)) return;
    offset += page.length;
  }
}

export interface CursorOptions<T> {
  id: (item: T) => string;
  /** Where to begin; default at the start. */
  cursor?: string;
  signal?: AbortSignal;
}

/** As `pages`, by cursor: a short page, even an empty one, is not the end; no cursor is, or one that came before. */
export async function* cursorPages<T>(
  fetchPage: (cursor: string | undefined) => Promise<{ items: readonly T[]; next: string | null }>,
  options: CursorOptions<T>,
): AsyncGenerator<T, void, undefined> {
  const isNew = memory(options.id);
  const isNewCursor = memory((cursor: string) => cursor);
  for (let cursor = options.cursor; ; ) {
    options.signal?.throwIfAborted();
    const { items, next } = await fetchPage(cursor);
    for (const item of items) if (isNew(item)) yield item;
    if (next === null || !isNewCursor(next)) return;
    cursor = next;
  }
}

/** As `pages`, where one page is all there is. */
export async function* onePage<T>(
  fetchPage: () => Promise<readonly T[]>,
  options: Pick<CursorOptions<T>, 'id' | 'signal'>,
): AsyncGenerator<T, void, undefined> {
  options.signal?.throwIfAborted();
  const isNew = memory(options.id);
  for (const item of await fetchPage()) if (isNew(item)) yield item;
}
