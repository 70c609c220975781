/**
 * Conditions as the filter that Attio takes (api.md section 6). There is no `$ne`, no `$in` for options and references to
 * statuses, and `$not` takes a single attribute only: what is more than that is put together with `$and` and `$or`. Pure.
 */
import type { Filter } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { asUtc, fromUtc, momentAt, wallAt } from '../edit/zoned.js';
import { operatorOf } from './operators.js';
import type { Condition, Here, Match } from './types.js';

const DAY_MS = 86_400_000;
const EPOCH = '1970-01-01';

/** The opposite of a filter made here. `$not` around `$or` is refused by Attio, so it is carried inwards. */
function negated(filter: Filter): Filter {
  if (Array.isArray(filter.$or)) return { $and: (filter.$or as Filter[]).map(negated) };
  if (Array.isArray(filter.$and)) return { $or: (filter.$and as Filter[]).map(negated) };
  if (filter.$not) return filter.$not as Filter;
  return { $not: filter };
}

const either = (parts: Filter[]): Filter => (parts.length === 1 ? parts[0]! : { $or: parts });

/** `{slug: {$eq}}`, or `{slug: {property: {$eq}}}` for types whose values have several properties. */
function asks(attribute: string, property: string | undefined, operators: Record<string, Json>): Filter {
  return { [attribute]: property === undefined ? operators : { [property]: operators } };
}

/** The property that is meant where a condition names none; undefined for types with a single one. */
const MAIN: Record<string, string> = {
  domain: 'domain',
  'email-address': 'email_address',
  'phone-number': 'phone_number',
  'personal-name': 'full_name',
};

const wallOf = (day: string) => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, day: date, hour: 0, minute: 0, second: 0 };
};

function plusDays(day: string, days: number): string {
  const { year, month, day: date } = fromUtc(asUtc(wallOf(day)) + days * DAY_MS);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

/** Today, in the person's own calendar. */
export function today({ now, timeZone }: Here): string {
  return plusDays(EPOCH, Math.floor(asUtc(wallAt(now.getTime(), timeZone)) / DAY_MS));
}

/** When a day begins. Where clocks are put forward at midnight it begins an hour later. */
function beginning(day: string, timeZone: string): string {
  const wall = wallOf(day);
  const moment = momentAt(wall, timeZone) ?? momentAt({ ...wall, hour: 1 }, timeZone) ?? asUtc(wall);
  return new Date(moment).toISOString();
}

/** First and last day that are meant, both included. */
function span({ operator, values }: Condition, here: Here): { first?: string; last?: string } {
  const [one, other] = values;
  const day = String(one);
  const now = today(here);
  switch (operator) {
    case 'on':
      return { first: day, last: day };
    case 'after':
      return { first: plusDays(day, 1) };
    case 'from':
      return { first: day };
    case 'before':
      return { last: plusDays(day, -1) };
    case 'until':
      return { last: day };
    case 'range': {
      const [first, last] = [day, String(other)].sort();
      return { first: first!, last: last! };
    }
    case 'last':
      return { first: plusDays(now, -Number(one)), last: now };
    case 'next':
      return { first: now, last: plusDays(now, Number(one)) };
    default:
      return { last: plusDays(now, -Number(one) - 1) };
  }
}

const DAYS = new Set(['on', 'after', 'from', 'before', 'until', 'range', 'last', 'next', 'ago']);

function byDay(condition: Condition, here: Here): Filter {
  const { attribute, type, field } = condition;
  const { first, last } = span(condition, here);
  // A date is a day; everything else is a moment, and a day of those lasts from midnight to midnight.
  const whole = type === 'date';
  return asks(attribute, field, {
    ...(first !== undefined && { $gte: whole ? first : beginning(first, here.timeZone) }),
    ...(last !== undefined && (whole ? { $lte: last } : { $lt: beginning(plusDays(last, 1), here.timeZone) })),
  });
}

/** That there is a value, said with what the type has. */
function present({ attribute, type }: Condition): Filter {
  switch (type) {
    case 'number':
    case 'currency':
    case 'rating':
      return { $or: [asks(attribute, undefined, { $gte: 0 }), asks(attribute, undefined, { $lt: 0 })] };
    case 'date':
    case 'timestamp':
      return { $or: [asks(attribute, undefined, { $gte: EPOCH }), asks(attribute, undefined, { $lt: EPOCH })] };
    case 'select':
    case 'status':
      return asks(attribute, 'active_from', { $gte: `${EPOCH}T00:00:00.000Z` });
    case 'phone-number':
      return asks(attribute, 'country_code', { $not_empty: true });
    case 'interaction':
      return asks(attribute, 'interaction_type', { $not_empty: true });
    default:
      return asks(attribute, MAIN[type], { $not_empty: true });
  }
}

/** That a value is this one. */
function equals({ attribute, type, field }: Condition, value: Json): Filter {
  const parts = value as Record<string, Json>;
  switch (type) {
    case 'select':
    case 'status':
      // By the id, in the short form: the one that means the option itself for certain.
      return { [attribute]: value };
    case 'record-reference':
      return {
        [attribute]: { target_object: parts.target_object, target_record_id: { $eq: parts.target_record_id! } },
      };
    case 'actor-reference':
      return {
        [attribute]: {
          referenced_actor_type: parts.referenced_actor_type,
          referenced_actor_id: parts.referenced_actor_id,
        },
      };
    default: {
      const operand = field === 'owner_member_id' ? parts.referenced_actor_id! : value;
      return asks(attribute, field ?? MAIN[type], { $eq: operand });
    }
  }
}

const COMPARED = {
  contains: '$contains',
  starts: '$starts_with',
  ends: '$ends_with',
  more: '$gt',
  least: '$gte',
  less: '$lt',
  most: '$lte',
} as const;

function one(condition: Condition, here: Here): Filter {
  const { attribute, type, field, operator, values } = condition;
  const choice = operatorOf(condition);
  if (!choice) throw new Error(`Attio cannot filter “${attribute}” (${type}) in this way.`);
  const [value] = values;
  if (value === undefined && choice.takes !== 'nothing')
    throw new Error(`The condition on “${attribute}” has no value.`);
  if (DAYS.has(operator)) return byDay(condition, here);
  const property = field ?? MAIN[type];
  switch (operator) {
    case 'is':
      return either(values.map((each) => equals(condition, each)));
    case 'not':
      return negated(either(values.map((each) => equals(condition, each))));
    case 'lacks':
      return negated(asks(attribute, property, { $contains: value! }));
    case 'between': {
      const [least, most] = [Number(value), Number(values[1])].sort((a, b) => a - b);
      return asks(attribute, property, { $gte: least!, $lte: most! });
    }
    case 'has':
      return present(condition);
    case 'empty':
      return negated(present(condition));
    case 'yes':
    case 'no':
      return asks(attribute, property, { $eq: operator === 'yes' });
    default:
      return asks(attribute, property, { [COMPARED[operator as keyof typeof COMPARED]]: value! });
  }
}

/** undefined: no condition, every record. Throws where a condition is not one that `operatorsFor` offers, or lacks its value. */
export function toFilter(conditions: readonly Condition[], match: Match, here: Here): Filter | undefined {
  if (conditions.length === 0) return undefined;
  const parts = conditions.map((condition) => one(condition, here));
  return parts.length === 1 ? parts[0] : match === 'all' ? { $and: parts } : { $or: parts };
}
