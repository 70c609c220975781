/** Sorting of query results (api.md section 6). What has no value comes last, either way round. */
import { pathSteps } from './filter.js';
import type { AttributeDef, Container, Row, Value } from './model.js';
import { invalid } from './problem.js';
import { activeValues, findAttribute, type Workspace } from './workspace.js';

export interface SortRequest {
  direction: 'asc' | 'desc';
  attribute?: string;
  path?: unknown;
  field?: string;
}

type Key = string | number | undefined;

/** Field meant when none is named. */
const MAIN_FIELD: Record<string, string> = {
  currency: 'currency_value',
  domain: 'domain',
  'email-address': 'email_address',
  'phone-number': 'phone_number',
  'personal-name': 'full_name',
  location: 'locality',
  interaction: 'interacted_at',
  'actor-reference': 'referenced_actor_id',
  'record-reference': 'target_record_id',
};

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** An order over rows for the `sorts` of a request; undefined when there are none. */
export function compileSorts(workspace: Workspace, container: Container, sorts: SortRequest[]) {
  const parts = sorts.map((sort) => {
    const read = sort.path !== undefined ? readerOfPath(workspace, container, sort) : readerOf(container, sort);
    return { read, sign: sort.direction === 'asc' ? 1 : -1 };
  });
  if (parts.length === 0) return undefined;
  const [only] = sorts;
  const named =
    only?.attribute === undefined || parts.length > 1 ? undefined : findAttribute(container, only.attribute);
  return {
    /** Set when the order is that of creation alone. */
    byCreation: named?.system && named.slug === 'created_at' ? only!.direction : undefined,
    /** What a row is ordered by; read once a row. */
    keys: (row: Row): Key[] => parts.map(({ read }) => read(row)),
    compare(a: Key[], b: Key[]): number {
      for (const [at, { sign }] of parts.entries()) {
        const order = compareKeys(a[at], b[at], sign);
        if (order !== 0) return order;
      }
      return 0;
    },
  };
}

function compareKeys(a: Key, b: Key, sign: number): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * collator.compare(String(a), String(b));
}

function readerOf(container: Container, sort: SortRequest): (row: Row) => Key {
  const attribute = findAttribute(container, sort.attribute ?? '');
  if (!attribute) throw invalid('validation_type', `Unknown attribute slug: ${sort.attribute}`);
  const key = keyOf(attribute, sort.field);
  return (row) => key(activeValues(attribute, row, container)[0]);
}

function readerOfPath(workspace: Workspace, container: Container, sort: SortRequest): (row: Row) => Key {
  const steps = pathSteps(workspace, container, sort.path);
  const key = keyOf(steps.at(-1)!.attribute, sort.field);
  return (row) => {
    let at: Row | undefined = row;
    for (const [index, step] of steps.entries()) {
      const value: Value | undefined = at && activeValues(step.attribute, at, step.container)[0];
      if (index === steps.length - 1) return key(value);
      const next = steps[index + 1]!.container;
      at = value && workspace.rows(next).get(String(value.data.target_record_id));
    }
    return undefined;
  };
}

function keyOf(attribute: AttributeDef, field?: string): (value: Value | undefined) => Key {
  if (attribute.type === 'select' || attribute.type === 'status') {
    // In configured order, as a pipeline reads.
    const order = new Map(attribute.choices.map((choice, at) => [choice.id, at]));
    return (value) => value && order.get(String(value.data.option ?? value.data.status));
  }
  const name = field ?? MAIN_FIELD[attribute.type] ?? 'value';
  return (value) => {
    const data = value?.data[name];
    if (data === null || data === undefined || data === '') return undefined;
    return typeof data === 'number' ? data : typeof data === 'boolean' ? Number(data) : String(data);
  };
}
