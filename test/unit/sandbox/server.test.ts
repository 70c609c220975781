import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, it } from 'mocha';
import { seedId, seedUrl } from '../../../src/sandbox/seed.js';
import { startSandbox } from '../../../src/sandbox/server.js';
import { Api, useSandbox } from './api.js';

describe('sandbox server', () => {
  const api = useSandbox();

  it('says who one is, flat, with scopes and workspace', async () => {
    const { status, headers, body } = await api.get('/v2/self');
    assert.equal(status, 200);
    assert.match(headers.get('x-attio-execution-id') ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(body.active, true);
    assert.equal(body.workspace_slug, 'northwind-labs');
    assert.equal(body.workspace_id, api.sandbox.workspace.id);
    assert.equal(body.authorized_by_workspace_member_id, seedId('members', 'ada'));
    assert.ok(body.scope.split(' ').includes('note:read-write'));
  });

  it('calls an unknown key inactive on self, and refuses it with 403 elsewhere', async () => {
    const unknown = { authorization: 'Bearer nobody' };
    assert.deepEqual((await api.call('GET', '/v2/self', undefined, unknown)).body, { active: false });
    const { status, body } = await api.call('GET', '/v2/objects', undefined, unknown);
    assert.deepEqual([status, body.type, body.code], [403, 'auth_error', 'unauthorized']);
  });

  it('answers 401 without a key', async () => {
    const response = await fetch(`${api.sandbox.url}/v2/objects`);
    assert.equal(response.status, 401);
    assert.match(((await response.json()) as { message: string }).message, /Authorization header was not provided/);
  });

  it('knows no GET on records, in the words of the real API', async () => {
    const { status, body } = await api.get('/v2/objects/people/records?limit=5');
    assert.equal(status, 404);
    assert.equal(body.message, 'Could not find endpoint "GET /v2/objects/people/records".');
  });

  it('refuses a foreign Host header, whatever the key', async () => {
    const { port } = new URL(api.sandbox.url);
    const asked = request({
      port,
      path: '/v2/self',
      headers: { host: 'attio.evil.example', authorization: `Bearer ${api.sandbox.key}` },
    }).end();
    const [response] = await once(asked, 'response');
    response.resume();
    assert.equal(response.statusCode, 403);
  });

  it('names the missing scope, and lets read-write stand for read', async () => {
    const narrow = new Api();
    narrow.sandbox = await startSandbox({
      scopes: ['object_configuration:read-write', 'record_permission:read', 'note:read'],
    });
    try {
      assert.equal((await narrow.get('/v2/objects')).status, 200);
      assert.equal((await narrow.get('/v2/notes')).status, 200);
      const members = await narrow.get('/v2/workspace_members');
      assert.equal(members.status, 403);
      assert.match(members.body.message, /user_management:read/);
      const created = await narrow.post('/v2/notes', {});
      assert.equal(created.status, 403);
      assert.match(created.body.message, /note:read-write/);
      assert.equal(
        (await narrow.get('/v2/self')).body.scope,
        'object_configuration:read-write record_permission:read note:read',
      );
    } finally {
      await narrow.sandbox.close();
    }
  });

  it('has the same ids at every start', async () => {
    const other = await startSandbox();
    try {
      const record = seedId('companies', 'acme-robotics');
      const { body } = await api.get(`/v2/objects/companies/records/${record}`);
      assert.equal(body.data.web_url, seedUrl('companies', 'acme-robotics'));
      const again = await fetch(`${other.url}/v2/objects/companies/records/${record}`, {
        headers: { authorization: `Bearer ${other.key}` },
      });
      assert.deepEqual(((await again.json()) as { data: unknown }).data, body.data);
      assert.notEqual(other.key, api.sandbox.key);
    } finally {
      await other.close();
    }
  });

  it('gives the web addresses of all kinds of objects', async () => {
    const urls = await Promise.all(
      ['people', 'companies', 'deals', 'projects'].map(
        async (object) => (await api.query(object, { limit: 1 }))[0].web_url,
      ),
    );
    const paths = urls.map((url) =>
      url.replace('https://app.attio.com/northwind-labs', '').replace(/[0-9a-f-]{36}$/, ''),
    );
    assert.deepEqual(paths, ['/person/', '/company/', '/deals/record/', '/custom/projects/record/']);
  });

  it('ends connections that are waiting for an answer when it closes', async () => {
    const sandbox = await startSandbox({ faults: [{ kind: 'hang' }] });
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET /v2/self HTTP/1.1\r\nHost: ${new URL(sandbox.url).host}\r\n\r\n`);
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await sandbox.close();
    await closed;
    await sandbox.close();
    await assert.rejects(fetch(`${sandbox.url}/v2/self`));
  });

  it('says when its port is taken', async () => {
    const port = Number(new URL(api.sandbox.url).port);
    await assert.rejects(startSandbox({ port }), /EADDRINUSE/);
  });

  it('refuses a body that is not JSON', async () => {
    const response = await fetch(`${api.sandbox.url}/v2/notes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.sandbox.key}` },
      body: '{"data":',
    });
    assert.equal(response.status, 400);
  });
});

describe('sandbox configuration', () => {
  const api = useSandbox();

  it('lists objects, and finds them by slug and id', async () => {
    const { body } = await api.get('/v2/objects');
    assert.deepEqual(
      body.data.map((object: { api_slug: string }) => object.api_slug),
      ['people', 'companies', 'deals', 'projects'],
    );
    const byId = await api.get(`/v2/objects/${seedId('objects', 'projects')}`);
    assert.equal(byId.body.data.singular_noun, 'Project');
    const none = await api.get('/v2/objects/users');
    assert.equal(none.status, 404);
    assert.equal(none.body.message, 'Object with slug/ID "users" not found.');
  });

  it('has all seventeen attribute types, and values of each', async () => {
    const seen = new Set<string>();
    const filled = new Set<string>();
    for (const object of ['people', 'companies', 'deals', 'projects']) {
      for (const { type } of (await api.get(`/v2/objects/${object}/attributes`)).body.data) seen.add(type);
      for (const { values } of await api.query(object)) {
        for (const list of Object.values<{ attribute_type: string }[]>(values))
          for (const value of list) filled.add(value.attribute_type);
      }
    }
    assert.equal(seen.size, 17);
    assert.deepEqual([...filled].sort(), [...seen].sort());
  });

  it('pages attributes', async () => {
    const all = (await api.get('/v2/objects/companies/attributes')).body.data;
    const page = (await api.get('/v2/objects/companies/attributes?limit=5&offset=3')).body.data;
    assert.deepEqual(page, all.slice(3, 8));
  });

  it('names both sides of a relationship', async () => {
    const { data } = (await api.get('/v2/objects/companies/attributes/team')).body;
    assert.equal(data.relationship.object_slug, 'people');
    assert.equal(data.relationship.api_slug, 'company');
    assert.deepEqual(data.config.record_reference.allowed_object_ids, [seedId('objects', 'people')]);
  });

  it('leaves archived options out unless asked, and keeps them on values', async () => {
    const path = '/v2/objects/companies/attributes/account_status/options';
    const titles = async (query: string) =>
      (await api.get(path + query)).body.data.map((one: { title: string }) => one.title);
    assert.ok(!(await titles('')).includes('Legacy reseller'));
    assert.ok((await titles('?show_archived=true')).includes('Legacy reseller'));
    const { body } = await api.get(`/v2/objects/companies/records/${seedId('companies', 'theme-icon')}`);
    assert.deepEqual(
      body.data.values.account_status.map(({ option }: { option: { title: string; is_archived: boolean } }) => [
        option.title,
        option.is_archived,
      ]),
      [['Legacy reseller', true]],
    );
  });

  it('refuses options of what is not a select', async () => {
    const { status, body } = await api.get('/v2/objects/deals/attributes/stage/options');
    assert.deepEqual([status, body.message], [400, 'This attribute is not a select attribute.']);
    const stages = (await api.get('/v2/objects/deals/attributes/stage/statuses')).body.data;
    assert.deepEqual(
      stages.map((one: { title: string }) => one.title),
      ['Lead', 'In Progress', 'Negotiation', 'Won 🎉', 'Lost'],
    );
    assert.equal(stages[3].celebration_enabled, true);
  });

  it('lists members, and finds one', async () => {
    const { data } = (await api.get('/v2/workspace_members')).body;
    assert.equal(data.length, 6);
    const one = await api.get(`/v2/workspace_members/${seedId('members', 'finn')}`);
    assert.deepEqual([one.body.data.last_name, one.body.data.access_level], ['Östergård', 'suspended']);
    assert.equal((await api.get(`/v2/workspace_members/${seedId('members', 'nobody')}`)).status, 404);
  });

  it('lists lists and their entries, some of one record twice', async () => {
    const { data } = (await api.get('/v2/lists')).body;
    assert.deepEqual(
      data.map((list: { api_slug: string }) => list.api_slug),
      ['target_accounts', 'renewals_2026', 'beta_testers'],
    );
    const entries = await api.post('/v2/lists/target_accounts/entries/query', {
      filter: {
        path: [
          ['target_accounts', 'parent_record'],
          ['companies', 'name'],
        ],
        constraints: { value: 'Orbital Foods' },
      },
    });
    assert.equal(entries.body.data.length, 2);
    const of = await api.get(`/v2/objects/companies/records/${seedId('companies', 'orbital-foods')}/entries`);
    assert.equal(of.body.data.length, 2);
  });
});
