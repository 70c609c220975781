/** What is shown of an object's records, as it is kept over reloads: conditions or a view, and an order. Pure. */
import type { Filter, Sort } from '../../attio/types.js';
import { operatorOf } from '../../crm/filters/operators.js';
import { type SortChoice, toSort } from '../../crm/filters/sorts.js';
import { toFilter } from '../../crm/filters/toFilter.js';
import type { Condition, Here, Match } from '../../crm/filters/types.js';

export interface FilterSpec {
  conditions: Condition[];
  match: Match;
  /** A view saved in Attio; then there are no conditions, which Attio takes no views with (api.md section 4.3). */
  view?: { id: string; title: string };
  sort?: SortChoice;
  /**
   * Titles of attributes by slug, of options by id, codes of currencies by `slug:currency`: what it takes to say the filter
   * without asking for the schema. Names of records and colleagues are not kept: they are read when they are shown.
   */
  names: Record<string, string>;
}

export const NO_FILTER: FilterSpec = { conditions: [], match: 'all', names: {} };

/** Whether it shows all records, newest first. `match` and `names` alone do not count. */
export const isEmpty = ({ conditions, view, sort }: FilterSpec): boolean =>
  conditions.length === 0 && view === undefined && sort === undefined;

/** What the catalog is asked. Days are counted from today at each reading. */
export function questionOf(spec: FilterSpec, here: Here): { filter?: Filter; viewId?: string; sorts?: Sort[] } {
  const filter = spec.view ? undefined : toFilter(spec.conditions, spec.match, here);
  return {
    ...(filter && { filter }),
    ...(spec.view && { viewId: spec.view.id }),
    ...(spec.sort && { sorts: [toSort(spec.sort)] }),
  };
}

type Fields = Record<string, unknown>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function conditionIn(stored: unknown): Condition | undefined {
  if (!isObject(stored) || !isText(stored.attribute) || !isText(stored.type) || !isText(stored.operator))
    return undefined;
  if (!Array.isArray(stored.values) || (stored.field !== undefined && !isText(stored.field))) return undefined;
  const condition = stored as unknown as Condition;
  const operator = operatorOf(condition);
  return operator && (operator.takes === 'nothing' || condition.values.length > 0) ? condition : undefined;
}

/** What was kept by this or an earlier version; undefined: nothing that can be used. */
export function specIn(stored: unknown): FilterSpec | undefined {
  if (!isObject(stored) || !Array.isArray(stored.conditions)) return undefined;
  const conditions = stored.conditions.map(conditionIn);
  // A condition less would show more than was asked for.
  if (conditions.includes(undefined)) return undefined;
  const { view, sort, names } = stored;
  const spec: FilterSpec = {
    conditions: conditions as Condition[],
    match: stored.match === 'any' ? 'any' : 'all',
    names: isObject(names)
      ? Object.fromEntries(Object.entries(names).filter((pair): pair is [string, string] => isText(pair[1])))
      : {},
  };
  if (isObject(view) && isText(view.id) && isText(view.title)) spec.view = { id: view.id, title: view.title };
  if (isObject(sort) && isText(sort.attribute) && isText(sort.type))
    spec.sort = {
      attribute: sort.attribute,
      type: sort.type,
      direction: sort.direction === 'desc' ? 'desc' : 'asc',
      ...(isText(sort.field) && { field: sort.field }),
    };
  return isEmpty(spec) ? undefined : spec;
}
