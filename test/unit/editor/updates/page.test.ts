/** The page of updates: what it shows of what others wrote, what its script may say, and what a reload keeps. */
import assert from 'node:assert/strict';
import { updatesMessage, updatesState } from '../../../../src/editor/updates/messages.js';
import type { Item, UpdatesModel } from '../../../../src/editor/updates/model.js';
import { updatesBody, updatesHtml } from '../../../../src/editor/updates/pageHtml.js';

const NASTY = '<img src=x onerror=alert(1)>"\'&';
const item = (more: Partial<Item> = {}): Item => ({
  id: 'task:a1',
  kind: 'task',
  label: 'Task',
  after: 'Send it',
  details: [],
  evidence: { sentence: 'Send it.', line: 3 },
  accepted: true,
  stage: 'open',
  ...more,
});
const model = (items: Item[], more: Partial<UpdatesModel> = {}): UpdatesModel => ({
  target: { account: 'a', uri: 'file:///notes.md', ranges: [] },
  account: { name: 'Acme', slug: 'acme', sample: false },
  state: 'ready',
  refreshing: false,
  name: 'notes',
  reader: 'rules on this machine',
  remarks: [],
  groups: items.length > 0 ? [{ key: 'none', title: 'About no record', noun: '', known: false, items }] : [],
  dropped: [],
  writing: false,
  canUndo: false,
  ...more,
});

describe('the page of updates', () => {
  it('escapes everything that is not its own', () => {
    const items = [
      item({
        label: NASTY,
        after: NASTY,
        details: [NASTY],
        body: NASTY,
        doubt: NASTY,
        accepted: false,
        message: NASTY,
      }),
      item({
        id: 'u',
        kind: 'update',
        before: NASTY,
        after: NASTY,
        evidence: { sentence: NASTY, line: 1, speaker: NASTY },
      }),
    ];
    const shown = model(items, { name: NASTY, reader: NASTY, remarks: [NASTY] });
    const html = updatesHtml(shown, { cspSource: 'x', nonce: 'n', styleUris: ['s'], scriptUri: 'j', version: 1 });
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /default-src 'none'|default-src &#39;none&#39;/);
  });

  it('names each box by what it writes, and says why one is not ticked', () => {
    const body = updatesBody(model([item({ accepted: false, doubt: 'said as a possibility' })]));
    assert.match(body, /<input type="checkbox" id="box-task:a1"[^>]*aria-describedby="why-task:a1">/);
    assert.match(body, /<label for="box-task:a1">.*Send it/s);
    assert.match(body, /Not ticked: said as a possibility\./);
    assert.match(body, /data-do="apply"[^>]*aria-disabled="true"/);
  });

  it('shows what became of each, and offers what can be done next', () => {
    const stages = [
      item({ id: 'a', stage: 'done' }),
      item({ id: 'b', stage: 'failed', message: 'Attio refused it.' }),
      item({ id: 'c', stage: 'undone', accepted: false }),
    ];
    const body = updatesBody(model(stages, { canUndo: true }));
    assert.match(body, /1 applied, 1 failed, 1 undone, 1 of 2 accepted/);
    assert.match(body, /Try Again with 1 Accepted Update</);
    assert.match(body, /role="alert">Attio refused it\./);
    assert.match(body, /Undo What Was Applied/);
    assert.doesNotMatch(body, /data-accept="a"/);
    assert.match(updatesBody(model([])), /Nothing in this text asks for a change in Attio/);
    assert.match(updatesBody(model([])), /Read by rules on this machine\. The rules read English\./);
    assert.doesNotMatch(updatesBody(model([], { reader: 'GPT' })), /English/);
    assert.match(updatesBody(model([], { dropped: ['x'] })), /Everything that was proposed was dropped.*Bring Back 1/s);
    assert.match(updatesBody(model([], { state: 'gone' })), /not there any more/);
    assert.match(updatesBody(model([item()], { writing: true })), /aria-busy="true".*Writing….*disabled/s);
  });

  it('takes from its script only what it may say', () => {
    assert.deepEqual(updatesMessage({ type: 'accept', id: 'task:a1', on: true }), {
      type: 'accept',
      id: 'task:a1',
      on: true,
    });
    assert.deepEqual(updatesMessage({ type: 'apply', more: 1 }), { type: 'apply' });
    for (const bad of [
      null,
      'apply',
      { type: 'delete' },
      { type: 'drop' },
      { type: 'drop', id: '<x>' },
      { type: 'accept', id: 'a', on: 'yes' },
      { type: 'help', command: 'workbench.action.quit' },
    ])
      assert.equal(updatesMessage(bad), undefined, JSON.stringify(bad));
  });

  it('keeps over a reload which text it is and what was decided, and takes back nothing else', () => {
    const state = {
      account: 'a',
      uri: 'file:///n.md',
      ranges: [[0, 4]],
      decided: { on: ['note'], off: [], dropped: [] },
    };
    assert.deepEqual(updatesState(JSON.parse(JSON.stringify({ ...state, more: 'x' }))), state);
    for (const bad of [null, {}, { ...state, uri: 3 }, { ...state, ranges: [[0]] }, { ...state, ranges: [[-1, 2]] }])
      assert.equal(updatesState(bad), undefined, JSON.stringify(bad));
    assert.equal(updatesState({ ...state, decided: { on: ['<'], off: [], dropped: [] } })?.decided, undefined);
  });
});
