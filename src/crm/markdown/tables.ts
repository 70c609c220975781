/** A table as a list: Attio keeps no tables, and cells in a row of text run together. */
import type { Table } from 'mdast';
import { readInline } from './inline.js';
import { type Block, BOLD, type Line, marked, oneLine, plainLine, textOf, tidyLines } from './model.js';
import type { Reading } from './reading.js';

const bold = (line: Line) => marked(line, BOLD);
const headed = (name: Line, value: Line[]): Line[] =>
  value.length === 0 ? [name] : [[...name, ...plainLine(' '), ...value[0]!], ...value.slice(1)];

/** `Stage:`; a name that ends with a colon or question mark keeps its own. */
const label = (name: Line): Line => (/[:：?？]$/.test(textOf(name)) ? name : [...name, ...plainLine(':')]);

const item = (level: number, lines: Line[]): Block => ({ kind: 'item', level, lines: tidyLines(lines) });

/**
 * Two columns become `- **Name:** value`. More become an item a row, named by its first cell, with `Column: value` below;
 * empty cells are left out. The heads that stand nowhere else lead in bold.
 */
export function tableBlocks(table: Table, reading: Reading): Block[] {
  const [head = [], ...rows] = table.children.map((row) =>
    row.children.map((cell) => readInline(cell.children, reading)),
  );
  const names = head.map(oneLine);
  const width = Math.max(names.length, ...rows.map((row) => row.length));
  const filled = (column: number) => rows.some((row) => (row[column]?.length ?? 0) > 0);
  const alone = names.filter((name, column) => name.length > 0 && (column === 0 || width === 2 || !filled(column)));
  const lead = tidyLines([bold(alone.flatMap((name, at) => (at === 0 ? name : [...plainLine(' · '), ...name])))]);
  const blocks: Block[] = lead.length > 0 ? [{ kind: 'text', level: 0, lines: lead }] : [];
  const items = rows.flatMap((row) => (width <= 2 ? [pair(row)] : record(row, names))).filter(said);
  return [...blocks, ...items.map((block) => ({ ...block, table }))];
}

const said = ({ lines }: Block) => lines.length > 0;

function pair([name = [], value = []]: Line[][]): Block {
  if (value.length === 0) return item(0, name);
  if (name.length === 0) return item(0, value);
  return item(0, headed(bold(label(oneLine(name))), value));
}

function record([first = [], ...rest]: Line[][], names: Line[]): Block[] {
  const below = rest.flatMap((cell, at) => {
    const name = names[at + 1] ?? [];
    if (cell.length === 0) return [];
    return [item(1, name.length === 0 ? cell : headed(label(name), cell))];
  });
  if (first.length === 0 && below.length === 0) return [];
  return [item(0, first.length === 0 ? [plainLine('–')] : [bold(oneLine(first))]), ...below];
}

/** A line between a table's items and those of a list beside it, or of another table: Attio would keep them as one list. */
export function partTables(blocks: readonly Block[]): Block[] {
  const apart: Block[] = [];
  /** Of the list that is open: undefined for a person's own. */
  let table: object | undefined;
  for (const block of blocks) {
    if (block.kind === 'item' && block.level === 0) {
      if (apart.at(-1)?.kind === 'item' && table !== block.table)
        apart.push({ kind: 'text', level: 0, lines: [plainLine('—')] });
      table = block.table;
    }
    apart.push(block);
  }
  return apart;
}
