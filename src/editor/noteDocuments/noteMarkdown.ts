/** A note as a piece of another Markdown text. Pure. */
import { markdownLink } from '../records/text.js';

/** Under which heading of the text the note goes: its own headings go below that. */
const LEVEL = 2;

/**
 * A heading with the title, a line that says where it is from, then the text with its headings below that one. `where`:
 * `Acme Robotics · 18 Nov 2026`, plain.
 */
export function noteAsPiece(note: { title: string; content: string; url: string; where: string }): string {
  const heading = `${'#'.repeat(LEVEL)} ${note.title
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/([\\`*_[\]<>])/g, '\\$1')}`;
  return [heading, markdownLink(note.where, note.url), lowered(note.content, LEVEL)]
    .filter((part) => part.trim() !== '')
    .join('\n\n');
}

/** Headings by so many levels lower, at most six; those in code are none. */
export function lowered(markdown: string, by: number): string {
  let fence: string | undefined;
  return markdown
    .replace(/\r\n?/g, '\n')
    .trim()
    .split('\n')
    .map((line) => {
      const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
      if (mark) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
      if (fence !== undefined) return line;
      return line.replace(/^( {0,3})(#{1,6})(?=\s|$)/, (_all, space: string, marks: string) => {
        return space + '#'.repeat(Math.min(6, marks.length + by));
      });
    })
    .join('\n');
}

/** One text after the other, with an empty line between, so that neither runs into the other. */
export const joined = (text: string, added: string): string =>
  [text.replace(/\r\n?/g, '\n').trimEnd(), added.trim()].filter((part) => part !== '').join('\n\n');
