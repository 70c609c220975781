/** Remote text made safe for where it is shown. Pure. */
import { beginning } from '../markdown.js';

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character]!);
}

/** One line for a label or title, cut to a readable length: a name must not break a row or turn its neighbours' letters around. */
export function oneLine(text: string, limit = 300): string {
  return beginning(text, limit);
}

/**
 * `[name](url)` for a document: escaped where Markdown would read the name as markup and no further, because people go on
 * to edit it.
 */
export function markdownLink(name: string, url: string): string {
  const label = oneLine(name)
    .replace(/[\\`*_[\]<>~|]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&');
  return `[${label}](${url.replace(/[()\s<>\\]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)})`;
}

/** What a note is called: its title, else its first line that says something. */
export function noteTitle(note: { title: string; content_plaintext: string }): string {
  const first = note.content_plaintext
    .slice(0, 2000)
    .split('\n')
    .find((line) => line.trim() !== '');
  return oneLine(note.title) || oneLine(first ?? '', 80) || 'Untitled note';
}

/** The first lines that say something, each cut to a readable length. */
export function beginningOf(text: string, lines: number): string[] {
  return text
    .slice(0, 4000)
    .split('\n')
    .map((line) => oneLine(line, 160))
    .filter((line) => line !== '')
    .slice(0, lines);
}
