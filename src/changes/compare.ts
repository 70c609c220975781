/** Whether what Attio has is what was sent, up to the ways it writes Markdown. */
import type { Note } from '../attio/types.js';
import type { CreateNote } from '../attio/writes.js';

/** Texts that were compared last, with the one spelling each has: a note is compared with several. */
const spelled = new Map<string, string>();
const MAX_SPELLED = 8;

async function spelling(markdown: string): Promise<string> {
  const known = spelled.get(markdown);
  if (known !== undefined) return known;
  const { normalForm } = await import('./markdown.js');
  const form = await normalForm(markdown);
  spelled.set(markdown, form);
  for (const text of spelled.keys()) if (spelled.size > MAX_SPELLED) spelled.delete(text);
  return form;
}

/** Same words, lines, headings, lists, marks and links, whatever the spelling of the Markdown. */
export async function sameText(sent: string, stored: string): Promise<boolean> {
  return sent.trim() === stored.trim() || (await spelling(sent)) === (await spelling(stored));
}

/** Lines without the spaces around them and without empty ones. */
const plainLines = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');

/** A text to be written, and how it is written. */
export type Written = Pick<CreateNote, 'format' | 'content'>;

/** Whether a note has this text, whatever the spelling of its marks. */
export async function hasText({ format, content }: Written, note: Note): Promise<boolean> {
  if (format === 'markdown') return sameText(content, note.content_markdown);
  return plainLines(content) === plainLines(note.content_plaintext);
}

/**
 * As `hasText`, but whether a new line begins a paragraph does not count: Attio is said to make one of each (seen by
 * others, not documented), which is nothing to warn of.
 */
export async function hasLines({ format, content }: Written, note: Note): Promise<boolean> {
  if (await hasText({ format, content }, note)) return true;
  if (format === 'plaintext') return false;
  const lines = async (text: string) => (await spelling(text)).replace(/\n{2,}/g, '\n');
  return (await lines(content)) === (await lines(note.content_markdown));
}

/**
 * Whether a note has the words of this text. Where it holds what Attio does not keep (tables, images …) nine words in ten
 * suffice.
 */
export async function hasWords({ format, content }: Written, note: Note): Promise<boolean> {
  const stored = format === 'plaintext' ? note.content_plaintext : note.content_markdown;
  if (content.trim() === stored.trim()) return true;
  const { wordsOf, plainWords, likeness, notKeptPatiently } = await import('./markdown.js');
  const read = format === 'markdown' ? wordsOf : plainWords;
  const [a, b] = [await read(content), await read(stored)];
  if (a.join('') === b.join('')) return true;
  if (format === 'plaintext') return false;
  return likeness(a, b) >= 0.9 && (await notKeptPatiently(content)).length > 0;
}

/** Whether every line of a note is in the text that takes its place: nothing of it goes. */
export async function keepsAll(note: Note, { format, content }: Written): Promise<boolean> {
  const markdown = format === 'markdown';
  const left = new Map<string, number>();
  const lines = async (text: string) => (markdown ? await spelling(text) : plainLines(text)).split('\n');
  for (const line of await lines(content)) left.set(line, (left.get(line) ?? 0) + 1);
  for (const line of await lines(markdown ? note.content_markdown : note.content_plaintext)) {
    const count = left.get(line) ?? 0;
    if (count === 0 && line.trim() !== '') return false;
    left.set(line, count - 1);
  }
  return true;
}

/** Words of letters and digits: signs at them may be marks, or be escaped in one form and not in the other. */
function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) {
    // Numbers may be lists', which each form writes its own way.
    if (/\p{L}/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Markdown without the marks that stand inside words (`b**ol**d`, `[Acme](…)s`); an escaped sign parts words. */
const unmarked = (markdown: string): string =>
  markdown
    .replace(/\\[!-/:-@[-`{-~]/g, ' ')
    .replace(/\[([^[\]\n]*)\]\([^()\s]*\)/g, '$1')
    .replace(/\*+|~~|==/g, '');

/**
 * Whether a note holds what its Markdown does not say, such as a table or an embedded page made in Attio: a new text
 * takes the place of that as well.
 */
export async function hasMoreThanMarkdown(note: Note): Promise<boolean> {
  const parted = countWords(note.content_markdown);
  const whole = countWords(unmarked(note.content_markdown));
  let all = 0;
  let unsaid = 0;
  for (const [word, count] of countWords(note.content_plaintext)) {
    all += count;
    // Whichever way a sign in the middle is read: the word is said, but not twice for that.
    unsaid += Math.max(0, count - Math.max(parted.get(word) ?? 0, whole.get(word) ?? 0));
  }
  // A word or two may only be parted in another way.
  return unsaid > 2 && unsaid > all / 50;
}

/** Whether a note is the one a create would make: same title, and the same words as far as Attio keeps them. */
export async function isNoteOf(change: CreateNote, note: Note): Promise<boolean> {
  return note.title.trim() === change.title.trim() && (await hasWords(change, note));
}

/** The sentence for a title that Attio has stored in another way than it was sent. */
export const titleDiffers = (note: Note): string => `Attio stored the title as “${note.title}”.`;
export const TEXT_DIFFERS = 'Attio stored a text that differs from what was sent: open the note to compare.';

/** What did not stick, as sentences; none when the note is what was asked for. */
export async function differencesOf(change: CreateNote, note: Note): Promise<string[]> {
  const told: string[] = [];
  if (note.title.trim() !== change.title.trim()) told.push(titleDiffers(note));
  if (note.parent_record_id.toLowerCase() !== change.parentRecordId.toLowerCase())
    told.push('Attio put the note on another record.');
  if (change.createdAt !== undefined && Math.abs(Date.parse(note.created_at) - Date.parse(change.createdAt)) > 1000) {
    told.push(`Attio dated the note ${note.created_at} instead of ${change.createdAt}.`);
  }
  if (!(await hasLines(change, note))) told.push(TEXT_DIFFERS);
  return told;
}
