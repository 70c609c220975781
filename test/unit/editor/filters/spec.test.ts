import assert from 'node:assert/strict';
import { type FilterSpec, questionOf, specIn } from '../../../../src/editor/filters/spec.js';

const HERE = { now: new Date('2026-11-20T12:00:00Z'), timeZone: 'UTC' };
const won: FilterSpec = {
  conditions: [{ attribute: 'stage', type: 'status', operator: 'is', values: ['w'] }],
  match: 'any',
  sort: { attribute: 'name', type: 'personal-name', field: 'last_name', direction: 'desc' },
  names: { stage: 'Stage', w: 'Won' },
};

describe('a filter that is kept', () => {
  it('comes back as it was', () => {
    assert.deepEqual(specIn(JSON.parse(JSON.stringify(won))), won);
  });

  it('is nothing rather than something that shows more than was asked for', () => {
    for (const stored of [
      undefined,
      null,
      'x',
      {},
      { conditions: [] },
      {
        ...won,
        conditions: [...won.conditions, { attribute: 'value', type: 'currency', operator: 'roughly', values: [1] }],
      },
      { ...won, conditions: [{ attribute: 'stage', type: 'status', operator: 'is', values: [] }] },
      { ...won, conditions: [null] },
    ])
      assert.equal(specIn(stored), undefined, JSON.stringify(stored));
  });

  it('asks for a view or for conditions, never for both, and for an order with either', () => {
    const sorts = [{ attribute: 'name', direction: 'desc', field: 'last_name' }];
    assert.deepEqual(questionOf(won, HERE), { filter: { stage: 'w' }, sorts });
    assert.deepEqual(questionOf({ ...won, view: { id: 'v', title: 'Open' } }, HERE), { viewId: 'v', sorts });
    assert.deepEqual(questionOf({ conditions: [], match: 'all', names: {} }, HERE), {});
  });
});
