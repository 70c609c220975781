/**
 * Reads blocks of Markdown into what Attio keeps (see model.ts). What it does not keep becomes the closest form that
 * reads well; each such piece is told to `reading`.
 */
import type { Blockquote, Code, Heading, List, ListItem, Nodes, RootContent } from 'mdast';
import { htmlBlocks } from './htmlBlocks.js';
import { readInline } from './inline.js';
import { type Block, BOLD, type Line, marked, oneLine, plainLine, textOf, tidyLines } from './model.js';
import type { Reading } from './reading.js';
import { tableBlocks } from './tables.js';

/** In the order of the nodes; a node can become several blocks, or none. */
export function lowerBlocks(nodes: readonly RootContent[], reading: Reading): Block[] {
  return nodes.flatMap((node) => lowerBlock(node, reading));
}

const text = (lines: Line[], said?: boolean): Block[] =>
  lines.length === 0 ? [] : [{ kind: 'text', level: 0, lines, ...(said && { said }) }];

function lowerBlock(node: RootContent, reading: Reading): Block[] {
  switch (node.type) {
    case 'heading':
      return heading(node, reading);
    case 'paragraph':
      return text(readInline(node.children, reading), true);
    case 'list':
      return list(node, 0, reading);
    case 'code':
      return reading.whole('code-block', node, () => code(node));
    case 'blockquote':
      return reading.whole('quote', node, () => quote(node, reading));
    case 'table':
      return reading.whole('table', node, () => tableBlocks(node, reading));
    case 'html':
      return reading.whole('html', node, () => htmlBlocks(node.value));
    case 'thematicBreak':
      return reading.whole('rule', node, () => text([plainLine('———')]));
    default:
      // Definitions are read where they are named.
      return [];
  }
}

/** A heading below the third level is a line in bold. */
function heading(node: Heading, reading: Reading): Block[] {
  if (node.depth > 3) {
    return reading.whole('heading', node, () =>
      text(tidyLines([marked(oneLine(readInline(node.children, reading)), BOLD)])),
    );
  }
  const lines = tidyLines([oneLine(readInline(node.children, reading))]);
  return lines.length === 0 ? [] : [{ kind: 'heading', level: node.depth, lines }];
}

const TAB = 4;

/** Code keeps its lines, and its indentation as spaces that do not go; an empty line parts paragraphs. */
export function codeLines(value: string): Line[][] {
  const parts: Line[][] = [[]];
  for (const line of value.split(/\r\n|[\r\n]/)) {
    if (line.trim() === '') {
      if (parts.at(-1)!.length > 0) parts.push([]);
      continue;
    }
    const indent = /^[ \t]*/.exec(line)![0];
    let width = 0;
    for (const one of indent) width = one === '\t' ? width + TAB - (width % TAB) : width + 1;
    parts.at(-1)!.push(...tidyLines([plainLine('\u00a0'.repeat(width) + line.slice(indent.length))]));
  }
  return parts.filter((lines) => lines.length > 0);
}

const code = (node: Code): Block[] => codeLines(node.value).flatMap((lines) => text(lines));

const ALERT = /^\[!(note|tip|important|warning|caution)\]\s*/i;
const OPENS = /^["“„«‘‚‹'「]/;
const CLOSES = /["”“»’›'」][.,!?]?$/;
/** Who said it, on a line of its own under the words. */
const SPEAKER = /^(?:—|–|--)\s*\S/;

/** A quote is put between quotation marks, its lists and headings stay; a note or warning gets its word in bold. */
function quote(node: Blockquote, reading: Reading): Block[] {
  const blocks = lowerBlocks(node.children, reading);
  const alert = blocks[0]?.said ? ALERT.exec(textOf(blocks[0].lines[0]!)) : null;
  if (alert) return warn(blocks, alert);
  for (const [at, block] of blocks.entries()) {
    if (!block.said) continue;
    const last = blocks[at + 1]?.said !== true;
    const lines = block.lines.map((line) => [...line]);
    const speaker = last && lines.length > 1 && SPEAKER.test(textOf(lines.at(-1)!)) ? lines.pop() : undefined;
    if (!(OPENS.test(textOf(lines[0]!)) && CLOSES.test(textOf(lines.at(-1)!)))) {
      lines[0]!.unshift({ text: '“', marks: 0 });
      if (last) lines.at(-1)!.push({ text: '”', marks: 0 });
    }
    block.lines = tidyLines(speaker ? [...lines, speaker] : lines);
  }
  // Once between marks: a quote around this one adds none.
  return blocks.map(({ said: _, ...block }) => block);
}

function warn(blocks: Block[], alert: RegExpExecArray): Block[] {
  const word = alert[1]!.charAt(0).toUpperCase() + alert[1]!.slice(1).toLowerCase();
  const [first, ...rest] = blocks;
  const [head, ...lines] = first!.lines;
  const label: Line = [
    { text: `${word}:`, marks: BOLD },
    { text: ' ', marks: 0 },
  ];
  const left = textOf(head!).slice(alert[0].length);
  const said = left === '' ? lines : [cut(head!, alert[0].length), ...lines];
  const next = said.length > 0 ? said : rest[0]?.said ? rest.shift()!.lines : [];
  const labelled = tidyLines([[...label, ...(next[0] ?? [])], ...next.slice(1)]);
  return [...text(labelled), ...rest].map(({ said: _, ...block }) => block);
}

/** A line without its first characters. */
function cut(line: Line, count: number): Line {
  let left = count;
  return line.flatMap((run) => {
    const text = run.text.slice(left);
    left = Math.max(0, left - run.text.length);
    return text === '' ? [] : [{ ...run, text }];
  });
}

function list(node: List, depth: number, reading: Reading): Block[] {
  return node.children.flatMap((item, at) => {
    const number = node.ordered ? (node.start ?? 1) + at : undefined;
    return listItem(item, depth, number, reading);
  });
}

/** An item and what is below it. All that belongs to the item and is no list becomes lines of it. */
function listItem(node: ListItem, depth: number, number: number | undefined, reading: Reading): Block[] {
  const own: Block = { kind: 'item', level: depth, lines: [] };
  if (number !== undefined) {
    own.number = number;
    const first = node.children[0] ?? node;
    own.renumbered = reading.later('numbering', node, first);
  }
  const below: Block[] = [];
  const add = (lines: Line[]) => {
    if (below.length === 0) own.lines.push(...lines);
    else below.push({ kind: 'item', level: depth + 1, lines });
  };
  for (const child of node.children) {
    if (child.type === 'list') {
      below.push(...list(child, depth + 1, reading));
      continue;
    }
    for (const block of lowerBlock(child, reading)) {
      if (block.kind === 'item') below.push({ ...block, level: block.level + depth + 1 });
      else add(block.kind === 'heading' ? tidyLines(block.lines.map((line) => marked(line, BOLD))) : block.lines);
    }
  }
  if (typeof node.checked === 'boolean') check(own, node, reading);
  if (own.lines.length > 0) return [own, ...below];
  // Nothing is said at the item itself: what is below takes its place.
  return below.map((block) => ({ ...block, level: block.level - 1 }));
}

function check(own: Block, node: ListItem, reading: Reading): void {
  const box: Line = [{ text: node.checked ? '☑ ' : '☐ ', marks: 0 }];
  own.lines = tidyLines([[...box, ...(own.lines[0] ?? [])], ...own.lines.slice(1)]);
  const first: Nodes = node.children[0]?.type === 'paragraph' ? node.children[0] : node;
  reading.lost('checkbox', node, first, [{ kind: 'item', level: 0, lines: own.lines }]);
}
