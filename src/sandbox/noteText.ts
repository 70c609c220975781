/**
 * What becomes of a note's text (api.md section 8.1). Attio documents what it keeps: headings of levels 1 to 3, bullet
 * and numbered lists, bold, italic, strike, highlight, links. What becomes of the rest is not documented; here
 *
 *  - images are left out, as documented ("neither returned nor accepted");
 *  - headings of levels 4 to 6, quotes and code lose their marks and stay as text; so does inline code;
 *  - rules (`---`) go; tables, task boxes and HTML stay as the characters they are;
 *  - spelling is settled: `__b__` is `**b**`, `_i_` is `*i*`, `*` and `+` bullets are `-`, numbered lists count from 1,
 *    what is below an item stands under its text;
 *  - one blank line parts blocks, none parts the items of a list; a line break stays one, also in an item.
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

/** Characters that can mean something in Markdown; a backslash before one makes it itself. */
const MARKS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
/** Escaped characters are these while marks are looked for: code points that no text may hold. */
const HIDDEN = 0xfdd0;
const hide = (mark: string) => String.fromCharCode(HIDDEN + MARKS.indexOf(mark));
const hideEscapes = (text: string) => text.replace(/\\([!-/:-@[-`{-~])/g, (_, mark: string) => hide(mark));
const hideAll = (text: string) => text.replace(/[\\`*_~=[\]]|<(?=[a-z/!?])|&(?=#|[a-z\d]+;)/gi, hide);
const shown = (text: string, before: string) =>
  text.replace(/[\ufdd0-\ufdef]/g, (one) => before + MARKS[one.charCodeAt(0) - HIDDEN]);
/** Line feeds alone end lines; code points that no text may hold are none of it. */
const received = (source: string) => source.replace(/\r\n?/g, '\n').replace(/[\ufdd0-\ufdef]/g, '\ufffd');
/** Spaces and tabs go from the ends of a line; other spaces are text. */
const trimmed = (text: string) => text.replace(/^[ \t]+|[ \t]+$/g, '');

/** Rounds after which text that keeps changing is taken as it is. */
const ROUNDS = 6;

/** Both forms of a note written as Markdown. */
export function fromMarkdown(source: string): { markdown: string; plaintext: string } {
  let markdown = received(source);
  for (let round = 0; round < ROUNDS; round++) {
    const blocks = parse(markdown);
    const printed = print(blocks);
    if (printed === markdown || round === ROUNDS - 1) return { markdown: printed, plaintext: plain(blocks) };
    markdown = printed;
  }
  return { markdown, plaintext: markdown };
}

/** Both forms of a note written as plain text: what would read as Markdown is escaped. */
export function fromPlaintext(source: string): { markdown: string; plaintext: string } {
  const plaintext = received(source);
  const lines = plaintext.split('\n').map((line) => shown(guarded(hideAll(line)), '\\'));
  return { markdown: lines.join('\n'), plaintext };
}

/** A line of text that stays one: what would open a heading, list or quote is escaped. */
function guarded(line: string): string {
  return line
    .replace(/^(\s*)(#{1,6})(?=\s|$)/, (_, space: string, marks: string) => space + hide('#') + marks.slice(1))
    .replace(/^(\s*)([>+-])/, (_, space: string, mark: string) => space + hide(mark))
    .replace(/^(\s*\d+)([.)])(?=\s)/, (_, start: string, mark: string) => start + hide(mark));
}

function parse(source: string): Block[] {
  const blocks: Block[] = [];
  const margins: number[] = [];
  let open = false;
  let fence = '';
  for (const line of source.split('\n')) {
    const mark = /^[ \t]*(```+|~~~+)/.exec(line)?.[1];
    if (fence !== '' ? mark?.startsWith(fence) : mark !== undefined) {
      fence = fence === '' ? mark! : '';
      open = false;
      continue;
    }
    if (fence !== '') {
      open = addText(blocks, shown(guarded(hideAll(line)), '\\'), open);
      continue;
    }
    open = parseLine(blocks, line, open, margins);
  }
  return blocks;
}

/**
 * Adds what `line` says; whether a paragraph or item is open after it, which the next line continues. `margins`: where
 * the markers of the items stand that a deeper one belongs to.
 */
function parseLine(blocks: Block[], line: string, open: boolean, margins: number[]): boolean {
  if (trimmed(line) === '' || /^ {0,3}([-*_])( *\1){2,} *$/.test(line)) return false;
  const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)*[ \t]*$/s.exec(line);
  if (heading) {
    const level = heading[1]!.length;
    const kind = level <= 3 ? 'heading' : 'text';
    blocks.push({ kind, level, ordered: false, text: inline(heading[2]!) });
    return false;
  }
  const item = /^([ \t]*)(?:[-*+]|(\d+)[.)])[ \t]+(.*)$/s.exec(line);
  if (item) {
    const margin = item[1]!.replace(/\t/g, '    ').length;
    if (blocks.at(-1)?.kind !== 'item') margins.length = 0;
    while (margins.length > 0 && margin < margins.at(-1)! + 2) margins.pop();
    blocks.push({
      kind: 'item',
      level: margins.length,
      ordered: item[2] !== undefined,
      text: inline(trimmed(item[3]!)),
    });
    margins.push(margin);
    return true;
  }
  const quoted = /^[ \t]*(?:>[ \t]?)+/.exec(line);
  const text = trimmed(line.slice(quoted?.[0].length ?? 0));
  return addText(blocks, inline(quoted ? shown(guarded(text), '\\') : text), open);
}

function addText(blocks: Block[], text: string, open: boolean): boolean {
  const last = blocks.at(-1);
  if (trimmed(text) === '') return open;
  if (open && last && last.kind !== 'heading') last.text += last.text === '' ? text : `\n${text}`;
  else blocks.push({ kind: 'text', level: 0, ordered: false, text });
  return true;
}

/** Where a link points stays as it is: marks in it are none. */
const TARGETS = /\]\([^()\s]*\)/g;

/** Settles the spelling of inline marks and drops those that are not kept. */
function inline(text: string): string {
  const settled = hideEscapes(text)
    .replace(/`([^`]+)`/g, (_, code: string) => hideAll(code))
    .replace(/!\[[^\][]*\]\([^()\s]*(?:\s+"[^"]*")?\)/g, '')
    .replace(/<(https?:\/\/[^<>\s]+)>/g, '[$1]($1)');
  let out = '';
  let from = 0;
  for (const target of settled.matchAll(TARGETS)) {
    out += emphasis(settled.slice(from, target.index)) + target[0];
    from = target.index + target[0].length;
  }
  return shown(out + emphasis(settled.slice(from)), '\\');
}

const emphasis = (text: string) =>
  text
    .replace(/(^|[^\p{L}\p{N}_])__(?=\S)([^_]+)__(?![\p{L}\p{N}_])/gu, '$1**$2**')
    .replace(/(^|[^\p{L}\p{N}_])_(?=\S)([^_]+)_(?![\p{L}\p{N}_])/gu, '$1*$2*');

function print(blocks: Block[]): string {
  const lines: string[] = [];
  const counts: number[] = [];
  const widths: number[] = [];
  let previous: Block | undefined;
  for (const block of blocks) {
    const together = previous?.kind === 'item' && block.kind === 'item';
    if (previous && !together) lines.push('');
    if (!together) counts.length = 0;
    lines.push(linesOf(block, counts, widths));
    previous = block;
  }
  return lines.join('\n');
}

/** A block as it stands; `counts` and `widths`: of the items above, by level. */
function linesOf(block: Block, counts: number[], widths: number[]): string {
  if (block.kind === 'heading') return `${'#'.repeat(block.level)} ${block.text}`;
  if (block.kind === 'text') return block.text;
  counts.length = block.level + 1;
  counts[block.level] = block.ordered ? (counts[block.level] ?? 0) + 1 : 0;
  const bullet = block.ordered ? `${counts[block.level]}. ` : '- ';
  widths.length = block.level;
  const margin = ' '.repeat(widths.reduce((sum, width) => sum + width, 0));
  widths[block.level] = bullet.length;
  return margin + bullet + block.text.replaceAll('\n', `\n${margin}${' '.repeat(bullet.length)}`);
}

/** Words without marks: a line a block, as Attio's plain text has line feeds and nothing else. */
function plain(blocks: Block[]): string {
  return blocks.map((block) => bare(block.text)).join('\n');
}

function bare(text: string): string {
  const stripped = hideEscapes(text)
    .replace(/\[([^\][]*)\]\(([^()\s]*)\)/g, '$1')
    .replace(/\*\*|~~|(?<!=)==(?!=)/g, (mark, at: number, whole: string) =>
      /^\s*$/.test(whole.charAt(at - 1)) && /^\s*$/.test(whole.charAt(at + mark.length)) ? mark : '',
    )
    .replace(/(^|[^*])\*(?=\S)([^*\n]+)\*/g, '$1$2');
  return shown(stripped, '');
}
