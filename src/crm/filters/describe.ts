/** Conditions and orders in words: `Stage is Won and Value ≥ $10,000`. Pure. */
import type { Json } from '../../attio/values.js';
import { countryName, type Formats, formatDay, formatMoney, formatNumber } from '../format.js';
import type { RecordRef } from '../types.js';
import { humanize } from '../values.js';
import { fieldWords, operatorOf } from './operators.js';
import type { SortChoice } from './sorts.js';
import { sortWords } from './sorts.js';
import type { Condition, Match, Operator } from './types.js';

/** What conditions refer to; each may answer undefined, and something readable stands for it. */
export interface FilterNames extends Formats {
  /** Title. */
  attribute(slug: string): string | undefined;
  /** Code of a currency attribute. */
  currency?(slug: string): string | undefined;
  /** Title of an option or status. */
  choice?(id: string): string | undefined;
  member?(id: string): string | undefined;
  record?(ref: RecordRef): string | undefined;
}

const SIGNS: Partial<Record<Operator, string>> = {
  is: '=',
  not: '≠',
  more: '>',
  least: '≥',
  less: '<',
  most: '≤',
};

const NUMERIC = new Set(['number', 'currency', 'rating']);

function valueWords(condition: Condition, value: Json, names: FilterNames): string {
  const takes = operatorOf(condition)?.takes;
  const parts = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  switch (takes) {
    case 'number':
    case 'numbers':
      return condition.type === 'currency'
        ? formatMoney(Number(value), names.currency?.(condition.attribute), names)
        : formatNumber(Number(value), names);
    case 'day':
    case 'days':
      return formatDay(String(value), names) ?? String(value);
    case 'choice':
      return names.choice?.(String(value)) ?? 'an option that is gone';
    case 'member':
      return names.member?.(String(parts.referenced_actor_id)) ?? 'a colleague';
    case 'record':
      return (
        names.record?.({ object: String(parts.target_object), recordId: String(parts.target_record_id) }) ?? 'a record'
      );
    case 'country':
      return countryName(String(value), names);
    case 'interaction':
      return humanize(String(value).replaceAll('-', ' '));
    case 'text':
    case 'digits':
      return `“${String(value)}”`;
    default:
      return String(value);
  }
}

const inDays = (count: Json | undefined) => (Number(count) === 1 ? '1 day' : `${Number(count)} days`);

/** `Stage is Won or Lost`. */
export function describeCondition(condition: Condition, names: FilterNames): string {
  const { attribute, type, field, operator, values } = condition;
  const title = names.attribute(attribute) ?? humanize(attribute);
  const set = field === 'active_from';
  const named = field === undefined || set || field === 'interacted_at' ? title : `${title} (${fieldWords(field)})`;
  const be = set ? 'was set' : 'is';
  const written = values.map((value) => valueWords(condition, value, names));
  const sign = NUMERIC.has(type) ? SIGNS[operator] : undefined;
  if (sign !== undefined) return `${named} ${sign} ${written[0] ?? '?'}`;
  switch (operator) {
    case 'last':
      return `${named} ${be} in the last ${inDays(values[0])}`;
    case 'next':
      return `${named} ${be} in the next ${inDays(values[0])}`;
    case 'ago':
      return `${named} ${be} more than ${inDays(values[0])} ago`;
    case 'between':
    case 'range':
      return `${named} ${be} between ${written.join(' and ')}`;
    default: {
      const words = operatorOf(condition)?.words ?? operator;
      const said = set ? words.replace(/^is\b/, be) : words;
      return [named, said, written.join(' or ')].filter(Boolean).join(' ');
    }
  }
}

/** One line for all conditions; empty without any. */
export function describe(conditions: readonly Condition[], match: Match, names: FilterNames): string {
  return conditions.map((one) => describeCondition(one, names)).join(match === 'all' ? ' and ' : ' or ');
}

/** `by Value, largest first`. */
export function describeSort(sort: SortChoice, names: FilterNames): string {
  const title = names.attribute(sort.attribute) ?? humanize(sort.attribute);
  const named = sort.field && sort.field !== 'interacted_at' ? `${title} (${fieldWords(sort.field)})` : title;
  return `by ${named}, ${sortWords(sort)}`;
}
