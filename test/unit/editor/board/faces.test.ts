import assert from 'node:assert/strict';
import { stuckAfter } from '../../../../src/crm/pipeline/age.js';
import type { Card } from '../../../../src/crm/pipeline/types.js';
import { columnsOf, faceOf } from '../../../../src/editor/board/faces.js';
import { boardMessage, boardState } from '../../../../src/editor/board/messages.js';

const DAY = 86_400_000;
const card: Card = {
  id: 'c1',
  ref: { object: 'deals', recordId: 'r1' },
  title: 'A name\n\u202eover two lines',
  description: 'a@b.example',
  stage: 's1',
  since: '2026-11-01T00:00:00Z',
  createdAt: 'never',
  owners: ['ada'],
  base: ['s1'],
  readAt: 0,
};

describe('what a board tells its script', () => {
  it('is stuck after Attio’s target time, else after the days of the setting, and never when won or lost', () => {
    assert.equal(stuckAfter({ id: 'a', title: 'Lead', targetTime: 'P1W' }, 14), 7 * DAY);
    assert.equal(stuckAfter({ id: 'a', title: 'Lead', targetTime: 'soon' }, 14), 14 * DAY);
    assert.equal(stuckAfter({ id: 'a', title: 'Lead' }, 3), 3 * DAY);
    assert.equal(stuckAfter({ id: 'a', title: 'Party', celebrated: true, targetTime: 'P1D' }, 3), undefined);
    assert.equal(stuckAfter({ id: 'a', title: 'Lost' }, 3), undefined);
    assert.equal(stuckAfter({ id: null, title: 'No stage' }, 3), undefined);
  });

  it('is plain data on one line, without what is not known', () => {
    const face = faceOf(card, undefined);
    assert.deepEqual(face, {
      id: 'c1',
      title: 'A name over two lines',
      stage: 's1',
      createdAt: 0,
      owners: ['ada'],
      since: Date.UTC(2026, 10, 1),
      about: 'a@b.example',
    });
    const { since: _, ...young } = card;
    assert.equal(faceOf(young, undefined).since, undefined);
    const company = { ref: { object: 'companies', recordId: 'r2' }, title: 'Acme' };
    assert.deepEqual(
      [faceOf({ ...card, company }, undefined).company, faceOf({ ...card, company }, undefined).about],
      ['Acme', undefined],
    );
  });

  it('has a mark for a move that waits, and none for one that has come true', () => {
    const move = {
      account: 'x',
      of: { target: 'objects', object: 'deals' } as const,
      attribute: 'stage',
      card: 'c1',
      object: 'deals',
      recordId: 'r1',
      from: 's1',
      to: 's2',
      base: [],
      at: '2026-11-02T00:00:00Z',
    };
    assert.deepEqual(faceOf(card, move).staged, { to: 's2', at: Date.UTC(2026, 10, 2) });
    assert.equal(faceOf({ ...card, stage: 's2' }, move).staged, undefined);
  });

  it('names target times in words', () => {
    const pipeline = {
      ref: { of: { target: 'objects', object: 'deals' } as const, attribute: 'stage' },
      name: 'Deals',
      attributeTitle: 'Stage',
      type: 'status' as const,
      objects: ['deals'],
      stages: [
        { id: 'a', title: 'Lead', targetTime: 'P7D' },
        { id: null, title: 'No stage' },
      ],
    };
    assert.deepEqual(columnsOf(pipeline, 14), [
      { id: 'a', title: 'Lead', target: '7 days', stuckAfter: 7 * DAY },
      { id: null, title: 'No stage' },
    ]);
  });
});

describe('what a board’s script may say', () => {
  it('is taken as it is meant', () => {
    assert.deepEqual(boardMessage({ type: 'move', card: 'c1', to: null, more: 1 }), {
      type: 'move',
      card: 'c1',
      to: null,
    });
    assert.deepEqual(boardMessage({ type: 'commit' }), { type: 'commit' });
    assert.deepEqual(boardMessage({ type: 'open', card: 'c1' }), { type: 'open', card: 'c1' });
    assert.deepEqual(boardMessage({ type: 'refresh' }), { type: 'refresh' });
  });

  it('is nothing else', () => {
    for (const wrong of [
      null,
      'move',
      { type: 'move', card: 'c1' },
      { type: 'move', card: 'c 1', to: 's1' },
      { type: 'open', card: 7 },
      { type: 'text', text: 'x'.repeat(300) },
      { type: 'help', command: 'workbench.action.quit' },
      { type: 'run', command: 'attio.commitMoves' },
    ])
      assert.equal(boardMessage(wrong), undefined, JSON.stringify(wrong));
  });

  it('and keeps ids alone over a reload', () => {
    const state = { account: 'x', target: 'lists' as const, of: 'l1', attribute: 'step' };
    assert.deepEqual(boardState({ ...state, view: { owner: 'ada' }, cards: ['secret'] }), state);
    for (const wrong of [{ ...state, target: 'x' }, { ...state, of: 'a/b' }, { ...state, account: 1 }, undefined])
      assert.equal(boardState(wrong), undefined);
  });
});
