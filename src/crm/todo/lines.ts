/**
 * Lines of text and code that say what is to do: words such as TODO in any comment, check boxes of Markdown, and links to
 * tasks of Attio beside them. Pure; the work on a line is bounded however long it is.
 */
import { type AttioLink, type FoundLink, findAttioUrls } from '../../attio/webUrl.js';

/** What marks a line, from `attio.todo.patterns`. */
export interface Patterns {
  words: readonly string[];
  /** Check boxes of Markdown. */
  boxes: boolean;
}

export type TaskLink = Omit<FoundLink, 'link'> & { link: Extract<AttioLink, { kind: 'task' }> };

export interface TodoLine {
  /** `link`: neither a word nor a box, only the link to a task. */
  mark: 'word' | 'box' | 'link';
  /** Of a box whether it has its cross; of a word whether it is DONE, beside a link. */
  ticked: boolean;
  /** `[start, end)` of what changes when it is ticked: the word, or what is between the brackets. */
  tick: readonly [number, number];
  /** `[start, end)` of what is to be done, in words. Empty beside nothing but a link. */
  text: readonly [number, number];
  /** Where a link can be put: before what closes the comment. */
  end: number;
  /** In a comment, as far as the line says. */
  comment: boolean;
  /** The first link to a task. */
  task?: TaskLink;
}

/** A line longer than this is data and no text. */
export const MAX_LINE = 5_000;
const MAX_PATTERNS = 40;
/** So many of its words are looked at: a line that has more is a table of them. */
const MAX_WORDS = 50;
/** What a word becomes when its task is done. */
export const DONE_WORD = 'DONE';

const BOX_PATTERN = /^(?:[-*+]|\d+[.)])?\s*\[\s?\]$/;
/** Letters in which the words are written; `TODO` before a Chinese sign is a word all the same. */
const LETTER = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{N}_]';

/** `setting`: whatever somebody wrote into the settings. Anything but words that say something is left out. */
export function readPatterns(setting: unknown): Patterns {
  const given = Array.isArray(setting) ? setting : [];
  const patterns = given
    .filter((one): one is string => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one.length <= 60)
    .slice(0, MAX_PATTERNS);
  return {
    words: [...new Set(patterns.filter((one) => !BOX_PATTERN.test(one)))].sort((a, b) => b.length - a.length),
    boxes: patterns.some((one) => BOX_PATTERN.test(one)),
  };
}

const compiled = new Map<string, RegExp>();

/** A word of the patterns as a whole word: no part of a name, of a path, of a file's name or of a ticket's number. */
function wordPattern(words: readonly string[]): RegExp {
  const key = words.join('\n');
  let known = compiled.get(key);
  if (!known) {
    const one = (word: string) => {
      const escaped = word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      const before = new RegExp(`^${LETTER}`, 'u').test(word)
        ? `(?<!${LETTER}|${LETTER}[-.@/]|(?:^|[^/*\\s])/|(?:^|\\s)[.#]|\\\\)`
        : '';
      const after = new RegExp(`${LETTER}$`, 'u').test(word) ? `(?!${LETTER}|[-./]${LETTER})` : '';
      return `${before}${escaped}${after}`;
    };
    known = new RegExp(words.map(one).join('|'), 'gu');
    compiled.clear();
    compiled.set(key, known);
  }
  known.lastIndex = 0;
  return known;
}

