/** Which of two records that are merged is offered first. Pure. */
import type { DisplayValue, RecordView } from '../../crm/types.js';

interface Side {
  view: Pick<RecordView, 'record' | 'values'>;
}

/** The values that somebody gave it. */
export const filledOf = ({ view }: Side): DisplayValue[] =>
  view.values.filter(({ attribute, parts }) => parts.length > 0 && attribute.is_writable);

/** The one with more values, else the older: what Enter takes unseen is to cost the least. */
export function fullerFirst<T extends Side>(one: T, two: T): [T, T] {
  const more = filledOf(two).length - filledOf(one).length;
  const older = two.view.record.created_at < one.view.record.created_at;
  return more > 0 || (more === 0 && older) ? [two, one] : [one, two];
}
