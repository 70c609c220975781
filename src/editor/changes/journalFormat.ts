/** How the undo journal is written down: JSON lines, each an entry or the mark that one was taken back. Pure. */
import type { JournalEntry } from '../../changes/journal.js';

const DAY_MS = 86_400_000;

type Undone = NonNullable<JournalEntry['undone']>;

/** Each line brings its own line break before it as well: a line torn by a crash never takes the next one with it. */
const line = (value: unknown) => `\n${JSON.stringify(value)}\n`;

/** To be appended: the JSON of an entry, with a line break before and after it. */
export const entryLine = (entry: JournalEntry): string => line({ entry });

/** To be appended: the mark that entry `id` was taken back. It may come before the entry’s own line. */
export const undoneLine = (id: string, { at, by }: Undone): string => line({ undone: { id, at, by } });

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const areTexts = (...values: unknown[]): boolean => values.every((value) => typeof value === 'string');

function isEntry(value: unknown): value is JournalEntry {
  if (!isObject(value)) return false;
  const { id, at, accountId, surface, sentence, change, undo } = value;
  if (!areTexts(id, at, accountId, surface, sentence) || Number.isNaN(Date.parse(at as string))) return false;
  return isObject(change) && areTexts(change.kind) && (undo === undefined || (isObject(undo) && areTexts(undo.kind)));
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/**
 * The entries of a file, oldest first, each with the mark that it was taken back. Lines in any order (several windows
 * write) and more than once (a window that was not sure) mean the same; lines that are none, such as a torn one, are passed
 * over.
 */
export function readJournal(text: string): JournalEntry[] {
  const entries = new Map<string, JournalEntry>();
  const marks = new Map<string, Undone>();
  for (const one of text.split('\n')) {
    if (one.trim() === '') continue;
    const { entry, undone } = parsed(one);
    if (isEntry(entry)) entries.set(entry.id, entry);
    if (isObject(undone) && areTexts(undone.id, undone.at, undone.by))
      marks.set(undone.id as string, { at: undone.at as string, by: undone.by as string });
  }
  return [...entries.values()].sort(byTime).map((entry) => {
    const undone = marks.get(entry.id) ?? entry.undone;
    return undone ? { ...entry, undone } : entry;
  });
}

const byTime = (a: JournalEntry, b: JournalEntry) =>
  Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The file that says the same as these entries. */
export const writtenJournal = (entries: readonly JournalEntry[]): string => entries.map(entryLine).join('');

/** Those young enough to keep at `now` (milliseconds since 1970). `days` 0: none. */
export function kept(entries: readonly JournalEntry[], days: number, now: number): JournalEntry[] {
  return days <= 0 ? [] : entries.filter(({ at }) => now - Date.parse(at) < days * DAY_MS);
}
