/** Reads the comments of a record or of its place in a list. */
import type { WorkspaceMember } from '../../attio/types.js';
import type { Thread } from '../../attio/workTypes.js';
import type { CommentPlace, ReadOptions } from '../../crm/types.js';
import type { Connection } from '../services.js';

/** The threads of one place. */
export interface PlaceThreads {
  place: CommentPlace;
  /** Name of the list, of a place in one. */
  list?: string;
  /** Newest first. */
  threads: Thread[];
  /** Offset of those that were not read; undefined: these are all. */
  next: number | undefined;
}

/** So many pages are read to find the threads that are looked for. */
const MAX_PAGES = 20;

/**
 * At least `wanted` threads of a place, where it has so many, and as many as it takes to find those of `ids`, or to know
 * that they are not there. Rejects with AttioError.
 */
export async function threadsAt(
  { catalog }: Connection,
  place: CommentPlace,
  read: ReadOptions,
  wanted = 1,
  ids: readonly string[] = [],
): Promise<PlaceThreads> {
  const threads: Thread[] = [];
  let next: number | undefined = 0;
  const seeks = () => ids.some((id) => threads.every((one) => one.id.thread_id !== id));
  for (let pages = 0; next !== undefined; pages++) {
    if (pages > 0 && threads.length >= wanted && !(pages < MAX_PAGES && seeks())) break;
    const page: { threads: Thread[]; next: number | undefined } = await catalog.threads(place, next, read);
    // One begun meanwhile moves the others on: what comes twice is shown once.
    threads.push(...page.threads.filter(({ id }) => !threads.some((one) => one.id.thread_id === id.thread_id)));
    next = page.next;
  }
  return { place, threads, next };
}

/** Colleagues, for the names. Names are a scope of their own; comments are worth showing without them. */
export const colleaguesFor = ({ catalog }: Connection, read: ReadOptions): Promise<WorkspaceMember[]> =>
  catalog.members({ ...read, fresh: false }).catch(() => []);
