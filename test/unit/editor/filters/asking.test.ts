import assert from 'node:assert/strict';
import { askCondition } from '../../../../src/editor/filters/askCondition.js';
import type { Asking } from '../../../../src/editor/filters/asking.js';
import { inOrder, promptFor } from '../../../../src/editor/filters/askOperand.js';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/server.js';
import { type Desk, desk } from '../../changes/sandboxed.js';

interface Row {
  label: string;
  description?: string;
  icon?: string;
  picked?: boolean;
  value: unknown;
}

describe('the questions of a filter', function () {
  this.timeout(30_000);
  let sandbox: Sandbox;
  let own: Desk;
  before(async () => {
    sandbox = await startSandbox();
    own = desk(sandbox);
  });
  after(async () => {
    await own.close();
    await sandbox.close();
  });

  /** Answers with what `answers` say, one after another, and keeps what was offered. */
  async function asked(slug: string, old: Parameters<typeof askCondition>[2], ...answers: (string | undefined)[]) {
    const offered: Row[][] = [];
    const pick = async (items: Row[] | Promise<Row[]>) => {
      const rows = await items;
      offered.push(rows);
      const answer = answers.shift();
      return rows.find(({ label }) => label === answer)?.value;
    };
    const object = (await own.catalog.object(slug, { surface: 'test' }))!;
    const asking = {
      services: { ui: { pick } },
      connection: own,
      object,
      slug,
      title: 'Filter',
    } as unknown as Asking;
    const condition = await askCondition(asking, {}, old);
    return { condition, offered };
  }

  it('begin with what the condition is now', async () => {
    const old = { attribute: 'value', type: 'currency', operator: 'between', values: [1, 2] } as const;
    const { offered } = await asked('deals', { ...old, values: [...old.values] }, undefined);
    assert.deepEqual(
      offered[0]!.filter(({ picked }) => picked).map(({ label }) => label),
      ['is between'],
    );
  });

  it('call types as they are called where attributes are made', async () => {
    const { offered } = await asked('deals', undefined, undefined);
    const row = (label: string) => offered[0]!.find((one) => one.label === label);
    assert.deepEqual(
      [row('Deal owner'), row('Associated company')].map((one) => [one?.description, one?.icon]),
      [
        ['Workspace member', 'account'],
        ['Record', 'references'],
      ],
    );
  });

  it('say that “is” takes the whole of an address', async () => {
    assert.match(promptFor({ takes: 'email', operator: 'is' }), /whole e-mail address/);
    assert.match(promptFor({ takes: 'email', operator: 'contains' }), /or a part of it/);
    assert.match(promptFor({ takes: 'domain', operator: 'not' }), /whole domain/);
  });

  it('put two bounds in order', () => {
    assert.deepEqual(inOrder(10_000, 5000), [5000, 10_000]);
    assert.deepEqual(inOrder(9, 10), [9, 10]);
    assert.deepEqual(inOrder('2026-05-01', '2025-12-31'), ['2025-12-31', '2026-05-01']);
  });
});
