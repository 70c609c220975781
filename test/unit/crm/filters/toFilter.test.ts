import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttioRecord, Attribute, AttributeValue } from '../../../../src/attio/types.js';
import type { Json } from '../../../../src/attio/values.js';
import { operatorsFor } from '../../../../src/crm/filters/operators.js';
import { directions, isSortable, sortFields, toSort } from '../../../../src/crm/filters/sorts.js';
import { toFilter } from '../../../../src/crm/filters/toFilter.js';
import type { Condition, Here, OperatorChoice } from '../../../../src/crm/filters/types.js';
import { useSandbox } from '../../sandbox/api.js';

const OBJECTS = ['companies', 'people', 'deals', 'projects'];
const HERE: Here = { now: new Date('2026-11-20T21:30:00Z'), timeZone: 'Europe/Berlin' };
const DAY = 86_400_000;

// What follows says once more, over plain values and without Attio's language, what each operator means.

const MAIN: Record<string, string> = {
  currency: 'currency_value',
  domain: 'domain',
  'email-address': 'email_address',
  'phone-number': 'phone_number',
  'personal-name': 'full_name',
};

/** A part of a value; undefined: it has none. */
function read(value: AttributeValue, { type, field }: Condition): unknown {
  if (field === 'owner_member_id') return (value.owner_actor as { id?: string }).id;
  if (field !== undefined) return value[field];
  if (type === 'select') return (value.option as { id: { option_id: string } }).id.option_id;
  if (type === 'status') return (value.status as { id: { status_id: string } }).id.status_id;
  if (type === 'record-reference') return `${value.target_object}/${value.target_record_id}`;
  if (type === 'actor-reference') return `${value.referenced_actor_type}/${value.referenced_actor_id}`;
  return value[MAIN[type] ?? 'value'];
}

function wanted(value: Json, { type, field }: Condition): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (field === 'owner_member_id') return value.referenced_actor_id;
  return type === 'record-reference'
    ? `${value.target_object}/${value.target_record_id}`
    : `${value.referenced_actor_type}/${value.referenced_actor_id}`;
}

