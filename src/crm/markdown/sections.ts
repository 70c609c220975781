/**
 * Reads a text of any length in pieces. The blocks of Markdown are decided line by line: all blocks that a parser sees
 * at the top of a beginning of a text are those of the whole, but for the last one, with which the next piece begins.
 * A list is read by its items so, a table by its rows. What names stand for (links, footnotes) is gathered first, and
 * pieces that name it are read along with it.
 */
import type { Code, Definition, FootnoteDefinition, List, Root, RootContent } from 'mdast';
import { parseMarkdown, walk } from './parse.js';

/** Characters: the parser's cost grows faster than its input, and nobody else gets a turn meanwhile. */
const PIECE = 1_200;
/** Characters: a paragraph that is longer is cut. */
const LONGEST = 16_000;

export interface Section {
  nodes: RootContent[];
  /** What the offsets of the nodes count in. */
  source: string;
  /** To be added to the lines of the nodes for those of the text. */
  line: number;
}

export interface Sections {
  sections: Section[];
  /** By identifier. */
  definitions: Map<string, Definition>;
  footnotes: { node: FootnoteDefinition; section: Section }[];
  /** The text's lines, without their ends. */
  lines: string[];
}

/** A piece, and which of the blocks that the parser sees in it are certain. */
interface Piece extends Section {
  take(blocks: RootContent[], source: string): RootContent[];
  /** Its first block is a table that began before: its head was put in front again. */
  goesOn: boolean;
}

const FENCE = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)$/;

class Cutter {
  readonly #lines: string[];
  readonly #size: number;
  #from = 0;
  /** Of a line that was cut, what is still to be read. */
  #rest: string | undefined;
  /** Head and delimiters of the table that goes on. */
  #head: string[] = [];
  /** The numbered list that the last piece ended with, which the next may go on with. */
  #list: { delimiter: string; next: number } | undefined;

  constructor(lines: string[], size: number) {
    this.#lines = lines;
    this.#size = size;
  }

  get #line(): string {
    return this.#rest ?? this.#lines[this.#from]!;
  }

  get ended(): boolean {
    return this.#from >= this.#lines.length;
  }

  next(): Piece {
    const code = this.#head.length === 0 ? this.#code() : undefined;
    if (code) return code;
    for (let size = this.#size; ; size *= 2) {
      const piece = this.#certain(size);
      if (piece) return this.#numbered(piece);
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
    this.#list = undefined;
    const place = (at: number) => ({ line: at, column: 1, offset: 0 });
    const node: Code = {
      type: 'code',
      lang: info.split(/\s/)[0] || null,
      value: content.join('\n'),
      position: { start: place(1), end: place(this.#from - line) },
    };
    return { nodes: [node], source: '', line, take: () => [node], goesOn: false };
  }

  /** What is certain of the next `size` characters, to the end of the line; undefined when more is to be seen. */
  #certain(size: number): Piece | undefined {
    const goesOn = this.#head.length > 0;
    const line = this.#from - this.#head.length;
    let end = this.#from + 1;
    for (let length = this.#line.length; end < this.#lines.length && length < size; end++)
      length += this.#lines[end]!.length + 1;
    const source = [...this.#head, this.#line, ...this.#lines.slice(this.#from + 1, end)].join('\n');
    const blocks = parseMarkdown(source).children;
    const last = blocks.at(-1);
    const piece: Piece = { nodes: blocks, source, line, take: (all) => all, goesOn };
    const startOf = (node: RootContent | List['children'][number]) => line + node.position!.start.line - 1;
    if (end >= this.#lines.length) return this.#taken(piece, end);
    if (!last || blocks.length > 1) {
      const count = Math.max(0, blocks.length - 1);
      return this.#taken({ ...piece, take: (all) => all.slice(0, count) }, last ? startOf(last) : end);
    }
    if (last.type === 'list' && last.children.length > 1) {
      const count = last.children.length - 1;
      const take = ([list]: RootContent[]): RootContent[] => [
        { ...(list as List), children: (list as List).children.slice(0, count) },
      ];
      return this.#taken({ ...piece, take }, startOf(last.children[count]!));
    }
    if (last.type === 'table') {
      const { line: first } = last.position!.start;
      const head = source.split('\n').slice(first - 1, first + 1);
      const taken = this.#taken(piece, end);
      this.#head = head;
      return taken;
    }
    return last.type === 'paragraph' && source.length > LONGEST ? this.#paragraph(piece, end) : undefined;
  }

  #taken(piece: Piece, next: number): Piece {
    this.#from = next;
    this.#rest = undefined;
    this.#head = [];
    return { ...piece, nodes: piece.take(piece.nodes, piece.source) };
  }

  /** A paragraph that does not end is cut after a line, or where that alone is too long between words. */
  #paragraph(piece: Piece, end: number): Piece {
    const line = this.#line;
    if (line.length < LONGEST) return this.#taken(piece, end);
    const space = line.lastIndexOf(' ', LONGEST);
    const at = space > 0 ? space : LONGEST;
    const source = line.slice(0, at);
    const taken = this.#taken({ ...piece, nodes: parseMarkdown(source).children, source }, this.#from);
    this.#rest = line.slice(at);
    return taken;
  }

  /** A list cut in two goes on counting, as one list does. */
  #numbered(piece: Piece): Piece {
    const before = this.#list;
    const take = (blocks: RootContent[], source: string): RootContent[] => {
      const [first, ...rest] = piece.take(blocks, source);
      if (first?.type !== 'list' || !first.ordered || !before) return first ? [first, ...rest] : [];
      return delimiterOf(first, source) === before.delimiter
        ? [{ ...first, start: before.next }, ...rest]
        : [first, ...rest];
    };
    const nodes = take(piece.nodes, piece.source);
    const last = nodes.at(-1);
    this.#list = undefined;
    if (last?.type === 'list' && last.ordered)
      this.#list = { delimiter: delimiterOf(last, piece.source), next: (last.start ?? 1) + last.children.length };
    return { ...piece, nodes, take };
  }
}

const delimiterOf = (list: List, source: string): string =>
  /^\d+([.)])/.exec(source.slice(list.position!.start.offset, list.position!.start.offset! + 12))?.[1] ?? '';

