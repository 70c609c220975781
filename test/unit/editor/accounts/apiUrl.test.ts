import assert from 'node:assert/strict';
import { apiUrl, matonUrl } from '../../../../src/editor/accounts/apiUrl.js';

const PRODUCTION = { extensionMode: 1 };
const DEVELOPMENT = { extensionMode: 2 };
const TEST = { extensionMode: 3 };

describe('the address that keys are sent to', () => {
  it('is Attio’s', () => assert.equal(apiUrl(DEVELOPMENT, undefined), 'https://api.attio.com'));

  it('can be a server on this machine in development and tests', () => {
    for (const context of [DEVELOPMENT, TEST]) {
      assert.equal(apiUrl(context, 'http://127.0.0.1:4711'), 'http://127.0.0.1:4711');
      assert.equal(apiUrl(context, 'http://localhost:4711/'), 'http://localhost:4711');
      assert.equal(apiUrl(context, 'http://[::1]:4711/attio/'), 'http://[::1]:4711/attio');
    }
  });

  it('is Attio’s in an installed extension, whatever the environment says', () =>
    assert.equal(apiUrl(PRODUCTION, 'http://127.0.0.1:4711'), 'https://api.attio.com'));

  for (const other of [
    'https://attio.example',
    'http://127.0.0.1.example',
    'http://127.0.0.1@attio.example',
    'http://localhost.attio.example:80',
    'http://0.0.0.0:1',
    'file:///127.0.0.1',
    'ftp://127.0.0.1',
    'not an address',
    '',
  ])
    it(`is never ${other || 'empty'}`, () => assert.equal(apiUrl(TEST, other), 'https://api.attio.com'));
});

describe('the address that Maton keys are sent to', () => {
  it('is Maton’s, or a server on this machine in development and tests', () => {
    assert.equal(matonUrl(TEST, undefined), 'https://api.maton.ai');
    assert.equal(matonUrl(DEVELOPMENT, 'http://127.0.0.1:4711/maton/'), 'http://127.0.0.1:4711/maton');
    assert.equal(matonUrl(TEST, 'https://maton.example'), 'https://api.maton.ai');
  });

  it('is Maton’s in an installed extension, whatever the environment says', () =>
    assert.equal(matonUrl(PRODUCTION, 'http://127.0.0.1:4711'), 'https://api.maton.ai'));
});
