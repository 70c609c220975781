import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { startSandbox } from '../../../src/sandbox/server.js';
import { Api, type Json, useSandbox } from './api.js';

describe('sandbox faults', () => {
  const api = useSandbox();
  const newNote = {
    data: {
      parent_object: 'companies',
      parent_record_id: seedId('companies', 'plume-perfumes'),
      title: 'Fault test',
      format: 'plaintext',
      content: 'x',
    },
  };
  const written = async () => {
    const { data } = (
      await api.get(`/v2/notes?parent_object=companies&parent_record_id=${newNote.data.parent_record_id}&limit=50`)
    ).body;
    return data.filter((note: Json) => note.title === 'Fault test').length;
  };

  it('limits the next requests, with the date to come back at', async () => {
    api.faults({ kind: 'rate-limit', times: 2, retryAfter: 3 });
    for (let time = 0; time < 2; time++) {
      const { status, headers, body } = await api.get('/v2/objects');
      assert.deepEqual([status, body.type, body.code], [429, 'rate_limit_error', 'rate_limit_exceeded']);
      const header = headers.get('retry-after') ?? '';
      assert.match(header, /^\w{3}, \d{2} \w{3} \d{4} .* GMT$/);
      const ahead = Date.parse(header) - Date.parse(headers.get('date') ?? '');
      assert.ok(ahead >= 2000 && ahead <= 5000, header);
    }
    assert.equal((await api.get('/v2/objects')).status, 200);
  });

  it('sends any Retry-After, or none', async () => {
    api.faults({ kind: 'rate-limit', retryAfter: 'soon' }, { kind: 'rate-limit', retryAfter: null });
    assert.equal((await api.get('/v2/objects')).headers.get('retry-after'), 'soon');
    assert.equal((await api.get('/v2/objects')).headers.get('retry-after'), null);
  });

  it('fails with a status without acting, only where it is told to', async () => {
    api.faults({ kind: 'status', status: 503, method: 'post', path: '/v2/notes' });
    assert.equal((await api.get('/v2/notes')).status, 200);
    assert.equal((await api.post('/v2/notes', newNote)).status, 503);
    assert.equal(await written(), 0);
    assert.equal((await api.post('/v2/notes', newNote)).status, 200);
  });

  it('cuts the connection before acting, or after', async () => {
    for (const [when, expected] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      api.faults({ kind: 'reset', when });
      await assert.rejects(api.post('/v2/notes', newNote));
      assert.equal(await written(), expected);
    }
    const statuses = api.sandbox
      .requests()
      .filter(({ method }) => method === 'POST')
      .map(({ status }) => status);
    assert.deepEqual(statuses, [null, null]);
  });

  it('breaks off an answer in the middle', async () => {
    api.faults({ kind: 'truncate' });
    await assert.rejects(api.get('/v2/objects'));
    assert.equal((await api.get('/v2/objects')).status, 200);
  });

  it('answers what is not JSON', async () => {
    api.faults({ kind: 'malformed' }, { kind: 'malformed', body: '<html>502</html>' });
    await assert.rejects(api.get('/v2/objects'), SyntaxError);
    const response = await fetch(`${api.sandbox.url}/v2/objects`, {
      headers: { authorization: `Bearer ${api.sandbox.key}` },
    });
    assert.equal(await response.text(), '<html>502</html>');
  });

  it('lets a body drip, whole in the end', async () => {
    api.faults({ kind: 'slow', ms: 120 });
    const started = performance.now();
    const { body } = await api.get('/v2/objects');
    assert.equal(body.data.length, 4);
    assert.ok(performance.now() - started >= 100);
  });

  it('waits before reads and writes as told', async () => {
    api.faults({ kind: 'latency', read: 300, write: 0 });
    const started = performance.now();
    await api.query('people', { limit: 1 });
    assert.ok(performance.now() - started >= 290, 'a query is a read');
    api.faults({ kind: 'latency', read: 60_000, write: 0 });
    const letGo = new AbortController();
    let read = false;
    const reading = fetch(`${api.sandbox.url}/v2/objects`, {
      signal: letGo.signal,
      headers: { authorization: `Bearer ${api.sandbox.key}` },
    }).then(
      () => {
        read = true;
      },
      () => {},
    );
    await api.post('/v2/notes', newNote);
    assert.ok(!read, 'a note is a write, which waits for nothing');
    letGo.abort();
    await reading;
  });

  it('hangs until the client gives up', async () => {
    api.faults({ kind: 'hang' });
    const signal = AbortSignal.timeout(60);
    await assert.rejects(
      fetch(`${api.sandbox.url}/v2/objects`, { signal, headers: { authorization: `Bearer ${api.sandbox.key}` } }),
      { name: 'TimeoutError' },
    );
  });

  it('revokes the key, and takes scopes away', async () => {
    api.faults({ kind: 'revoked' });
    assert.deepEqual((await api.get('/v2/self')).body, { active: false });
    assert.equal((await api.get('/v2/objects')).status, 403);
    api.faults({ kind: 'missing-scopes', scopes: ['note:read-write', 'user_management:read'] });
    const scopes = (await api.get('/v2/self')).body.scope.split(' ');
    assert.ok(scopes.includes('note:read') && !scopes.includes('note:read-write'));
    assert.ok(!scopes.some((scope: string) => scope.startsWith('user_management')));
    assert.equal((await api.get('/v2/notes')).status, 200);
    const refused = await api.post('/v2/notes', newNote);
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /note:read-write/);
  });
});

