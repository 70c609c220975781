import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { type Json, useSandbox } from './api.js';

const FIRST = seedId('connections', 'attio');

describe('sandbox behind Maton', () => {
  const api = useSandbox();

  async function maton(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(api.sandbox.maton.url + path, {
      method,
      headers: { authorization: `Bearer ${api.sandbox.maton.key}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) as Json };
  }

  it('passes requests on, reads and writes, with query strings', async () => {
    const self = await maton('GET', '/attio/v2/self');
    assert.deepEqual([self.body.active, self.body.workspace_slug], [true, 'northwind-labs']);
    assert.equal((await maton('GET', '/attio/v2/notes?limit=3')).body.data.length, 3);
    const found = await maton('POST', '/attio/v2/objects/companies/records/query', { limit: 2 });
    assert.equal(found.body.data.length, 2);
    const named = await maton('GET', '/attio/v2/tasks', undefined, { 'maton-connection': FIRST });
    assert.equal(named.body.data.length, 18);
    assert.equal((await maton('GET', '/attio/v2/nothing')).body.message, 'Could not find endpoint "GET /v2/nothing".');
  });

  it('knows its own key and not Attio’s, which in turn does not know Maton’s', async () => {
    for (const path of ['/attio/v2/self', '/connections']) {
      const wrong = { authorization: `Bearer ${api.sandbox.key}` };
      assert.equal((await maton('GET', path, undefined, wrong)).status, 401);
    }
    const direct = await api.call('GET', '/v2/objects', undefined, {
      authorization: `Bearer ${api.sandbox.maton.key}`,
    });
    assert.equal(direct.status, 403);
    api.faults({ kind: 'revoked', of: 'maton' });
    assert.equal((await maton('GET', '/attio/v2/self')).status, 401);
    assert.equal((await api.get('/v2/objects')).status, 200);
    api.faults({ kind: 'revoked' });
    assert.deepEqual((await maton('GET', '/attio/v2/self')).body, { active: false });
  });

  it('lists connections by app and status', async () => {
    const { body } = await maton('GET', '/connections?app=attio&status=ACTIVE');
    assert.deepEqual(
      body.connections.map((one: Json) => [one.connection_id, one.app, one.status, one.method]),
      [[FIRST, 'attio', 'ACTIVE', 'OAUTH2']],
    );
    assert.equal((await maton('GET', '/connections')).body.connections.length, 2);
    assert.equal((await maton('GET', '/connections?status=PENDING')).body.connections.length, 0);
  });

  it('makes a connection that waits for consent, and is active when its page was opened', async () => {
    const made = await maton('POST', '/connections', { app: 'attio' });
    const { connection_id, status, url } = made.body.connection;
    assert.equal(status, 'PENDING');
    const named = { 'maton-connection': connection_id };
    const early = await maton('GET', '/attio/v2/self', undefined, named);
    assert.equal(early.status, 400);
    assert.match(early.body.error, /PENDING/);

    const page = await fetch(url);
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    assert.match(await page.text(), /connected/);
    assert.equal((await maton('GET', `/connections/${connection_id}`)).body.connection.status, 'ACTIVE');
    assert.equal((await maton('GET', '/attio/v2/self', undefined, named)).status, 200);
    assert.equal((await fetch(url.replace(/=.*/, '=guess'))).status, 404);
  });

  it('answers 400 without an active connection, and 403 for what was not consented to', async () => {
    const change = (body: Json) => api.post(`/_sandbox/maton/connections/${FIRST}`, body);
    await change({ scopes: ['object_configuration:read'] });
    assert.equal((await maton('GET', '/attio/v2/objects')).status, 200);
    const refused = await maton('GET', '/attio/v2/tasks');
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /task:read/);
    await change({ status: 'EXPIRED' });
    assert.equal((await maton('GET', '/attio/v2/objects')).status, 400);
    await change({ status: 'ACTIVE' });
    assert.equal((await maton('DELETE', `/connections/${FIRST}`)).status, 200);
    const none = await maton('GET', '/attio/v2/objects');
    assert.deepEqual([none.status, none.body.error], [400, 'No active connection for app "attio".']);
    assert.equal((await maton('GET', `/connections/${FIRST}`)).status, 404);
  });
});
