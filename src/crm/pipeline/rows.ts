/**
 * What is in the stages, page by page: entries of lists, records of objects. Pages follow what is written meanwhile, so
 * that a card that is moved is found in its new stage without asking; it stands before the others there.
 */
import type { AttioRecord, Attribute, AttributeValue, Entry } from '../../attio/types.js';
import { AgedCache, type Clock } from '../cache.js';
import type { Flights } from '../flights.js';
import { MINUTE, Reads } from '../reads.js';
import type { ReadOptions, RecordRef } from '../types.js';
import { stageIn, stageSince } from './stages.js';
import type { Stage } from './types.js';

const AGE = 2 * MINUTE;
/** A page that grew longer than this by what came into it is read anew. */
const LONGEST = 600;
/** Attio gives so many at most (api.md section 3). */
const MOST = 500;

/** An entry or a record, as far as its stage goes. */
export interface Row {
  /** Lower case. */
  id: string;
  ref: RecordRef;
  createdAt: string;
  values: Record<string, AttributeValue[]>;
  entry?: Entry;
  record?: AttioRecord;
  /** Milliseconds since 1970. */
  readAt: number;
}

/** One stage of one pipeline. */
export interface StageQuestion {
  /** Which list or object. */
  of: string;
  attribute: Pick<Attribute, 'api_slug' | 'type'>;
  stage: Stage['id'];
  limit: number;
}

export interface RowPage {
  rows: Row[];
  next: number | undefined;
}

interface Kept extends RowPage {
  question: StageQuestion;
  offset: number;
  /** Those that Attio has farther down, and that are shown here because they have just come. */
  guests: ReadonlySet<string>;
}

const chainOf = ({ of, attribute, stage, limit }: StageQuestion): string =>
  JSON.stringify([of, attribute.api_slug, stage, limit]);
const keyOf = (question: StageQuestion, offset: number): string => `${chainOf(question)}/${offset}`;

const stageOf = (row: Row, { attribute }: StageQuestion): Stage['id'] =>
  stageIn(row.values[attribute.api_slug], attribute);

/** Those first that came into the stage last. */
function sorted(rows: readonly Row[], { attribute }: StageQuestion): Row[] {
  const since = (row: Row) => stageSince(row.values[attribute.api_slug]) ?? row.createdAt;
  return [...rows].sort((a, b) => since(b).localeCompare(since(a)) || b.createdAt.localeCompare(a.createdAt));
}

/**
 * Pages by stage of a list or an object (`of`: `lists/…` or `objects/…`), without the records that entries stand for.
 */
export class StageRows {
  readonly #pages: Reads<Kept>;
  /** What a write told last: an answer that was asked for before it is older. */
  readonly #written: AgedCache<{ at: number; row: Row | undefined }>;
  #writes = 0;

  constructor(flights: Flights, clock: Clock) {
    const weight = { max: 20_000, of: (page: Kept) => 10 + page.rows.length };
    this.#pages = new Reads('stage', flights, { max: 400, age: AGE, weight }, clock);
    this.#written = new AgedCache({ max: 2000, age: AGE }, clock);
  }

