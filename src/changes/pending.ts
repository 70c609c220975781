/** Ids that stand for records which the same batch is still to create. */

const PREFIX = '00000000-0000-4000-8000-';

/** The id by which later changes of a batch refer to the record that change number `index` (from 0) creates. */
export function pendingId(index: number): string {
  return `${PREFIX}${index.toString(16).padStart(12, '0')}`;
}

/** The number of the change that makes the record an id stands for; undefined for a real id. */
export function pendingIndex(id: string): number | undefined {
  return id.startsWith(PREFIX) ? Number.parseInt(id.slice(PREFIX.length), 16) : undefined;
}
