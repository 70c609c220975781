/** The words a Markdown text says, whatever its marks: for comparing what was sent with what Attio stored. */
import { blocksOf, definitionsOf } from './blocks.js';
import { parseMarkdown, walk } from './parse.js';

/** Text, code, and raw HTML in order, as lower-case words of letters and digits. Others get their turn while a long text is read. */
export async function wordsOf(markdown: string): Promise<string[]> {
  const words: string[] = [];
  const definitions = definitionsOf(markdown);
  for (const { kind, text } of blocksOf(markdown)) {
    for (const word of kind === 'code'
      ? plainWords(text)
      : blockWords(definitions === '' ? text : `${text}\n\n${definitions}`))
      words.push(word);
    if (markdown.length > text.length) await new Promise((resolve) => setImmediate(resolve));
  }
  return words;
}

function blockWords(markdown: string): string[] {
  const pieces: string[] = [];
  for (const node of walk(parseMarkdown(markdown))) {
    if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code' || node.type === 'html')
      pieces.push(node.value);
    else if (node.type === 'paragraph' || node.type === 'tableCell' || node.type === 'heading' || node.type === 'break')
      pieces.push(' ');
  }
  return plainWords(pieces.join(''));
}

/** Lower-case words of letters, digits and symbols, accents composed; punctuation and marks part them. */
export function plainWords(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}\p{S}]+/gu) ?? []
  );
}

/** How alike two lists of words are as bags, 0 to 1. */
export function likeness(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 1;
  const left = new Map<string, number>();
  for (const word of a) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of b) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      shared++;
      left.set(word, count - 1);
    }
  }
  return (2 * shared) / (a.length + b.length);
}
