/** Answers the requests to a sandbox: keys, scopes, faults and limits around the routes. */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { missingScopes, SCOPE_AREAS } from '../attio/scopes.js';
import { avatarPng } from './avatars.js';
import { control, RequestLog, type Seen } from './control.js';
import { Deliverer } from './delivery.js';
import { type FaultRequest, Faults } from './faults.js';
import { seedId } from './ids.js';
import { httpDate, isRead, Limits, rateLimited } from './limits.js';
import { Maton, refusal } from './maton.js';
import { nano } from './model.js';
import type { SandboxOptions } from './options.js';
import { notFound, Problem, unauthorized } from './problem.js';
import { type Answer, lacking, Router } from './route.js';
import { ROUTES } from './routes/all.js';
import { buildWorkspace } from './seedWorkspace.js';
import { cut, type Outgoing, readForm, readJson, send, sendSlowly, sendTruncated } from './sending.js';
import { isSigned } from './signed.js';
import { AVATARS } from './wire.js';
import type { Workspace } from './workspace.js';

/** Every scope there is, as a key with full access has them. */
export const ALL_SCOPES: readonly string[] = SCOPE_AREAS.map((area) => `${area}:read-write`);

/** As measured at api.attio.com, ms. */
const LIVE = { read: 430, write: 790 };

/**
 * One sandbox behind a server of this machine: requests for another host are refused. `reset` puts data, faults, log
 * and limits back to the start.
 */
