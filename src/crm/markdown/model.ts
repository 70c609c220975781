/**
 * A text as Attio keeps it (api.md section 8.1): headings of three levels, list items, lines of text; bold, italic, strike,
 * highlight and links inside. Flat, so that nesting of any depth costs nothing and two spellings of one text are one model.
 */

export const BOLD = 1;
export const ITALIC = 2;
export const STRIKE = 4;
export const HIGHLIGHT = 8;

/** Where a link points. Two links side by side are two objects, even to one address. */
export interface Link {
  url: string;
}

/** Characters that share their marks; `text` is what a person reads, nothing escaped, no line end. */
export interface Run {
  text: string;
  marks: number;
  link?: Link;
}

export type Line = Run[];

export interface Block {
  kind: 'heading' | 'item' | 'text';
  /** Of a heading 1 to 3, of an item its depth from 0. */
  level: number;
  /** A numbered item's number as the text counts. */
  number?: number;
  lines: Line[];
  /** A paragraph as a person wrote it, neither code nor a form made up here. */
  said?: boolean;
  /** The table that an item was made of: its items and those of a list beside it are two lists. */
  table?: object;
  /** Called when the number cannot be kept as a number of a list, with what it becomes. */
  renumbered?: (lines: Line[]) => void;
}

const isSpace = (text: string) => /^\s+$/.test(text);
const isEdge = (text: string) => /^[ \t]+$/.test(text);

/** A line in its one form: no marks on the spaces between, runs of equal marks joined, nothing at the ends. */
export function tidy(line: Line): Line {
  const pieces = line.flatMap((run) =>
    run.text
      .split(/(\s+)/)
      .filter((text) => text !== '')
      .map((text): Run => ({ ...run, text })),
  );
  while (pieces.length > 0 && isEdge(pieces[0]!.text)) pieces.shift();
  while (pieces.length > 0 && isSpace(pieces.at(-1)!.text)) pieces.pop();
  const joined: Line = [];
  for (const [at, piece] of pieces.entries()) {
    const [before, after] = [joined.at(-1), pieces[at + 1]];
    const run = isSpace(piece.text) ? between(piece, before, after, pieces, at) : piece;
    if (before && before.marks === run.marks && before.link === run.link) before.text += run.text;
    else joined.push({ ...run });
  }
  if (joined.every(({ text }) => isSpace(text))) return [];
  const first = joined[0]!;
  first.text = first.text.replace(/^[ \t]+/, '');
  return joined;
}

/** The marks of a space are those that both its neighbours have. */
function between(piece: Run, before: Run | undefined, after: Run | undefined, pieces: Line, at: number): Run {
  let next = after;
  for (let ahead = at + 1; next && isSpace(next.text); ahead++) next = pieces[ahead + 1];
  const marks = (before?.marks ?? 0) & (next?.marks ?? 0);
  const link = before?.link !== undefined && before.link === next?.link ? before.link : undefined;
  return { text: piece.text, marks, ...(link && { link }) };
}

/** Lines in their one form; empty ones go. */
export const tidyLines = (lines: Line[]): Line[] => lines.map(tidy).filter((line) => line.length > 0);

/** A line without marks; of an empty text, an empty line. */
export const plainLine = (text: string): Line => (text === '' ? [] : [{ text, marks: 0 }]);

/** All lines as one, a space between. */
export const oneLine = (lines: Line[]): Line =>
  lines.flatMap((line, at) => (at === 0 ? line : [{ text: ' ', marks: 0 }, ...line]));

/** The same line with `mark` on all of it, beside the marks it has. */
export const marked = (line: Line, mark: number): Line => line.map((run) => ({ ...run, marks: run.marks | mark }));

/** What a person reads of a line, marks and addresses left out. */
export const textOf = (line: Line): string => line.map(({ text }) => text).join('');

/** Same characters, marks and links. */
export function sameLines(a: Line[], b: Line[]): boolean {
  return a.length === b.length && a.every((line, at) => sameLine(line, b[at]!));
}

function sameLine(a: Line, b: Line): boolean {
  return (
    a.length === b.length &&
    a.every((run, at) => {
      const other = b[at]!;
      return run.text === other.text && run.marks === other.marks && run.link?.url === other.link?.url;
    })
  );
}
