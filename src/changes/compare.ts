/** Whether what Attio has is what was sent, up to the ways it writes Markdown. */
import type { Note } from '../attio/types.js';
import type { CreateNote } from '../attio/writes.js';

/** Same words in the same order. Marks, escapes and list bullets may differ. */
export async function sameText(sent: string, stored: string): Promise<boolean> {
  if (sent.trim() === stored.trim()) return true;
  const { wordsOf } = await import('../crm/markdown/words.js');
  const [a, b] = [await wordsOf(sent), await wordsOf(stored)];
  return a.join('') === b.join('');
}

/** The text that a create and a stored note are compared by. */
function storedText(change: CreateNote, note: Note): string {
  return change.format === 'plaintext' ? note.content_plaintext : note.content_markdown;
}

/**
 * Whether a note is the one a create would make: same title, and the same words. Where the text holds what Attio does
 * not keep (tables, images …) nine words in ten suffice.
 */
export async function isNoteOf(change: CreateNote, note: Note): Promise<boolean> {
  if (note.title.trim() !== change.title.trim()) return false;
  const stored = storedText(change, note);
  const { wordsOf, plainWords, likeness } = await import('../crm/markdown/words.js');
  const read = change.format === 'markdown' ? wordsOf : plainWords;
  const [a, b] = [await read(change.content), await read(stored)];
  if (a.join('') === b.join('')) return true;
  if (change.format === 'plaintext') return false;
  const { notKeptPatiently } = await import('../crm/markdown/kept.js');
  return likeness(a, b) >= 0.9 && (await notKeptPatiently(change.content)).length > 0;
}

/** What did not stick, as sentences; none when the note is what was asked for. */
export async function differencesOf(change: CreateNote, note: Note): Promise<string[]> {
  const told: string[] = [];
  if (note.title.trim() !== change.title.trim()) told.push(`Attio stored the title as “${note.title}”.`);
  if (note.parent_record_id.toLowerCase() !== change.parentRecordId.toLowerCase())
    told.push('Attio put the note on another record.');
  if (change.createdAt !== undefined && Math.abs(Date.parse(note.created_at) - Date.parse(change.createdAt)) > 1000) {
    told.push(`Attio dated the note ${note.created_at} instead of ${change.createdAt}.`);
  }
  const same =
    change.format === 'markdown'
      ? await sameText(change.content, note.content_markdown)
      : change.content.replace(/\s+/g, ' ').trim() === note.content_plaintext.replace(/\s+/g, ' ').trim();
  if (!same) told.push('Attio stored a text that differs from what was sent: open the note to compare.');
  return told;
}
