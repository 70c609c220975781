/**
 * Records page by page, kept by the question that was asked. Pages follow what is written meanwhile: where it is certain
 * what a write does to a page, the page is put right without asking; elsewhere it is forgotten.
 */
import type { AttioApi } from '../attio/client.js';
import type { AttioRecord, Filter, Sort } from '../attio/types.js';
import type { CacheSettings, Clock } from './cache.js';
import type { Flights } from './flights.js';
import { callOptions, Reads } from './reads.js';
import type { ReadOptions, RecordPage, RecordRef } from './types.js';

const PAGE = 50;
/** A page that grew longer by records that were made is read anew. */
const LONGEST = 4 * PAGE;
const NEWEST_FIRST: Sort[] = [{ attribute: 'created_at', direction: 'desc' }];

/** Which records, and from where. Of `filter` and `viewId` at most one. */
export interface PageOf {
  offset: number;
  sorts?: Sort[];
  filter?: Filter;
  viewId?: string;
}

interface Question {
  object: string;
  sorts: Sort[];
  filter?: Filter;
  viewId?: string;
}

interface Kept extends RecordPage {
  question: Question;
  offset: number;
}

/** What remembers single records. */
export interface Memory {
  now(): number;
  learn(object: string, records: readonly AttioRecord[], asked: number): AttioRecord[];
}

const keyOf = (question: Question, offset: number): string =>
  `${question.object}/${offset}/${JSON.stringify([question.sorts, question.filter, question.viewId])}`;

/** Whether other records than those it lists decide about it. */
function looksFarther({ viewId, filter, sorts }: Question): boolean {
  // Nobody but Attio knows what a saved view asks for.
  return viewId !== undefined || sorts.some((sort) => sort.path) || JSON.stringify(filter ?? {}).includes('"path":');
}

/** Slugs that a filter and sorts speak of. */
function slugsOf({ filter, sorts }: Question): string[] {
  const inFilter = (part: unknown): string[] => {
    if (Array.isArray(part)) return part.flatMap(inFilter);
    if (typeof part !== 'object' || part === null) return [];
    return Object.entries(part).flatMap(([key, inner]) => (key.startsWith('$') ? inFilter(inner) : [key]));
  };
  return [...inFilter(filter), ...sorts.flatMap((sort) => sort.attribute ?? [])];
}

const idOf = (record: AttioRecord): string => record.id.record_id.toLowerCase();

/**
 * Pages of all objects; `settings` say how long they are believed. The records on them go through `memory`, which knows
 * what a write told since.
 */
export class PageReads {
  readonly #pages: Reads<Kept>;

  constructor(
    private readonly api: Pick<AttioApi, 'records'>,
    flights: Flights,
    settings: CacheSettings<Kept>,
    clock: Clock,
    private readonly memory: Memory,
  ) {
    this.#pages = new Reads('page', flights, settings, clock);
  }

