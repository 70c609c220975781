/** Which properties of each attribute type can be filtered by, and with which operators (api.md section 5). */
import type { AttributeDef, Value } from './model.js';
import { invalid } from './problem.js';
import { findChoice } from './values.js';

export type Operator =
  | '$eq'
  | '$in'
  | '$not_empty'
  | '$contains'
  | '$starts_with'
  | '$ends_with'
  | '$lt'
  | '$lte'
  | '$gt'
  | '$gte';

export const OPERATORS: ReadonlySet<string> = new Set<Operator>([
  '$eq',
  '$in',
  '$not_empty',
  '$contains',
  '$starts_with',
  '$ends_with',
  '$lt',
  '$lte',
  '$gt',
  '$gte',
]);

export interface Property {
  operators: ReadonlySet<string>;
  read(value: Value): unknown;
  /** Makes what stands in the filter comparable with what `read` gives; throws a 400. */
  operand(input: unknown): unknown;
}

const TEXT = ['$eq', '$contains', '$starts_with', '$ends_with'];
const ORDER = ['$eq', '$gt', '$gte', '$lt', '$lte'];

function property(operators: string[], read: Property['read'], operand: Property['operand']): Property {
  return { operators: new Set(operators), read, operand };
}

function wrongOperand(expected: string): never {
  throw invalid('filter_error', `Invalid filter value: ${expected} is expected.`);
}

const string = (input: unknown) => (typeof input === 'string' ? input : wrongOperand('a string'));
const number = (input: unknown) => {
  const value = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
  return typeof value === 'number' && Number.isFinite(value) ? value : wrongOperand('a number');
};
const boolean = (input: unknown) => (typeof input === 'boolean' ? input : wrongOperand('a boolean'));
const time = (input: unknown) => {
  const value = typeof input === 'string' ? Date.parse(input.replace(/(\.\d{3})\d+/, '$1')) : Number.NaN;
  return Number.isNaN(value) ? wrongOperand('an ISO 8601 date') : value;
};
const lower = (input: unknown) => string(input).toLowerCase();

const field = (name: string) => (value: Value) => value.data[name];
const moment = (name: string) => (value: Value) => {
  const at = value.data[name];
  return typeof at === 'string' ? Date.parse(at) : undefined;
};

/** When the value came to be; select and status can be filtered by it. */
const ACTIVE_FROM = property(ORDER, (value) => Date.parse(value.from), time);

const texts = (names: string[], operators: string[], operand: Property['operand'] = string) =>
  Object.fromEntries(names.map((name) => [name, property(operators, field(name), operand)]));

interface FilterType {
  /** The property meant when none is named; types without one must name theirs. */
  main?: string;
  properties: Record<string, Property>;
  /** Properties that only mean something together. */
  together?: string[];
}

/** A title or id, as the id of the choice. */
function choiceOperand(attribute: AttributeDef, part: string) {
  return (input: unknown) => {
    const found = findChoice(attribute, string(input));
    if (!found)
      throw invalid('value_not_found', `Cannot find ${attribute.type} attribute with ${part} "${string(input)}".`);
    return found.id;
  };
}

/** The filterable side of an attribute. */
export function filterType(attribute: AttributeDef): FilterType {
  switch (attribute.type) {
    case 'text':
      return { main: 'value', properties: { value: property([...TEXT, '$in'], field('value'), string) } };
    case 'number':
    case 'rating':
      return { main: 'value', properties: { value: property(ORDER, field('value'), number) } };
    case 'currency':
      return {
        main: 'currency_value',
        properties: { currency_value: property(ORDER, field('currency_value'), number) },
      };
    case 'checkbox':
      return { main: 'value', properties: { value: property(['$eq'], field('value'), boolean) } };
    case 'date':
    case 'timestamp':
      return { main: 'value', properties: { value: property(ORDER, moment('value'), time) } };
    case 'select': {
      const option = property(['$eq'], field('option'), choiceOperand(attribute, 'select option title'));
      return { main: 'option', properties: { option, active_from: ACTIVE_FROM } };
    }
    case 'status': {
      const status = property(['$eq'], field('status'), choiceOperand(attribute, 'status title'));
      return { main: 'status', properties: { status, active_from: ACTIVE_FROM } };
    }
    case 'domain':
      return { main: 'domain', properties: texts(['domain', 'root_domain'], [...TEXT, '$not_empty'], lower) };
    case 'email-address':
      return {
        main: 'email_address',
        properties: texts(
          ['email_address', 'original_email_address', 'email_domain', 'email_root_domain', 'email_local_specifier'],
          [...TEXT, '$not_empty'],
        ),
      };
    case 'phone-number':
      return {
        main: 'phone_number',
        properties: {
          // A missing "+" is tolerated; nothing else is normalised [wire].
          phone_number: property(TEXT, field('phone_number'), (input) => {
            const text = string(input);
            return /^\d{7,}$/.test(text) ? `+${text}` : text;
          }),
          country_code: property(['$eq', '$not_empty'], field('country_code'), string),
        },
      };
    case 'personal-name':
      return {
        main: 'full_name',
        properties: texts(['full_name', 'first_name', 'last_name'], [...TEXT, '$not_empty']),
      };
    case 'location':
      return {
        properties: {
          ...texts(['line_1', 'line_2', 'line_3', 'line_4', 'locality', 'region', 'postcode'], TEXT),
          country_code: property(['$eq', '$starts_with'], field('country_code'), string),
        },
      };
    case 'interaction':
      return {
        properties: {
          owner_member_id: property(
            ['$eq', '$not_empty'],
            (value) => (value.data.owner_actor as { id?: string } | undefined)?.id,
            string,
          ),
          interacted_at: property(ORDER, moment('interacted_at'), time),
          interaction_type: property(['$eq', '$not_empty'], field('interaction_type'), string),
        },
      };
    case 'record-reference':
      return {
        properties: {
          target_object: property(['$eq'], field('target_object'), string),
          target_record_id: property(['$eq', '$in'], field('target_record_id'), lower),
        },
      };
    case 'actor-reference':
      return {
        together: ['referenced_actor_type', 'referenced_actor_id'],
        properties: texts(['referenced_actor_type', 'referenced_actor_id'], ['$eq']),
      };
    default:
      return { properties: {} };
  }
}

/** Whether `actual` satisfies one operator. Text is compared without case, but for `$eq` and `$in`. */
export function satisfies(operator: string, actual: unknown, operand: unknown): boolean {
  if (operator === '$not_empty') return (actual !== null && actual !== undefined && actual !== '') === operand;
  if (actual === null || actual === undefined) return false;
  const has = String(actual).toLowerCase();
  const wanted = String(operand).toLowerCase();
  switch (operator) {
    case '$eq':
      return actual === operand;
    case '$in':
      return (operand as unknown[]).includes(actual);
    case '$contains':
      return has.includes(wanted);
    case '$starts_with':
      return has.startsWith(wanted);
    case '$ends_with':
      return has.endsWith(wanted);
    case '$lt':
      return (actual as number) < (operand as number);
    case '$lte':
      return (actual as number) <= (operand as number);
    case '$gt':
      return (actual as number) > (operand as number);
    default:
      return (actual as number) >= (operand as number);
  }
}
