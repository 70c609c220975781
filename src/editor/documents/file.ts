/** The document of a record, or of its place in a list, as the room works with it. Knows nothing of VS Code. */
import type { Json } from '../../attio/values.js';
import type { Edit, RecordGround } from '../../crm/document/ground.js';
import { edited, movedBetween, takeValues } from '../../crm/document/merge.js';
import { type ReadContext, type Reading, readDocument } from '../../crm/document/parse.js';
import { printRecord } from '../../crm/document/print.js';
import { sameWritten } from '../../crm/edit/writable.js';
import type { EditFile } from './editFile.js';
import type { RecordGone } from './loadGround.js';
import type { RowKey } from './rowKey.js';
import type { Clash, StoredEdit } from './store.js';

/** What it is called: `Acme`, or `Acme in Target accounts`. */
export const titleOf = ({ title, list }: RecordGround): string => (list ? `${title} in ${list.name}` : title);

export interface Rebased {
  /** What to do to the text that was given: edits, or all of it anew. */
  edits: Edit[] | 'whole';
  /** Slugs that both sides have changed since, newly found. */
  clashes: string[];
}

/**
 * What the record was when its document was made, the text as last saved, and what has moved since. With `stored` it
 * goes on from what was begun before: that text, read against what the record was then. `now` in milliseconds.
 */
export class RecordFile implements EditFile<StoredEdit> {
  /** What the editor reads: the last save, or the record as printed. */
  text: string;
  /** When `text` was made, in milliseconds; VS Code goes by it. */
  mtime: number;
  /** The record as Attio has it, printed. */
  baseText: string;
  readonly clashes: Map<string, Clash>;
  /** From the press of the button to the answer. */
  sending = false;
  /** The record changed elsewhere while it was being sent: what was read for the answer may be older. */
  missed = false;
  /** While sending: the text that it is about, and whether another was saved meanwhile that is to be asked about next. */
  asked = '';
  again = false;
  /** Why it is no longer possible to send: it was deleted, or merged into another. */
  gone: RecordGone | undefined;
  /** Between the question whether to send and its answer. */
  waits = false;
  /** When Attio was last asked, in milliseconds. */
  readAt: number;

  #ground: RecordGround;
  #last: { text: string; reading: Promise<Reading> } | undefined;

