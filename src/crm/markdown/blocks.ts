/**
 * Cuts Markdown into blocks that can be read one by one. The parser's cost grows faster than its input, and an editor
 * asks again after every key: blocks keep the first in bounds and let the answers for untouched ones be remembered. Cuts
 * are made where no construct goes on (at headings; in long stretches at blank lines), so what a block holds does not
 * depend on the others, save for link definitions.
 */

export interface Block {
  /** A fenced code block needs no parser: `text` is its content. */
  kind: 'markdown' | 'code';
  text: string;
  /** Line of its first character, from 1; of a code block, of its fence. */
  line: number;
}

/** Characters: shorter texts stay whole; a paragraph or table that is longer is cut at a line, then between words. */
const WHOLE = 4_000;

/** The parser takes its time for every call: a section is not read on its own before it has so many characters. */
const ENOUGH = 1_000;

const HEADING = /^#{1,6}(?:[ \t]|$)/;
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;

/** A line without end, in pieces: between words where there are some. */
function* pieces(text: string): Generator<string> {
  let at = 0;
  while (text.length - at > WHOLE) {
    const space = text.lastIndexOf(' ', at + WHOLE);
    const end = space > at ? space : at + WHOLE;
    yield text.slice(at, end);
    at = end;
  }
  yield text.slice(at);
}

/**
 * In the order of the text, blank stretches left out; line ends come out as `\n`. A fence that is never closed goes to
 * the end.
 */
export function* blocksOf(markdown: string): Generator<Block> {
  const lines = markdown.replace(/\r\n?/g, '\n').split('\n');
  let from = 0;
  let size = 0;
  const upTo = function* (end: number): Generator<Block> {
    const text = lines.slice(from, end).join('\n');
    if (text.trim() !== '') for (const piece of pieces(text)) yield { kind: 'markdown', text: piece, line: from + 1 };
    from = end;
    size = 0;
  };
  const split = markdown.length > WHOLE;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const fence = FENCE.exec(line)?.[1];
    if (fence) {
      yield* upTo(at);
      const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*$`);
      let end = at + 1;
      while (end < lines.length && !closing.test(lines[end]!)) end++;
      yield { kind: 'code', text: lines.slice(at + 1, end).join('\n'), line: at + 1 };
      from = end + 1;
      at = end;
      continue;
    }
    const fresh = at > 0 && lines[at - 1]!.trim() === '' && /^\S/.test(line);
    const cut =
      split && ((HEADING.test(line) && size > ENOUGH) || (fresh && size > WHOLE) || size + line.length > WHOLE);
    if (cut) yield* upTo(at);
    size += line.length + 1;
  }
  if (from < lines.length) yield* upTo(lines.length);
}

/** Where links and images with names point to (`[name]: https://…`), to be read along with every block. */
export function definitionsOf(markdown: string): string {
  if (markdown.length <= WHOLE) return '';
  const found = markdown.match(/^ {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*\S{1,2000}/gm) ?? [];
  return found.slice(0, 200).join('\n');
}
