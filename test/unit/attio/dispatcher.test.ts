import assert from 'node:assert/strict';
import { proxyFor } from '../../../src/attio/dispatcher.js';

const API = 'https://api.attio.com';
const PROXY = { url: 'http://proxy.corp:3128' };

describe('which proxy', () => {
  it("VS Code's, else the environment's, else none", () => {
    assert.equal(proxyFor(API, undefined, {}), undefined);
    assert.equal(proxyFor(API, PROXY, { HTTPS_PROXY: 'http://env:1' }), PROXY.url);
    assert.equal(proxyFor(API, {}, { HTTPS_PROXY: 'http://env:1' }), 'http://env:1');
    assert.equal(proxyFor(API, {}, { HTTPS_PROXY: 'http://env:1', https_proxy: 'http://lower:1' }), 'http://lower:1');
    assert.equal(proxyFor(API, {}, { HTTP_PROXY: 'http://env:1' }), undefined);
    assert.equal(proxyFor('http://attio.test', {}, { HTTP_PROXY: 'env:1' }), 'http://env:1');
  });

  it('none for this machine', () => {
    for (const host of ['127.0.0.1:9', '127.8.8.8', 'localhost:9', '[::1]:9']) {
      assert.equal(proxyFor(`http://${host}`, PROXY, { HTTP_PROXY: 'http://env:1' }), undefined, host);
    }
  });

  it('none for hosts that go direct', () => {
    for (const entry of [
      'api.attio.com',
      'attio.com',
      '.attio.com',
      '*.attio.com',
      '*',
      ' API.attio.com ',
      'api.attio.com:443',
    ]) {
      assert.equal(proxyFor(API, { ...PROXY, noProxy: [entry] }, {}), undefined, entry);
      assert.equal(proxyFor(API, PROXY, { NO_PROXY: `other.example,${entry}` }), undefined, entry);
    }
    for (const entry of ['io.com', 'api.attio.com:8443', 'evil.api.attio.com', '']) {
      assert.equal(proxyFor(API, { ...PROXY, noProxy: [entry] }, {}), PROXY.url, entry);
    }
  });
});
