/** The note that a file makes: its title, its text, and where that text stands in the file. Pure. */
import { shorten, unmarked } from '../selection.js';
import { bomLength, linesIn } from './block.js';
import { type FrontMatter, readFrontMatter } from './frontMatter.js';

export interface FileNote {
  title: string;
  titleFrom: 'front matter' | 'heading' | 'file name';
  /** The heading that is the title and so no part of the text: its words, as offsets in the file. */
  heading?: { start: number; end: number };
  format: 'markdown' | 'plaintext';
  /** Less blank lines around it, with LF line ends. */
  content: string;
  /** Line of the file in which `content` begins, from 1. */
  contentLine: number;
  /** Where `content` stands in the file, as offsets. */
  start: number;
  end: number;
  front: FrontMatter;
}

export interface FileFacts {
  /** The last part of its address. */
  name: string;
  /** Has front matter and Markdown in it; else it is plain text. */
  markdown: boolean;
}

const SAYS_SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const MAX_TITLE = 200;
/** A title stands near the top. */
const HEAD = 20_000;

const NO_FRONT = { attendees: [], links: [], problems: [] };

/** The first blank lines less, and the white space at the end. */
function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const blank = /^(?:[ \t]*\r?\n)+/.exec(text.slice(start, end))?.[0].length ?? 0;
  const from = start + blank;
  return { start: from, end: from + text.slice(from, end).trimEnd().length };
}

/** What a file makes; never throws. Its `front.problems` say why it should not be published. */
export function fileNote(text: string, { name, markdown }: FileFacts): FileNote {
  const bom = bomLength(text);
  const front: FrontMatter = markdown ? readFrontMatter(text) : { ...NO_FRONT, body: text.slice(bom), bodyLine: 1 };
  let place = trimmed(text, text.length - front.body.length, text.length);
  const found = markdown ? firstHeading(text, place) : undefined;
  const given = front.title === undefined ? undefined : shorten(front.title, MAX_TITLE);
  // Attio shows the title above the text: the same words once more right below it would look like a mistake.
  const opens = found?.top === true && (given === undefined || given === found.title) ? found : undefined;
  if (opens) place = trimmed(text, opens.after, text.length);
  const title = given ?? found?.title ?? titleOfName(name);
  return {
    title,
    titleFrom: given !== undefined ? 'front matter' : found ? 'heading' : 'file name',
    ...(opens && given === undefined && { heading: opens.words }),
    format: markdown ? 'markdown' : 'plaintext',
    content: text.slice(place.start, place.end).replace(/\r\n?/g, '\n'),
    contentLine: 1 + linesIn(text.slice(0, place.start)),
    ...place,
    front,
  };
}

interface Heading {
  title: string;
  words: { start: number; end: number };
  /** A level-one heading with nothing before it. */
  top: boolean;
  /** Where the text goes on. */
  after: number;
}

/** The first heading outside code, of `# Title` and of the underlined kind. */
function firstHeading(text: string, { start, end }: { start: number; end: number }): Heading | undefined {
  const head = text.slice(start, Math.min(end, start + HEAD));
  let fence: string | undefined;
  let at = start;
  let first = true;
  const lines = head.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, '');
    const lineStart = at;
    at += raw.length + 1;
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark) {
      fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
      first = false;
      continue;
    }
    if (fence !== undefined || line.trim() === '') continue;
    const marked = /^( {0,3}(#{1,6})[ \t]+)(\S.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line);
    const under = /^ {0,3}(=+|-{2,})[ \t]*\r?$/.exec(lines[index + 1] ?? '');
    const plain = under && !/^\s*(?:[-*+>#|]|\d+[.)]\s)/.test(line) ? line.trim() : undefined;
    const words = marked?.[3] ?? plain;
    if (words !== undefined) {
      const title = shorten(unmarked(`# ${words}`), MAX_TITLE);
      if (SAYS_SOMETHING.test(title)) {
        const from = lineStart + line.indexOf(words, marked ? marked[1]!.length : 0);
        const level = marked ? marked[2]!.length : under![1]!.startsWith('=') ? 1 : 2;
        const after = marked ? at : at + (lines[index + 1]?.length ?? 0) + 1;
        return {
          title,
          words: { start: from, end: from + words.length },
          top: first && level === 1,
          after: Math.min(after, end),
        };
      }
    }
    first = false;
  }
  return undefined;
}

const DATE_IN_NAME = /(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)/;

/** `Call with Acme` for `2026-11-20-call-with_Acme.md`. */
function titleOfName(name: string): string {
  const stem = name.replace(/(?<=.)\.[A-Za-z0-9]{1,10}$/, '');
  const words = stem
    .replace(DATE_IN_NAME, ' ')
    .replace(/[-_\s]+/g, ' ')
    .trim();
  if (!SAYS_SOMETHING.test(words)) return SAYS_SOMETHING.test(stem) ? stem.trim() : 'Note';
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The day a file's name says, `YYYY-MM-DD`; undefined: none that exists. */
export function dayOfName(name: string): string | undefined {
  const match = DATE_IN_NAME.exec(name);
  if (!match) return undefined;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.toISOString().slice(0, 10);
}
