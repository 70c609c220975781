import assert from 'node:assert/strict';
import type { WorkspaceMember } from '../../../../src/attio/types.js';
import { callOf, partsOf, plainText, unknownCalls, withAddresses } from '../../../../src/editor/comments/mentions.js';
import { commentMessage } from '../../../../src/editor/comments/pageModel.js';

const member = (first: string, last: string, email: string, access = 'member'): WorkspaceMember =>
  ({
    id: { workspace_id: 'w', workspace_member_id: email },
    first_name: first,
    last_name: last,
    avatar_url: null,
    email_address: email,
    access_level: access,
    created_at: '',
  }) as WorkspaceMember;
const ada = member('Ada', 'Brightwater', 'ada@x.example');
const adam = member('Adam', 'Smith', 'adam.smith@x.example');
const chloe = member('Chloé', 'Marchetti', 'chloe@x.example');
const other = member('Chloé', 'Durand', 'durand@x.example');
const gone = member('Zed', 'Gone', 'zed@x.example', 'suspended');
const ALL = [ada, adam, chloe, other, gone];

describe('mentions in comments', () => {
  it('that are nobody’s are told', () => {
    assert.deepEqual(unknownCalls('Hi @Ada, @nobody and @nobody, @chloé at @3pm; me@y.example', ALL), [
      '@nobody',
      '@chloé',
    ]);
    assert.deepEqual(unknownCalls('Hi @Ada', []), ['@Ada']);
    assert.deepEqual(unknownCalls('Hi @Ada Brightwater and @adam.smith', ALL), []);
  });

  it('are addresses of members in what Attio has, and names to who reads', () => {
    const parts = partsOf('Ask ada@x.example, or ADAM.SMITH@x.example. Not me@y.example.', ALL);
    assert.deepEqual(
      parts.map(({ mention }) => mention),
      [undefined, 'Ada Brightwater', undefined, 'Adam Smith', undefined],
    );
    assert.equal(plainText(parts), 'Ask @Ada Brightwater, or @Adam Smith. Not me@y.example.');
    assert.deepEqual(partsOf('', ALL), [{ text: '' }]);
  });

  it('are written by name, by first name where nobody else has it, and by what stands before the @ of an address', () => {
    for (const [text, sent] of [
      ['@Ada, please', 'ada@x.example, please'],
      ['@ada brightwater: yes', 'ada@x.example: yes'],
      ['(@Adam) and @adam.smith', '(adam.smith@x.example) and adam.smith@x.example'],
      ['@Chloé Durand and @Chloé Marchetti', 'durand@x.example and chloe@x.example'],
      // Two are called so; one is suspended; one is nobody; the last is an address already.
      ['@Chloé', '@Chloé'],
      ['@Zed', '@Zed'],
      ['@Adalbert', '@Adalbert'],
      ['ada@x.example', 'ada@x.example'],
    ] as const)
      assert.equal(withAddresses(text, ALL), sent, text);
  });

  it('are offered by name, by address where two have the name', () => {
    assert.equal(callOf(ada, ALL), '@Ada Brightwater');
    assert.equal(callOf(ada, [...ALL, member('Ada', 'Brightwater', 'ada2@x.example')]), 'ada@x.example');
  });
});

describe('what a page may say of comments', () => {
  const thread = '11111111-2222-4333-8444-555555555555';
  it('is taken when it is whole, and nothing else is', () => {
    for (const message of [
      { type: 'moreThreads' },
      { type: 'comment', to: 'record', text: 'x' },
      { type: 'comment', to: thread, text: 'x' },
      { type: 'draft', to: thread, text: '' },
      { type: 'deleteComment', id: thread },
    ])
      assert.deepEqual(commentMessage(message), message);
    for (const message of [
      { type: 'comment', to: 'record', text: ' ' },
      { type: 'comment', to: 'elsewhere', text: 'x' },
      { type: 'comment', to: 'record', text: 'x'.repeat(10_001) },
      { type: 'draft', to: 'record' },
      { type: 'deleteComment', id: '../x' },
      { type: 'else' },
    ])
      assert.equal(commentMessage(message), undefined, JSON.stringify(message).slice(0, 60));
  });
});