export class Handler {
  readonly key: string;
  readonly maton: Maton;
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly deliverer: Deliverer;
  #hosts: ReadonlySet<string> = new Set();
  #origin = '';
  readonly #limits = new Limits();
  readonly #options: SandboxOptions;
  readonly #router = new Router(ROUTES);
  readonly #stopping = new AbortController();
  readonly #startedAt = Math.floor(Date.now() / 1000);
  #workspace: Workspace;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.key = options.key ?? randomBytes(32).toString('hex');
    this.maton = new Maton(options.matonKey ?? randomBytes(32).toString('hex'));
    this.deliverer = new Deliverer(options.webhookRetry ?? 1000);
    this.faults.set(options.faults ?? []);
    this.#workspace = this.#build();
  }

  /** Where the server is, which it knows when it listens. */
  listensAt(port: number): void {
    this.#origin = `http://127.0.0.1:${port}`;
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  }

  #build(): Workspace {
    const workspace = buildWorkspace(this.#options);
    workspace.listener = (event) => this.deliverer.tell(workspace, event);
    return workspace;
  }

  reset(): void {
    this.#workspace = this.#build();
    this.deliverer.stop();
    this.maton.reset();
    this.#limits.clear();
    this.faults.set(this.#options.faults ?? []);
    this.log.clear();
  }

  stop(): void {
    this.#stopping.abort();
    this.deliverer.stop();
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
    const left = new AbortController();
    response.once('close', () => left.abort());
    try {
      const url = new URL(target, 'http://sandbox');
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        vary: 'Origin',
        'x-attio-execution-id': executionId,
      };
      if (controlling) {
        const answer = await this.#refusable(() => this.#control(request, url));
        send(response, outgoing(answer, headers));
        return;
      }
      const about: FaultRequest = { method: seen.method, path: url.pathname };
      const answered = isRead(about) ? { ...headers, 'x-accurate-at': nano(Date.now()) } : headers;
      const arrived = Date.now();
      // Counted as they arrive: how long one takes must not let more of them through.
      const tooMany = this.#limits.check(about, this.faults, arrived);
      if (await this.#failsBefore(about, response)) return;
      const answer = this.#refusal(about) ?? tooMany ?? (await this.#scored(request, url, about, left.signal, arrived));
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
    const ms = this.#latency(about);
    if (ms > 0) await wait(ms, undefined, { signal: this.#stopping.signal });
    if (this.faults.take('reset', about, ({ when }) => when === 'before')) {
      cut(response);
      return true;
    }
    return this.faults.take('hang', about) !== undefined;
  }

  /** How long to wait before acting, ms. */
  #latency(about: FaultRequest): number {
    const given = this.faults.take('latency', about) ?? this.#options.latency;
    if (given === undefined) return 0;
    const live = given === 'live' || ('preset' in given && given.preset === 'live');
    const jitter = live ? 0.85 + 0.3 * Math.random() : 1;
    const { read, write } = { ...(live && LIVE), ...(given === 'live' ? {} : given) };
    return ((isRead(about) ? read : write) ?? 0) * jitter;
  }

  /** The answer, unless its score is too much beside those of the requests that arrived before. */
  async #scored(
    request: IncomingMessage,
    url: URL,
    about: FaultRequest,
    left: AbortSignal,
    arrived: number,
  ): Promise<Answer> {
    const answer = await this.#refusable(() => this.#answer(request, url, left));
    return this.#limits.checkScore(answer, this.faults, arrived) ?? this.#withoutLinks(answer, about);
  }

  /** Attio leaves keys of tasks out at times. */
  #withoutLinks(answer: Answer, about: FaultRequest): Answer {
    if (!/\/v2\/tasks(\/|$)/.test(about.path)) return answer;
    const fault = this.faults.take('drop-linked-records', about, ({ when }) => when !== 'write');
    const body = answer.body as { data?: unknown } | undefined;
    if (!fault || body?.data === undefined) return answer;
    const gone: ReadonlySet<string> = new Set(fault.fields ?? ['linked_records']);
    const without = (task: object) => Object.fromEntries(Object.entries(task).filter(([key]) => !gone.has(key)));
    return {
      ...answer,
      body: { data: Array.isArray(body.data) ? body.data.map(without) : without(body.data as object) },
    };
  }

  /** Faults that are an answer of their own: the request is not acted on. */
  #refusal(about: FaultRequest): Answer | undefined {
    const limited = this.faults.take('rate-limit', about);
    if (limited) {
      const { retryAfter = 1 } = limited;
      const header = typeof retryAfter === 'number' ? httpDate(retryAfter) : retryAfter;
      return rateLimited(header);
    }
    const failed = this.faults.take('status', about);
    if (!failed) return undefined;
    const { status = 500, type = 'api_error', code = 'internal_error', message = 'Something went wrong.' } = failed;
    const { retryAfter } = failed;
    const headers = retryAfter !== undefined && { headers: { 'retry-after': httpDate(retryAfter) } };
    return { status, body: new Problem(status, type, code, message).body, ...headers };
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

  async #answer(request: IncomingMessage, url: URL, left: AbortSignal): Promise<Answer> {
    this.#checkHost(request);
    const { pathname: path, searchParams: query } = url;
    if (path === '/maton/connect') return this.maton.consent(query);
    if (path === '/maton/connections' || path.startsWith('/maton/connections/')) {
      if (!this.#holdsMatonKey(request)) return refusal(401, 'The Maton API key is missing or not valid.');
      return this.maton.answer(request.method ?? 'GET', path, query, await readJson(request), this.#origin);
    }
    if (path.startsWith('/maton/attio/'))
      return this.#throughMaton(request, path.slice('/maton/attio'.length), query, left);
    if (path.startsWith('/_files/')) return this.#download(path, query);
    if (path.startsWith(AVATARS)) return this.#avatar(path.slice(AVATARS.length));
    const found = this.#route(request, path);
    const known = this.#holdsKey(request);
    return this.#run(request, path, query, found, known, this.#options.scopes ?? ALL_SCOPES, left);
  }

  #route(request: IncomingMessage, path: string) {
    const method = request.method ?? 'GET';
    const found = this.#router.find(method, path);
    if (!found) throw notFound(`Could not find endpoint "${method} ${path}".`);
    return found;
  }

  /** Maton puts Attio's token in the place of its own key, and passes Attio's answer on as it is. */
  #throughMaton(
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    left: AbortSignal,
  ): Answer | Promise<Answer> {
    if (!this.#holdsMatonKey(request)) return refusal(401, 'The Maton API key is missing or not valid.');
    const named = request.headers['maton-connection'];
    const through = this.maton.through(Array.isArray(named) ? named[0] : named);
    if (!('app' in through)) return through;
    const scopes = through.scopes ?? this.#options.scopes ?? ALL_SCOPES;
    return this.#run(request, path, query, this.#route(request, path), true, scopes, left);
  }

  async #run(
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    { route, params }: NonNullable<ReturnType<Router['find']>>,
    holdsKey: boolean,
    granted: readonly string[],
    left: AbortSignal,
  ): Promise<Answer> {
    const known = holdsKey && !this.faults.revoked('attio');
    if (!known && path === '/v2/self') return { body: { active: false } };
    if (!known) throw unauthorized(403, 'The access token provided is not valid.');
    const scopes = this.faults.scopes(granted);
    const needed = typeof route.scopes === 'function' ? route.scopes(params) : route.scopes;
    const missing = missingScopes(needed, scopes);
    if (missing.length > 0) throw lacking(missing);
    const method = request.method ?? 'GET';
    const bodiless = method === 'GET' || method === 'DELETE';
    const body = bodiless ? undefined : await (route.form ? readForm(request) : readJson(request));
    return route.run({
      workspace: this.#workspace,
      token: { clientId: seedId('tokens', 'sample'), scopes, issuedAt: this.#startedAt },
      params,
      query,
      body: this.#forgetsLinks({ method, path }, body),
      origin: this.#origin,
      signal: left,
      searchLag: this.faults.holding('search-lag')?.ms,
      mergeTakes: this.faults.holding('slow-merge')?.ms,
    });
  }

  /** A body of a task, without its links when they are to get lost. */
  #forgetsLinks(about: FaultRequest, body: unknown): unknown {
    if (about.method === 'GET' || !/^\/v2\/tasks(\/|$)/.test(about.path)) return body;
    const given = body as { data?: { linked_records?: unknown } } | undefined;
    if (given?.data?.linked_records === undefined) return body;
    if (!this.faults.take('drop-linked-records', about, ({ when }) => when === 'write')) return body;
    return { ...given, data: { ...given.data, linked_records: [] } };
  }

  /** The bytes of a file, for who has a signed address. */
  #download(path: string, query: URLSearchParams): Answer {
    const file = this.#workspace.files.get(path.slice('/_files/'.length));
    if (!isSigned(path, query) || !file?.content) {
      throw new Problem(403, 'sandbox_error', 'bad_signature', 'This download address is not valid, or no longer.');
    }
    const name = encodeURIComponent(file.name ?? 'file');
    return {
      headers: {
        'content-type': file.contentType ?? 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
      },
      bytes: file.content(),
    };
  }

  /** Who has the address may see the picture, as at other places that keep pictures. */
  #avatar(name: string): Answer {
    const member = this.#workspace.members.find(({ id, picture }) => picture && `${id}.png` === name);
    if (!member) throw notFound(`There is no picture "${name}".`);
    return { headers: { 'content-type': 'image/png' }, bytes: avatarPng(member.id) };
  }

  async #control(request: IncomingMessage, url: URL): Promise<Answer> {
    this.#checkHost(request);
    if (!this.#holdsKey(request)) throw unauthorized(403, 'The control addresses need the key of this sandbox.');
    const body = await readJson(request);
    const [, connection] = /^\/_sandbox\/maton\/connections\/([^/]+)$/.exec(url.pathname) ?? [];
    if (connection !== undefined) return this.maton.change(connection, body, this.#origin);
    return { body: control(request.method ?? 'GET', url.pathname, body, this) };
  }

  #checkHost(request: IncomingMessage): void {
    if (this.#hosts.has((request.headers.host ?? '').toLowerCase())) return;
    throw new Problem(403, 'sandbox_error', 'foreign_host', 'The sandbox answers to its loopback address alone.');
  }

  /** Whether the request carries the key; 401 when it carries none at all. */
  #holdsKey(request: IncomingMessage): boolean {
    const { authorization } = request.headers;
    if (authorization === undefined) throw unauthorized(401, 'The Authorization header was not provided.');
    return bears(authorization, this.key);
  }

  #holdsMatonKey({ headers }: IncomingMessage): boolean {
    return bears(headers.authorization ?? '', this.maton.key) && !this.faults.revoked('maton');
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

function bears(authorization: string, key: string): boolean {
  const given = Buffer.from(/^Bearer\s+(.*)$/i.exec(authorization)?.[1] ?? '');
  const right = Buffer.from(key);
  return given.length === right.length && timingSafeEqual(given, right);
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
