/** What tests of changes share. */
import type { Journal, JournalEntry } from '../../../src/changes/journal.js';

/** A journal that forgets with the test. */
export function memoryJournal(): Journal & { entries: JournalEntry[] } {
  const entries: JournalEntry[] = [];
  return {
    entries,
    append: async (entry) => void entries.push(structuredClone(entry)),
    list: async () => structuredClone(entries),
    get: async (id) => structuredClone(entries.find((one) => one.id === id)),
    markUndone: async (id, undone) => {
      const entry = entries.find((one) => one.id === id);
      if (entry) entry.undone = undone;
    },
    clear: async () => void entries.splice(0),
  };
}