  /**
   * One record more than a page is asked for: there is no total (api.md section 3), and "Load more" must not lead to
   * nothing. A saved view says which records, not in which order (api.md section 4.3).
   */
  ask(object: string, page: PageOf, options: ReadOptions): Promise<RecordPage> {
    const { offset, filter, viewId } = page;
    const sorts = page.sorts && page.sorts.length > 0 ? page.sorts : NEWEST_FIRST;
    const question: Question = { object, sorts, ...(filter && { filter }), ...(viewId && { viewId }) };
    return this.#pages.ask(keyOf(question, offset), options, async (signal) => {
      const query = {
        ...(filter && { filter }),
        ...(viewId && { filter_view_id: viewId }),
        sorts,
        limit: PAGE + 1,
        offset,
      };
      const asked = this.memory.now();
      const found = await this.api.records.query(object, query, callOptions(options, signal));
      const records = this.memory.learn(object, found.slice(0, PAGE), asked);
      return { question, offset, records, next: found.length > PAGE ? offset + PAGE : undefined };
    });
  }

  /** Without an object: all of them. */
  forget(object?: string): void {
    this.#pages.forget((key) => object === undefined || key.startsWith(`${object}/`));
  }

  /** The pages on which one of these records is. */
  forgetWith(refs: readonly RecordRef[]): void {
    const ids = new Set(refs.map((ref) => ref.recordId.toLowerCase()));
    if (ids.size === 0) return;
    const objects = new Set(refs.map((ref) => ref.object));
    for (const [key, page] of [...this.#pages.cache.entries()])
      if (objects.has(page.question.object) && page.records.some((record) => ids.has(idOf(record))))
        this.#pages.forget((one) => one === key);
  }

  /** A record was written; `after` is undefined when it is gone, `before` when it was not known. */
  follow(ref: RecordRef, before: AttioRecord | undefined, after: AttioRecord | undefined): void {
    this.#pages.cut((key) => key.startsWith(`${ref.object}/`));
    const groups = new Map<string, Kept[]>();
    for (const [, page] of this.#pages.cache.entries()) {
      const name = keyOf(page.question, 0);
      groups.set(name, [...(groups.get(name) ?? []), page]);
    }
    for (const pages of groups.values()) {
      const { question } = pages[0]!;
      if (looksFarther(question)) this.#drop(pages);
      else if (question.object === ref.object) this.#put(pages, ref.recordId.toLowerCase(), before, after);
    }
  }

  #put(pages: Kept[], id: string, before: AttioRecord | undefined, after: AttioRecord | undefined): void {
    const { question } = pages[0]!;
    const slugs = slugsOf(question);
    const same = (slug: string) => JSON.stringify(before?.values[slug]) === JSON.stringify(after?.values[slug]);
    const holder = pages.find((page) => page.records.some((record) => idOf(record) === id));
    const plain = question.filter === undefined && slugs.every((slug) => slug === 'created_at');
    if (after === undefined) {
      if (holder) this.#takeOut(pages, holder, id);
      // Where it stood is not known; the first page would have shown it.
      else this.#drop(pages.filter((page) => page.offset > 0));
    } else if (holder && (plain || (before && slugs.every(same)))) {
      this.#change(holder, { records: holder.records.map((record) => (idOf(record) === id ? after : record)) });
    } else if (before && slugs.every(same)) return;
    else if (plain && question.sorts[0]!.direction === 'desc') this.#putFirst(pages, after);
    else this.#drop(pages);
  }

  /** A record that has just been made stands before all others, and these move on by one. */
  #putFirst(pages: Kept[], made: AttioRecord): void {
    const first = pages.find((page) => page.offset === 0);
    const newest = first?.records[0];
    if (!first || first.records.length >= LONGEST) this.#drop(pages);
    else if (newest === undefined || made.created_at >= newest.created_at) {
      this.#move(pages, 1);
      this.#change(first, {
        records: [made, ...first.records],
        next: first.next === undefined ? undefined : first.next + 1,
      });
    }
  }

  #takeOut(pages: Kept[], holder: Kept, id: string): void {
    // A page with nothing on it would lead to itself.
    if (holder.records.length <= 1 && holder.next !== undefined) {
      this.#drop(pages);
      return;
    }
    this.#move(
      pages.filter((page) => page.offset > holder.offset),
      -1,
    );
    this.#change(holder, {
      records: holder.records.filter((record) => idOf(record) !== id),
      next: holder.next === undefined ? undefined : holder.next - 1,
    });
  }

  #change(page: Kept, more: Partial<Kept>): void {
    this.#pages.cache.replace(keyOf(page.question, page.offset), { ...page, ...more });
  }

  /** Pages but the first now begin so many records later. */
  #move(pages: Kept[], by: number): void {
    const later = pages.filter((page) => page.offset > 0);
    const ages = later.map((page) => this.#pages.cache.remaining(keyOf(page.question, page.offset)));
    this.#drop(later);
    for (const [at, page] of later.entries()) {
      const offset = page.offset + by;
      const next = page.next === undefined ? undefined : page.next + by;
      if (ages[at]! > 0) this.#pages.cache.set(keyOf(page.question, offset), { ...page, offset, next }, ages[at]);
    }
  }

  #drop(pages: Kept[]): void {
    for (const page of pages) this.#pages.cache.delete(keyOf(page.question, page.offset));
  }
}
