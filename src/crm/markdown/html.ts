/** What HTML in a Markdown text says to a reader. */
import { decodeNamedCharacterReference } from 'decode-named-character-reference';
import { BOLD, HIGHLIGHT, ITALIC, STRIKE } from './model.js';

/** Elements of HTML; `<T>` or `<your name>` are none, and stay as they are written. */
const ELEMENTS = new Set(
  (
    'a abbr acronym address article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup ' +
    'data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame frameset ' +
    'h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark menu meta meter nav noscript ' +
    'object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section select slot small source ' +
    'span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr'
  ).split(' '),
);

/** Elements that stand on lines of their own. */
const LINES = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hr html legend li main menu nav ol optgroup option p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
);

const MARKS: Record<string, number> = {
  b: BOLD,
  strong: BOLD,
  h1: BOLD,
  h2: BOLD,
  h3: BOLD,
  h4: BOLD,
  h5: BOLD,
  h6: BOLD,
  summary: BOLD,
  th: BOLD,
  i: ITALIC,
  em: ITALIC,
  cite: ITALIC,
  s: STRIKE,
  del: STRIKE,
  strike: STRIKE,
  mark: HIGHLIGHT,
};

/** Whether HTML has such an element; `name` in lower case, as `tagOf` gives it. */
export const isElement = (name: string) => ELEMENTS.has(name);
/** Whether an element begins and ends a line; `name` in lower case. */
export const lineBreaks = (name: string) => LINES.has(name);
/** The mark (see model.ts) of what is in an element, 0 where it has none; `name` in lower case. */
export const markOf = (name: string) => (Object.hasOwn(MARKS, name) ? MARKS[name]! : 0);

export interface Tag {
  name: string;
  closing: boolean;
}

const TAG = /^<(\/?)([a-z][a-z0-9-]*)(?=[\s/>])[\s\S]*>$/i;

/** `<b>`, `</b>`, `<br />` as a tag; undefined for comments, declarations and text. */
export function tagOf(source: string): Tag | undefined {
  const found = TAG.exec(source);
  return found ? { name: found[2]!.toLowerCase(), closing: found[1] === '/' } : undefined;
}

/** The attributes of a tag by lower-case name, character references read. */
export function attributesOf(tag: string): Record<string, string> {
  const found: Record<string, string> = {};
  const each = /([a-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))/gi;
  for (const [, name, double, single, bare] of tag.matchAll(each)) {
    found[name!.toLowerCase()] ??= decoded(double ?? single ?? bare ?? '').trim();
  }
  return found;
}

/** Text with its character references read: `&amp;`, `&#38;`, `&#x26;`. */
export function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][\da-z]{1,31}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return decodeNamedCharacterReference(name) || whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const holds = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return holds ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** A comment, declaration or instruction is nothing to a reader; CDATA is its text. */
export function withoutMarkup(value: string): string {
  const data = /^<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/.exec(value)?.[1];
  return data ?? (/^<[!?]/.test(value) ? '' : value);
}
