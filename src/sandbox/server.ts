/**
 * The sample workspace as an Attio-compatible HTTP server on loopback. It answers as recordings of the real API do
 * (envelopes, ids, headers, limits, refusals) and goes wrong on request (faults.ts). Two things differ on purpose: it
 * refuses foreign Host headers, so that no web page reaches it by rebinding a name, and it sends no CORS headers.
 */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { missingScopes, SCOPE_AREAS } from '../attio/scopes.js';
import { control, RequestLog, type Seen } from './control.js';
import { type Fault, type FaultRequest, Faults } from './faults.js';
import { seedId } from './ids.js';
import { nano } from './model.js';
import { notFound, Problem, unauthorized } from './problem.js';
import { type Answer, lacking, type Route, Router } from './route.js';
import { configRoutes } from './routes/config.js';
import { noteRoutes } from './routes/notes.js';
import { recordRoutes } from './routes/records.js';
import { recordWriteRoutes } from './routes/recordWrites.js';
import { SEED_WORKSPACE } from './seed.js';
import { buildWorkspace } from './seedWorkspace.js';
import { cut, type Outgoing, readForm, readJson, send, sendSlowly, sendTruncated } from './sending.js';
import type { Workspace, WorkspaceName } from './workspace.js';

export type { Seen } from './control.js';
export type { Fault } from './faults.js';

export interface SandboxOptions {
  /** A free one when not given. */
  port?: number;
  /** A random one when not given. */
  key?: string;
  /** What the key may do; everything when not given. */
  scopes?: readonly string[];
  /** Milliseconds before an answer; none when not given. */
  latency?: { read?: number; write?: number };
  /** In force from the start. */
  faults?: readonly Fault[];
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, to be used in the place of `https://api.attio.com`. */
  readonly url: string;
  readonly key: string;
  readonly workspace: WorkspaceName;
  /** Puts these faults in force in the place of all others. */
  setFaults(faults: readonly Fault[]): void;
  /** The requests seen since the start or the last reset, oldest first. */
  requests(): readonly Seen[];
  /** Data, faults and log as at the start. */
  reset(): void;
  /** Ends all connections, also those with requests under way, and stops listening. Can be called again. */
  close(): Promise<void>;
}

/** Every scope there is, as a key with full access has them. */
export const ALL_SCOPES: readonly string[] = SCOPE_AREAS.map((area) => `${area}:read-write`);

const ROUTES: readonly Route[] = [...configRoutes, ...recordRoutes, ...recordWriteRoutes, ...noteRoutes];

