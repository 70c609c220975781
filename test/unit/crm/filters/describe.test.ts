import assert from 'node:assert/strict';
import { describeSort, type FilterNames, describe as inWords } from '../../../../src/crm/filters/describe.js';
import { operatorsFor } from '../../../../src/crm/filters/operators.js';
import type { Condition } from '../../../../src/crm/filters/types.js';

const names: FilterNames = {
  attribute: (slug) =>
    ({ stage: 'Stage', value: 'Value', close_date: 'Close date', owner: 'Owner', name: 'Name' })[slug],
  currency: () => 'USD',
  choice: (id) => ({ w: 'Won', l: 'Lost' })[id],
  member: () => 'Ada Lovelace',
  record: () => 'Acme',
  locale: 'en-US',
  timeZone: 'UTC',
};
const say = (...conditions: Condition[]) => inWords(conditions, 'all', names);

describe('filters in words', () => {
  it('says conditions as a person would', () => {
    assert.equal(
      say(
        { attribute: 'stage', type: 'status', operator: 'is', values: ['w'] },
        { attribute: 'value', type: 'currency', operator: 'least', values: [10_000] },
      ),
      'Stage is Won and Value ≥ $10,000',
    );
    assert.equal(
      inWords(
        [
          { attribute: 'stage', type: 'status', operator: 'not', values: ['w', 'l'] },
          { attribute: 'owner', type: 'actor-reference', operator: 'is', values: [{ referenced_actor_id: 'x' }] },
        ],
        'any',
        names,
      ),
      'Stage is not Won or Lost or Owner is Ada Lovelace',
    );
    for (const [condition, words] of [
      [
        { attribute: 'close_date', type: 'date', operator: 'before', values: ['2026-05-31'] },
        'Close date is before May 31, 2026',
      ],
      [{ attribute: 'close_date', type: 'date', operator: 'next', values: [1] }, 'Close date is in the next 1 day'],
      [
        { attribute: 'stage', type: 'status', field: 'active_from', operator: 'ago', values: [30] },
        'Stage was set more than 30 days ago',
      ],
      [
        { attribute: 'name', type: 'personal-name', field: 'first_name', operator: 'starts', values: ['A'] },
        'Name (first name) starts with “A”',
      ],
      [{ attribute: 'value', type: 'currency', operator: 'between', values: [1, 2] }, 'Value is between $1 and $2'],
      [{ attribute: 'value', type: 'currency', operator: 'empty', values: [] }, 'Value is empty'],
      [
        {
          attribute: 'last_interaction',
          type: 'interaction',
          field: 'interaction_type',
          operator: 'is',
          values: ['in-person-meeting'],
        },
        'Last interaction (kind) is In person meeting',
      ],
      [
        {
          attribute: 'primary_location',
          type: 'location',
          field: 'country_code',
          operator: 'is',
          values: ['DE', 'FR'],
        },
        'Primary location (country) is Germany or France',
      ],
    ] as [Condition, string][])
      assert.equal(say(condition), words);
  });

  it('says something for each operator of each type, also where a name is not known', () => {
    const nothing = { attribute: () => undefined, locale: 'en', timeZone: 'UTC' };
    for (const type of [
      'text',
      'rating',
      'checkbox',
      'timestamp',
      'select',
      'record-reference',
      'location',
      'domain',
      'phone-number',
      'interaction',
    ])
      for (const { field, operator, takes } of operatorsFor(type)) {
        const values = takes === 'nothing' ? [] : takes === 'days' || takes === 'numbers' ? [1, 2] : ['x'];
        const words = inWords(
          [{ attribute: 'deal_size', type, ...(field && { field }), operator, values }],
          'all',
          nothing,
        );
        assert.match(words, /^Deal size .*\S$/);
        assert.doesNotMatch(words, /undefined|null|\[object|…/);
      }
  });

  it('says an order', () => {
    assert.equal(
      describeSort({ attribute: 'value', type: 'currency', direction: 'desc' }, names),
      'by Value, largest first',
    );
    assert.equal(
      describeSort({ attribute: 'name', type: 'personal-name', field: 'last_name', direction: 'asc' }, names),
      'by Name (last name), A to Z',
    );
  });
});
