/** From what is selected in an editor to the title and Markdown body of a note. Pure. */

export interface Piece {
  text: string;
  /** VS Code's language id, such as `typescriptreact`. */
  languageId: string;
  /** As a person knows it: relative to the folder, with `/`. */
  fileName: string;
  /** From 1, inclusive. */
  startLine: number;
  endLine: number;
  /** The lines at a commit, in the web. */
  permalink?: string;
  /** What to know about the reference, such as `uncommitted changes`: said after it, in parentheses. */
  remark?: string;
}

export interface Composition {
  pieces: readonly Piece[];
  /** The pieces are the whole document: front matter is left out, and no lines are named. */
  wholeDocument: boolean;
}

export interface Composed {
  title: string;
  body: string;
}

const PROSE = new Set(['markdown', 'plaintext', 'mdx', 'quarto', 'git-commit', 'scminput']);
/** Where Markdown's usual name for a language is not VS Code's. */
const FENCE_NAMES: Record<string, string> = {
  typescriptreact: 'tsx',
  javascriptreact: 'jsx',
  shellscript: 'sh',
  csharp: 'cs',
  'objective-c': 'objc',
  'objective-cpp': 'objcpp',
  dockercompose: 'yaml',
  'github-actions-workflow': 'yaml',
  jsonc: 'json',
  log: '',
};
const MAX_TITLE = 80;
const SAYS_SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** CRLF and CR become LF; blank lines around and indentation that all lines share go. */
export function tidy(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  while (lines.length > 0 && lines[0]!.trim() === '') lines.shift();
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  let shared: string | undefined;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (shared === undefined) shared = indent;
    while (!indent.startsWith(shared)) shared = shared.slice(0, -1);
  }
  const cut = shared?.length ?? 0;
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(cut))).join('\n');
}

/** Inline code that may itself hold back ticks. */
function inlineCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return longest > 0 ? `${ticks} ${text} ${ticks}` : `${ticks}${text}${ticks}`;
}

function fenced(code: string, languageId: string): string {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const name = FENCE_NAMES[languageId] ?? languageId.replace(/[^\w+#.-]/g, '');
  return `${fence}${name}\n${code}\n${fence}`;
}

/** `` `src/a.ts` lines 3–9 ``, as a link where there is one. */
function reference(piece: Piece, wholeDocument: boolean): string {
  const { startLine, endLine, permalink, remark } = piece;
  const lines = wholeDocument ? '' : startLine === endLine ? ` line ${startLine}` : ` lines ${startLine}–${endLine}`;
  const text = `${inlineCode(piece.fileName)}${lines}`;
  const linked = permalink && /^https?:\/\/[^\s<>()]+$/.test(permalink) ? `[${text}](${permalink})` : text;
  return remark ? `${linked} (${remark})` : linked;
}

const isProse = (piece: Piece): boolean => PROSE.has(piece.languageId);

/** The title a front matter block gives, and the text after it. */
function splitFrontMatter(text: string): { title?: string; rest: string } {
  const match = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text);
  if (!match) return { rest: text };
  const title = /^title:[ \t]*(.+)$/m
    .exec(match[1]!)?.[1]
    ?.trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  return { ...(title && { title }), rest: tidy(text.slice(match[0].length)) };
}

/** Markdown's marks taken off one line. */
export function unmarked(line: string): string {
  return line
    .replace(/^[\s>]*(?:[-*+]|\d{1,9}[.)])?\s*(?:\[[ xX]\]\s+)?/, '')
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+#+\s*$/, '')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/(\*\*|__|~~|==|`+)(?=\S)(.*?\S)\1/g, '$2')
    .replace(/(^|[^\p{L}\p{N}])([*_])(?=\S)([^*_]*\S)\2(?![\p{L}\p{N}])/gu, '$1$3')
    .replace(/\s+/g, ' ')
    .trim();
}

/** At most `max` characters as a reader counts them, cut at a word, with an ellipsis. Emoji and combined letters stay whole. */
export function shorten(text: string, max = MAX_TITLE): string {
  const characters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(0, max * 40))];
  if (characters.length <= max) return text.length > max * 40 ? characters.map((one) => one.segment).join('') : text;
  const cut = characters
    .slice(0, max - 1)
    .map((one) => one.segment)
    .join('');
  const atWord = /\s/.test(characters[max - 1]!.segment) ? cut : cut.replace(/\s+\S*$/, '');
  return `${(atWord.trim() === '' ? cut : atWord).trimEnd().replace(/[,;:–-]$/, '')}…`;
}

/** The first heading outside code, else the first sentence. */
function titleOf(prose: string): string | undefined {
  const lines = prose.slice(0, 20_000).split('\n');
  let fence: string | undefined;
  let sentence: string | undefined;
  for (const [at, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
      continue;
    }
    if (fence !== undefined) continue;
    const heading =
      /^ {0,3}#{1,6}\s+\S/.test(line) ||
      (line.trim() !== '' && !/^\s*[-*+>]/.test(line) && /^ {0,3}(=+|-{2,})\s*$/.test(lines[at + 1] ?? ''));
    const text = unmarked(line);
    if (!SAYS_SOMETHING.test(text)) continue;
    if (heading) return shorten(text);
    sentence ??= firstSentence(text);
  }
  return sentence === undefined ? undefined : shorten(sentence);
}

function firstSentence(text: string): string {
  const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text.slice(0, 2000));
  for (const { segment } of sentences) {
    const sentence = segment.trim().replace(/[.。:;,]$/, '');
    if (SAYS_SOMETHING.test(sentence)) return sentence;
  }
  return text;
}

/** Joins pieces in the order of the document; between pieces of prose that do not touch, an ellipsis says that something is left out. */
export function composeNoteBody({ pieces, wholeDocument }: Composition): Composed {
  const files = [...new Set(pieces.map((piece) => piece.fileName))];
  const ordered = [...pieces].sort(
    (a, b) =>
      files.indexOf(a.fileName) - files.indexOf(b.fileName) || a.startLine - b.startLine || a.endLine - b.endLine,
  );
  let title: string | undefined;
  let body = '';
  let last: Piece | undefined;
  for (const piece of ordered) {
    const front =
      wholeDocument && isProse(piece) ? splitFrontMatter(piece.text.replace(/\r\n?/g, '\n')) : { rest: piece.text };
    const text = tidy(front.rest);
    if (text === '') continue;
    const written = isProse(piece) ? text : `${reference(piece, wholeDocument)}\n\n${fenced(text, piece.languageId)}`;
    const gap =
      last &&
      isProse(last) &&
      isProse(piece) &&
      !(last.fileName === piece.fileName && piece.startLine <= last.endLine + 1);
    body += `${body === '' ? '' : gap ? '\n\n[…]\n\n' : '\n\n'}${written}`;
    title ??= (front.title && shorten(front.title)) ?? (isProse(piece) ? titleOf(text) : undefined);
    last = piece;
  }
  const file = ordered[0]?.fileName.split(/[\\/]/).at(-1);
  return { title: title ?? (shorten(file ?? '') || 'Note'), body };
}
