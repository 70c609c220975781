/**
 * What Attio can filter by, for each type of attribute (api.md sections 5 and 6), in words. What it has no operator for
 * and others together say exactly (is not, between, is empty) is offered too; what cannot be said is not offered.
 */
import type { AttributeType } from '../../attio/types.js';
import type { Operator, OperatorChoice, Takes } from './types.js';

const choice = (operator: Operator, words: string, takes: Takes, field?: string): OperatorChoice => ({
  ...(field !== undefined && { field }),
  operator,
  words,
  takes,
});

const presence = (field?: string): OperatorChoice[] => [
  choice('has', 'has a value', 'nothing', field),
  choice('empty', 'is empty', 'nothing', field),
];

/** `is`: how a whole value is given; `part`: how a piece of one is. */
function texts(field: string | undefined, is: Takes = 'text', part: Takes = 'text'): OperatorChoice[] {
  return [
    choice('contains', 'contains', part, field),
    choice('is', 'is', is, field),
    choice('starts', 'starts with', part, field),
    choice('ends', 'ends with', part, field),
    choice('lacks', 'does not contain', part, field),
    choice('not', 'is not', is, field),
  ];
}

const NUMBERS: OperatorChoice[] = [
  choice('least', 'is at least', 'number'),
  choice('most', 'is at most', 'number'),
  choice('more', 'is more than', 'number'),
  choice('less', 'is less than', 'number'),
  choice('between', 'is between', 'numbers'),
  choice('is', 'is', 'number'),
  choice('not', 'is not', 'number'),
  ...presence(),
];

const days = (field?: string): OperatorChoice[] => [
  choice('last', 'is in the last … days', 'count', field),
  choice('next', 'is in the next … days', 'count', field),
  choice('ago', 'is more than … days ago', 'count', field),
  choice('on', 'is on', 'day', field),
  choice('after', 'is after', 'day', field),
  choice('from', 'is on or after', 'day', field),
  choice('before', 'is before', 'day', field),
  choice('until', 'is on or before', 'day', field),
  choice('range', 'is between', 'days', field),
];

const anyOf = (takes: Takes, field?: string): OperatorChoice[] => [
  choice('is', 'is', takes, field),
  choice('not', 'is not', takes, field),
];

/** Options and statuses: which, and since when. The past alone can be asked for. */
const CHOICES: OperatorChoice[] = [
  ...anyOf('choice'),
  ...presence(),
  ...days('active_from').filter(({ operator }) => operator !== 'next'),
];

/** Of an address only the first line is asked for: the others hold what nobody looks for. */
const PLACE_PARTS = ['locality', 'region', 'postcode', 'line_1'];

const BY_TYPE: Record<string, OperatorChoice[]> = {
  text: texts(undefined),
  number: NUMBERS,
  currency: NUMBERS,
  rating: NUMBERS,
  checkbox: [choice('yes', 'is yes', 'nothing'), choice('no', 'is no', 'nothing')],
  date: [...days(), ...presence()],
  timestamp: [...days(), ...presence()],
  select: CHOICES,
  status: CHOICES,
  'record-reference': anyOf('record'),
  'actor-reference': anyOf('member'),
  location: [...PLACE_PARTS.flatMap((field) => texts(field)), ...anyOf('country', 'country_code')],
  domain: [...texts(undefined, 'domain'), ...presence(), ...texts('root_domain', 'domain')],
  'email-address': [...texts(undefined, 'email'), ...presence(), ...texts('email_domain', 'domain')],
  'phone-number': [...texts(undefined, 'phone', 'digits'), ...presence(), ...anyOf('country', 'country_code')],
  interaction: [
    ...days('interacted_at'),
    ...anyOf('member', 'owner_member_id'),
    ...anyOf('interaction', 'interaction_type'),
    ...presence(),
  ],
  'personal-name': [...texts(undefined), ...presence(), ...texts('first_name'), ...texts('last_name')],
};

/** The most useful first; empty for types that Attio does not document. */
export function operatorsFor(type: AttributeType): readonly OperatorChoice[] {
  return Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type]! : [];
}

/** The operator of a condition; undefined where its type has none like it. */
export function operatorOf(condition: {
  type: AttributeType;
  field?: string;
  operator: Operator;
}): OperatorChoice | undefined {
  return operatorsFor(condition.type).find(
    ({ field, operator }) => field === condition.field && operator === condition.operator,
  );
}

const FIELDS: Record<string, string> = {
  full_name: 'full name',
  first_name: 'first name',
  last_name: 'last name',
  locality: 'town',
  region: 'region',
  postcode: 'postcode',
  line_1: 'street',
  country_code: 'country',
  root_domain: 'main domain',
  email_domain: 'domain',
  interacted_at: 'when',
  owner_member_id: 'with',
  interaction_type: 'kind',
  active_from: 'since when',
};

/** A part of a value, in words. */
export function fieldWords(field: string): string {
  return FIELDS[field] ?? field;
}

/** Kinds of interactions that Attio knows (api.md section 5). */
export const INTERACTION_TYPES = ['email', 'meeting', 'call', 'calendar-event', 'in-person-meeting', 'chat-thread'];
