/** The words a Markdown text says, whatever its marks: for comparing what was sent with what Attio stored. */
import { parseMarkdown, walk } from './parse.js';

/** Text, code, alternative texts and raw HTML in order, as lower-case words of letters and digits. */
export function wordsOf(markdown: string): string[] {
  const pieces: string[] = [];
  for (const node of walk(parseMarkdown(markdown))) {
    if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code' || node.type === 'html')
      pieces.push(node.value);
    else if (node.type === 'paragraph' || node.type === 'tableCell' || node.type === 'heading' || node.type === 'break')
      pieces.push(' ');
  }
  return plainWords(pieces.join(''));
}

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
