/**
 * Reads a text of any length in pieces, between which others get their turn. What names stand for (links, footnotes) is
 * gathered first, and a piece that names what stands elsewhere is read again along with it.
 */
import type { Code, Definition, FootnoteDefinition, Nodes, RootContent } from 'mdast';
import { before, cutOf, graft, type Step } from './cut.js';
import { parseMarkdown, walk } from './parse.js';

/** Characters: the parser's cost grows faster than its input, and nobody else gets a turn meanwhile. */
const PIECE = 1_200;
/** Characters: a paragraph that is longer is read in parts, its marks ending with the part. */
const LONGEST = 6_000;

export interface Sections {
  /** Parts of the text in order; all positions are lines and columns of the text, offsets are not. */
  sections: RootContent[][];
  /** By identifier. */
  definitions: Map<string, Definition>;
  footnotes: FootnoteDefinition[];
  /** The text's lines, without their ends. */
  lines: string[];
}

interface Piece {
  source: string;
  /** What is added to a line of the source for that of the text; to the columns of the first line of a cut one. */
  line: number;
  column: number;
  /** The first line of the source that is not of this piece, from 1. */
  end: number;
  /** The containers that its first block goes on with. */
  path: readonly Step[];
  nodes: RootContent[];
}

const FENCE = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)$/;

class Cutter {
  readonly #lines: string[];
  readonly #size: number;
  #from = 0;
  /** Characters of the line that were read. */
  #column = 0;
  #head: string[] = [];
  #path: readonly Step[] = [];

  constructor(lines: string[], size: number) {
    this.#lines = lines;
    this.#size = size;
  }