describe('sandbox control addresses', () => {
  const api = useSandbox();

  it('set and show faults, while the key is revoked too', async () => {
    const set = await api.post('/_sandbox/faults', {
      faults: [{ kind: 'revoked' }, { kind: 'status', times: 3, path: '/v2/objects' }],
    });
    assert.equal(set.status, 200);
    await api.get('/v2/objects');
    assert.deepEqual((await api.get('/_sandbox/faults')).body.faults, [
      { kind: 'revoked' },
      { kind: 'status', times: 2, path: '/v2/objects' },
    ]);
    await api.call('DELETE', '/_sandbox/faults');
    assert.equal((await api.get('/v2/objects')).status, 200);
  });

  it('say what is wrong with a fault', async () => {
    const { status, body } = await api.post('/_sandbox/faults', { faults: [{ kind: 'slow' }] });
    assert.equal(status, 400);
    assert.match(body.message, /ms/);
    assert.equal((await api.post('/_sandbox/nothing', {})).status, 404);
  });

  it('count requests, without the control ones', async () => {
    await api.get('/v2/objects?x=1');
    await api.get('/v2/nowhere');
    const { requests } = (await api.get('/_sandbox/log')).body;
    assert.deepEqual(
      requests.map(({ method, path, status }: Json) => [method, path, status]),
      [
        ['GET', '/v2/objects?x=1', 200],
        ['GET', '/v2/nowhere', 404],
      ],
    );
    await api.call('DELETE', '/_sandbox/log');
    assert.deepEqual(api.sandbox.requests(), []);
  });

  it('start afresh', async () => {
    await api.call('DELETE', `/v2/notes/${seedId('notes', 'untitled')}`);
    api.faults({ kind: 'status' });
    assert.equal((await api.post('/_sandbox/reset', {})).status, 200);
    assert.equal((await api.get(`/v2/notes/${seedId('notes', 'untitled')}`)).status, 200);
  });

  it('need the key', async () => {
    const { status } = await api.call('GET', '/_sandbox/log', undefined, { authorization: 'Bearer x' });
    assert.equal(status, 403);
  });

  it('options set the same from the start', async () => {
    const own = new Api();
    own.sandbox = await startSandbox({
      key: 'chosen',
      faults: [{ kind: 'status', status: 502 }],
      latency: { read: 1 },
    });
    try {
      assert.equal(own.sandbox.key, 'chosen');
      assert.equal((await own.get('/v2/objects')).status, 502);
      assert.equal((await own.get('/v2/objects')).status, 200);
      own.sandbox.reset();
      assert.equal((await own.get('/v2/objects')).status, 502);
    } finally {
      await own.sandbox.close();
    }
  });
});
