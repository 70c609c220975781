import assert from 'node:assert/strict';
import { pageMessage, pageState } from '../../../../src/editor/records/messages.js';
import { ENTRY, NOTE, RECORD } from './model.js';

describe('what a record page’s script may say', () => {
  it('takes the messages of its own script', () => {
    assert.deepEqual(pageMessage({ type: 'ready', version: 2 }), { type: 'ready', version: 2 });
    assert.deepEqual(pageMessage({ type: 'tool', tool: 'copyId' }), { type: 'tool', tool: 'copyId' });
    assert.deepEqual(pageMessage({ type: 'record', object: 'people', recordId: RECORD }), {
      type: 'record',
      ref: { object: 'people', recordId: RECORD },
    });
    const move = { type: 'place', what: 'move', id: ENTRY };
    assert.deepEqual(pageMessage(move), move);
    assert.deepEqual(pageMessage({ type: 'note', what: 'delete', id: NOTE }), {
      type: 'note',
      what: 'delete',
      id: NOTE,
    });
    assert.deepEqual(pageMessage({ type: 'attribute', what: 'history', slug: 'stage' }), {
      type: 'attribute',
      what: 'history',
      slug: 'stage',
    });
    assert.deepEqual(pageMessage({ type: 'external', href: 'https://a.example' }), {
      type: 'external',
      href: 'https://a.example',
    });
  });

  it('refuses everything else', () => {
    for (const data of [
      undefined,
      null,
      'refresh',
      {},
      { type: 'constructor' },
      { type: 'tool', tool: 'deleteNote' },
      { type: 'tool', tool: 'constructor' },
      { type: 'attribute', what: 'delete', slug: 'stage' },
      { type: 'attribute', what: 'set', slug: '../stage' },
      { type: 'attribute', what: 'set', slug: { length: 3 } },
      { type: 'help', command: 'workbench.action.quit' },
      { type: 'record', object: '../x', recordId: RECORD },
      { type: 'record', object: 'people', recordId: 'x' },
      { type: 'external', href: 'command:x' },
      { type: 'external', href: 'javascript:alert(1)' },
      { type: 'external', href: 'https://a b' },
      { type: 'external', href: { toString: 1 } },
      { type: 'note', what: 'drop', id: NOTE },
      { type: 'note', what: 'open', id: '../..' },
      { type: 'place', what: 'constructor', id: ENTRY },
      { type: 'place', what: 'edit', id: 'x' },
      { type: 'ready', version: '1' },
    ])
      assert.equal(pageMessage(data), undefined, JSON.stringify(data));
  });

  it('keeps account and ids over a reload, and nothing else', () => {
    const state = { account: 'attio:w', object: 'people', recordId: RECORD };
    assert.deepEqual(pageState({ ...state, title: 'Ada' }), state);
    assert.equal(pageState({ object: 'people', recordId: RECORD }), undefined);
    assert.equal(pageState('x'), undefined);
  });
});
