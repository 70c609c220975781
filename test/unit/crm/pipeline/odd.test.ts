/** Stages, amounts and cards from answers that are not as the documents have them. */
import assert from 'node:assert/strict';
import type { AttributeValue } from '../../../../src/attio/types.js';
import { cardOf } from '../../../../src/crm/pipeline/cards.js';
import { moneyAttribute, moneyIn } from '../../../../src/crm/pipeline/money.js';
import type { Row } from '../../../../src/crm/pipeline/rows.js';
import { stageFilter, stageIn, stageSince, stagesOf } from '../../../../src/crm/pipeline/stages.js';
import type { Pipeline } from '../../../../src/crm/pipeline/types.js';
import { attribute, id, reference, value } from '../../../support/fakeApi.js';

const status = { type: 'status' };
const of = (status: unknown, more: object = {}) => [value('status', { status, ...more })];

describe('odd answers in pipelines', () => {
  it('are stages by their whole status, its bare id, or none', () => {
    assert.equal(stageIn(of({ id: { status_id: id(1) }, title: 'Lead' }), status), id(1));
    assert.equal(stageIn(of(id(1)), status), id(1));
    const past = value('status', { status: id(1), active_until: '2026-01-01T00:00:00Z' });
    assert.equal(stageIn([past, ...of(id(2))], status), id(2), 'what was is not what is');
    assert.equal(stageSince([past]), undefined);
    for (const none of [undefined, null, [], of(null), [null], of({ id: null }), 'Lead'])
      assert.equal(stageIn(none as AttributeValue[], status), null, JSON.stringify(none));
    assert.equal(stageSince(of(id(1), { active_from: null })), undefined);
    assert.equal(stageSince([null] as never), undefined);
    assert.deepEqual(stageFilter('stage', id(1)), { stage: id(1) });
    assert.deepEqual(
      stagesOf([]).map(({ id }) => id),
      [null],
    );
  });

  it('are amounts as numbers and as texts, with the attribute’s currency where they have none', () => {
    const money = (fields: object) => moneyIn([value('currency', { ...fields })], euro);
    const euro = attribute('acv', 'currency', {
      config: { currency: { default_currency_code: 'EUR', display_type: null }, record_reference: null },
    });
    assert.deepEqual(money({ currency_value: 12.5, currency_code: 'USD' }), { amount: 12.5, currency: 'USD' });
    assert.deepEqual(money({ currency_value: '12.5', currency_code: null }), { amount: 12.5, currency: 'EUR' });
    assert.deepEqual(moneyIn([value('currency', { currency_value: 0 })]), { amount: 0, currency: '' });
    for (const odd of [{}, { currency_value: null }, { currency_value: '' }, { currency_value: 'much' }])
      assert.equal(money(odd), undefined, JSON.stringify(odd));
    for (const none of [undefined, null, [], [null]]) assert.equal(moneyIn(none as never, euro), undefined);
  });

  it('add up what the team sells, and not what a company has raised', () => {
    const raised = attribute('funding_raised_usd', 'currency');
    const fee = attribute('fee', 'currency', { is_system_attribute: false });
    const worth = attribute('value', 'currency');
    assert.equal(moneyAttribute([raised]), undefined);
    assert.equal(moneyAttribute([raised, fee]), fee);
    assert.equal(moneyAttribute([fee, worth]), worth);
    assert.equal(moneyAttribute([{ ...fee, is_archived: true }]), undefined);
  });

  it('make cards that leave out what is not there', () => {
    const pipeline: Pipeline = {
      ref: { of: { target: 'lists', list: 'tenders' }, attribute: 'step' },
      name: 'Tenders',
      attributeTitle: 'Step',
      type: 'status',
      objects: ['companies'],
      stages: stagesOf([{ id: id(1), title: 'Open', archived: false }]),
      money: 'fee',
    };
    const ref = { object: 'companies', recordId: id(5) };
    const row: Row = {
      id: id(9),
      ref,
      createdAt: '2026-01-01T00:00:00Z',
      values: { step: of(id(1)), fee: null, champion: [null], partner: reference('companies', id(7)) } as never,
      entry: {} as never,
      readAt: 1,
    };
    const card = cardOf(pipeline, {
      row,
      summary: {
        ref,
        title: 'Acme',
        description: 'Open · acme.example',
        objectNoun: 'Company',
        webUrl: null,
        facts: [],
      },
      values: undefined,
      own: [attribute('champion', 'actor-reference'), attribute('fee', 'currency')],
      attributes: [],
      recordName: () => undefined,
      formats: {},
    });
    assert.equal(card.stage, id(1));
    assert.equal(card.description, 'acme.example');
    assert.deepEqual([card.owners, card.money, card.company], [[], undefined, undefined]);
    assert.deepEqual(card.entry, { list: 'tenders', entryId: id(9) });
    const owned = cardOf(pipeline, {
      row: { ...row, values: {} },
      summary: { ref, title: 'Acme', description: '', objectNoun: 'Company', webUrl: null, facts: [] },
      values: {
        created_by: [
          value('actor-reference', { referenced_actor_type: 'workspace-member', referenced_actor_id: id(3) }),
        ],
        lead: [value('actor-reference', { referenced_actor_type: 'workspace-member', referenced_actor_id: id(1) })],
        owner: [value('actor-reference', { referenced_actor_type: 'workspace-member', referenced_actor_id: id(2) })],
        app: [value('actor-reference', { referenced_actor_type: 'app', referenced_actor_id: id(4) })],
      },
      own: [],
      attributes: [
        attribute('created_by', 'actor-reference', { is_writable: false }),
        attribute('app', 'actor-reference'),
        attribute('lead', 'actor-reference'),
        attribute('owner', 'actor-reference'),
      ],
      recordName: () => undefined,
      formats: {},
    });
    assert.deepEqual(owned.owners, [id(2)], 'the owner before others');
    assert.equal(owned.stage, null);
  });
});
