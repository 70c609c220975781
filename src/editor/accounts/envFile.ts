/**
 * `.env` files as text: where a variable is assigned, and the text without it. Understands what dotenv does: `export`,
 * quotes of three kinds (which may span lines), comments, CRLF and a byte order mark. Offsets are in characters; decode a
 * file as latin1 and they are bytes.
 */

export interface EnvAssignment {
  /** Without quotes, comment and surrounding white space; escapes are left as they are. */
  value: string;
  /** Offset of the first character of its line. */
  start: number;
  /** Offset after its line break, or the end of the text. */
  end: number;
}

const BOM = /^(?:\ufeff|\u00ef\u00bb\u00bf)/;
/** The head of an assignment. Only blanks, no line breaks, around its parts. */
const HEAD = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:(?=[ \t]))[ \t]*/y;
const LINE = /[^\r\n]*(?:\r\n|\r|\n|$)/y;

/** Where the line break after `from` ends. */
function lineEnd(text: string, from: number): number {
  LINE.lastIndex = from;
  LINE.exec(text);
  return LINE.lastIndex;
}

/** All assignments of `name`, in the file's order; dotenv takes the last. Commented ones do not count. */
export function findAssignments(text: string, name: string): EnvAssignment[] {
  const found: EnvAssignment[] = [];
  let at = BOM.exec(text)?.[0].length ?? 0;
  while (at < text.length) {
    const start = at;
    HEAD.lastIndex = at;
    const head = HEAD.exec(text);
    if (head === null) {
      at = lineEnd(text, at);
      continue;
    }
    const from = start + head[0].length;
    const quote = text[from] ?? '';
    const close = ['"', "'", '`'].includes(quote) ? closingQuote(text, from) : -1;
    let value: string;
    if (close > 0) {
      value = text.slice(from + 1, close).trim();
      at = lineEnd(text, close);
    } else {
      at = lineEnd(text, from);
      value = text
        .slice(from, at)
        .replace(/(^|\s)#.*$/s, '')
        .trim();
    }
    if (head[1] === name) found.push({ value, start, end: at });
  }
  return found;
}

/** The offset of the quote that closes the one at `from`, or -1 where none does. */
function closingQuote(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** `text` without these assignments; every other character stays. */
export function withoutAssignments(text: string, assignments: readonly Pick<EnvAssignment, 'start' | 'end'>[]): string {
  let kept = '';
  let at = 0;
  for (const { start, end } of assignments) {
    kept += text.slice(at, start);
    at = end;
  }
  return kept + text.slice(at);
}
