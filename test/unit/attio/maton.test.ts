import assert from 'node:assert/strict';
import { mintApproved } from '../../../src/attio/approved.js';
import { type AttioApi, createClient } from '../../../src/attio/client.js';
import type { AttioErrorKind } from '../../../src/attio/errors.js';
import { createMaton, type MatonApi } from '../../../src/attio/maton.js';
import type { Operation } from '../../../src/attio/operation.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.js';
import { EagerClock, FakeClock, settle } from './fakeClock.js';
import { type Answer, json, type Loopback, serve } from './loopback.js';
import { failure } from './rejected.js';

const KEY = 'maton-key-of-tests';
const ID = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const APPROVAL = { how: 'asked', at: '2026-05-16T12:00:00Z', surface: 'test' } as const;
const connection = (status: string, url: string | null = 'https://connect.maton.ai/?session_token=s3cret') => ({
  connection: { connection_id: 'c-1', status, creation_time: 't', last_updated_time: 't', app: 'attio', url },
});

describe('Maton', () => {
  const open: { close(): Promise<void> }[] = [];
  let operations: Operation[];
  beforeEach(() => {
    operations = [];
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });
  const onOperation = (operation: Operation) => operations.push(operation);

  async function through(...answers: Answer[]): Promise<{ api: AttioApi; server: Loopback }> {
    const server = await serve(...answers);
    const gateway = { via: 'maton', connectionId: 'c-1' } as const;
    const api = createClient(
      { baseUrl: server.url, key: KEY, gateway, onOperation },
      { clock: new EagerClock(), random: () => 1 },
    );
    open.push(api, server);
    return { api, server };
  }

  it('gets requests for Attio below /attio, with its key and the connection that was chosen', async () => {
    const { api, server } = await through(json(200, { data: [] }));
    await api.records.query('companies', {});
    const { url, headers } = server.received[0]!;
    assert.equal(url, '/attio/v2/objects/companies/records/query');
    assert.equal(headers.authorization, `Bearer ${KEY}`);
    assert.equal(headers['maton-connection'], 'c-1');
    // The audit is the same as for a direct connection.
    assert.equal(operations[0]?.name, 'records.query');
    assert.equal(operations[0]?.object, 'companies');
  });

  it('is not reached without https, unless it is this machine, nor with a connection that is no id', () => {
    const make = (baseUrl: string, connectionId: string) =>
      createClient({ baseUrl, key: KEY, gateway: { via: 'maton', connectionId } });
    assert.throws(() => make('http://api.maton.ai', 'c-1'), /https/);
    assert.throws(() => createMaton({ baseUrl: 'http://api.maton.ai', key: KEY }), /https/);
    assert.throws(() => make('https://api.maton.ai', ''), /id/);
    assert.throws(() => make('https://api.maton.ai', 'a\r\nb'), /id/);
    open.push(make('https://api.maton.ai', 'c-1'));
  });

  describe('has remedies of its own', () => {
    const attios = (status: number, message: string) =>
      json(status, { status_code: status, type: 'auth_error', code: 'unauthorized', message });
    const plain =
      (status: number, body: string): Answer =>
      (response) =>
        response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
    const cases: [string, Answer, AttioErrorKind, RegExp, RegExp?][] = [
      [
        'no connection',
        json(400, { error: 'No active connection for app "attio".' }),
        'key-invalid',
        /^Connect Attio to Maton again/,
      ],
      ['a bad request', json(400, { error: 'Bad body.' }), 'validation', /Correct it/],
      ['its key', json(401, { error: 'Bad key.' }), 'key-invalid', /working Maton key/],
      ['its key, in another form', json(401, { error: { message: 'Bad key.' } }), 'key-invalid', /working Maton key/],
      [
        'scopes',
        json(403, { message: 'Insufficient scopes: note:read-write' }),
        'permission',
        /Connect Attio to Maton again.*allow note:read-write/,
      ],
      [
        'its key, in plain words',
        plain(401, 'Unauthorized'),
        'key-invalid',
        /working Maton key/,
        /Maton refused its key/,
      ],
      ['its key, without a word', plain(401, ''), 'key-invalid', /working Maton key/, /Maton refused its key/],
      ['a page in between', plain(401, '<html>Sign in to the network</html>'), 'proxy', /proxy/i],
      ['an app that is not there', json(400, { error: 'App attio is not linked' }), 'key-invalid', /^Connect Attio to/],
      ['no connection, in plain words', plain(400, 'not connected'), 'key-invalid', /^Connect Attio to Maton again/],
      ['its plan', json(402, { message: 'Payment required' }), 'plan-limit', /Maton account/, /plan of your Maton/],
      ['its plan, without a word', plain(402, ''), 'plan-limit', /Maton account/, /402/],
      ['too much, without a word', plain(429, ''), 'rate-limited', /^Maton limits/, /Maton limits/],
      ['its own fault, in plain words', plain(502, 'Bad gateway'), 'server', /side of Maton/, /Maton failed \(502\)/],
      ['its own fault, as a page', plain(502, '<html>502</html>'), 'server', /side of Maton/, /Maton failed \(502\)/],
      ['an odd status', plain(418, 'teapot'), 'validation', /report it with the status/, /418/],
      ['too much', json(429, { error: 'Slow down.' }), 'rate-limited', /wait a moment/i],
      ['its own fault', json(502, { error: 'Bad gateway.' }), 'server', /side of Maton/],
      [
        "Attio's scopes",
        attios(403, 'You lack the scope note:read-write.'),
        'permission',
        /Connect Attio to Maton again.*allow note:read-write/,
        /the connection of Maton lacks the scope note:read-write/,
      ],
      ["Attio's token", attios(401, 'The token is not valid.'), 'key-invalid', /no longer accepts this connection/],
    ];
    for (const [what, answer, kind, remedy, words] of cases) {
      it(`for ${what}`, async () => {
        const { api } = await through(answer);
        const error = await failure(api.objects.list());
        assert.equal(error.kind, kind);
        assert.match(error.remedy, remedy);
        // There is no Attio key to change in Attio's settings.
        assert.ok(!/Workspace settings/.test(error.remedy), error.remedy);
        if (words) assert.match(error.message, words);
      });
    }
    it("but what Attio says of a record is Attio's", async () => {
      const { api } = await through(
        json(404, {
          status_code: 404,
          type: 'invalid_request_error',
          code: 'not_found',
          message: `Record with ID "${ID}" not found.`,
        }),
      );
      const error = await failure(api.records.get('people', ID));
      assert.equal(error.kind, 'not-found');
      assert.match(error.remedy, /deleted or merged/);
    });
    it('and a write that failed at Maton may have been carried out', async () => {
      const { api, server } = await through(json(504, { error: 'Timed out.' }));
      const approved = mintApproved({ kind: 'task.delete' as const, taskId: ID }, APPROVAL);
      const error = await failure(api.tasks.delete(approved));
      assert.deepEqual([error.kind, error.fate, server.received.length], ['server', 'unknown', 1]);
    });
  });

  describe('connections', () => {
    async function setUp(answers: Answer[], clock: EagerClock | FakeClock = new EagerClock()) {
      const server = await serve(...answers);
      const maton: MatonApi = createMaton({ baseUrl: server.url, key: KEY, onOperation }, { clock, random: () => 1 });
      open.push(maton, server);
      return { maton, server, clock };
    }

    it('are those to Attio', async () => {
      const { maton, server } = await setUp([json(200, { connections: [connection('active').connection] })]);
      assert.deepEqual(await maton.list({ status: 'ACTIVE' }), [
        {
          id: 'c-1',
          status: 'ACTIVE',
          createdAt: 't',
          updatedAt: 't',
          url: 'https://connect.maton.ai/?session_token=s3cret',
        },
      ]);
      assert.equal(server.received[0]!.url, '/connections?app=attio&status=ACTIVE');
      assert.equal(operations[0]!.count, 1);
    });

    it('lead a browser only to https', async () => {
      for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'http://evil.example/', 'vscode://x', null]) {
        const { maton } = await setUp([json(200, connection('PENDING', url))]);
        assert.equal((await maton.get('c-1')).url, undefined, String(url));
      }
    });

    it('are made for Attio, whichever way Maton names the new one', async () => {
      for (const answer of [connection('PENDING'), connection('PENDING').connection, { connection_id: 'c-1' }]) {
        const { maton, server } = await setUp([json(200, answer), json(200, connection('PENDING'))]);
        const made = await maton.create();
        assert.equal(made.id, 'c-1');
        assert.ok(made.url);
        assert.deepEqual(JSON.parse(server.received[0]!.body), { app: 'attio' });
      }
    });

    it('are not made twice when the answer is lost', async () => {
      const { maton, server } = await setUp([json(500, {})]);
      const error = await failure(maton.create());
      assert.deepEqual([error.fate, server.received.length], ['unknown', 1]);
    });

    it('are deleted only with an approval', async () => {
      const { maton, server } = await setUp([json(200, {})]);
      const change = { kind: 'connection.delete' as const, connectionId: 'c-1' };
      await failure(maton.delete({ change, approval: APPROVAL } as never));
      assert.equal(server.received.length, 0);
      await maton.delete(mintApproved(change, APPROVAL));
      assert.deepEqual([server.received[0]!.method, server.received[0]!.url], ['DELETE', '/connections/c-1']);
    });

    describe('that wait for consent', () => {
      it('are asked about ever more slowly, through bad moments, until they are active', async () => {
        const clock = new EagerClock();
        const pending = json(200, connection('PENDING'));
        const { maton, server } = await setUp(
          [pending, pending, pending, pending, pending, json(200, connection('ACTIVE'))],
          clock,
        );
        const states: string[] = [];
        const active = await maton.waitUntilActive('c-1', { onState: ({ status }) => states.push(status) });
        assert.equal(active.status, 'ACTIVE');
        assert.deepEqual(states, ['PENDING', 'PENDING', 'PENDING', 'PENDING', 'PENDING', 'ACTIVE']);
        assert.equal(server.received.length, 6);
        assert.deepEqual(
          clock.waits.filter((ms) => ms >= 1000),
          [1000, 1500, 2250, 3375, 5000],
        );
      });

      it('are waited for through faults of the network and of Maton', async () => {
        const fault = json(503, {});
        const { maton } = await setUp([fault, fault, fault, fault, json(200, connection('ACTIVE'))]);
        assert.equal((await maton.waitUntilActive('c-1')).status, 'ACTIVE');
      });

      it('are given up when nobody consents', async () => {
        const { maton } = await setUp([json(200, connection('PENDING'))]);
        const error = await failure(maton.waitUntilActive('c-1', { patienceMs: 20_000 }));
        assert.equal(error.kind, 'timeout');
        assert.match(error.message, /nobody consented/);
      });

      it('are given up at once when they have failed or were deleted', async () => {
        const failed = await setUp([json(200, connection('FAILED'))]);
        assert.equal((await failure(failed.maton.waitUntilActive('c-1'))).kind, 'key-invalid');
        const gone = await setUp([json(404, { error: 'Connection "c-1" not found.' })]);
        assert.equal((await failure(gone.maton.waitUntilActive('c-1'))).kind, 'not-found');
        assert.equal(gone.server.received.length, 1);
      });

      it('can be left', async () => {
        const stop = new AbortController();
        const clock = new FakeClock();
        const { maton } = await setUp([json(200, connection('PENDING'))], clock);
        const seen = new Promise<void>((resolve) => {
          const waiting = failure(maton.waitUntilActive('c-1', { signal: stop.signal, onState: () => resolve() }));
          open.push({ close: async () => assert.equal((await waiting).kind, 'cancelled') });
        });
        await seen;
        await settle();
        stop.abort();
      });
    });

    it('have no address in errors or the audit', async () => {
      const { maton } = await setUp([json(200, connection('FAILED'))]);
      const error = await failure(maton.waitUntilActive('c-1'));
      assert.ok(!JSON.stringify([error.details, operations]).includes('s3cret'));
    });
  });

  describe('before the sample workspace', () => {
    let sandbox: Sandbox;
    let maton: MatonApi;
    beforeEach(async () => {
      sandbox = await startSandbox();
      maton = createMaton({ baseUrl: sandbox.maton.url, key: sandbox.maton.key });
      open.push(maton, sandbox);
    });
    const reach = (connectionId: string) => {
      const api = createClient({
        baseUrl: sandbox.maton.url,
        key: sandbox.maton.key,
        gateway: { via: 'maton', connectionId },
      });
      open.push(api);
      return api;
    };

    it('a connection is made, consented to, used and deleted', async () => {
      const made = await maton.create();
      assert.equal(made.status, 'PENDING');
      assert.equal((await failure(reach(made.id).objects.list())).kind, 'key-invalid');
      const waiting = maton.waitUntilActive(made.id);
      await (await fetch(made.url!)).text();
      assert.equal((await waiting).status, 'ACTIVE');
      assert.equal((await maton.list({ status: 'ACTIVE' })).length, 2);
      const api = reach(made.id);
      const self = await api.self.get();
      assert.ok(self.active);
      assert.ok((await api.records.query('companies', { limit: 2 })).length === 2);
      await maton.delete(mintApproved({ kind: 'connection.delete' as const, connectionId: made.id }, APPROVAL));
      const error = await failure(api.objects.list());
      assert.equal(error.kind, 'key-invalid');
      assert.match(error.remedy, /Connect Attio to Maton again/);
    });

    it('a wrong key is known as one', async () => {
      const wrong = createMaton({ baseUrl: sandbox.maton.url, key: 'wrong-key' });
      open.push(wrong);
      assert.match((await failure(wrong.list())).remedy, /working Maton key/);
    });

    it('scopes that were not consented to are named, with where to grant them', async () => {
      const [first] = await maton.list();
      sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['task:read'] }]);
      const error = await failure(reach(first!.id).tasks.list({}));
      assert.equal(error.kind, 'permission');
      assert.deepEqual(error.details.missingScopes, ['task:read']);
      assert.match(error.remedy, /Connect Attio to Maton again/);
    });
  });
});