  get #line(): string {
    return this.#lines[this.#from]!.slice(this.#column);
  }

  get ended(): boolean {
    return this.#from >= this.#lines.length;
  }

  next(): Piece {
    const code = this.#path.length === 0 ? this.#code() : undefined;
    if (code) return code;
    for (let size = this.#size; ; size *= 2) {
      const piece = this.#certain(size);
      if (piece) return piece;
    }
  }

  /** A fenced block of code needs no parser. */
  #code(): Piece | undefined {
    const [, indent = '', fence, info = ''] = FENCE.exec(this.#line) ?? [];
    if (fence === undefined) return undefined;
    const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*$`);
    const line = this.#from;
    let end = line + 1;
    while (end < this.#lines.length && !closing.test(this.#lines[end]!)) end++;
    const margin = new RegExp(`^ {0,${indent.length}}`);
    const content = this.#lines.slice(line + 1, end).map((one) => one.replace(margin, ''));
    this.#from = Math.min(end + 1, this.#lines.length);
    const last = this.#lines[this.#from - 1]!;
    const position = { start: { line: line + 1, column: 1 }, end: { line: this.#from, column: last.length + 1 } };
    const node: Code = { type: 'code', lang: info.split(/\s/)[0] || null, value: content.join('\n'), position };
    return { source: '', line, column: 0, end: Infinity, path: [], nodes: [node] };
  }

  /** What is certain of the next `size` characters, to the end of the line; undefined when more is to be seen. */
  #certain(size: number): Piece | undefined {
    const own = this.#head.length;
    let end = this.#from + 1;
    for (let length = this.#line.length; end < this.#lines.length && length < size; end++)
      length += this.#lines[end]!.length + 1;
    const first = this.#line;
    const short = first.length > LONGEST ? this.#shortened(first) : undefined;
    const lines = [
      ...this.#head,
      short ?? first,
      ...(short === undefined ? this.#lines.slice(this.#from + 1, end) : []),
    ];
    const source = lines.join('\n');
    const piece: Piece = {
      source,
      line: this.#from - own,
      column: this.#column,
      end: Infinity,
      path: this.#path,
      nodes: parseMarkdown(source).children,
    };
    if (short !== undefined) return this.#middle(piece, short.length);
    if (end >= this.#lines.length) return this.#taken(piece, this.#lines.length);
    const cut = cutOf(piece.nodes, lines, own, this.#lines[end]!, source.length > LONGEST);
    if (!cut) return undefined;
    const next = piece.line + cut.line - 1;
    const taken = this.#taken({ ...piece, end: cut.line }, next);
    this.#head = cut.head;
    this.#path = cut.path;
    return taken;
  }

  #taken(piece: Piece, next: number): Piece {
    this.#from = next;
    this.#column = 0;
    this.#head = [];
    this.#path = [];
    return { ...piece, nodes: placed(piece, piece.nodes) };
  }

  /** A line without end is cut between words. */
  #shortened(line: string): string {
    const space = line.lastIndexOf(' ', LONGEST);
    return line.slice(0, space > 0 ? space : LONGEST);
  }

  #middle(piece: Piece, length: number): Piece {
    const [from, column] = [this.#from, this.#column + length];
    const taken = this.#taken(piece, from);
    this.#column = column;
    const last = taken.nodes.at(-1);
    if (last?.type === 'paragraph') this.#path = ['paragraph'];
    return taken;
  }
}

/** The blocks of a piece, at their places in the text. */
function placed({ line, column, end }: Piece, blocks: RootContent[]): RootContent[] {
  const nodes = before(blocks, end);
  const move = (point: { line: number; column: number }) => ({
    line: point.line + line,
    column: point.line === 1 ? point.column + column : point.column,
  });
  for (const node of nodes) {
    for (const one of walk(node))
      if (one.position) one.position = { start: move(one.position.start), end: move(one.position.end) };
  }
  return nodes;
}

/** A name between brackets, as it is looked up. */
const identifierOf = (label: string) => label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase().toLowerCase();

function* nodesOf(nodes: RootContent[]): Generator<Nodes> {
  for (const node of nodes) yield* walk(node);
}

/** The blocks of a piece, read along with what it names, when it names what stands elsewhere. */
function withNames(piece: Piece, named: Map<string, string>): RootContent[] {
  const found = new Set<string>();
  for (const [, label] of piece.source.matchAll(/\[([^[\]\\]+(?:\\.[^[\]\\]*)*)\]/g)) {
    const text = named.get(identifierOf(label!));
    if (text !== undefined) found.add(text);
  }
  for (const node of nodesOf(piece.nodes)) {
    if (node.type === 'definition') found.delete(named.get(identifierOf(node.identifier))!);
    else if (node.type === 'footnoteDefinition') found.delete(named.get(`^${identifierOf(node.identifier)}`)!);
  }
  if (found.size === 0) return piece.nodes;
  // The last is a link's, after which any block can begin; none of them is taken for a part of the one before.
  const names = [...found, '[\ufdd1]: #'].flatMap((text) => [text, '']);
  const count = names.length;
  const blocks = parseMarkdown([...names, piece.source].join('\n')).children;
  const own = blocks.filter((node) => node.position!.start.line > count);
  return placed({ ...piece, line: piece.line - count, end: piece.end + count }, own);
}

/** A name spelled so that it can be read again. */
const spelled = (name: string) => name.replace(/[\\[\]]/g, '\\$&').replaceAll('\n', ' ');

/** `turn` is awaited between pieces of about `size` characters. */
export async function readSections(
  markdown: string,
  turn: () => Promise<void> | undefined,
  size = PIECE,
): Promise<Sections> {
  const lines = markdown.replace(/\r\n?/g, '\n').split('\n');
  const cutter = new Cutter(lines, size);
  const pieces: Piece[] = [];
  const definitions = new Map<string, Definition>();
  const named = new Map<string, string>();
  while (!cutter.ended) {
    const piece = cutter.next();
    pieces.push(piece);
    for (const node of nodesOf(piece.nodes)) {
      if (node.type === 'definition' && !definitions.has(node.identifier)) {
        definitions.set(node.identifier, node);
        named.set(identifierOf(node.identifier), `[${spelled(node.identifier)}]: #`);
      } else if (node.type === 'footnoteDefinition')
        named.set(`^${identifierOf(node.identifier)}`, `[^${node.identifier}]: .`);
    }
    await turn();
  }
  const sections: RootContent[][] = [];
  const footnotes: FootnoteDefinition[] = [];
  for (const piece of pieces) {
    const nodes = pieces.length > 1 && named.size > 0 ? withNames(piece, named) : piece.nodes;
    for (const node of nodesOf(nodes)) if (node.type === 'footnoteDefinition') footnotes.push(node);
    if (piece.path.length > 0 && sections.length > 0) graft(sections.at(-1)!, nodes, piece.path);
    else if (nodes.length > 0) sections.push(nodes);
    await turn();
  }
  return { sections, definitions, footnotes, lines };
}