const dayIn = (time: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(time);
const later = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

function dayHolds(day: string, { operator, values }: Condition): boolean {
  const now = dayIn(HERE.now.getTime(), HERE.timeZone);
  const [a, b] = values.map(String) as [string, string];
  switch (operator) {
    case 'on':
      return day === a;
    case 'after':
      return day > a;
    case 'from':
      return day >= a;
    case 'before':
      return day < a;
    case 'until':
      return day <= a;
    case 'range':
      return a < b ? day >= a && day <= b : day >= b && day <= a;
    case 'last':
      return day <= now && day >= later(now, -Number(a));
    case 'next':
      return day >= now && day <= later(now, Number(a));
    default:
      return day < later(now, -Number(a));
  }
}

const TIMES = new Set(['on', 'after', 'from', 'before', 'until', 'range', 'last', 'next', 'ago']);

function holds(record: AttioRecord, condition: Condition): boolean {
  const { attribute, type, operator, values } = condition;
  const own = record.values[attribute] ?? [];
  if (operator === 'has') return own.length > 0;
  if (operator === 'empty') return own.length === 0;
  const parts = own.map((value) => read(value, condition)).filter((part) => part !== null && part !== undefined);
  if (TIMES.has(operator)) {
    const days = parts.map((part) => (type === 'date' ? String(part) : dayIn(Date.parse(String(part)), HERE.timeZone)));
    return days.some((day) => dayHolds(day, condition));
  }
  const all = values.map((value) => wanted(value, condition));
  const [a] = all;
  const said = String(a).toLowerCase();
  const words = parts.map((part) => String(part).toLowerCase());
  switch (operator) {
    case 'is':
      return parts.some((part) => all.includes(part));
    case 'not':
      return !parts.some((part) => all.includes(part));
    case 'contains':
      return words.some((word) => word.includes(said));
    case 'lacks':
      return !words.some((word) => word.includes(said));
    case 'starts':
      return words.some((word) => word.startsWith(said));
    case 'ends':
      return words.some((word) => word.endsWith(said));
    case 'yes':
      return parts.includes(true);
    case 'no':
      return parts.includes(false);
    case 'more':
      return parts.some((part) => Number(part) > Number(a));
    case 'least':
      return parts.some((part) => Number(part) >= Number(a));
    case 'less':
      return parts.some((part) => Number(part) < Number(a));
    case 'most':
      return parts.some((part) => Number(part) <= Number(a));
    case 'between': {
      const [least, most] = [Number(a), Number(all[1])].sort((x, y) => x - y) as [number, number];
      return parts.some((part) => Number(part) >= least && Number(part) <= most);
    }
    default:
      throw new Error(`no meaning of ${operator}`);
  }
}

describe('conditions as filters', () => {
  const api = useSandbox();
  const schema = new Map<string, { attributes: Attribute[]; records: AttioRecord[] }>();

  before(async () => {
    for (const object of OBJECTS) {
      const { data: attributes } = (await api.get(`/v2/objects/${object}/attributes`)).body;
      const records: AttioRecord[] = [];
      for (let page: AttioRecord[] = []; records.length === 0 || page.length === 500; ) {
        page = await api.query(object, { offset: records.length });
        records.push(...page);
      }
      schema.set(object, { attributes, records });
    }
  });

  /** A value that some record has, in the form that the operator takes; undefined: no record has one. */
  function sample(
    object: string,
    { api_slug, type }: Attribute,
    { takes, field, operator }: OperatorChoice,
    pick: (n: number) => number,
  ): Json | undefined {
    if (takes === 'count') return pick(400);
    const of = { attribute: api_slug, type, operator, values: [], ...(field !== undefined && { field }) };
    const values = schema.get(object)!.records.flatMap((record) => record.values[api_slug] ?? []);
    const found = values.filter((value) => read(value, of) !== null && read(value, of) !== undefined);
    if (found.length === 0) return undefined;
    const value = found[pick(found.length)]!;
    const part = read(value, of);
    switch (takes) {
      case 'day':
      case 'days':
        return type === 'date' ? String(part) : dayIn(Date.parse(String(part)), HERE.timeZone);
      case 'record':
        return { target_object: String(value.target_object), target_record_id: String(value.target_record_id) };
      case 'member': {
        const id = field ? String(part) : String(value.referenced_actor_id);
        return { referenced_actor_type: 'workspace-member', referenced_actor_id: id };
      }
      case 'number':
      case 'numbers':
        return Number(part);
      default: {
        const text = String(part);
        if (operator === 'contains' || operator === 'lacks') return text.slice(1, 4) || text;
        if (operator === 'starts') return text.slice(0, 3);
        return operator === 'ends' ? text.slice(-3) : text;
      }
    }
  }

  const several = (choice: OperatorChoice): number =>
    choice.takes === 'days' || choice.takes === 'numbers'
      ? 2
      : /^(?:choice|member|record|country|interaction)$/.test(choice.takes)
        ? 3
        : 1;

  function conditionOf(
    object: string,
    attribute: Attribute,
    choice: OperatorChoice,
    pick: (n: number) => number,
  ): Condition | undefined {
    const { operator, field, takes } = choice;
    const count = takes === 'nothing' ? 0 : takes === 'days' || takes === 'numbers' ? 2 : 1 + pick(several(choice));
    const values = Array.from({ length: count }, () => sample(object, attribute, choice, pick));
    if (values.includes(undefined)) return undefined;
    return {
      attribute: attribute.api_slug,
      type: attribute.type,
      ...(field !== undefined && { field }),
      operator,
      values: values as Json[],
    };
  }

  const found = async (object: string, filter: unknown): Promise<string[]> =>
    (await api.query(object, { filter })).map((record: AttioRecord) => record.id.record_id).sort();
  const expected = (object: string, test: (record: AttioRecord) => boolean): string[] =>
    schema
      .get(object)!
      .records.filter(test)
      .map((record) => record.id.record_id)
      .sort();

  it('every operator of every type is taken, and finds what it says', async () => {
    const tried = new Set<string>();
    const triedOf = new Set<string>();
    let n = 0;
    const pick = (count: number) => (n++ * 7) % count;
    for (const object of OBJECTS) {
      for (const attribute of schema.get(object)!.attributes.filter((one) => !one.is_archived)) {
        for (const choice of operatorsFor(attribute.type)) {
          const name = `${attribute.type} ${choice.field ?? ''} ${choice.operator}`;
          if (triedOf.has(`${object} ${name}`)) continue;
          const condition = conditionOf(object, attribute, choice, pick);
          if (!condition) continue;
          tried.add(name);
          triedOf.add(`${object} ${name}`);
          const filter = toFilter([condition], 'all', HERE);
          assert.deepEqual(
            await found(object, filter),
            expected(object, (record) => holds(record, condition)),
            `${object}: ${JSON.stringify(condition)} as ${JSON.stringify(filter)}`,
          );
        }
      }
    }
    const types = new Set([...tried].map((one) => one.split(' ')[0]));
    assert.equal(types.size, 17, [...types].join());
    const all = [...types].flatMap((type) =>
      operatorsFor(type!).map(({ field, operator }) => `${type} ${field ?? ''} ${operator}`),
    );
    const untried = all.filter((one) => !tried.has(one));
    assert.deepEqual(untried, []);
  }).timeout(60_000);

  it('several together are taken, and find what all or any of them say', async () => {
    const pick = (random: number[]) => {
      let at = 0;
      return (count: number) => random[at++ % random.length]! % count;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...OBJECTS),
        fc.constantFrom('all' as const, 'any' as const),
        fc.array(fc.array(fc.nat(10_000), { minLength: 4, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        async (object, match, seeds) => {
          const attributes = schema.get(object)!.attributes.filter((one) => !one.is_archived);
          const conditions = seeds.flatMap((seed) => {
            const next = pick(seed);
            const attribute = attributes[next(attributes.length)]!;
            const choices = operatorsFor(attribute.type);
            return conditionOf(object, attribute, choices[next(choices.length)]!, next) ?? [];
          });
          fc.pre(conditions.length > 0);
          const test = (record: AttioRecord) =>
            match === 'all'
              ? conditions.every((one) => holds(record, one))
              : conditions.some((one) => holds(record, one));
          assert.deepEqual(await found(object, toFilter(conditions, match, HERE)), expected(object, test));
        },
      ),
      { numRuns: 150 },
    );
  }).timeout(60_000);

  it('every order that is offered is taken', async () => {
    for (const object of OBJECTS)
      for (const attribute of schema.get(object)!.attributes.filter(isSortable))
        for (const field of [undefined, ...sortFields(attribute.type)])
          for (const direction of directions(attribute.type)) {
            const { api_slug, type } = attribute;
            const sort = toSort({ attribute: api_slug, type, direction, ...(field && { field }) });
            await api.query(object, { sorts: [sort], limit: 1 });
          }
  }).timeout(60_000);

  it('asks for no filter without conditions, and refuses what has no value or operator', () => {
    assert.equal(toFilter([], 'all', HERE), undefined);
    assert.throws(
      () => toFilter([{ attribute: 'stage', type: 'status', operator: 'is', values: [] }], 'all', HERE),
      /has no value/,
    );
    assert.throws(
      () => toFilter([{ attribute: 'stage', type: 'status', operator: 'contains', values: ['x'] }], 'all', HERE),
      /cannot filter/,
    );
  });

  it('keeps `$not` around single attributes, since Attio refuses it around `$or`', () => {
    const values = ['a', 'b'];
    assert.deepEqual(toFilter([{ attribute: 'stage', type: 'status', operator: 'not', values }], 'all', HERE), {
      $and: [{ $not: { stage: 'a' } }, { $not: { stage: 'b' } }],
    });
    assert.deepEqual(toFilter([{ attribute: 'value', type: 'currency', operator: 'empty', values: [] }], 'all', HERE), {
      $and: [{ $not: { value: { $gte: 0 } } }, { $not: { value: { $lt: 0 } } }],
    });
  });

  it('takes days as the person’s own', () => {
    const on = { attribute: 'created_at', type: 'timestamp', operator: 'on', values: ['2026-03-29'] } as const;
    // Clocks in Berlin are put forward on that day, which so has 23 hours.
    assert.deepEqual(toFilter([{ ...on, values: [...on.values] }], 'all', HERE), {
      created_at: { $gte: '2026-03-28T23:00:00.000Z', $lt: '2026-03-29T22:00:00.000Z' },
    });
    const soon = { attribute: 'close_date', type: 'date', operator: 'next', values: [7] } as const;
    assert.deepEqual(toFilter([{ ...soon, values: [...soon.values] }], 'all', HERE), {
      close_date: { $gte: '2026-11-20', $lte: '2026-11-27' },
    });
  });
});
