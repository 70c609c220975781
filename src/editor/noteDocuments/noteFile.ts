/** The document of a note as the room works with it. Knows nothing of VS Code. */
import { createHash } from 'node:crypto';
import { sameText } from '../../changes/compare.js';
import type { Edit } from '../../crm/document/ground.js';
import { type DraftProblem, type ParsedDraft, parseDraft, printDraft } from '../../crm/draft.js';
import type { EditFile } from '../documents/editFile.js';
import { type StoredText, TextStore } from '../documents/textStore.js';
import { type NoteGround, printNote } from './noteText.js';
import type { NoteKey } from './uri.js';

/** What of a note can be changed. */
export type Part = 'title' | 'content';

export interface StoredNote extends StoredText {
  target: NoteKey;
  /** What the note was when the edit was made: what the text is read against. */
  base: NoteGround;
}

/**
 * Told apart by account and note. In the folder that records’ texts are in (`EditStore`). `isKnown` as in TextStore.
 */
export class NoteStore extends TextStore<StoredNote> {
  constructor(folder: string, isKnown?: (account: string) => boolean) {
    super(folder, ({ account, noteId }) => `note ${account} ${noteId}`, isKnown);
  }
}

/** What a text says against what Attio has. */
export interface NoteReading {
  parsed: ParsedDraft;
  /** What keeps it from being sent, in order of the lines. */
  problems: DraftProblem[];
  changed: Part[];
}

/** What is to be done to come to what Attio has now. */
export interface Plan {
  base: NoteGround;
  clashes: Part[];
  edits: Edit[] | 'whole';
  /** The text after the edits. */
  text: string;
}

