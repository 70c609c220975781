/** Where a file's front matter stands: between a first line `---` and the next `---` or `...`. Pure and without libraries. */

export interface Block {
  /** Of what is between the fences; `inner` is `text.slice(start, end)` and ends with a line end, or is empty. */
  start: number;
  end: number;
  /** Where the file's text goes on after the closing fence. */
  bodyStart: number;
  /** Line of `bodyStart`, from 1. */
  bodyLine: number;
}

/** Longer front matter is none: nobody writes so much by hand, and every key press would read it again. */
const MAX_INNER = 100_000;
const BOM = '\ufeff';
const OPENING = /^---[ \t]*(?:\r\n|\n)/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|$(?![\s\S]))/gm;

/** How many characters a byte order mark takes at the beginning: 1 or 0. */
export const bomLength = (text: string): number => (text.startsWith(BOM) ? 1 : 0);

/** The line end of a file: that of its first line. */
export const lineEnd = (text: string): '\r\n' | '\n' => (/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n');

/** Number of line ends (`\n`), which is the index of the last line from 0. */
export function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** undefined: the file does not begin with a fence. `unclosed`: there is no second one. */
export function blockOf(text: string): Block | 'unclosed' | undefined {
  const bom = bomLength(text);
  const opening = OPENING.exec(text.slice(bom, bom + 200));
  if (!opening) return undefined;
  const start = bom + opening[0].length;
  const head = text.slice(start, start + MAX_INNER);
  CLOSING.lastIndex = 0;
  const closing = CLOSING.exec(head);
  if (!closing) return 'unclosed';
  const end = start + closing.index;
  const bodyStart = end + closing[0].length;
  return { start, end, bodyStart, bodyLine: 1 + linesIn(text.slice(0, bodyStart)) };
}
