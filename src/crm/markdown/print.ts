/** Blocks as Markdown: one blank line parts them, none parts the items of a list. */
import { type Block, type Line, plainLine, tidyLines } from './model.js';

export type PrintLines = (lines: Line[]) => string[];

/**
 * Numbers that a list would not count by itself (one that starts at 5, or goes on after a table) are written into the
 * text: whatever counts the items of a list, they stay what they are.
 */
export function settleNumbers(blocks: readonly Block[]): Block[] {
  const settled: Block[] = [];
  const counts: number[] = [];
  let raised = false;
  let literal: Block | undefined;
  for (const block of blocks) {
    if (block.kind !== 'item') {
      counts.length = 0;
      raised = false;
      literal = undefined;
      settled.push(block);
      continue;
    }
    if (block.level === 0) raised = false;
    const level = raised ? block.level - 1 : block.level;
    counts.length = Math.min(counts.length, level + 1);
    const expected = (counts[level] ?? 0) + 1;
    if (block.number === undefined || block.number === expected) {
      counts[level] = block.number === undefined ? 0 : expected;
      settled.push({ ...block, level });
      literal = undefined;
      continue;
    }
    const lines = tidyLines([[...plainLine(`${block.number}. `), ...(block.lines[0] ?? [])], ...block.lines.slice(1)]);
    block.renumbered?.(lines);
    if (level > 0 || raised) {
      counts[level] = 0;
      settled.push({ kind: 'item', level, lines });
      literal = undefined;
      continue;
    }
    // At the margin the number stands at the start of a line of text; what was below the item is a list under it.
    counts.length = 0;
    raised = true;
    if (literal && settled.at(-1) === literal) literal.lines = [...literal.lines, ...lines];
    else {
      literal = { kind: 'text', level: 0, lines };
      settled.push(literal);
    }
  }
  return settled;
}

/** `blocks` with their numbers settled. */
export function printBlocks(blocks: readonly Block[], print: PrintLines): string {
  const out: string[] = [];
  const counts: number[] = [];
  const margins: number[] = [];
  let previous: Block | undefined;
  for (const block of blocks) {
    const together = previous?.kind === 'item' && block.kind === 'item';
    if (previous && !together) out.push('');
    if (!together) {
      counts.length = 0;
      margins.length = 0;
    }
    const lines = print(block.lines);
    if (block.kind === 'text') out.push(...lines);
    else if (block.kind === 'heading') out.push(`${'#'.repeat(block.level)} ${closed(lines[0] ?? '')}`);
    else out.push(...itemLines(block, lines, counts, margins));
    previous = block;
  }
  return out.join('\n');
}

/** What would be taken for the closing marks of a heading is escaped. */
const closed = (line: string) => line.replace(/(^|[ \t])(#+)$/, '$1\\$2');

function itemLines({ level, number }: Block, lines: string[], counts: number[], margins: number[]): string[] {
  counts.length = Math.min(counts.length, level + 1);
  margins.length = Math.min(margins.length, level);
  counts[level] = number === undefined ? 0 : (counts[level] ?? 0) + 1;
  const margin = margins.reduce((sum, width) => sum + (width ?? 0), 0);
  const mark = number === undefined ? '- ' : `${counts[level]}. `;
  margins[level] = mark.length;
  return lines.map((line, at) => `${' '.repeat(margin)}${at === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}