/** A name between brackets, as it is looked up. */
const identifierOf = (label: string) => label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase().toLowerCase();

/** The piece read again along with what it names, when it names what stands elsewhere. */
function withNames(piece: Piece, named: Map<string, string>): Piece {
  const found = new Set<string>();
  for (const [, label] of piece.source.matchAll(/\[([^[\]\\]+(?:\\.[^[\]\\]*)*)\]/g)) {
    const text = named.get(identifierOf(label!));
    if (text !== undefined) found.add(text);
  }
  for (const node of nodesOf(piece)) {
    if (node.type === 'definition') found.delete(named.get(identifierOf(node.identifier))!);
    else if (node.type === 'footnoteDefinition') found.delete(named.get(`^${identifierOf(node.identifier)}`)!);
  }
  if (found.size === 0) return piece;
  // The last is a link's, after which any block can begin; none of them is taken for a part of the one before.
  const before = [...found, '[\ufdd1]: #'].flatMap((text) => [text, '']);
  const source = [...before, piece.source].join('\n');
  const lines = before.length;
  const blocks = parseMarkdown(source).children.filter((node) => node.position!.start.line > lines);
  return { ...piece, nodes: piece.take(blocks, source), source, line: piece.line - lines };
}

/** A title that may follow an address, and the name of a definition, spelled so that they can be read again. */
const spelled = (text: string) => text.replace(/[\\"[\]]/g, '\\$&').replaceAll('\n', ' ');

/** Rows at the start of a section go to the table they belong to, at the end of the section before. */
function prolonged({ nodes, line }: Section, next: Section): boolean {
  const [table, rows] = [nodes.at(-1), next.nodes[0]];
  if (table?.type !== 'table' || rows?.type !== 'table') return false;
  table.children.push(...rows.children.slice(1));
  const { end } = rows.position!;
  table.position = { start: table.position!.start, end: { ...end, line: end.line + next.line - line } };
  return true;
}

/**
 * `turn` is awaited between pieces. Positions of nodes count in their section. Blocks of a table that spans pieces are in
 * the section it begins in.
 */
export async function readSections(
  markdown: string,
  turn: () => Promise<void> | undefined,
  size = PIECE,
): Promise<Sections> {
  const lines = markdown.replace(/\r\n?/g, '\n').split('\n');
  const cutter = new Cutter(lines, size);
  const pieces: Piece[] = [];
  const definitions = new Map<string, Definition>();
  const notes = new Set<string>();
  const named = new Map<string, string>();
  while (!cutter.ended) {
    const piece = cutter.next();
    pieces.push(piece);
    for (const node of nodesOf(piece)) {
      if (node.type === 'definition' && !definitions.has(node.identifier)) {
        definitions.set(node.identifier, node);
        named.set(identifierOf(node.identifier), `[${spelled(node.identifier)}]: #`);
      } else if (node.type === 'footnoteDefinition' && !notes.has(node.identifier)) {
        notes.add(node.identifier);
        named.set(`^${identifierOf(node.identifier)}`, `[^${node.identifier}]: .`);
      }
    }
    await turn();
  }
  const sections: Section[] = [];
  const footnotes: Sections['footnotes'] = [];
  for (const first of pieces) {
    const section = pieces.length > 1 && named.size > 0 ? withNames(first, named) : first;
    for (const node of nodesOf(section)) if (node.type === 'footnoteDefinition') footnotes.push({ node, section });
    const head = first.goesOn ? sections.at(-1) : undefined;
    if (head && prolonged(head, section)) section.nodes.shift();
    if (section.nodes.length > 0) sections.push(section);
    await turn();
  }
  return { sections, definitions, footnotes, lines };
}

function* nodesOf({ nodes }: Section) {
  for (const node of nodes) yield* walk(node as RootContent | Root);
}
