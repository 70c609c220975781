/** What an undo made again has another id: older changes in the journal are about it all the same. */
import type { Applied, Change } from './change.js';
import type { JournalEntry } from './journal.js';
import { madeId, withIds } from './pending.js';

/** By the id of before, the id of now; in small letters. What was made again twice has both steps. */
export type Renewed = ReadonlyMap<string, string>;

/** What a write that took back `undone` made again, as id before and id now; of a batch also where it stopped midway. */
export function renewedBy(
  { again = [] }: Pick<JournalEntry, 'again'>,
  { change, parts, ...rest }: Applied,
): NonNullable<JournalEntry['renewed']> {
  return again.flatMap(([id, index]): [string, string][] => {
    const part = change.kind === 'batch' ? parts?.[index] : index === 0 ? { change, ...rest } : undefined;
    const now = part && madeId(part);
    return now === undefined ? [] : [[id.toLowerCase(), now.toLowerCase()]];
  });
}

/** Of all that these entries made again. The later one counts where two say different things. */
export const renewedIn = (entries: readonly JournalEntry[]): Renewed =>
  new Map(entries.flatMap(({ renewed }) => renewed ?? []));

/** The id by which Attio knows it now; undefined: nothing was made again under another. */
export function idNow(renewed: Renewed, id: string): string | undefined {
  const before = new Set<string>();
  let now = id.toLowerCase();
  for (let next = renewed.get(now); next !== undefined && !before.has(next); next = renewed.get(now)) {
    before.add(now);
    now = next;
  }
  return now === id.toLowerCase() ? undefined : now;
}

/** The change with the ids of now, wherever in it an id stands. The same object where none is another. */
export function asNow<C extends Change>(change: C, renewed: Renewed): C {
  if (renewed.size === 0 || change.kind === 'connection.delete') return change;
  const now = (id: string) => idNow(renewed, id);
  if (change.kind === 'batch') return { ...change, changes: change.changes.map((one) => withIds(one, now)) };
  return withIds(change, now) as C;
}
