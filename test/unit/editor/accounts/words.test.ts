import assert from 'node:assert/strict';
import { OPTIONAL_SCOPES, WANTED_SCOPES } from '../../../../src/attio/wantedScopes.js';
import { listed, missingScopesSentence } from '../../../../src/editor/accounts/scopeWords.js';
import { accountLabel, scopeReport } from '../../../../src/editor/accounts/words.js';

const ALL = WANTED_SCOPES.map(({ scope }) => scope);

describe('what a key’s scopes allow', () => {
  it('is everything when all wanted ones are granted, the wider ones included', () => {
    assert.deepEqual(scopeReport(ALL).missing, []);
    assert.deepEqual(
      scopeReport(ALL.map((scope) => scope.replace(/:read$/, ':read-write'))).granted.map(({ scope }) => scope),
      [...ALL, ...OPTIONAL_SCOPES.map(({ scope }) => scope)],
    );
    assert.equal(missingScopesSentence(ALL), undefined);
  });

  it('names each missing one with what is off', () => {
    const lacking = ['note:read-write', 'user_management:read'];
    const sentence = missingScopesSentence(ALL.filter((scope) => !lacking.includes(scope))) ?? '';
    assert.match(sentence, /lacks 2 scopes/);
    assert.match(sentence, /read, create, change and delete notes; show colleagues by name/);
    assert.match(sentence, /add note:read-write and user_management:read to the key/);
  });

  it('says of many what is off, and leaves their names to the button that copies them', () => {
    for (const via of ['attio', 'maton'] as const) {
      const sentence = missingScopesSentence([], via) ?? '';
      for (const { why } of WANTED_SCOPES) assert(sentence.includes(why));
      assert.doesNotMatch(sentence, /:read/);
    }
  });

  it('leaves reading notes on when only writing is not granted', () => {
    const report = scopeReport([...ALL.filter((scope) => scope !== 'note:read-write'), 'note:read']);
    assert.deepEqual(report.missing, [{ scope: 'note:read-write', why: 'create, change and delete notes' }]);
    assert(report.granted.some(({ scope, why }) => scope === 'note:read' && why === 'read notes'));
  });

  it('leaves reading records and lists on when only writing is not granted', () => {
    const report = scopeReport(ALL.map((scope) => scope.replace(/-write$/, '')));
    assert.deepEqual(
      report.missing.map(({ scope, why }) => `${scope}: ${why}`),
      [
        'record_permission:read-write: create, change and delete records',
        'note:read-write: create, change and delete notes',
        'list_entry:read-write: change what is in your lists',
        'task:read-write: create, complete, change and delete tasks',
        'comment:read-write: write and delete comments',
      ],
    );
    assert(report.granted.some(({ scope }) => scope === 'record_permission:read'));
  });

  it('lacks nothing without the right to set up objects, which only some should have', () => {
    assert(!scopeReport(ALL).granted.some(({ scope }) => scope === 'object_configuration:read-write'));
    assert.equal(missingScopesSentence(ALL), undefined);
    assert(scopeReport([...ALL, 'object_configuration:read-write']).granted.some(({ why }) => /set up/.test(why)));
  });

  it('is nothing without scopes', () => assert.equal(scopeReport([]).missing.length, ALL.length));
});

describe('an account’s name', () => {
  it('says what the sample workspace is', () =>
    assert.equal(accountLabel({ name: 'Northwind Labs', via: 'sample' }), 'Northwind Labs (sample)'));
  it('stays on one line', () => assert.equal(accountLabel({ name: ' A\nB ', via: 'attio' }), 'A B'));
  it('is never empty', () => assert.equal(accountLabel({ name: ' ', via: 'attio' }), 'Unnamed workspace'));
});

describe('a list in words', () => {
  it('reads like a sentence', () => {
    assert.equal(listed([]), '');
    assert.equal(listed(['a']), 'a');
    assert.equal(listed(['a', 'b']), 'a and b');
    assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
  });
});
