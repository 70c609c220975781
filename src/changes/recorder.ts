/** The journal: what is written into it, and how that is worded. */
import { randomUUID } from 'node:crypto';
import { againOf, pastOfMade } from './batch.js';
import type { Applied, Batch } from './change.js';
import type { Journal, JournalEntry } from './journal.js';
import { renewedBy } from './renewed.js';
import type { Carried } from './room.js';

export interface Recorder {
  /** The same, with its entry in the journal; what changed nothing gets none. Never rejects. */
  record(
    carried: readonly Carried[],
    applied: Applied,
    how: { surface: string; undoes?: string },
    of?: { batch: Batch; partial: boolean },
  ): Promise<Applied>;
  markUndone(id: string, by: string): Promise<void>;
}

const PAST: Record<string, string> = {
  Add: 'Added',
  Archive: 'Archived',
  Change: 'Changed',
  Commit: 'Committed',
  Complete: 'Completed',
  Create: 'Created',
  Delete: 'Deleted',
  Import: 'Imported',
  Link: 'Linked',
  Merge: 'Merged',
  Move: 'Moved',
  Remove: 'Removed',
  Reopen: 'Reopened',
  Replace: 'Replaced',
  Set: 'Set',
  Undo: 'Undid',
  Unlink: 'Unlinked',
  Update: 'Updated',
};

/** `Created Ada Lovelace and the company Acme` of `Create …`. */
export function pastOf(title: string): string {
  const [verb = ''] = title.split(' ');
  return Object.hasOwn(PAST, verb) ? PAST[verb] + title.slice(verb.length) : `Made: ${title}`;
}

/** Whether there is anything that a person could want to look up or take back. */
const changed = ({ applied }: Carried): boolean =>
  !applied.alreadyDone || applied.undo !== undefined || applied.change.kind === 'record.merge';

/**
 * Writes one entry for a write or a batch into `journal`; `accountId` is whose it is, `now` milliseconds since 1970. A
 * journal that fails fails no write: the answer then says that Undo is not offered.
 */
export function createRecorder(journal: Journal, accountId: string, now: () => number): Recorder {
  let last = 0;

  /** Sorts by time, also within a millisecond. */
  function newId(): string {
    last = Math.max(last + 0.001, now());
    const whole = Math.floor(last);
    const part = Math.round((last - whole) * 1000);
    return `${new Date(whole).toISOString()}-${String(part).padStart(3, '0')}-${randomUUID().slice(0, 8)}`;
  }

  async function markUndone(id: string, by: string): Promise<void> {
    try {
      await journal.markUndone(id, { at: new Date(now()).toISOString(), by });
    } catch {
      // It is offered again then, and finds that there is nothing to do.
    }
  }

  return {
    markUndone,
    async record(carried, applied, { surface, undoes }, of) {
      const worth = carried.filter(changed);
      if (worth.length === 0) {
        if (undoes !== undefined && !of?.partial) await markUndone(undoes, '');
        return applied;
      }
      const target = worth.find((one) => one.target)?.target;
      const originals = worth.flatMap((one) => one.originals ?? []);
      const batch =
        of &&
        (of.partial
          ? `${pastOfMade(worth)} (${worth.length} of ${of.batch.changes.length} changes)`
          : pastOf(of.batch.title));
      const again = applied.undo && (of ? againOf(carried) : carried[0]?.again);
      const undone = undoes === undefined ? undefined : await journal.get(undoes).catch(() => undefined);
      const renewed = undone ? renewedBy(undone, applied) : [];
      const entry: JournalEntry = {
        id: newId(),
        at: new Date(now()).toISOString(),
        accountId,
        surface,
        sentence: batch ?? worth[0]!.past,
        change: applied.change,
        ...(target && { target }),
        ...(applied.undo && { undo: applied.undo }),
        ...(again && again.length > 0 && { again }),
        ...(renewed.length > 0 && { renewed }),
        ...(originals.length > 0 && { originals }),
        ...(undoes !== undefined && { undoes }),
      };
      try {
        await journal.append(entry);
      } catch {
        const sorry = 'This editor could not keep it in its journal: Undo is not offered for it later.';
        return { ...applied, differences: [...applied.differences, sorry] };
      }
      if (undoes !== undefined && !of?.partial) await markUndone(undoes, entry.id);
      return { ...applied, journalId: entry.id };
    },
  };
}
