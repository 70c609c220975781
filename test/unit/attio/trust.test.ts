import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import tls from 'node:tls';
import { createClient, type ProxySettings } from '../../../src/attio/client.js';
import { AttioError } from '../../../src/attio/errors.js';
import { DEFAULTS, type TransportSettings } from '../../../src/attio/settings.js';
import { type CertificateSource, trustOf } from '../../../src/attio/trust.js';
import { EagerClock } from './fakeClock.js';
import { freePort, serveProxy } from './loopback.js';
import { CERTIFICATE, KEY, selfSigned } from './loopbackCertificate.js';

/** A computer on which the certificate of these tests is installed, or not. */
const installed =
  (...system: string[]): CertificateSource =>
  (of) =>
    of === 'system' ? system : tls.rootCertificates;

describe('how Attio is reached', () => {
  const open: { close(): Promise<unknown> }[] = [];
  const nodes = tls.getCACertificates;
  afterEach(async () => {
    tls.getCACertificates = nodes;
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  async function secure(pair = { key: KEY, certificate: CERTIFICATE }) {
    const server = createServer({ key: pair.key, cert: pair.certificate }, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
    });
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({
      close: () => {
        for (const socket of sockets) socket.destroy();
        return new Promise((resolve) => server.close(resolve));
      },
    });
    return (server.address() as AddressInfo).port;
  }

  function client(baseUrl: string, proxy: ProxySettings, settings: Partial<TransportSettings> = {}) {
    const api = createClient({ baseUrl, key: 'k-1234567', proxy }, { clock: new EagerClock(), ...settings });
    open.push(api);
    return api;
  }

  const failing = async (api: ReturnType<typeof client>): Promise<AttioError> => {
    const error: unknown = await api.objects.list().then(
      () => assert.fail('it did not fail'),
      (reason: unknown) => reason,
    );
    assert(AttioError.is(error));
    return error;
  };

  describe('by a server whose certificate only the operating system trusts', () => {
    it('is trusted where VS Code says that those certificates count, which it does by default', async () => {
      const port = await secure();
      const certificates = installed(CERTIFICATE);
      assert.deepEqual(await client(`https://127.0.0.1:${port}`, {}, { certificates }).objects.list(), []);
      const proxy = await serveProxy(port);
      open.push(proxy);
      const through = client('https://attio.test', { url: proxy.url, systemCertificates: true }, { certificates });
      assert.deepEqual(await through.objects.list(), []);
      assert.equal(proxy.received.length, 1);
    });

    it('is not where it is off; the remedy is to turn it on', async () => {
      const port = await secure();
      const error = await failing(
        client(
          `https://127.0.0.1:${port}`,
          { systemCertificates: false },
          { certificates: () => assert.fail('they were read') },
        ),
      );
      assert.equal(error.kind, 'proxy');
      assert.match(
        error.message,
        /127\.0\.0\.1:\d+ is not trusted.*signed its certificate \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
      );
      assert.match(error.remedy, /^Turn on "http\.systemCertificates" in VS Code's settings/);
    });

    it('is not where it is not installed; the remedy is to install it', async () => {
      const port = await secure();
      const certificates = installed(selfSigned().certificate);
      const error = await failing(client(`https://127.0.0.1:${port}`, {}, { certificates }));
      assert.match(error.remedy, /install it on this computer \("http\.systemCertificates" is on\)/);
      assert.match(error.remedy, /NODE_EXTRA_CA_CERTS, then restart VS Code/);
    });

    for (const [what, certificates] of [
      ['has no way to read them', undefined],
      [
        'fails to',
        () => {
          throw new Error('no store');
        },
      ],
    ] as [string, CertificateSource | undefined][]) {
      it(`is not on a Node that ${what}; the remedy is a file`, async () => {
        const port = await secure();
        tls.getCACertificates = certificates as typeof nodes;
        const error = await failing(client(`https://127.0.0.1:${port}`, {}));
        assert.equal(error.kind, 'proxy');
        assert.match(error.remedy, /name its file in NODE_EXTRA_CA_CERTS/);
        assert.doesNotMatch(error.remedy, /systemCertificates/);
      });
    }
  });

  it('one expired certificate is a question of the clock, one of another host of who answers', async () => {
    const old = selfSigned({ from: '20200101000000Z', until: '20210101000000Z' });
    const certificates = installed(old.certificate);
    const expired = await failing(client(`https://127.0.0.1:${await secure(old)}`, {}, { certificates }));
    assert.match(expired.message, /not valid today \(CERT_HAS_EXPIRED\)/);
    assert.match(expired.remedy, /date and time/);
    const port = await secure();
    const proxy = await serveProxy(port);
    open.push(proxy);
    const settings = { certificates: installed(CERTIFICATE) };
    for (const api of [
      client(`https://localhost:${port}`, {}, settings),
      client('https://other.test', { url: proxy.url }, settings),
    ]) {
      const error = await failing(api);
      assert.equal(error.kind, 'proxy');
      assert.match(error.message, /of another host \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
      assert.match(error.remedy, /Something else answers/);
    }
  });

  it('reads the certificates of a computer once, however many connections are made', () => {
    let asked = 0;
    const source: CertificateSource = () => {
      asked++;
      return [CERTIFICATE];
    };
    const first = trustOf(undefined, source);
    assert.equal(trustOf(true, source).context, first.context);
    assert.equal(first.system, 'trusted');
    assert.equal(asked, 2);
    assert.deepEqual(trustOf(false, source), { system: 'off' });
  });

  it("asks Node's own functions where they are there", () => {
    const there = typeof tls.getCACertificates === 'function';
    assert.equal(trustOf(undefined).system, there ? 'trusted' : 'unreadable');
  });

  describe('through a proxy that', () => {
    const FAR = 'https://attio.test';
    const refused = async (status: number, settings: Partial<ProxySettings> = {}, login = '') => {
      const proxy = await serveProxy(1, status);
      open.push(proxy);
      const url = proxy.url.replace('http://', `http://${login}`);
      const error = await failing(client(FAR, { url, ...settings }));
      assert.equal(error.kind, 'proxy');
      assert.equal(proxy.received.length, 1, 'asked once');
      return error;
    };

    it('wants a login: where to give it', async () => {
      const error = await refused(407);
      assert.match(error.message, /wants a user name and password/);
      assert.match(error.remedy, /^Give them in "http\.proxy" .*or "http\.proxyAuthorization"/);
    });

    it('refuses the login given: where to correct it, without showing it', async () => {
      for (const error of [
        await refused(407, {}, 'ann:hunter22@'),
        await refused(407, { authorization: 'Basic aHVudGVyMjI=' }),
      ]) {
        assert.match(error.message, /did not take the user name and password/);
        assert.match(error.remedy, /^Correct them/);
        assert.doesNotMatch(`${error.message} ${error.remedy} ${error.stack}`, /hunter22|aHVudGVy/);
      }
    });

    it('forbids it: who can allow it, or how to go without', async () => {
      const error = await refused(403);
      assert.match(error.message, /refused to connect to attio\.test \(403\)/);
      assert.match(error.remedy, /allow attio\.test, or list it in "http\.noProxy"/);
    });

    it('cannot reach it itself: later', async () => {
      const error = await refused(502);
      assert.match(error.message, /did not connect to attio\.test \(502\)/);
      assert.match(error.remedy, /try again in a moment/);
    });

    it('is not there: the setting', async () => {
      const error = await failing(client(FAR, { url: `http://127.0.0.1:${await freePort()}` }));
      assert.equal(error.kind, 'proxy');
      assert.match(error.message, /proxy cannot be reached.*ECONNREFUSED/);
      assert.match(error.remedy, /Check the address in "http\.proxy"/);
    });

    it('says nothing: it, and not Attio, kept us waiting', async () => {
      const proxy = await serveProxy(1, 'silence');
      open.push(proxy);
      const timeouts = { ...DEFAULTS.timeouts, connectMs: 200 };
      const { person, bulk } = DEFAULTS.patience;
      const patience = { person: { ...person, attempts: 1 }, bulk };
      const error = await failing(client(FAR, { url: proxy.url }, { timeouts, patience }));
      assert.equal(error.kind, 'timeout');
      assert.match(error.message, /the proxy did not lead to attio\.test in time/);
      assert.match(error.remedy, /"http\.proxy"/);
    });
  });
});
