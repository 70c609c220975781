/** Markdown as Attio keeps it: what it would not keep is put into the closest form that reads well. */
import type { Nodes, RootContent } from 'mdast';
import { readInline } from './inline.js';
import { type LostKind, sentenceOf } from './kept.js';
import { lowerBlocks } from './lower.js';
import { type Block, type Line, plainLine, tidyLines } from './model.js';
import { parseMarkdown } from './parse.js';
import { turns } from './patience.js';
import { printBlocks, settleNumbers } from './print.js';
import { printAll, printed } from './printInline.js';
import type { Reading } from './reading.js';
import { readSections, type Sections } from './sections.js';
import { partTables } from './tables.js';

/** A piece of a text that Attio would not keep as it is, and what stands for it. */
export interface Rewrite {
  kind: LostKind;
  /** First and last line of the text as it was given, from 1. */
  line: number;
  endLine: number;
  /** Markdown, as it was written and as it is to be sent. */
  before: string;
  after: string;
  /** `Line 12: Attio keeps no tables; this one becomes a list.` */
  sentence: string;
}

export interface ForAttio {
  /** Only headings of levels 1 to 3, lists, bold, italic, strike, highlight, links and lines of text. */
  text: string;
  /** In the order of the text. */
  rewritten: Rewrite[];
}

const NOTHING: Reading = {
  lost: () => undefined,
  later: () => () => undefined,
  whole: (_kind, _node, read) => read(),
  definition: () => ({ url: '' }),
  footnote: () => 0,
};

/** The paragraphs of the given text; undefined for what is none. */
const readParagraphs = (markdown: string): (Line[] | undefined)[] =>
  parseMarkdown(markdown).children.map((node) =>
    node.type === 'paragraph' ? readInline(node.children, NOTHING) : undefined,
  );

/** Kinds that take whole lines. */
const BLOCKS = new Set<LostKind>(['table', 'code-block', 'quote', 'checkbox', 'heading', 'rule', 'numbering']);

const isBlocks = (pieces: Line[] | Block[]): pieces is Block[] => pieces.length > 0 && !Array.isArray(pieces[0]);

class Reader implements Reading {
  /** What was rewritten; it is printed when the whole text is. */
  readonly #told: { kind: LostKind; line: number; endLine: number; before: string; after: Line[] | Block[] }[] = [];
  readonly #text: Sections;
  #quiet = 0;
  readonly #notes = new Map<string, number>();

  constructor(text: Sections) {
    this.#text = text;
  }

  read(nodes: RootContent[]): Block[] {
    return lowerBlocks(nodes, this);
  }

  /** The footnotes, at the end of the text: `[1] …`. */
  *footnotes(): Generator<Block> {
    const { footnotes } = this.#text;
    const numbers = footnotes.map(({ identifier }) => ({ identifier, first: true }));
    for (const [at, one] of numbers.entries()) {
      const seen = numbers.findIndex(({ identifier }) => identifier === one.identifier);
      one.first = seen === at;
      if (one.first) this.footnote(one.identifier);
    }
    const order = footnotes
      .map((node, at) => ({ node, first: numbers[at]!.first, number: this.footnote(node.identifier) }))
      .sort((a, b) => a.number - b.number);
    for (const { node, first, number } of order) {
      yield* this.whole('footnote', node, () => {
        const [head, ...rest] = lowerBlocks(node.children, this);
        const label = plainLine(first ? `[${number}] ` : '');
        if (head?.kind === 'text')
          return [{ ...head, lines: tidyLines([[...label, ...head.lines[0]!], ...head.lines.slice(1)]) }, ...rest];
        const own: Block = { kind: 'text', level: 0, lines: tidyLines([label]) };
        return [...(own.lines.length > 0 ? [own] : []), ...(head ? [head, ...rest] : [])];
      });
    }
  }

  lost(kind: LostKind, first: Nodes, last: Nodes, after: Line[] | Block[]): void {
    const [start, end] = [first.position?.start, last.position?.end];
    if (this.#quiet > 0 || !start || !end) return;
    const lines = this.#text.lines.slice(start.line - 1, end.line);
    if (!BLOCKS.has(kind)) {
      lines.push(lines.pop()!.slice(0, end.column - 1));
      lines[0] = lines[0]!.slice(start.column - 1);
    }
    const [line, endLine, before] = [start.line, end.line, lines.join('\n')];
    this.#told.push({ kind, line, endLine, before, after: isBlocks(after) ? after : tidyLines(after) });
  }

  /** In the order of the text. */
  *rewritten(): Generator<Rewrite> {
    const all = this.#told.sort((a, b) => a.line - b.line || a.endLine - b.endLine);
    for (const { after, ...told } of all) {
      const text = isBlocks(after) ? printBlocks(partTables(settleNumbers(after)), printed) : printed(after).join('\n');
      yield { ...told, after: text, sentence: sentenceOf(told.kind, told.line) };
    }
  }

  later(kind: LostKind, first: Nodes, last: Nodes): (after: Line[]) => void {
    const quiet = this.#quiet > 0;
    return (after) => {
      if (!quiet) this.lost(kind, first, last, after);
    };
  }

  whole<T extends Block[]>(kind: LostKind, node: Nodes, read: () => T): T {
    this.#quiet++;
    let blocks: T;
    try {
      blocks = read();
    } finally {
      this.#quiet--;
    }
    this.lost(kind, node, node, blocks);
    return blocks;
  }

  definition(identifier: string) {
    return this.#text.definitions.get(identifier) ?? { url: '' };
  }

  footnote(identifier: string): number {
    const known = this.#notes.get(identifier);
    if (known !== undefined) return known;
    this.#notes.set(identifier, this.#notes.size + 1);
    return this.#notes.size;
  }
}

/**
 * `markdown` as Attio keeps it, and what was rewritten for that. The result rewritten again is the same. Of any length:
 * others get their turn every few milliseconds. Never rejects.
 *
 * Kept as they are: words, order, line breaks, headings of levels 1 to 3, lists at any depth, bold, italic, strike,
 * highlight, links. Not kept: comments and what HTML hides, definitions of links (their addresses go where they are named),
 * the address of an image inside a link, the language of a code block.
 */
export function forAttio(markdown: string): Promise<ForAttio> {
  return forAttioInPieces(markdown);
}

/** `forAttio`, read in pieces of about so many characters: the result does not depend on it, short of paragraphs without end. */
export async function forAttioInPieces(markdown: string, size?: number): Promise<ForAttio> {
  const turn = turns();
  const text = await readSections(markdown, turn, size);
  const reader = new Reader(text);
  const blocks: Block[] = [];
  for (const section of text.sections) {
    blocks.push(...reader.read(section));
    await turn();
  }
  blocks.push(...reader.footnotes());
  const settled = partTables(settleNumbers(blocks));
  await printAll(
    settled.map(({ lines }) => lines),
    readParagraphs,
    turn,
  );
  const rewritten: Rewrite[] = [];
  for (const one of reader.rewritten()) {
    rewritten.push(one);
    await turn();
  }
  return { text: printBlocks(settled, printed), rewritten };
}