/** What a text says, whatever the blank lines around it. */
export function digestOf({ title, body }: Pick<ParsedDraft, 'title' | 'body'>): string {
  return createHash('sha256')
    .update(JSON.stringify([title, body]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * What Attio has, the text as last saved, what a person has changed of it, and what has moved since. With `stored` it
 * goes on from what was begun before: that text, read against what the note was then. `now` in milliseconds.
 */
export class NoteFile implements EditFile<StoredNote> {
  text: string;
  mtime: number;
  baseText: string;
  sending = false;
  missed = false;
  /** While sending: the text that it is about, and whether another was saved meanwhile that is to be asked about next. */
  asked = '';
  again = false;
  /** Why it is no longer possible to send: it was deleted. */
  gone: string | undefined;
  /** What became of the text is elsewhere by now (a new note, a draft): nothing of it is kept. */
  left = false;
  /** What Attio has, as far as is known. */
  live: NoteGround;
  /** What both have changed since. */
  readonly clashes = new Set<Part>();

  #base: NoteGround;
  #parsedBase: ParsedDraft;
  #last: { text: string; reading: NoteReading } | undefined;

  constructor(
    readonly target: NoteKey,
    live: NoteGround,
    stored: StoredNote | undefined,
    now: number,
  ) {
    this.live = live;
    this.#base = stored?.base ?? live;
    this.baseText = printNote(this.#base);
    this.#parsedBase = parseDraft(this.baseText);
    this.text = stored?.text ?? this.baseText;
    this.mtime = stored?.mtime ?? now;
  }

  get title(): string {
    return this.#base.title.trim() || 'Untitled note';
  }

  /** What the text is read against. */
  get base(): NoteGround {
    return this.#base;
  }

  /** Reads a text against the note; the same text is read once. */
  read(text: string): NoteReading {
    if (this.#last?.text !== text) this.#last = { text, reading: this.#read(text) };
    return this.#last.reading;
  }

  #read(text: string): NoteReading {
    const parsed = parseDraft(text);
    const was = this.#parsedBase;
    const { record, lines } = parsed;
    const problems = parsed.problems.filter(
      // A note that never had a title need not get one now.
      ({ line, message }) => !(was.title === '' && line === lines.title && message === 'The note has no title.'),
    );
    if (record && record.ref.recordId.toLowerCase() !== this.#base.parentRecordId.toLowerCase())
      problems.push({
        line: lines.record ?? 1,
        message: 'A note stays on its record: this line cannot be changed. Make a new note for another record.',
      });
    return {
      parsed,
      problems: problems.sort((a, b) => a.line - b.line),
      changed: [
        ...(parsed.title !== was.title ? (['title'] as const) : []),
        ...(parsed.body !== was.body ? (['content'] as const) : []),
      ],
    };
  }

  /** Whether there is anything in a text that Attio does not have. */
  isUnsent(text: string): boolean {
    const { changed, problems } = this.read(text);
    return changed.length + problems.length > 0;
  }

  save(text: string, now: number): void {
    this.text = text;
    this.mtime = Math.max(now, this.mtime + 1);
  }

  toStore(typed: string): StoredNote | undefined {
    if (this.left || (typed === this.baseText && this.text === this.baseText)) return undefined;
    const { target, text, mtime } = this;
    return { version: 1, target, base: this.#base, text: typed, saved: text, mtime };
  }

  /**
   * How to come to what Attio has now: what the person has not touched in `text` follows; what both have changed stays,
   * and is a clash. Changes nothing.
   */
  async plan(live: NoteGround, text: string): Promise<Plan> {
    const { parsed, changed, problems } = this.read(text);
    if (changed.length === 0 && problems.length === 0)
      return { base: live, clashes: [], edits: 'whole', text: printNote(live) };
    const base = { ...this.#base, createdAt: live.createdAt };
    const clashes: Part[] = [];
    let next = text;
    const edits: Edit[] = [];
    for (const part of await this.#moved(live)) {
      const mine = changed.includes(part);
      if (mine && !(await isSame(part, parsed, live))) {
        clashes.push(part);
        continue;
      }
      base[part] = live[part];
      if (!mine) edits.push(editOf(text, parsed, part, live));
    }
    for (const edit of edits.toSorted((a, b) => b.start - a.start))
      next = next.slice(0, edit.start) + edit.text + next.slice(edit.end);
    return { base, clashes, edits, text: next };
  }

  /** Takes a plan over. */
  follow({ base, clashes }: Pick<Plan, 'base' | 'clashes'>, live: NoteGround): void {
    this.live = live;
    this.#rebase(base);
    this.clashes.clear();
    for (const part of clashes) this.clashes.add(part);
  }

  /** Brings back what is known of the note, and of clashes with it, as it is at this moment. */
  moment(): () => void {
    const [base, live, clashes] = [this.#base, this.live, [...this.clashes]];
    return () => this.follow({ base, clashes }, live);
  }

  /** Attio has this now, and the person has seen it: what the text says otherwise is what is to be sent. */
  see(live: NoteGround): void {
    this.live = live;
    this.#rebase(live);
    this.clashes.clear();
  }

  /** `text` with Attio's words in these parts. */
  withTheirs(text: string, parts: readonly Part[]): string {
    let next = text;
    for (const part of parts) {
      const { start, end, text: theirs } = editOf(next, parseDraft(next), part, this.live);
      next = next.slice(0, start) + theirs + next.slice(end);
    }
    return next;
  }

  async #moved(live: NoteGround): Promise<Part[]> {
    const { title, content } = this.#base;
    return [
      ...(title.trim() !== live.title.trim() ? (['title'] as const) : []),
      ...((await sameText(content, live.content)) ? [] : (['content'] as const)),
    ];
  }

  #rebase(base: NoteGround): void {
    this.#base = base;
    this.baseText = printNote(base);
    this.#parsedBase = parseDraft(this.baseText);
    this.#last = undefined;
  }
}

async function isSame(part: Part, { title, body }: ParsedDraft, live: NoteGround): Promise<boolean> {
  return part === 'title' ? title.trim() === live.title.trim() : sameText(body, live.content);
}

/** The edit that puts Attio's title or text in the place of what stands there. */
function editOf(text: string, { lines, body }: ParsedDraft, part: Part, live: NoteGround): Edit {
  const printed = printDraft({ title: live.title, body: live.content });
  if (part === 'title') {
    const [, line = ''] = printed.split('\n', 2);
    if (lines.title === undefined) return { start: 0, end: 0, text: '' };
    const start = offsetOf(text, lines.title);
    const end = text.indexOf('\n', start);
    const full = text.slice(start, end < 0 ? text.length : end);
    return { start, end: start + full.replace(/\r$/, '').length, text: line };
  }
  const theirs = printed.slice(printDraft({ title: live.title, body: '' }).length);
  const start = body === '' ? text.length : offsetOf(text, lines.body);
  const lead = body !== '' || text.endsWith('\n\n') ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  return { start, end: text.length, text: lead + theirs };
}

/** Where a line begins; `line` from 1. */
function offsetOf(text: string, line: number): number {
  let at = 0;
  for (let left = line - 1; left > 0; left--) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at;
}
