/**
 * Where a text can be cut so that its parts can be read one by one and put together again. The blocks of Markdown are
 * decided line by line: of all blocks seen in a beginning of a text only the last one is open, and in it only its last
 * part. A part that begins inside a list, quote or table is read with their beginnings in front of it.
 */
import type { ListItem, Nodes, RootContent } from 'mdast';

/** The containers that a cut goes through, outermost first. */
export type Step = 'list' | 'item' | 'quote' | 'table' | 'paragraph';

export interface Cut {
  /** The first line that is not certain, from 1 in the text that was read. */
  line: number;
  path: Step[];
  /** What the next part is read with. */
  head: string[];
}

/** A paragraph goes on with such a line, whatever is before it. */
const PLAIN = /^[ \t>]*(?:[\p{L}"“‘'(\\[]|\*\*?[^\s*])/u;

const startOf = (node: Nodes) => node.position!.start.line;

/**
 * Where the last block of `blocks` is open; undefined when there is no place. `lines`: the text they were read from,
 * whose first `own` lines are the head of another part; `long`: paragraphs may be cut.
 */
export function cutOf(
  blocks: RootContent[],
  lines: string[],
  own: number,
  next: string,
  long: boolean,
): Cut | undefined {
  const last = blocks.at(-1);
  if (!last) return { line: lines.length + 1, path: [], head: [] };
  const path: Step[] = [];
  const head: string[] = [];
  const at = (line: number, step?: Step): Cut | undefined =>
    line < own + 2 ? undefined : { line, path: step ? [...path, step] : [...path], head: [...head] };
  if (blocks.length > 1) return at(startOf(last));
  let best: Cut | undefined;
  for (let node: RootContent | ListItem | undefined = last; node; ) {
    if (node.type === 'list') {
      if (node.children.length > 1) return at(startOf(node.children.at(-1)!), 'list') ?? best;
      path.push('list');
      node = node.children[0];
    } else if (node.type === 'listItem' || node.type === 'blockquote') {
      const stub = node.type === 'listItem' ? stubOf(node, lines) : [];
      if (!stub) return best;
      path.push(node.type === 'listItem' ? 'item' : 'quote');
      head.push(...stub);
      const inner: RootContent | undefined = node.children.at(-1);
      if (inner && node.children.length > 1) best ??= at(startOf(inner));
      node = inner;
    } else if (node.type === 'table' && path.length === 0) {
      head.push(...lines.slice(startOf(node) - 1, startOf(node) + 1));
      return at(lines.length + 1, 'table');
    } else if (node.type === 'paragraph' && long) {
      return (PLAIN.test(next) ? at(lines.length + 1, 'paragraph') : undefined) ?? best;
    } else return best;
  }
  return best;
}

/** An item that stands for one that began before: its mark, a word, an empty line. */
function stubOf(item: ListItem, lines: string[]): string[] | undefined {
  const [{ line, column }, first] = [item.position!.start, item.children[0]?.position?.start];
  const source = lines[line - 1]!;
  if (first?.line !== line || source.includes('\t')) return undefined;
  const margin = source.slice(0, column - 1).replace(/[^>]/g, ' ');
  return [`${margin}${source.slice(column - 1, first.column - 1)}.`, margin.trimEnd()];
}

/** What is certain before a line: the blocks that begin before it, and of the open ones the parts that do. */
export function before<Node extends Nodes>(nodes: Node[], line: number): Node[] {
  const certain = nodes.filter((node) => startOf(node) < line);
  const last = certain.at(-1);
  if (last?.type === 'list') last.children = before(last.children, line);
  else if (last?.type === 'listItem' || last?.type === 'blockquote') last.children = before(last.children, line);
  return certain;
}

/** Puts the blocks of a part to those before, the first into the one that is still open. */
export function graft(known: Nodes[], part: Nodes[], path: readonly Step[]): void {
  const [step, ...rest] = path;
  const [open, first] = [known.at(-1), part[0]];
  const fits = step !== undefined && open && first && grafted(open, first, step, rest);
  if (fits) open.position = { start: open.position!.start, end: first.position!.end };
  for (const node of fits ? part.slice(1) : part) known.push(node);
}

/** Whether `next` went on with `open`. */
function grafted(open: Nodes, next: Nodes, step: Step, rest: readonly Step[]): boolean {
  if (step === 'table' && open.type === 'table' && next.type === 'table') open.children.push(...next.children.slice(1));
  else if (step === 'paragraph' && open.type === 'paragraph' && next.type === 'paragraph')
    open.children.push({ type: 'text', value: '\n' }, ...next.children);
  else if (step === 'list' && open.type === 'list' && next.type === 'list') graft(open.children, next.children, rest);
  else if (step === 'item' && open.type === 'listItem' && next.type === 'listItem')
    graft(open.children, next.children.slice(1), rest);
  else if (step === 'quote' && open.type === 'blockquote' && next.type === 'blockquote')
    graft(open.children, next.children, rest);
  else return false;
  return true;
}
