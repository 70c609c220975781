/** Ids that stand for records which the same batch is still to create. */
import type { Applied, SingleChange } from './change.js';

const PREFIX = '00000000-0000-4000-8000-';
const PENDING = new RegExp(`^${PREFIX}[0-9a-f]{12}$`);

/** The id by which later changes of a batch refer to the record (entry, note, task, comment) that change number `index` (from 0) creates. */
export function pendingId(index: number): string {
  return `${PREFIX}${index.toString(16).padStart(12, '0')}`;
}

/** The number of the change that makes the record an id stands for; undefined for a real id. */
export function pendingIndex(id: string): number | undefined {
  return PENDING.test(id) ? Number.parseInt(id.slice(PREFIX.length), 16) : undefined;
}

/** The id of what a change created. */
export function madeId({ record, entry, note, task, comment }: Applied): string | undefined {
  return comment?.id.comment_id ?? entry?.id.entry_id ?? note?.id.note_id ?? task?.id.task_id ?? record?.id.record_id;
}

/** The change with other ids in the place of those that `replace` answers for, wherever in it they stand. */
export function withIds(change: SingleChange, replace: (id: string) => string | undefined): SingleChange {
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return value.length === 36 ? (replace(value) ?? value) : value;
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one)]));
  };
  return deep(change) as SingleChange;
}

/** The numbers of the changes that a change refers to. */
export function pendingIn(change: SingleChange): number[] {
  const found: number[] = [];
  withIds(change, (id) => {
    const index = pendingIndex(id);
    if (index !== undefined) found.push(index);
    return undefined;
  });
  return found;
}
