import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { CallOptions, ProxySettings } from '../../../src/attio/client.js';
import { AttioError, type AttioErrorKind, type Fate } from '../../../src/attio/errors.js';
import { type KnownOperation, specOf } from '../../../src/attio/operations.js';
import { Pacer } from '../../../src/attio/pacer.js';
import type { Trace } from '../../../src/attio/sending.js';
import { DEFAULTS, type TransportSettings } from '../../../src/attio/settings.js';
import { Transport } from '../../../src/attio/transport.js';
import { EagerClock } from './fakeClock.js';
import {
  type Answer,
  freePort,
  json,
  type Loopback,
  reset,
  serve,
  serveOn,
  serveProxy,
  silence,
  truncated,
} from './loopback.js';
import { CERTIFICATE, KEY as TLS_KEY } from './loopbackCertificate.js';

const KEY = 'sk-5ecret/key+of=tests';
const OK = json(200, { data: [] }, { 'x-attio-execution-id': 'e-1' });
const { person, bulk } = DEFAULTS.patience;
/** Impatient, so that a server's silence ends soon. */
const QUICK = { patience: { person: { ...person, totalMs: 250 }, bulk } };

interface Setup extends Partial<TransportSettings> {
  proxy?: ProxySettings;
  baseUrl?: string;
  key?: string;
  granted?: string[];
}

