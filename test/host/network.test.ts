/** VS Code's settings for the network, as they reach the client: each takes effect at once, without a reload. */
import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { ConfigurationTarget, workspace } from 'vscode';
import { AttioError } from '../../src/attio/errors.js';
import { freePort, type Loopback, serveProxy } from '../unit/attio/loopback.js';
import { selfSigned } from '../unit/attio/loopbackCertificate.js';
import { accountStore } from './support/accounts.js';
import { attio, signOutEverywhere } from './support/attio.js';
import { scriptedUi } from './support/scriptedUi.js';

/** Attio's own host, played by a server of this machine behind a proxy of this machine. */
const HOST = 'api.attio.com';
const ACCOUNT = {
  id: 'attio:5f0f7a52-6b7e-4a9c-8d2b-1f1a0c4f2b11',
  via: 'attio' as const,
  workspaceId: '5f0f7a52-6b7e-4a9c-8d2b-1f1a0c4f2b11',
  slug: 'far',
  name: 'Far Away',
  scopes: ['object_configuration:read'],
};

describe('network settings', () => {
  const { key, certificate } = selfSigned({ host: HOST });
  const original = tls.getCACertificates;
  const server = createServer({ key, cert: certificate }, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
  });
  const proxies: Loopback[] = [];
  let asked: (string | undefined)[];

  const proxy = async (refuse?: number) => {
    const made = await serveProxy((server.address() as AddressInfo).port, refuse);
    proxies.push(made);
    return made;
  };
  /** Resolves when the connections know. */
  const set = async (name: string, value: unknown) => {
    const { services } = await attio();
    const heard = new Promise<void>((resolve) => {
      const listener = services.connections.onDidChange(() => {
        listener.dispose();
        resolve();
      });
    });
    await workspace.getConfiguration('http').update(name, value, ConfigurationTarget.Global);
    await heard;
  };
  const list = async () => (await (await attio()).services.connections.current()).api.objects.list();
  const failing = async (): Promise<AttioError> => {
    const error: unknown = await list().then(
      () => assert.fail('it did not fail'),
      (reason: unknown) => reason,
    );
    assert(AttioError.is(error), String(error));
    return error;
  };

  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  beforeEach(async () => {
    await signOutEverywhere();
    // A computer on which the certificate is installed.
    asked = [];
    tls.getCACertificates = (of) => {
      asked.push(of);
      return of === 'system' ? [...original(of), certificate] : original(of);
    };
    (await attio()).ui.use(scriptedUi());
    // Never a moment without a proxy: nothing of this may leave the machine.
    await workspace
      .getConfiguration('http')
      .update('proxy', `http://127.0.0.1:${await freePort()}`, ConfigurationTarget.Global);
    await (await accountStore()).add(ACCOUNT, 'a-key-that-goes-nowhere');
  });
  afterEach(async () => {
    tls.getCACertificates = original;
    await signOutEverywhere();
    const http = workspace.getConfiguration('http');
    for (const name of ['systemCertificates', 'proxyStrictSSL', 'noProxy', 'proxyAuthorization', 'proxy'])
      if (http.inspect(name)?.globalValue !== undefined) await http.update(name, undefined, ConfigurationTarget.Global);
    await Promise.all(proxies.splice(0).map((one) => one.close()));
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it('the proxy is the one of http.proxy, from the moment it is set', async () => {
    const gone = await failing();
    assert.equal(gone.kind, 'proxy');
    assert.match(gone.message, /proxy cannot be reached/);
    const shut = await proxy(403);
    await set('proxy', shut.url);
    assert.match((await failing()).message, /refused to connect to api\.attio\.com \(403\)/);
    const open = await proxy();
    await set('proxy', open.url);
    // The views may ask too, so that only what came since then tells.
    const before = shut.received.length;
    assert.deepEqual(await list(), []);
    assert.equal(open.received[0]?.url, `${HOST}:443`);
    assert.equal(shut.received.length, before);
  });

  it('it is given the login of its address, or http.proxyAuthorization', async () => {
    const open = await proxy();
    await set('proxy', open.url.replace('http://', 'http://ann:p%40ss@'));
    await list();
    await set('proxyAuthorization', 'Negotiate abcdef');
    await list();
    assert.deepEqual(
      [...new Set(open.received.map(({ headers }) => headers['proxy-authorization']))],
      [`Basic ${Buffer.from('ann:p@ss').toString('base64')}`, 'Negotiate abcdef'],
    );
  });

  it('certificates of the operating system count unless http.systemCertificates is off', async () => {
    await set('proxy', (await proxy()).url);
    await list();
    assert.deepEqual(asked, ['default', 'system'], 'Node was asked for what it trusts');
    await set('systemCertificates', false);
    const error = await failing();
    assert.equal(error.kind, 'proxy');
    assert.match(error.message, /nobody known here has signed its certificate/);
    assert.match(error.remedy, /^Turn on "http\.systemCertificates"/);
    await set('systemCertificates', true);
    assert.deepEqual(await list(), []);
    assert.equal(asked.length, 2, 'once is enough');
  });

  it('http.proxyStrictSSL off takes any certificate', async () => {
    tls.getCACertificates = original;
    await set('proxy', (await proxy()).url);
    assert.match((await failing()).remedy, /install it on this computer/);
    await set('proxyStrictSSL', false);
    assert.deepEqual(await list(), []);
  });
});