  /** `read` asks Attio, newest first. One more is asked for than is shown, to know whether there are more. */
  ask(
    question: StageQuestion,
    offset: number,
    options: ReadOptions,
    read: (limit: number, signal: AbortSignal) => Promise<Row[]>,
  ): Promise<RowPage> {
    const { limit } = question;
    return this.#pages.ask(keyOf(question, offset), options, async (signal) => {
      const asked = this.#writes;
      const found = await read(Math.min(limit + 1, MOST), signal);
      const full = limit < MOST ? found.length > limit : found.length === MOST;
      const pages = this.#chain(chainOf(question));
      // What was read after an older first page goes with that.
      if (options.fresh && offset === 0) this.#drop(pages.filter((page) => page.offset > 0));
      const shown = new Set(
        pages.filter((page) => page.offset < offset).flatMap(({ rows }) => rows.map(({ id }) => id)),
      );
      const rows = this.#newest(found.slice(0, limit), question, asked).filter(({ id }) => !shown.has(id));
      const next = full ? offset + limit : undefined;
      return { question, offset, rows: sorted(rows, question), next, guests: new Set<string>() };
    });
  }

  /** What is known of it, from a page or a write. */
  known(of: string, id: string): Row | undefined {
    const written = this.#written.get(`${of}/${id}`);
    if (written) return written.value.row;
    for (const [, { question, rows }] of this.#pages.cache.entries()) {
      const row = question.of === of ? rows.find((one) => one.id === id) : undefined;
      if (row) return row;
    }
    return undefined;
  }

  /** Whether it is known to be there no more. */
  isGone(of: string, id: string): boolean {
    const written = this.#written.get(`${of}/${id}`);
    return written !== undefined && written.value.row === undefined;
  }

  /** It was written; `after` is undefined when it is gone. */
  follow(of: string, id: string, after: Row | undefined): void {
    this.#written.set(`${of}/${id}`, { at: ++this.#writes, row: after });
    this.#pages.cut(isOf(of));
    const chains = new Map<string, Kept>();
    for (const [, page] of this.#pages.cache.entries())
      if (page.question.of === of) chains.set(chainOf(page.question), page);
    for (const [chain, { question }] of chains) {
      const pages = this.#chain(chain);
      const holder = pages.find(({ rows }) => rows.some((row) => row.id === id));
      const here = after !== undefined && stageOf(after, question) === question.stage;
      if (holder && here) this.#change(holder, { rows: holder.rows.map((row) => (row.id === id ? after : row)) });
      else if (holder) this.#takeOut(pages, holder, id);
      else if (here) this.#bringIn(pages, after);
    }
  }

  /** A record is gone, and what stood for it in lists with it. */
  leave({ recordId }: RecordRef): void {
    const mine = new Map<string, [of: string, id: string]>();
    for (const [, { question, rows }] of this.#pages.cache.entries())
      for (const { id, ref } of rows)
        if (ref.recordId === recordId) mine.set(`${question.of}/${id}`, [question.of, id]);
    for (const [of, id] of mine.values()) this.follow(of, id, undefined);
  }

  /** Of one list or object, or everything. */
  forget(of?: string): void {
    const mine = of === undefined ? () => true : isOf(of);
    this.#pages.forget(mine);
    this.#written.deleteWhere((key) => of === undefined || key.startsWith(`${of}/`));
  }

  #newest(rows: readonly Row[], question: StageQuestion, asked: number): Row[] {
    return rows.flatMap((row) => {
      const written = this.#written.get(`${question.of}/${row.id}`)?.value;
      if (!written || written.at <= asked) return [row];
      return written.row && stageOf(written.row, question) === question.stage ? [written.row] : [];
    });
  }

  #chain(chain: string): Kept[] {
    const pages: Kept[] = [];
    for (const [key, page] of this.#pages.cache.entries()) if (key.startsWith(`${chain}/`)) pages.push(page);
    return pages.sort((a, b) => a.offset - b.offset);
  }

  #takeOut(pages: Kept[], holder: Kept, id: string): void {
    const row = holder.rows.find((one) => one.id === id)!;
    const guests = new Set(holder.guests);
    const home = guests.delete(id) ? this.#homeOf(row, pages) : holder;
    // A page with nothing on it would lead to itself.
    if (holder.rows.length === 1 && holder.next !== undefined) {
      this.#drop(pages);
      return;
    }
    this.#change(holder, { rows: holder.rows.filter((one) => one.id !== id), guests });
    if (home) this.#move(pages, home, -1);
  }

  #bringIn(pages: Kept[], row: Row): void {
    const [first] = pages;
    if (!first || first.offset > 0 || first.rows.length >= LONGEST) {
      this.#drop(pages);
      return;
    }
    const home = this.#homeOf(row, pages);
    const guests = home === first ? first.guests : new Set([...first.guests, row.id]);
    this.#change(first, { rows: [row, ...first.rows], guests });
    if (home) this.#move(pages, home, 1);
  }

  /** The page on which Attio has it, newest first; undefined: on none that was read. */
  #homeOf(row: Row, pages: readonly Kept[]): Kept | undefined {
    return pages.find(
      ({ rows, guests, next }) =>
        next === undefined || rows.some((one) => !guests.has(one.id) && one.createdAt <= row.createdAt),
    );
  }

  /** `home` has so many more, and the pages after it begin so many later. */
  #move(pages: readonly Kept[], home: Kept, by: number): void {
    const later = pages.filter((page) => page.offset > home.offset).map((page) => this.#now(page));
    const ages = later.map(({ question, offset }) => this.#pages.cache.remaining(keyOf(question, offset)));
    this.#drop(later);
    const now = this.#now(home);
    if (now.next !== undefined) this.#change(now, { next: now.next + by });
    for (const [at, page] of later.entries()) {
      const offset = page.offset + by;
      const next = page.next === undefined ? undefined : page.next + by;
      if (ages[at]! > 0) this.#pages.cache.set(keyOf(page.question, offset), { ...page, offset, next }, ages[at]);
    }
  }

  #now(page: Kept): Kept {
    return this.#pages.cache.peek(keyOf(page.question, page.offset))?.value ?? page;
  }

  #change(page: Kept, more: Partial<Kept>): void {
    this.#pages.cache.replace(keyOf(page.question, page.offset), { ...this.#now(page), ...more });
  }

  #drop(pages: readonly Kept[]): void {
    for (const page of pages) this.#pages.cache.delete(keyOf(page.question, page.offset));
  }
}

const isOf =
  (of: string) =>
  (key: string): boolean =>
    key.startsWith(`[${JSON.stringify(of)},`);
