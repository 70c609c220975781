/** The connection pool of one account, through the proxy that VS Code's settings or the environment name. */
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { ProxySettings } from './client.js';
import { IN_FLIGHT } from './pacer.js';
import { type CertificateSource, trustOf } from './trust.js';
import type { Route } from './unreached.js';

export interface Timeouts {
  connectMs: number;
  headersMs: number;
  /** Between two pieces of a body. */
  bodyMs: number;
}

/** As many connections as the pacer lets requests run, so that nothing queues unseen inside the pool. */
export const CONNECTIONS = IN_FLIGHT;

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Whether a host name, as `URL` has it (IPv6 in brackets), is this machine: `localhost`, `127.x.x.x`, `[::1]`. Asks no
 * name server.
 */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** Whether `hostname[:port]` is on a list like `example.com, .corp.local, 10.0.0.1:8080, *`. A domain covers its subdomains. */
function goesDirect(url: URL, list: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.some((raw) => {
    const entry = raw.trim().toLowerCase();
    if (entry === '') return false;
    if (entry === '*') return true;
    const [, name, entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry)!;
    if (entryPort !== undefined && entryPort !== port) return false;
    const domain = name!.replace(/^\*?\./, '');
    return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
  });
}

/**
 * The proxy for `baseUrl`: the settings' own, else that of the environment (HTTPS_PROXY or HTTP_PROXY, with NO_PROXY;
 * lower case wins), else none. This machine itself is never reached through a proxy. Pure.
 */
export function proxyFor(
  baseUrl: string,
  settings: ProxySettings | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const url = new URL(baseUrl);
  if (isLoopback(url.hostname)) return undefined;
  const fromEnv = (name: string) => env[name.toLowerCase()] || env[name.toUpperCase()] || undefined;
  const noProxy = [...(settings?.noProxy ?? []), ...(fromEnv('no_proxy') ?? '').split(/[\s,]+/)];
  if (goesDirect(url, noProxy)) return undefined;
  const proxy = settings?.url || fromEnv(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  if (proxy === undefined) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** What `createDispatcher` made, and the proxy's secrets, which must not show in an error. */
export interface Connection {
  dispatcher: Dispatcher;
  route: Route;
  secrets: string[];
}

/**
 * Opens nothing: connections are made by requests.
 * @throws TypeError when the proxy's address is not a URL.
 */
export function createDispatcher(
  baseUrl: string,
  settings: ProxySettings | undefined,
  timeouts: Timeouts,
  certificates?: CertificateSource,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Connection {
  const { origin, protocol } = new URL(baseUrl);
  const trust = protocol === 'https:' ? trustOf(settings?.systemCertificates, certificates) : undefined;
  const requestTls = {
    timeout: timeouts.connectMs,
    rejectUnauthorized: settings?.strictSSL !== false,
    ...(trust?.context && { secureContext: trust.context }),
  };
  const shared = {
    connections: CONNECTIONS,
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    // Shorter than servers keep theirs: a write on a connection that the other side is closing has an unknown fate.
    keepAliveTimeout: 4000,
  };
  const proxy = proxyFor(baseUrl, settings, env);
  if (proxy === undefined) {
    const dispatcher = new Pool(origin, { ...shared, connect: requestTls });
    return { dispatcher, route: { proxied: false, system: trust?.system }, secrets: [] };
  }
  const uri = new URL(proxy);
  const user = decodeURIComponent(uri.username);
  const password = decodeURIComponent(uri.password);
  const basic = user === '' ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const token = settings?.authorization ?? basic;
  if (uri.protocol.startsWith('http')) {
    uri.username = '';
    uri.password = '';
  }
  const dispatcher = new ProxyAgent({
    ...shared,
    uri: uri.href,
    ...(token === undefined ? {} : { token }),
    requestTls,
    proxyTls: requestTls,
    // A proxy that accepts the connection and then says nothing must not hold a request for minutes.
    clientFactory: (address, options) => new Pool(address, { ...options, headersTimeout: timeouts.connectMs }),
  });
  const route = { proxied: true, authorized: token !== undefined, system: trust?.system };
  return { dispatcher, route, secrets: [password, token ?? '', token?.split(' ')[1] ?? ''] };
}