  constructor(
    readonly target: RowKey,
    ground: RecordGround,
    stored: StoredEdit | undefined,
    now: number,
  ) {
    this.#ground = stored ? { ...ground, base: stored.base } : ground;
    this.baseText = printRecord(this.#ground);
    this.text = stored?.text ?? this.baseText;
    this.mtime = stored?.mtime ?? now;
    this.readAt = now;
    this.clashes = new Map(Object.entries(stored?.clashes ?? {}));
  }

  get title(): string {
    return titleOf(this.#ground);
  }

  get ground(): RecordGround {
    return this.#ground;
  }

  /** Reads a text against the record; the same text is read once. */
  read(text: string): Promise<Reading> {
    if (this.#last?.text !== text) this.#last = { text, reading: readDocument(text, this.#ground, here()) };
    return this.#last.reading;
  }

  /** Clashes that the text has not settled by saying what Attio has. */
  openClashes(reading: Reading): string[] {
    return [...this.clashes.keys()].filter((slug) => isTouched(reading, slug));
  }

  /** `text` becomes what was saved. */
  save(text: string, now: number): void {
    this.text = text;
    this.mtime = Math.max(now, this.mtime + 1);
  }

  /** What is to be kept on disk while `typed` is in the editor; undefined: nothing that Attio does not have. */
  toStore(typed: string): StoredEdit | undefined {
    if (typed === this.baseText && this.text === this.baseText) return undefined;
    return {
      version: 1,
      target: this.target,
      base: this.#ground.base,
      text: typed,
      saved: this.text,
      mtime: this.mtime,
      clashes: Object.fromEntries(this.clashes),
    };
  }

  /**
   * Moves on to what Attio has now. What the person has not touched in `text`, which `reading` is of, is to follow; of
   * what both have changed, the person's stays and is marked. undefined: nothing to do (yet: a text that is no YAML is
   * left alone until it is).
   */
  rebase(live: RecordGround, text: string, reading: Reading): Rebased | undefined {
    if (reading.layout.problems.length > 0) return undefined;
    const mine = { ...reading.changed };
    // A value with a mistake in it is the person's as well.
    for (const { slug } of reading.layout.entries) if (isTouched(reading, slug)) mine[slug] ??= [''];
    const moved = movedBetween(this.#ground, live.base, mine);
    const isNews = live.title !== this.#ground.title || moved.theirs.length + moved.both.length > 0;
    const clashes = moved.both.filter((slug) => this.#clash(slug, live));
    for (const slug of moved.theirs) this.clashes.delete(slug);
    this.#see(live);
    const rest = Object.keys(mine).filter((slug) => !moved.theirs.includes(slug));
    if (rest.length === 0 && text !== this.baseText) return { edits: 'whole', clashes: [] };
    if (!isNews) return undefined;
    return { edits: takeValues(reading.layout, moved.theirs, live), clashes };
  }

  /** Both have changed it; false: Attio is back at what it was when the edit began, and nothing is in its way. */
  #clash(slug: string, live: RecordGround): boolean {
    const was = this.clashes.get(slug)?.was ?? this.#ground.base[slug] ?? [];
    const theirs = live.base[slug] ?? [];
    const { type } = live.attributes.find((one) => one.api_slug === slug)!;
    const isBack = sameWritten(type, was, theirs);
    if (isBack) this.clashes.delete(slug);
    else this.clashes.set(slug, { was, theirs });
    return !isBack;
  }

  /** Attio has taken these values. They are what later news differ from, also where they are changed back at once. */
  sent(values: Readonly<Record<string, readonly Json[]>>): void {
    this.clashes.clear();
    this.#see({ ...this.#ground, base: { ...this.#ground.base, ...values } });
  }

  #see(ground: RecordGround): void {
    this.#ground = ground;
    this.#last = undefined;
    this.baseText = printRecord(ground);
  }

  /** Brings back what is known of the record, and of clashes with it, as it is at this moment. */
  moment(): () => void {
    const [ground, clashes] = [this.#ground, [...this.clashes]];
    return () => {
      this.#see(ground);
      this.clashes.clear();
      for (const [slug, clash] of clashes) this.clashes.set(slug, clash);
    };
  }

  /** `text` after what `rebase` answered. */
  after({ edits }: Rebased, text: string): string {
    return edits === 'whole' ? this.baseText : edited(text, edits);
  }

  /** The record as it was before both changed it, printed. */
  textBefore(): string {
    const was = Object.fromEntries([...this.clashes].map(([slug, clash]) => [slug, clash.was]));
    return printRecord({ ...this.#ground, base: { ...this.#ground.base, ...was } });
  }

  /** The same with the head of `text`: what was only said of the record is nobody's change. */
  textBegun(text: string): string {
    const head = (of: string) => /^(?:#.*\n)*/.exec(of)![0];
    const before = this.textBefore();
    return head(text) + before.slice(head(before).length);
  }
}

/** Whether the person has changed this attribute, rightly or wrongly. */
function isTouched({ changed, problems, layout }: Reading, slug: string): boolean {
  if (slug in changed) return true;
  const entry = layout.entries.find((one) => one.slug === slug);
  return (
    entry !== undefined &&
    problems.some(({ start }) => entry.lines.start <= start && start < Math.max(entry.lines.end, 1))
  );
}

/** How days and phone numbers are understood here. */
function here(): ReadContext {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  const { region } = new Intl.Locale(locale);
  return { now: new Date(), timeZone, ...(region && { region }) };
}