describe('the transport', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  async function server(...answers: Answer[]): Promise<Loopback> {
    const loopback = await serve(...answers);
    open.push(loopback);
    return loopback;
  }

  function setUp(url: string, { proxy, key = KEY, granted, ...settings }: Setup = {}) {
    const clock = new EagerClock();
    const transport = new Transport({
      baseUrl: url,
      key,
      proxy,
      settings: { clock, random: () => 1, ...settings },
      pacer: new Pacer({ clock }),
    });
    open.push(transport);
    const trace: Trace = { attempts: 0 };
    const send = (operation: KnownOperation, options?: CallOptions, body?: unknown) => {
      const spec = specOf(operation);
      const path = spec.path.replace(/\{\w+\}/g, 'x');
      return transport.send({ operation, spec, scopes: spec.scopes, granted, path, body }, options, trace);
    };
    const fails = async (operation: KnownOperation, options?: CallOptions): Promise<AttioError> => {
      const error: unknown = await send(operation, options).then(
        () => assert.fail('it did not fail'),
        (reason: unknown) => reason,
      );
      assert.ok(AttioError.is(error), inspect(error));
      return error;
    };
    return { clock, transport, trace, send, fails };
  }

  it('sends the key, JSON and a name, and gives back the body', async () => {
    const { url, received } = await server(json(200, { data: ['ä'] }, { 'x-attio-execution-id': 'e-7' }));
    const { send, trace } = setUp(`${url}/attio`, { key: ` ${KEY}\n` });
    assert.deepEqual(await send('records.query', {}, { filter: { name: 'ü' } }), { data: ['ä'] });
    const [request] = received;
    assert.equal(request!.url, '/attio/v2/objects/x/records/query');
    assert.equal(request!.headers.authorization, `Bearer ${KEY}`);
    assert.match(request!.headers['user-agent']!, /attio/);
    assert.match(request!.headers['content-type']!, /^application\/json/);
    assert.deepEqual(JSON.parse(request!.body), { filter: { name: 'ü' } });
    assert.deepEqual(trace, { attempts: 1, status: 200, executionId: 'e-7' });
  });

  it('reads compressed and empty answers', async () => {
    const zipped: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"data": 1}'));
    };
    const { url, received } = await server(zipped, (response) => response.writeHead(204).end());
    const { send } = setUp(url);
    assert.deepEqual(await send('objects.list'), { data: 1 });
    assert.equal(received[0]!.headers['accept-encoding'], 'gzip');
    assert.equal(await send('notes.delete'), undefined);
  });

  const later = (seconds: number): Record<string, string> => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    return { date: new Date(now).toUTCString(), 'retry-after': new Date(now + seconds * 1000).toUTCString() };
  };
  const LIMITED = {
    status_code: 429,
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    message: 'Rate limit exceeded',
  };

  interface Case {
    what: string;
    answers: Answer[];
    /** What becomes of a read and of a write: `ok`, or kind and fate; and how many requests there were. */
    read: ['ok' | AttioErrorKind, number];
    write: ['ok' | AttioErrorKind, number, Fate?];
    settings?: Partial<TransportSettings>;
  }
  const html: Answer = (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to Wi-Fi</h1>');
  const cut: Answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data": [');
  const badGzip: Answer = (response) =>
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(gzipSync('{"data":1}').subarray(0, 12));
  const drip: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  };
  const resetInBody: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"data"', () => setImmediate(() => response.socket?.resetAndDestroy()));
  };
  const CASES: Case[] = [
    {
      what: '429 with a date, then success',
      answers: [json(429, LIMITED, later(1)), OK],
      read: ['ok', 2],
      write: ['ok', 2],
    },
    {
      what: '429 with seconds, then success',
      answers: [json(429, LIMITED, { 'retry-after': '2' }), OK],
      read: ['ok', 2],
      write: ['ok', 2],
    },
    {
      what: '429 with rubbish, then success',
      answers: [json(429, LIMITED, { 'retry-after': 'soon' }), OK],
      read: ['ok', 2],
      write: ['ok', 2],
    },
    {
      what: '429 for ever',
      answers: [json(429, LIMITED, later(1))],
      read: ['rate-limited', 3],
      write: ['rate-limited', 3, 'no'],
    },
    {
      what: '429 for five minutes',
      answers: [json(429, LIMITED, later(900))],
      read: ['rate-limited', 1],
      write: ['rate-limited', 1, 'no'],
    },
    {
      what: '429 with no JSON',
      answers: [(response) => response.writeHead(429).end('slow down'), OK],
      read: ['ok', 2],
      write: ['ok', 2],
    },
    {
      what: '500, then success',
      answers: [json(500, { message: 'oops' }), OK],
      read: ['ok', 2],
      write: ['server', 1, 'unknown'],
    },
    {
      what: '502 with a page',
      answers: [(response) => response.writeHead(502).end('<html>')],
      read: ['server', 3],
      write: ['server', 1, 'unknown'],
    },
    { what: 'a reset before the answer', answers: [reset, OK], read: ['ok', 2], write: ['offline', 1, 'unknown'] },
    { what: 'resets for ever', answers: [reset], read: ['offline', 3], write: ['offline', 1, 'unknown'] },
    {
      what: 'a reset within the body',
      answers: [resetInBody, OK],
      read: ['ok', 2],
      write: ['unreadable', 1, 'unknown'],
    },
    {
      what: 'a truncated body, then a whole one',
      answers: [truncated, OK],
      read: ['ok', 2],
      write: ['unreadable', 1, 'unknown'],
    },
    { what: 'truncated bodies', answers: [truncated], read: ['unreadable', 3], write: ['unreadable', 1, 'unknown'] },
    { what: 'broken JSON', answers: [cut], read: ['unreadable', 3], write: ['unreadable', 1, 'unknown'] },
    { what: 'broken compression', answers: [badGzip, OK], read: ['ok', 2], write: ['unreadable', 1, 'unknown'] },
    { what: 'a page instead of JSON', answers: [html], read: ['unreadable', 1], write: ['unreadable', 1, 'unknown'] },
    {
      what: 'a redirect',
      answers: [(response) => response.writeHead(302, { location: '/elsewhere' }).end(), OK],
      read: ['unreadable', 1],
      write: ['unreadable', 1, 'unknown'],
    },
    {
      what: 'silence, then success',
      answers: [silence, OK],
      read: ['ok', 2],
      write: ['timeout', 1, 'unknown'],
      settings: QUICK,
    },
    {
      what: 'a body that stops',
      answers: [drip],
      read: ['timeout', 3],
      write: ['timeout', 1, 'unknown'],
      settings: QUICK,
    },
    {
      what: 'a conflict, then success',
      answers: [json(409, { code: 'concurrent_write_conflict', message: 'x' }), OK],
      read: ['ok', 2],
      write: ['ok', 2],
    },
    {
      what: 'conflicts for ever',
      answers: [json(409, { code: 'concurrent_write_conflict', message: 'x' })],
      read: ['conflict', 2],
      write: ['conflict', 2, 'no'],
    },
    {
      what: 'a taken slug',
      answers: [json(409, { code: 'slug_conflict', message: 'taken' })],
      read: ['conflict', 1],
      write: ['conflict', 1, 'no'],
    },
    {
      what: '400',
      answers: [json(400, { code: 'validation_type', message: 'no' })],
      read: ['validation', 1],
      write: ['validation', 1, 'no'],
    },
    {
      what: '401',
      answers: [json(401, { type: 'auth_error', code: 'unauthorized', message: 'no' })],
      read: ['key-invalid', 1],
      write: ['key-invalid', 1, 'no'],
    },
    {
      what: '404',
      answers: [json(404, { code: 'not_found', message: 'Note with ID "x" was not found.' })],
      read: ['not-found', 1],
      write: ['not-found', 1, 'no'],
    },
    {
      what: '413',
      answers: [json(413, { code: 'validation_type', message: 'large' })],
      read: ['too-large', 1],
      write: ['too-large', 1, 'no'],
    },
    {
      what: 'an answer of any size',
      answers: [json(200, 'x'.repeat(2000))],
      read: ['unreadable', 1],
      write: ['unreadable', 1, 'unknown'],
      settings: { maxBytes: 1000 },
    },
  ];

  for (const { what, answers, settings, ...expected } of CASES) {
    for (const kind of ['read', 'write'] as const) {
      it(`${what}: a ${kind} is ${expected[kind][0]} after ${expected[kind][1]}`, async () => {
        const [outcome, requests, fate = 'no'] = expected[kind];
        const { url, received } = await server(...answers);
        const { send, fails, trace } = setUp(url, settings);
        const operation = kind === 'read' ? 'objects.list' : 'notes.create';
        if (outcome === 'ok') await send(operation);
        else {
          const error = await fails(operation);
          assert.equal(error.kind, outcome, error.message);
          assert.equal(error.fate, fate);
          assert.equal(error.details.attempts, requests);
          assert.equal(/before you repeat it/.test(error.remedy), fate === 'unknown');
          assert.match(error.message, /^Could not (list the objects|create the note)/);
          assert.match(error.remedy, /\.$/);
        }
        assert.equal(received.length, requests);
        assert.equal(trace.attempts, requests);
        if (what === 'a redirect') assert.ok(received.every((request) => request.url !== '/elsewhere'));
      });
    }
  }

  it('waits 1 s doubling to 30 s, jittered, and is more patient with bulk work', async () => {
    const { url } = await server(json(503, {}));
    const { fails, clock } = setUp(url);
    await fails('objects.list', { priority: 'bulk' });
    assert.deepEqual(
      clock.waits.filter((ms) => ms > 100),
      [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000],
    );
    const jittered = setUp(url, { random: () => 0 });
    await jittered.fails('objects.list');
    assert.deepEqual(
      jittered.clock.waits.filter((ms) => ms > 100),
      [500, 1000],
    );
  });

  it("waits as long as a 429's date says, by the server's clock", async () => {
    const answer = json(429, LIMITED, {
      date: 'Tue, 23 May 2023 14:42:00 GMT',
      'retry-after': 'Tue, 23 May 2023 14:42:05 GMT',
    });
    const { url } = await server(answer, OK);
    const { send, clock } = setUp(url);
    await send('objects.list');
    assert.deepEqual(clock.waits, [5000]);
  });

  it('a date that has passed does not make it hammer', async () => {
    const { url } = await server(json(429, LIMITED, { 'retry-after': '0' }));
    const { fails, clock } = setUp(url);
    await fails('objects.list');
    assert.deepEqual(
      clock.waits.filter((ms) => ms >= 1000),
      [1000, 2000],
    );
  });

  it('bulk work is not lost to many 429s', async () => {
    const { url, received } = await server(...Array<Answer>(20).fill(json(429, LIMITED, { 'retry-after': '1' })), OK);
    const { send } = setUp(url);
    await send('notes.create', { priority: 'bulk' });
    assert.equal(received.length, 21);
  });

  it('waits no longer than it is patient, for a server that is down and says for how long', async () => {
    const { url, received } = await server(json(503, {}, { 'retry-after': '6' }));
    const { fails, clock } = setUp(url);
    await fails('objects.list');
    assert.deepEqual(
      clock.waits.filter((ms) => ms >= 1000),
      [6000, 6000],
    );
    assert.equal(received.length, 3);
    const long = await server(json(503, {}, { 'retry-after': '10' }));
    await setUp(long.url).fails('objects.list');
    assert.equal(long.received.length, 1);
    const brief = { person: { ...person, giveUpMs: 5000 }, bulk };
    const late = await server(json(503, {}, { 'retry-after': '3' }));
    await setUp(late.url, { patience: brief }).fails('objects.list');
    assert.equal(late.received.length, 2);
  });

  it('a person is told at once when Attio wants a long pause, without another request', async () => {
    const { url, received } = await server(json(429, LIMITED, { 'retry-after': '200' }));
    const { fails } = setUp(url);
    const first = await fails('objects.list');
    assert.equal(first.details.retryAfterMs, 200_000);
    const second = await fails('objects.list');
    assert.equal(second.kind, 'rate-limited');
    assert.match(second.message, /200 s/);
    assert.equal(received.length, 1);
  });

  it('offline: one quick second try for a person, and a write has certainly not happened', async () => {
    const { fails, clock, trace } = setUp(`http://127.0.0.1:${await freePort()}`);
    const error = await fails('notes.create');
    assert.equal(error.kind, 'offline');
    assert.equal(error.fate, 'no');
    assert.match(error.message, /ECONNREFUSED/);
    assert.equal(trace.attempts, 2);
    assert.deepEqual(clock.waits, [300]);
  });

  it('offline: a name that does not resolve', async () => {
    const { fails } = setUp('http://attio.invalid');
    const error = await fails('objects.list');
    assert.equal(error.kind, 'offline');
    assert.match(error.message, /attio\.invalid cannot be reached/);
  });

  it('a write is repeated while nobody listens yet, and sent once', async () => {
    const port = await freePort();
    const { send, clock, trace } = setUp(`http://127.0.0.1:${port}`);
    let late: Promise<Loopback> | undefined;
    const { after } = clock;
    clock.after = (ms, run) => {
      if (ms !== 300) return after.call(clock, ms, run);
      // The wait between the two attempts: the server comes up.
      late = serveOn(port, OK);
      void late.then(run);
      return () => undefined;
    };
    await send('notes.create');
    const loopback = await late!;
    open.push(loopback);
    assert.equal(loopback.received.length, 1);
    assert.equal(trace.attempts, 2);
  });

  describe('cancelling', () => {
    it('before it starts: no request', async () => {
      const { url, received } = await server(OK);
      const { fails, trace } = setUp(url);
      const error = await fails('notes.create', { signal: AbortSignal.abort() });
      assert.equal(error.kind, 'cancelled');
      assert.equal(error.fate, 'no');
      assert.equal(trace.attempts, 0);
      assert.equal(received.length, 0);
    });

    for (const [operation, fate] of [
      ['objects.list', 'no'],
      ['notes.create', 'unknown'],
    ] as const) {
      it(`mid-flight: ${operation} ends at once, its fate is ${fate}`, async () => {
        const abort = new AbortController();
        const { url, received } = await server(() => abort.abort());
        const { fails } = setUp(url);
        const error = await fails(operation, { signal: abort.signal });
        assert.equal(error.kind, 'cancelled');
        assert.equal(error.fate, fate);
        assert.equal(received.length, 1);
      });
    }

    it('between attempts', async () => {
      const abort = new AbortController();
      const { url, received } = await server(json(503, {}));
      const { fails, clock } = setUp(url);
      const { after } = clock;
      clock.after = (ms, run) => {
        if (ms === 1000) abort.abort();
        return after.call(clock, ms, run);
      };
      const error = await fails('objects.list', { signal: abort.signal });
      assert.equal(error.kind, 'cancelled');
      assert.equal(received.length, 1);
    });

    it('close() ends what is under way, and what comes after', async () => {
      let asked: () => void = () => undefined;
      const arrived = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const { url } = await server(() => asked());
      const { fails, transport } = setUp(url);
      const running = fails('objects.list');
      await arrived;
      await transport.close();
      assert.equal((await running).kind, 'cancelled');
      assert.equal((await fails('objects.list')).kind, 'cancelled');
    });

    it('lets go of the signal', async () => {
      const { url } = await server(OK);
      const { send } = setUp(url);
      const { signal } = new AbortController();
      let listeners = 0;
      const add = signal.addEventListener.bind(signal);
      const remove = signal.removeEventListener.bind(signal);
      signal.addEventListener = (...args: Parameters<typeof add>) => {
        listeners++;
        add(...args);
      };
      signal.removeEventListener = (...args: Parameters<typeof remove>) => {
        listeners--;
        remove(...args);
      };
      for (let i = 0; i < 5; i++) await send('objects.list', { signal });
      assert.equal(listeners, 0);
    });
  });

  describe('through a proxy', () => {
    const far = 'http://attio.test';

    it('reaches a host that only the proxy knows, with its user and password', async () => {
      const { port, received } = await server(OK);
      const proxy = await serveProxy(port);
      open.push(proxy);
      const url = proxy.url.replace('http://', 'http://ann:p%40ss@');
      await setUp(far, { proxy: { url } }).send('objects.list');
      assert.equal(received[0]!.headers.authorization, `Bearer ${KEY}`);
      const [connect] = proxy.received;
      assert.equal(connect!.url, 'attio.test:80');
      assert.equal(connect!.headers['proxy-authorization'], `Basic ${Buffer.from('ann:p@ss').toString('base64')}`);
      assert.equal(connect!.headers.authorization, undefined);
    });

    it("sends VS Code's own proxy authorization", async () => {
      const { port } = await server(OK);
      const proxy = await serveProxy(port);
      open.push(proxy);
      await setUp(far, { proxy: { url: proxy.url, authorization: 'Negotiate abcdef' } }).send('objects.list');
      assert.equal(proxy.received[0]!.headers['proxy-authorization'], 'Negotiate abcdef');
    });

    for (const [status, words] of [
      [407, /user name and password/],
      [502, /did not connect/],
    ] as const) {
      it(`a proxy that answers ${status} is the proxy's failure; a write has not happened`, async () => {
        const proxy = await serveProxy(1, status);
        open.push(proxy);
        const error = await setUp(far, { proxy: { url: proxy.url } }).fails('notes.create');
        assert.equal(error.kind, 'proxy');
        assert.equal(error.fate, 'no');
        assert.match(error.message, words);
        assert.match(error.remedy, /http\.proxy/);
        assert.equal(proxy.received.length, 1);
      });
    }

    it('a proxy that is not there, or whose address makes no sense', async () => {
      const gone = await setUp(far, { proxy: { url: `http://127.0.0.1:${await freePort()}` } }).fails('objects.list');
      assert.equal(gone.kind, 'proxy');
      const odd = setUp(far, { proxy: { url: 'http://[oops' } });
      assert.equal((await odd.fails('objects.list')).kind, 'proxy');
      assert.equal(odd.trace.attempts, 0);
    });
  });

  for (const [what, timeouts] of [
    ['headers', { connectMs: 5000, headersMs: 50, bodyMs: 5000 }],
    ['a body', { connectMs: 5000, headersMs: 5000, bodyMs: 50 }],
  ] as const) {
    it(`does not wait for ${what} for ever`, async () => {
      const { url } = await server(what === 'headers' ? silence : drip);
      const error = await setUp(url, { timeouts }).fails('notes.create');
      assert.equal(error.kind, 'timeout');
      assert.equal(error.fate, 'unknown');
    });
  }

  it('a connection that is no TLS is a question of trust, not of the key', async () => {
    const { port } = await server(OK);
    const error = await setUp(`https://127.0.0.1:${port}`).fails('notes.create');
    assert.equal(error.kind, 'proxy');
    assert.equal(error.fate, 'no');
    assert.match(error.message, /no certificate/);
    assert.match(error.remedy, /Something else answers in its place/);
  });

  describe('over TLS, with a certificate that nobody trusts', () => {
    async function tlsServer() {
      const received: string[] = [];
      const secure = createServer({ key: TLS_KEY, cert: CERTIFICATE }, (request, response) => {
        received.push(request.headers.authorization ?? '');
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
      });
      await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
      open.push({
        close: () =>
          new Promise((resolve) => {
            secure.close(() => resolve());
            secure.closeAllConnections();
          }),
      });
      return { port: (secure.address() as AddressInfo).port, received };
    }

    it('sends nothing', async () => {
      const { port, received } = await tlsServer();
      const error = await setUp(`https://127.0.0.1:${port}`).fails('notes.create');
      assert.equal(error.kind, 'proxy');
      assert.equal(error.fate, 'no');
      assert.match(error.message, /not trusted/);
      assert.match(error.remedy, /certificate/);
      assert.deepEqual(received, []);
    });

    it('sends when VS Code is told not to be strict, through a proxy too', async () => {
      const { port, received } = await tlsServer();
      await setUp(`https://127.0.0.1:${port}`, { proxy: { strictSSL: false } }).send('objects.list');
      const proxy = await serveProxy(port);
      open.push(proxy);
      const strict = setUp('https://attio.test', { proxy: { url: proxy.url } });
      assert.equal((await strict.fails('objects.list')).kind, 'proxy');
      await setUp('https://attio.test', { proxy: { url: proxy.url, strictSSL: false } }).send('objects.list');
      assert.deepEqual(received, [`Bearer ${KEY}`, `Bearer ${KEY}`]);
      assert.ok(
        proxy.received.every(({ url, headers }) => url === 'attio.test:443' && headers.authorization === undefined),
      );
    });
  });

  describe('keeps the key to itself', () => {
    const echo: Answer = (response, { headers }) => {
      const said = `${headers.authorization} ${encodeURIComponent(KEY)} ${Buffer.from(KEY).toString('base64')}`;
      json(
        400,
        {
          code: `c ${KEY}`,
          message: `Object with slug/ID "${KEY}" not found. ${said}`,
          validation_errors: [{ path: [KEY], message: said }],
        },
        {
          'x-attio-execution-id': KEY,
        },
      )(response, undefined as never, 0);
    };

    for (const [what, answer] of [
      ['an echoing server', echo],
      ['a reset', reset],
      ['a redirect', json(307, {}, { location: `https://evil.example/?k=${KEY}` })],
    ] as const) {
      it(`from ${what}`, async () => {
        const { url } = await server(answer);
        const { fails, trace } = setUp(url, { granted: [] });
        const error = await fails('notes.create');
        const all = `${inspect(error, { depth: 10, showHidden: true })}${error.stack}${JSON.stringify(error.details)}${JSON.stringify(trace)}`;
        for (const form of [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64')])
          assert.ok(!all.includes(form), form);
      });
    }

    it("and the proxy's password", async () => {
      const basic = Buffer.from('ann:hunter22').toString('base64');
      const { port } = await server(json(400, { code: 'x', message: `hunter22 ${basic}` }));
      const proxy = await serveProxy(port);
      open.push(proxy);
      const url = proxy.url.replace('http://', 'http://ann:hunter22@');
      const error = await setUp('http://attio.test', { proxy: { url } }).fails('objects.list');
      const all = inspect(error, { depth: 10, showHidden: true });
      assert.ok(!all.includes('hunter22') && !all.includes(basic));
      assert.match(error.message, /\[secret\]/);
    });

    for (const key of ['', '  ', 'two words', 'line\nbreak', 'schlüssel', '🔑'.repeat(4)]) {
      it(`a key like ${JSON.stringify(key)} is refused before any request, and not shown`, async () => {
        const { url, received } = await server(OK);
        const error = await setUp(url, { key }).fails('self.get');
        assert.equal(error.kind, 'key-invalid');
        assert.equal(received.length, 0);
        if (key.trim() !== '') assert.ok(!inspect(error).includes(key));
      });
    }
  });

  it('has limits of time that end', () => {
    for (const patience of Object.values(DEFAULTS.patience)) {
      assert.ok(patience.totalMs <= 120_000 && patience.attempts <= 8);
    }
    const { person } = DEFAULTS.patience;
    assert.ok(person.giveUpMs + DEFAULTS.timeouts.headersMs <= 60_000, 'a person waits a minute at most');
  });
});
