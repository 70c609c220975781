/**
 * Lines of marked characters as Markdown that says exactly these. Only characters that would be read as marks are
 * escaped; what was printed is read again, and where the parser sees something else, marks give way to the words.
 */
import { BOLD, HIGHLIGHT, ITALIC, type Line, type Link, type Run, STRIKE, sameLines, tidyLines } from './model.js';

const SIGNS = new Map([
  [BOLD, '**'],
  [ITALIC, '*'],
  [STRIKE, '~~'],
  [HIGHLIGHT, '=='],
]);

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const space = (character: string) => character === '' || /\s/.test(character);
const wordy = (character: string) => /[\p{L}\p{N}\p{M}]/u.test(character);

/** The character (not half of one) before and after a place. */
const characterBefore = (text: string, at: number) => [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
const characterAfter = (text: string, at: number) => [...text.slice(at, at + 2)][0] ?? '';

/**
 * `text` between two neighbours ('' at the ends of a line): a backslash before what would be read as a mark.
 */
function escaped(text: string, before: string, after: string, inLink: boolean): string {
  return text.replace(/[\\`*_~=[\]<&!]+/g, (found, from: number) => {
    let out = '';
    for (let at = 0; at < found.length; ) {
      const mark = found[at]!;
      let end = at + 1;
      while (end < found.length && found[end] === mark) end++;
      const left = characterBefore(text, from + at) || before;
      const right = characterAfter(text, from + end) || after;
      const rest = text.slice(from + at, from + at + 40);
      for (let one = at; one < end; one++) {
        const next = one + 1 < end ? mark : right;
        out += needsEscape(mark, { left, right, next, length: end - at, rest, inLink }) ? `\\${mark}` : mark;
      }
      at = end;
    }
    return out;
  });
}

interface Around {
  /** Neighbours of the whole run of equal characters; next: of this one. */
  left: string;
  right: string;
  next: string;
  length: number;
  rest: string;
  inLink: boolean;
}

function needsEscape(mark: string, { left, right, next, length, rest, inLink }: Around): boolean {
  switch (mark) {
    case '\\':
      return next === '' || PUNCTUATION.test(next);
    case '`':
      return true;
    case '*':
      return !(space(left) && space(right));
    case '_':
      return !((wordy(left) && wordy(right)) || (space(left) && space(right)));
    case '~':
      return length > 1 && !(space(left) && space(right));
    case '=':
      return length === 2 && !(space(left) && space(right));
    case '[':
      return inLink;
    case ']':
      return inLink || next === '(';
    case '<':
      return /^<+[a-z/!?]/i.test(rest);
    case '&':
      return /^&(?:#\d|#x[\da-f]|[a-z][\da-z]*;)/i.test(rest);
    default:
      return next === '[';
  }
}

/** An address as it can stand between parentheses: nothing in it ends them or is read as something else. */
export function addressOf(url: string): string {
  return url.replace(/[\s\p{Cc}()<>\\"`[\]*_~=!|&]/gu, (one, at: number) => {
    if (one === '&') return /^&(?:#|[a-z][\da-z]*;)/i.test(url.slice(at, at + 40)) ? '%26' : one;
    if ('_=~!*'.includes(one)) return one;
    return encodeURIComponent(one).replace(/[()!*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  });
}

interface Open {
  sign?: number;
  link?: Link;
}

const holds = (run: Run, { sign, link }: Open) => (link ? run.link === link : (run.marks & sign!) !== 0);

/** What is still to be opened for a run, that which reaches farthest first. */
function toOpen(line: Line, at: number, open: Open[]): Open[] {
  const run = line[at]!;
  const wanted: Open[] = [...SIGNS.keys()].filter((sign) => (run.marks & sign) !== 0).map((sign) => ({ sign }));
  if (run.link) wanted.push({ link: run.link });
  const missing = wanted.filter((one) => !open.some(({ sign, link }) => sign === one.sign && link === one.link));
  const reach = (one: Open) => {
    let end = at;
    while (end < line.length && holds(line[end]!, one)) end++;
    return end;
  };
  return missing.sort((a, b) => reach(b) - reach(a));
}

const opening = ({ sign, link }: Open) => (link ? '[' : SIGNS.get(sign!)!);
const closing = ({ sign, link }: Open) => (link ? `](${link.url})` : SIGNS.get(sign!)!);

function printLine(line: Line, spell: typeof escaped): string {
  let out = '';
  const open: Open[] = [];
  for (const [at, run] of line.entries()) {
    let keep = open.findIndex((one) => !holds(run, one));
    if (keep === -1) keep = open.length;
    while (open.length > keep) out += closing(open.pop()!);
    const next = line[at + 1];
    const opened = toOpen(line, at, open);
    // Marks do not open before a space: it stands before them.
    const text = opened.length > 0 ? run.text.trimStart() : run.text;
    out += run.text.slice(0, run.text.length - text.length);
    for (const one of opened) {
      out += opening(one);
      open.push(one);
    }
    const after = next === undefined && open.length === 0 ? '' : next?.link && next.link !== run.link ? '[' : '*';
    out += spell(text, out === '' ? '' : '*', after, run.link !== undefined);
  }
  while (open.length > 0) out += closing(open.pop()!);
  return guarded(out);
}

/** A row of a table's second line, which would make one of the line before. */
const DELIMITERS = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** A line that stays one: what would open a heading, list, quote, rule or table is escaped. */
function guarded(line: string): string {
  if (/^(?:#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]|$)|=+[ \t]*$|~{3,}|([-*_])(?:[ \t]*\1){2,}[ \t]*$)/.test(line))
    return `\\${line}`;
  if (DELIMITERS.test(line) && /[-|]/.test(line)) return `\\${line}`;
  if (/^\[[^\]]*\]:/.test(line) || /^\[[ xX]\](?:\s|$)/.test(line)) return `\\${line}`;
  return line.replace(/^(\d{1,9})([.)])(?=[ \t]|$)/, '$1\\$2');
}

/** Every sign of punctuation escaped: nothing is left to be read as a mark. */
const everything: typeof escaped = (text) => text.replace(/[!-/:-@[-`{-~]/g, '\\$&');

const withoutMarks = (line: Line): Line =>
  tidyLines([line.map(({ text, link }) => ({ text, marks: 0, ...(link && { link }) }))])[0] ?? [];

/** Words alone; the address of a link follows in parentheses. */
function bare(line: Line): Line {
  let text = '';
  for (const [at, run] of line.entries()) {
    text += run.text;
    if (run.link && line[at + 1]?.link !== run.link && run.link.url !== run.text) text += ` (${run.link.url})`;
  }
  return tidyLines([[{ text, marks: 0 }]])[0] ?? [];
}

const SPECIAL = /[\\`*_~=<&[\]!|]|^\s*(?:[-+>#:]|\d)/m;

const known = new WeakMap<Line[], string[]>();

/** Reads printed lines as one paragraph; undefined when they would be none. */
export type ReadParagraphs = (markdown: string) => (Line[] | undefined)[];

/** As many characters are checked at once: a call of the parser has its price, and so has a long text. */
const BATCH = 1_500;
/** Marks end with their line: a long paragraph is checked by so many. */
const FEW = 30;

type Turn = () => Promise<void> | undefined;

interface Printed {
  lines: Line[];
  printed: string[];
}

/** Checks what is printed for paragraphs, together where it can; what would be misread gives up its marks, then its links. */
class Printer {
  readonly #read: ReadParagraphs;
  readonly #turn: Turn;

  constructor(read: ReadParagraphs, turn: Turn) {
    this.#read = read;
    this.#turn = turn;
  }

  async simple(lines: Line[]): Promise<Printed> {
    const printed: string[] = [];
    for (const line of lines) {
      printed.push(printLine(line, escaped));
      await this.#turn();
    }
    return { lines, printed };
  }

  async settle(batch: Printed[]): Promise<void> {
    const fine = await this.#fine(batch);
    for (const one of batch) known.set(one.lines, fine ? one.printed : await this.#careful(one));
  }

  async #careful(one: Printed): Promise<string[]> {
    if (await this.#fine([one])) return one.printed;
    const settled: Line[] = [];
    for (const line of one.lines) {
      const candidates = [line, withoutMarks(line)];
      let kept: Line | undefined;
      for (const candidate of candidates) if (!kept && (await this.#says([candidate]))) kept = candidate;
      settled.push(kept ?? bare(line));
    }
    const words = settled.map(bare);
    const said = (await this.#says(settled)) ?? (await this.#says(words));
    return said ?? words.map((line) => printLine(line, everything));
  }

  async #says(lines: Line[]): Promise<string[] | undefined> {
    const one = await this.simple(lines);
    return (await this.#fine([one])) ? one.printed : undefined;
  }

  /** Whether each would be read as it is meant. */
  async #fine(batch: Printed[]): Promise<boolean> {
    const parts = batch.flatMap(parted);
    for (let from = 0; from < parts.length; ) {
      let end = from;
      for (let size = 0; end < parts.length && (end === from || size < BATCH); end++) size += parts[end]!.text.length;
      const some = parts.slice(from, end);
      const again = this.#read(some.map(({ text }) => text).join('\n\n'));
      const same = (lines: Line[] | undefined, at: number) => lines !== undefined && sameLines(lines, some[at]!.meant);
      if (again.length !== some.length || !again.every(same)) return false;
      from = end;
      await this.#turn();
    }
    return true;
  }
}

/** A paragraph by a few lines: marks end with their line. Those with nothing to misread are not looked at. */
function parted({ lines, printed }: Printed): { meant: Line[]; text: string }[] {
  const parts: { meant: Line[]; text: string }[] = [];
  for (let at = 0; at < lines.length; at += FEW) {
    const text = printed.slice(at, at + FEW).join('\n');
    if (SPECIAL.test(text)) parts.push({ meant: lines.slice(at, at + FEW), text });
  }
  return parts;
}

/**
 * Makes sure that what `printed` gives for each of these paragraphs is read as it is meant: one string a line, its words
 * and links where its marks would be misread. Pauses for `turn` in between.
 */
export async function printAll(all: Iterable<Line[]>, read: ReadParagraphs, turn: Turn): Promise<void> {
  const printer = new Printer(read, turn);
  let batch: Printed[] = [];
  let size = 0;
  for (const lines of all) {
    const one = await printer.simple(lines);
    batch.push(one);
    size += one.printed.reduce((sum, line) => sum + line.length + 1, 0);
    if (size < BATCH) continue;
    await printer.settle(batch);
    batch = [];
    size = 0;
  }
  await printer.settle(batch);
}

/** One string a line; certain after `printAll`, good enough for showing before. */
export const printed = (lines: Line[]): string[] => known.get(lines) ?? lines.map((line) => printLine(line, escaped));
