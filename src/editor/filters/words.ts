/** A filter in words. Names of records and colleagues are read through the catalog, which knows most of them. */
import { describe, describeCondition, describeSort, type FilterNames } from '../../crm/filters/describe.js';
import type { Condition } from '../../crm/filters/types.js';
import { memberName } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import { oneLine } from '../records/text.js';
import type { Connection } from '../services.js';
import { colleagues, refOf } from '../values/known.js';
import type { FilterSpec } from './spec.js';

/** Names that are not kept with a filter, by record or member id. */
export type LearntNames = ReadonlyMap<string, string>;

const NOTHING: LearntNames = new Map();

/**
 * Titles and currencies as they were kept with the filter. A name that is in neither is undefined; without `learnt` so
 * are all colleagues and records.
 */
export function namesOf({ names }: Pick<FilterSpec, 'names'>, learnt: LearntNames = NOTHING): FilterNames {
  return {
    attribute: (slug) => names[slug],
    currency: (slug) => names[`${slug}:currency`],
    choice: (id) => names[id],
    member: (id) => learnt.get(id),
    record: ({ recordId }) => learnt.get(recordId.toLowerCase()),
  };
}

/** Whether its values are member ids or references to members, whose names are read. */
export const isMember = ({ type, field }: Condition): boolean =>
  type === 'actor-reference' || field === 'owner_member_id';

/** The names that saying it takes; what cannot be read stays unknown. Asks for nothing when it names nobody. */
export async function learnNames(
  connection: Connection,
  { conditions }: Pick<FilterSpec, 'conditions'>,
  read: ReadOptions,
): Promise<LearntNames> {
  const names = new Map<string, string>();
  const refs = conditions
    .filter(({ type }) => type === 'record-reference')
    .flatMap(({ values }) => values.flatMap((value) => refOf(value) ?? []));
  const [members] = await Promise.all([
    conditions.some(isMember) ? colleagues(connection, read).catch(() => []) : [],
    ...refs.map(async (ref) => {
      const summary = await connection.catalog.summary(ref, { ...read, names: 'known' }).catch(() => undefined);
      if (summary) names.set(ref.recordId.toLowerCase(), oneLine(summary.title, 60));
    }),
  ]);
  for (const member of members) names.set(member.id.workspace_member_id, oneLine(memberName(member), 60));
  return names;
}

/** `Stage is Won and Value ≥ $10,000, by Value, largest first`. Empty: no filter. */
export function specWords(spec: FilterSpec, learnt?: LearntNames): string {
  const names = namesOf(spec, learnt);
  const which = spec.view ? `View “${spec.view.title}”` : describe(spec.conditions, spec.match, names);
  const order = spec.sort && describeSort(spec.sort, names);
  return oneLine([which, order && (which ? order : `Sorted ${order}`)].filter(Boolean).join(', '));
}

/** `Stage is Won`, on one line. `condition` is one of `spec`, or is about an attribute that `spec.names` has. */
export function conditionWords(spec: FilterSpec, condition: Condition, learnt: LearntNames): string {
  return oneLine(describeCondition(condition, namesOf(spec, learnt)));
}