const BOX =
  /^\s*(?:(?:\/\/+|\/\*+|#+|--|;+|%+|<!--|\*|>)\s*)*?(?:[-*+]|\d{1,9}[.)])\s+\[(?<tick>[ xX])\](?:\s+(?=\S)|(?=[^\s([:]))/u;

/** How comments of several lines open and close. */
const BLOCKS: readonly (readonly [string, string])[] = [
  ['/*', '*/'],
  ['<!--', '-->'],
  ['{{!--', '--}}'],
  ['<%--', '--%>'],
  ['--[[', ']]'],
  ['(*', '*)'],
  ['{-', '-}'],
  ['#|', '|#'],
  ['#=', '=#'],
  ['<#', '#>'],
  ['{#', '#}'],
  ['@*', '*@'],
  ['"""', '"""'],
  ["'''", "'''"],
];
/** What can only close a comment that was opened on an earlier line. */
const CLOSING = /\s*(?:\*\/|-->|--\}\}|--%>|\*@|"""|''')\s*\}?\s*$/;
const LINE_COMMENT =
  /(?<![:/])\/\/|(?:^|\s)(?:#|--|;;?|%%?|!|REM\b|rem\b|::|\.\.)(?=[\s\p{L}\p{P}]|$)|^\s*(?:\*|'|"(?=\s))/u;

interface Around {
  end: number;
  comment: boolean;
}

/** What closes the comment that `head` has opened and not closed. */
function closerOf(head: string): string | undefined {
  let opened = -1;
  let closer: string | undefined;
  for (const [open, close] of BLOCKS) {
    const at = head.lastIndexOf(open);
    if (at > opened && head.indexOf(close, at + open.length) < 0) {
      opened = at;
      closer = close;
    }
  }
  return closer;
}

/** Where what is said ends: before what closes the comment, the string, the cell or the element it stands in. */
function around(line: string, from: number): Around {
  const head = line.slice(0, from);
  const closer = closerOf(head);
  let end = line.length;
  let comment = closer !== undefined || LINE_COMMENT.test(head);
  if (closer !== undefined) {
    const at = line.indexOf(closer, from);
    if (at >= 0) end = at;
  } else {
    const quote = /(["'`])\s*$/.exec(head.replace(/[^"'`\s]*$/u, ''))?.[1];
    const closed = quote === undefined ? -1 : line.indexOf(quote, from);
    const closing = CLOSING.exec(line.slice(from));
    const cell = /^\s*\|/.test(line) ? line.indexOf('|', from) : -1;
    if (closed >= 0 && !comment) end = closed;
    else if (closing) {
      end = from + closing.index;
      comment = true;
    } else if (cell >= 0) end = cell;
    else end = from + line.slice(from).replace(/(?:<\/[\w-]+>\s*)+$/, '').length;
  }
  // What a line ends with that goes on in the next (Markdown's break, a macro's) stays at its end.
  return { end: from + line.slice(from, end).replace(/(?:\s|\\$)+$/, '').length, comment };
}

const SAYS_SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const says = (line: string, [start, end]: readonly [number, number]): boolean =>
  SAYS_SOMETHING.test(line.slice(start, end));

const isTask = (found: FoundLink): found is TaskLink => found.link.kind === 'task';

/** What a line says is to be done, or is linked to; undefined: it is no such line. */
export function todoLine(line: string, patterns: Patterns): TodoLine | undefined {
  if (line.length > MAX_LINE) return undefined;
  const task = line.includes('app.attio.com') ? findAttioUrls(line).find(isTask) : undefined;
  const linked = task && { task };
  const box = patterns.boxes ? BOX.exec(line) : null;
  if (box) {
    const from = box[0].length;
    const { end, comment } = around(line, from);
    const at = box[0].lastIndexOf('[') + 1;
    const text = [afterWord(line, from, patterns), end] as const;
    const made: TodoLine = {
      mark: 'box',
      ticked: box.groups!.tick !== ' ',
      tick: [at, at + 1],
      text,
      end,
      comment,
      ...linked,
    };
    if (task || says(line, text)) return made;
  }
  const word = patterns.words.length > 0 ? wordLine(line, patterns) : undefined;
  if (word) return { ...word, ...linked };
  if (!task) return undefined;
  const done = new RegExp(`(?<!${LETTER})${DONE_WORD}(?!${LETTER})`, 'u').exec(line.slice(0, task.start));
  const from = done ? done.index + DONE_WORD.length : task.start;
  const { end, comment } = around(line, from);
  const tick = done ? ([done.index, from] as const) : ([from, from] as const);
  return { mark: done ? 'word' : 'link', ticked: done !== null, tick, text: [from, end], end, comment, task };
}

/** `- [ ] TODO: call Ada` says TODO once more. */
function afterWord(line: string, from: number, { words }: Patterns): number {
  const word = words.find((one) => line.startsWith(one, from));
  return word && !new RegExp(`^${LETTER}`, 'u').test(line.slice(from + word.length)) ? from + word.length : from;
}

/** Whether a string of code stands there: opened before `at`, in no comment, and closed after it. */
function inString(line: string, at: number): boolean {
  let open = -1;
  for (let index = 0; index < at; index++) {
    const sign = line.charAt(index);
    if (open >= 0) {
      if (sign === '\\') index++;
      else if (sign === line.charAt(open)) open = -1;
      // The apostrophe of `don't` opens nothing, that of `f'…'` does.
    } else if (
      sign === '"' ||
      sign === '`' ||
      (sign === "'" && !APOSTROPHE.test(line.slice(Math.max(0, index - 4), index)))
    )
      open = index;
  }
  if (open < 0 || line.indexOf(line.charAt(open), at) < 0) return false;
  const head = line.slice(0, open);
  return closerOf(head) === undefined && !LINE_COMMENT.test(head);
}
const APOSTROPHE = /[\p{L}\p{N}]$(?<!(?<![\p{L}\p{N}])[bfru]{1,2})/iu;

/** The first word that marks what is to do; one in a string of code gives way to one in the comment behind it. */
function wordLine(line: string, { words }: Patterns): Omit<TodoLine, 'task'> | undefined {
  let quoted: Omit<TodoLine, 'task'> | undefined;
  for (const one of wordsOf(line, words)) {
    if (!inString(line, one.tick[0])) return quoted && !one.comment ? quoted : one;
    quoted ??= one;
  }
  return quoted;
}

function* wordsOf(line: string, words: readonly string[]): Generator<Omit<TodoLine, 'task'>> {
  let looked = 0;
  for (const match of line.matchAll(wordPattern(words))) {
    if (looked++ === MAX_WORDS) return;
    const tick = [match.index, match.index + match[0].length] as const;
    const { end, comment } = around(line, tick[1]);
    const made = { mark: 'word' as const, ticked: false, tick, end, comment };
    const after = [tick[1], end] as const;
    if (says(line, after)) {
      yield { ...made, text: after };
      continue;
    }
    const before = [startOf(line, tick[0]), tick[0]] as const;
    // `status: TODO` is a value; `call Ada TODO` is said of what stands before it.
    if (/[\p{L}\p{N}]\s+[\p{L}\p{N}]/u.test(line.slice(...before))) yield { ...made, text: before };
  }
}

/** Where the comment, or the line's own text, begins that ends at `to`. */
function startOf(line: string, to: number): number {
  const head = line.slice(0, to);
  let start = /^\s*(?:[-*+>]\s+)*/.exec(head)![0].length;
  for (const [open] of BLOCKS) {
    const at = head.lastIndexOf(open);
    if (at >= 0) start = Math.max(start, at + open.length);
  }
  for (const match of head.matchAll(new RegExp(LINE_COMMENT, 'gu')))
    start = Math.max(start, match.index + match[0].length);
  return start;
}

/** Whether there can be such a line at all: one look at a text, without taking it apart. */
export function mayHaveTodo(text: string, { words, boxes }: Patterns): boolean {
  return words.some((word) => text.includes(word)) || (boxes && /\[[ xX]\]/.test(text)) || mayHaveTaskLink(text);
}
/** Whether a link to a task can be in a text: those of Attio's web app have `command-menu-page` (api.md section 9). */
export const mayHaveTaskLink = (text: string): boolean => text.includes('command-menu-page');

/** A line without any mark, to make a task from all the same; undefined: it says nothing, or has a task already. */
export function plainLine(line: string): TodoLine | undefined {
  if (line.length > MAX_LINE) return undefined;
  const from = startOf(line, line.length);
  const head = from < line.length && SAYS_SOMETHING.test(line.slice(from)) ? from : /^\s*/.exec(line)![0].length;
  const { end, comment } = around(line, head);
  const text = [head, end] as const;
  return says(line, text) ? { mark: 'link', ticked: false, tick: [head, head], text, end, comment } : undefined;
}