/** Starts a sample workspace; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const handler = new Handler(options);
  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (request, response) => void handler.handle(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  handler.hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    key: handler.key,
    workspace: SEED_WORKSPACE,
    setFaults: (faults) => handler.faults.set(faults),
    requests: () => handler.log.list,
    reset: () => handler.reset(),
    close() {
      closing ??= new Promise((resolve) => {
        handler.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

class Handler {
  readonly key: string;
  readonly faults = new Faults();
  readonly log = new RequestLog();
  hosts: ReadonlySet<string> = new Set();
  readonly #options: SandboxOptions;
  readonly #router = new Router(ROUTES);
  readonly #stopping = new AbortController();
  readonly #startedAt = Math.floor(Date.now() / 1000);
  #workspace: Workspace = buildWorkspace();

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.key = options.key ?? randomBytes(32).toString('hex');
    this.faults.set(options.faults ?? []);
  }

  reset(): void {
    this.#workspace = buildWorkspace();
    this.faults.set(this.#options.faults ?? []);
    this.log.clear();
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Answers one request; never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/';
    const executionId = randomUUID();
    const seen: Seen = {
      at: new Date().toISOString(),
      method: request.method ?? 'GET',
      path: target,
      status: null,
      executionId,
    };
    const controlling = target.startsWith('/_sandbox/');
    if (!controlling) this.log.add(seen);
    response.on('error', () => response.destroy());
    try {
      const url = new URL(target, 'http://sandbox');
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        vary: 'Origin',
        'x-attio-execution-id': executionId,
      };
      if (controlling) {
        const answer = await this.#refusable(async () => ({ body: await this.#control(request, url) }));
        send(response, outgoing(answer, headers));
        return;
      }
      const about: FaultRequest = { method: seen.method, path: url.pathname };
      const answered = isRead(about) ? { ...headers, 'x-accurate-at': nano(Date.now()) } : headers;
      if (await this.#failsBefore(about, response)) return;
      const answer = this.#refusal(about) ?? (await this.#refusable(() => this.#answer(request, url)));
      if (this.faults.take('reset', about, ({ when }) => when === 'after')) return cut(response);
      if (response.destroyed) return;
      seen.status = answer.status ?? 200;
      await this.#send(response, outgoing(answer, answered), about);
    } catch {
      // The client left, or the sandbox is closing: there is nobody to tell.
      response.destroy();
    }
  }

  /** Latency, and faults that leave no answer. True when there is nothing more to do. */
  async #failsBefore(about: FaultRequest, response: ServerResponse): Promise<boolean> {
    const latency = this.faults.take('latency', about) ?? this.#options.latency;
    const ms = (isRead(about) ? latency?.read : latency?.write) ?? 0;
    if (ms > 0) await wait(ms, undefined, { signal: this.#stopping.signal });
    if (this.faults.take('reset', about, ({ when }) => when === 'before')) {
      cut(response);
      return true;
    }
    return this.faults.take('hang', about) !== undefined;
  }

  /** Faults that are an answer of their own: the request is not acted on. */
  #refusal(about: FaultRequest): Answer | undefined {
    const limited = this.faults.take('rate-limit', about);
    if (limited) {
      const { retryAfter = 1 } = limited;
      const header = typeof retryAfter === 'number' ? httpDate(retryAfter) : retryAfter;
      const message = 'Rate limit exceeded, please try again later';
      const { status, body } = new Problem(429, 'rate_limit_error', 'rate_limit_exceeded', message);
      return { status, body, ...(header !== null && { headers: { 'retry-after': header } }) };
    }
    const failed = this.faults.take('status', about);
    if (!failed) return undefined;
    const { status = 500, type = 'api_error', code = 'internal_error', message = 'Something went wrong.' } = failed;
    return { status, body: new Problem(status, type, code, message).body };
  }

  async #send(response: ServerResponse, out: Outgoing, about: FaultRequest): Promise<void> {
    if (this.faults.take('truncate', about)) return sendTruncated(response, out);
    const slow = this.faults.take('slow', about);
    if (slow) return sendSlowly(response, out, slow.ms, this.#stopping.signal);
    const malformed = this.faults.take('malformed', about);
    const half = () => out.body.subarray(0, Math.floor(out.body.length / 2));
    const body = malformed ? (malformed.body === undefined ? half() : Buffer.from(malformed.body)) : out.body;
    send(response, { ...out, body });
  }

  async #answer(request: IncomingMessage, url: URL): Promise<Answer> {
    this.#checkHost(request);
    const method = request.method ?? 'GET';
    const found = this.#router.find(method, url.pathname);
    if (!found) throw notFound(`Could not find endpoint "${method} ${url.pathname}".`);
    const { route, params } = found;
    const known = this.#holdsKey(request) && !this.faults.revoked;
    if (!known && url.pathname === '/v2/self') return { body: { active: false } };
    if (!known) throw unauthorized(403, 'The access token provided is not valid.');
    const scopes = this.faults.scopes(this.#options.scopes ?? ALL_SCOPES);
    const needed = typeof route.scopes === 'function' ? route.scopes(params) : route.scopes;
    const missing = missingScopes(needed, scopes);
    if (missing.length > 0) throw lacking(missing);
    const body =
      method === 'GET' || method === 'DELETE' ? undefined : await (route.form ? readForm(request) : readJson(request));
    const token = { clientId: seedId('tokens', 'sample'), scopes, issuedAt: this.#startedAt };
    const origin = `http://${[...this.hosts][0]}`;
    return route.run({ workspace: this.#workspace, token, params, query: url.searchParams, body, origin });
  }

  async #control(request: IncomingMessage, url: URL): Promise<unknown> {
    this.#checkHost(request);
    if (!this.#holdsKey(request)) throw unauthorized(403, 'The control addresses need the key of this sandbox.');
    return control(request.method ?? 'GET', url.pathname, await readJson(request), this);
  }

  #checkHost(request: IncomingMessage): void {
    if (this.hosts.has((request.headers.host ?? '').toLowerCase())) return;
    throw new Problem(403, 'sandbox_error', 'foreign_host', 'The sandbox answers to its loopback address alone.');
  }

  /** Whether the request carries the key; 401 when it carries none at all. */
  #holdsKey(request: IncomingMessage): boolean {
    const { authorization } = request.headers;
    if (authorization === undefined) throw unauthorized(401, 'The Authorization header was not provided.');
    const given = Buffer.from(/^Bearer\s+(.*)$/i.exec(authorization)?.[1] ?? '');
    const key = Buffer.from(this.key);
    return given.length === key.length && timingSafeEqual(given, key);
  }

  /** What `act` answers, or the refusal it throws; what it did not foresee is a 500. */
  async #refusable(act: () => Answer | Promise<Answer>): Promise<Answer> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Problem) return { status: error.status, body: error.body };
      if (this.#stopping.signal.aborted) throw error;
      const message = error instanceof Error ? error.message : String(error);
      return { status: 500, body: new Problem(500, 'api_error', 'internal_error', `Sandbox: ${message}`).body };
    }
  }
}

/** Whether Attio counts a request as a read: queries and searches are POST. */
function isRead({ method, path }: FaultRequest): boolean {
  return method === 'GET' || (method === 'POST' && /\/(query|search|sql)$/.test(path));
}

/** The date `seconds` from now, rounded up as a header has no fractions. */
function httpDate(seconds: number): string {
  return new Date(Math.ceil((Date.now() + seconds * 1000) / 1000) * 1000).toUTCString();
}

function outgoing(answer: Answer, headers: Record<string, string>): Outgoing {
  const { 'content-type': json, ...others } = headers;
  const typed = answer.body === undefined ? others : { ...others, 'content-type': json! };
  return {
    status: answer.status ?? 200,
    headers: { ...typed, ...answer.headers },
    body: answer.bytes ?? Buffer.from(answer.body === undefined ? '' : JSON.stringify(answer.body)),
  };
}
