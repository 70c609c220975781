/** Threads of comments on records and entries, each with all of its comments. */
import type { AttioApi, CallOptions } from '../attio/client.js';
import { eachComment } from '../attio/each.js';
import type { Comment, Thread } from '../attio/workTypes.js';
import type { Clock } from './cache.js';
import type { Flights } from './flights.js';
import { callOptions, MINUTE, Reads } from './reads.js';
import { refKey } from './records.js';
import type { CommentPlace, ReadOptions, ThreadList } from './types.js';

/** Attio gives 50 at most (api.md section 3). */
const PAGE = 50;

const placeKey = (place: CommentPlace): string =>
  'ref' in place ? refKey(place.ref) : `list:${place.list}/${place.entryId.toLowerCase()}`;

const oldestFirst = (a: Comment, b: Comment): number => a.created_at.localeCompare(b.created_at);

/**
 * Pages of threads, newest first, their comments oldest first behind the head; believed for a minute. Long threads cost
 * requests of their own. Rejects with AttioError.
 */
export class ThreadReads {
  readonly #pages: Reads<ThreadList>;

  constructor(
    private readonly api: AttioApi,
    flights: Flights,
    clock: Clock,
  ) {
    const weight = { max: 8_000_000, of: weigh };
    this.#pages = new Reads('threads', flights, { max: 200, age: MINUTE, weight }, clock);
  }

  /** `place`: by slug, as everywhere in the caches. The documents promise no order: a page is sorted here. */
  page(place: CommentPlace, offset: number, options: ReadOptions): Promise<ThreadList> {
    return this.#pages.ask(`${placeKey(place)}/${offset}`, options, async (signal) => {
      const call = callOptions(options, signal);
      const on =
        'ref' in place
          ? { object: place.ref.object, record_id: place.ref.recordId }
          : { list: place.list, entry_id: place.entryId };
      const found = await this.api.threads.list({ ...on, limit: PAGE, offset }, call);
      const threads = await Promise.all(found.map((thread) => this.#whole(thread, call)));
      threads.sort((a, b) => b.created_at.localeCompare(a.created_at));
      return { threads, next: found.length >= PAGE ? offset + PAGE : undefined };
    });
  }

  /** Without a place, everything. */
  forget(place?: CommentPlace): void {
    const mine = place && `${placeKey(place)}/`;
    this.#pages.forget((key) => mine === undefined || key.startsWith(mine));
  }

  /** In a list of threads each has at most 80 replies (api.md section 4.2). */
  async #whole(thread: Thread, call: CallOptions): Promise<Thread> {
    const comments = thread.has_more_comments ? [] : [...(thread.comments ?? [])];
    if (thread.has_more_comments) {
      const query = { limit: 250 };
      for await (const one of eachComment(this.api, thread.id.thread_id, query, call)) comments.push(one);
    }
    // The head is what its thread is called by, and stays before replies that claim an earlier day.
    const isHead = (one: Comment) => Number(one.id.comment_id === thread.id.thread_id);
    comments.sort((a, b) => isHead(b) - isHead(a) || oldestFirst(a, b));
    return { ...thread, comments, has_more_comments: false };
  }
}

const weigh = ({ threads }: ThreadList): number =>
  threads.reduce(
    (sum, { comments }) => sum + comments.reduce((all, one) => all + one.content_plaintext.length + 300, 100),
    1,
  );
