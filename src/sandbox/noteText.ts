/**
 * What becomes of a note's text (api.md section 8.1). Attio documents what it keeps: headings of levels 1 to 3, bullet
 * and numbered lists, bold, italic, strike, highlight, links. What becomes of the rest is not documented; here
 *
 *  - images are left out, as documented ("neither returned nor accepted");
 *  - headings of levels 4 to 6, quotes and code lose their marks and stay as text; so does inline code;
 *  - rules (`---`) go; tables, task boxes and HTML stay as the characters they are;
 *  - spelling is settled: `__b__` is `**b**`, `_i_` is `*i*`, `*` and `+` bullets are `-`, numbered lists count from 1;
 *  - one blank line parts blocks, none parts the items of a list.
 *
 * Text that went through once goes through again unchanged.
 */

interface Block {
  kind: 'heading' | 'item' | 'text';
  /** Heading level, or depth of a list item. */
  level: number;
  ordered: boolean;
  text: string;
}

/** Both forms of a note written as Markdown. */
export function fromMarkdown(source: string): { markdown: string; plaintext: string } {
  const blocks = parse(source.replace(/\r\n?/g, '\n'));
  return { markdown: print(blocks, (text) => text), plaintext: plain(blocks) };
}

/** Both forms of a note written as plain text: what would read as Markdown is escaped. */
export function fromPlaintext(source: string): { markdown: string; plaintext: string } {
  const plaintext = source.replace(/\r\n?/g, '\n');
  const markdown = plaintext
    .split('\n')
    .map((line) => line.replace(/[\\`*_~=[\]]/g, '\\$&').replace(/^(\s*)([#>+-]|\d+[.)])(?=\s)/, '$1\\$2'))
    .join('\n');
  return { markdown, plaintext };
}

function parse(source: string): Block[] {
  const blocks: Block[] = [];
  let open = false;
  let fence = '';
  for (const line of source.split('\n')) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence !== '' ? mark?.startsWith(fence) : mark !== undefined) {
      fence = fence === '' ? mark! : '';
      open = false;
      continue;
    }
    if (fence !== '') {
      open = addText(blocks, line, open);
      continue;
    }
    open = parseLine(blocks, line, open);
  }
  return blocks;
}

/** Adds what `line` says; whether a paragraph is open after it, which the next line continues. */
function parseLine(blocks: Block[], line: string, open: boolean): boolean {
  if (line.trim() === '' || /^ {0,3}([-*_])( *\1){2,} *$/.test(line)) return false;
  const heading = /^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/.exec(line);
  if (heading) {
    const level = heading[1]!.length;
    const kind = level <= 3 ? 'heading' : 'text';
    blocks.push({ kind, level, ordered: false, text: inline(heading[2]!) });
    return false;
  }
  const item = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
  if (item) {
    const depth = Math.floor(item[1]!.replace(/\t/g, '    ').length / 2);
    const previous = blocks.at(-1);
    const deepest = previous?.kind === 'item' ? previous.level + 1 : 0;
    const level = Math.min(depth, deepest);
    blocks.push({ kind: 'item', level, ordered: item[2] !== undefined, text: inline(item[3]!) });
    return false;
  }
  return addText(blocks, inline(line.replace(/^\s*(>\s?)+/, '').trim()), open);
}

function addText(blocks: Block[], text: string, open: boolean): boolean {
  const last = blocks.at(-1);
  if (text.trim() === '') return open;
  if (open && last?.kind === 'text') last.text += `\n${text}`;
  else blocks.push({ kind: 'text', level: 0, ordered: false, text });
  return true;
}

/** Settles the spelling of inline marks and drops those that are not kept. */
function inline(text: string): string {
  return text
    .replace(/!\[[^\][]*\]\([^()\s]*(?:\s+"[^"]*")?\)/g, '')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/<(https?:\/\/[^<>\s]+)>/g, '[$1]($1)')
    .replace(/(^|[^\\\w_])__(?=\S)([^_]+)__(?![\w_])/g, '$1**$2**')
    .replace(/(^|[^\\\w_])_(?=\S)([^_]+)_(?![\w_])/g, '$1*$2*');
}

function print(blocks: Block[], mark: (text: string) => string): string {
  const lines: string[] = [];
  const counts: number[] = [];
  let previous: Block | undefined;
  for (const block of blocks) {
    const together = previous?.kind === 'item' && block.kind === 'item';
    if (previous && !together) lines.push('');
    if (!together) counts.length = 0;
    lines.push(lineOf(block, counts, mark));
    previous = block;
  }
  return lines.join('\n');
}

function lineOf(block: Block, counts: number[], mark: (text: string) => string): string {
  if (block.kind === 'heading') return `${'#'.repeat(block.level)} ${mark(block.text)}`;
  if (block.kind === 'text') return mark(block.text);
  counts.length = block.level + 1;
  counts[block.level] = block.ordered ? (counts[block.level] ?? 0) + 1 : 0;
  const bullet = block.ordered ? `${counts[block.level]}.` : '-';
  return `${'    '.repeat(block.level).slice(0, block.level * 2)}${bullet} ${mark(block.text)}`;
}

/** Words without marks: a line a block, as Attio's plain text has line feeds and nothing else. */
function plain(blocks: Block[]): string {
  return blocks.map((block) => bare(block.text)).join('\n');
}

function bare(text: string): string {
  return text
    .replace(/\[([^\][]*)\]\(([^()\s]*)\)/g, '$1')
    .replace(/(^|[^\\])(\*\*|~~|==)/g, '$1')
    .replace(/(^|[^\\])(\*\*|~~|==)/g, '$1')
    .replace(/(^|[^\\*])\*(?=\S)([^*\n]+)\*/g, '$1$2')
    .replace(/\\([\\`*_~=[\]#>+.)-])/g, '$1');
}
