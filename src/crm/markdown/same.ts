/** Whether two Markdown texts are the same note, whatever the spelling of their marks. */
import { forAttio } from './rewrite.js';

/**
 * The one spelling of a text: marks, escapes, bullets, numbers, addresses of links and blank lines as `forAttio` writes
 * them, spaces of every kind as one. A text in forms that Attio does not keep has the normal form of what is sent for it,
 * so that a file and the note made from it have one. For comparing, not for showing.
 */
export async function normalForm(markdown: string): Promise<string> {
  const { text } = await forAttio(markdown);
  return text
    .split('\n')
    .map((line) => {
      const [indent] = /^ */.exec(line)!;
      return indent + line.slice(indent.length).normalize('NFC').replace(/\s+/g, ' ').trim();
    })
    .join('\n');
}

/** Same words, lines, headings, lists, marks and links. */
export async function sameMarkdown(a: string, b: string): Promise<boolean> {
  return a === b || (await normalForm(a)) === (await normalForm(b));
}
