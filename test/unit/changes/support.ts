/** What tests of changes share. */
import assert from 'node:assert/strict';
import type { Applied, ApplyOutcome } from '../../../src/changes/change.js';
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

/** What was applied; fails where nothing was. */
export function applied(outcome: ApplyOutcome): Applied {
  assert(outcome.status === 'applied', JSON.stringify(outcome));
  return outcome.applied;
}

/** The error of what failed; fails where it did not. */
export function failed(outcome: ApplyOutcome) {
  assert(outcome.status === 'failed', JSON.stringify(outcome));
  return outcome.error;
}
