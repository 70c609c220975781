/** Remote text made safe for where it is shown. Pure. */

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character]!);
}

/** Line breaks, other control characters, and the marks that change the direction of the text around them. */
const UNFIT = /[\p{Cc}\u2028\u2029]+|[\u202a-\u202e\u2066-\u2069]/gu;

/** One line for a label or title: a name must not break a row or turn its neighbours' letters around. */
export function oneLine(text: string, limit = 300): string {
  const line = text
    .replace(UNFIT, (found) => (/[\u202a-\u202e\u2066-\u2069]/.test(found) ? '' : ' '))
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line.slice(0, limit * 2 + 2)];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
}

/** For hovers and tooltips: every ASCII punctuation mark is escaped, so nothing becomes markup, a link or an icon. */
export function escapeMarkdown(text: string): string {
  return oneLine(text, 2000).replace(/[!-/:-@[-`{-~]/g, '\\$&');
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
