/** Notes: those of a record by page, and one by id. What a write answered is learnt, so that nothing is asked again. */
import type { AttioApi } from '../attio/client.js';
import { AttioError } from '../attio/errors.js';
import type { Note } from '../attio/types.js';
import type { Clock } from './cache.js';
import type { Flights } from './flights.js';
import { callOptions, MINUTE, Reads } from './reads.js';
import { refKey } from './records.js';
import type { ReadOptions, RecordRef } from './types.js';

export interface NotePage {
  notes: Note[];
  next: number | undefined;
}

/** Attio gives 50 at most (api.md section 3); one is asked for to know whether there are more. */
const MAX_PAGE = 49;
const weigh = (note: Note | undefined): number =>
  note ? note.content_markdown.length + note.content_plaintext.length : 1;

const newestFirst = (a: Note, b: Note): number => b.created_at.localeCompare(a.created_at);

/**
 * Notes are believed for two minutes, and that one is not there for half a minute. First pages follow what is learnt;
 * the pages behind them are read again. Rejects with AttioError.
 */
export class NoteReads {
  readonly #pages: Reads<NotePage>;
  readonly #notes: Reads<Note | undefined>;

  constructor(
    private readonly api: Pick<AttioApi, 'notes'>,
    flights: Flights,
    clock: Clock,
  ) {
    const weight = { max: 16_000_000, of: (page: NotePage) => page.notes.reduce((sum, note) => sum + weigh(note), 1) };
    this.#pages = new Reads('notes', flights, { max: 200, age: 2 * MINUTE, weight }, clock);
    this.#notes = new Reads(
      'note',
      flights,
      { max: 500, age: 2 * MINUTE, weight: { max: 16_000_000, of: weigh } },
      clock,
    );
  }

  /** Newest first within a page; the document promises no order (api.md section 8.1). */
  of(ref: RecordRef, page: { offset: number; limit: number }, options: ReadOptions): Promise<NotePage> {
    const limit = Math.max(1, Math.min(page.limit, MAX_PAGE));
    return this.#pages.ask(`${refKey(ref)}/${page.offset}/${limit}`, options, async (signal) => {
      const query = {
        parent_object: ref.object,
        parent_record_id: ref.recordId,
        limit: limit + 1,
        offset: page.offset,
      };
      const found = await this.api.notes.list(query, callOptions(options, signal));
      const notes = found.slice(0, limit);
      for (const note of notes) this.#notes.cache.set(note.id.note_id.toLowerCase(), note);
      return { notes: notes.sort(newestFirst), next: found.length > limit ? page.offset + limit : undefined };
    });
  }

  /** undefined: there is no such note. */
  one(noteId: string, options: ReadOptions): Promise<Note | undefined> {
    const start = async (signal: AbortSignal): Promise<Note | undefined> => {
      try {
        return await this.api.notes.get(noteId, callOptions(options, signal));
      } catch (error) {
        if (AttioError.is(error, 'not-found')) return undefined;
        throw error;
      }
    };
    return this.#notes.ask(noteId.toLowerCase(), options, start, (note) =>
      note === undefined ? MINUTE / 2 : undefined,
    );
  }

  learn(note: Note): void {
    const id = note.id.note_id.toLowerCase();
    this.#notes.forget((key) => key === id);
    this.#notes.cache.set(id, note);
    const ref = { object: note.parent_object, recordId: note.parent_record_id };
    this.#rewrite(ref, (first) =>
      [note, ...first.filter((one) => one.id.note_id.toLowerCase() !== id)].sort(newestFirst),
    );
  }

  forgetOne(noteId: string, ref: RecordRef): void {
    const id = noteId.toLowerCase();
    this.#notes.forget((key) => key === id);
    // Nobody who still holds a link need ask whether it is really gone.
    this.#notes.cache.set(id, undefined, MINUTE / 2);
    this.#rewrite(ref, (first) => first.filter((one) => one.id.note_id.toLowerCase() !== id));
  }

  forgetOf(ref: RecordRef): void {
    this.#pages.forget((key) => key.startsWith(`${refKey(ref)}/`));
  }

  forgetAll(): void {
    this.#pages.forget(() => true);
    this.#notes.forget(() => true);
  }

  /** Keeps first pages in step with a write; later pages have shifted and are read again when asked for. */
  #rewrite(ref: RecordRef, change: (notes: Note[]) => Note[]): void {
    const first = `${refKey(ref)}/0/`;
    const kept: [string, NotePage][] = [];
    for (const [key, page] of this.#pages.cache.entries()) {
      if (!key.startsWith(first)) continue;
      const limit = Number(key.slice(first.length));
      const notes = change(page.notes);
      if (notes.length > limit) kept.push([key, { notes: notes.slice(0, limit), next: limit }]);
      else
        kept.push([
          key,
          { notes, next: page.next === undefined ? undefined : page.next + notes.length - page.notes.length },
        ]);
    }
    this.forgetOf(ref);
    for (const [key, page] of kept) this.#pages.cache.set(key, page);
  }
}
