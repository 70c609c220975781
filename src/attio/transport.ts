/**
 * How requests reach Attio: paced, with time limits, repeated where repeating is safe, and failing as AttioError only.
 *
 * What is repeated: reads after network errors, time-outs, 5xx and answers that broke off; everything after a 429, which
 * was not processed (api.md section 7); writes when nothing was sent, or once after 409 `concurrent_write_conflict`. A
 * write that may have reached Attio is never repeated: its error says `fate: 'unknown'`.
 */
import { setMaxListeners } from 'node:events';
import { BROKEN, executionIdOf, parseJson, redirectTo, retryAfterOf, saysJson } from './answer.js';
import type { CallOptions, ProxySettings } from './client.js';
import { sleep } from './clock.js';
import { type Connection, createDispatcher } from './dispatcher.js';
import { type DownloadOptions, download } from './download.js';
import { AttioError, type AttioErrorDetails } from './errors.js';
import { ExchangeBroke, exchange, type HttpAnswer, type HttpRequest } from './exchange.js';
import { type Attempted, failure, fromAnswer, fromBreak, nobodyThere, pauseWords } from './failure.js';
import { fromMaton } from './matonFailure.js';
import { gatesFor } from './operations.js';
import { type GateName, Pacer, type Place, type Priority } from './pacer.js';
import { scrubber, scrubError, scrubParts } from './scrub.js';
import type { Sending, Trace } from './sending.js';
import { DEFAULTS, type Patience, type TransportSettings } from './settings.js';
import type { Route } from './unreached.js';
import { type OpenUpload, openUpload } from './upload.js';
import type { Downloaded } from './workTypes.js';

/** Bytes a millisecond: 50 kB/s. */
const SLOWEST_UPLOAD = 50;
const BACKOFF_MS = 1000;
const MAX_BACKOFF_MS = 30_000;
/** When nobody is there (no network, no such host), one quick second try is all a person waits for. */
const QUICK_MS = 300;

export interface TransportOptions {
  baseUrl: string;
  key: string;
  /** Sent with every request, such as a gateway's choice of connection. */
  headers?: Record<string, string>;
  /** Maton answers, or passes on what Attio answers. */
  maton?: boolean;
  proxy?: ProxySettings;
  settings?: Partial<TransportSettings>;
  /** In place of the account's own pacer. */
  pacer?: Pacer;
}

/**
 * The requests of one account over its own connections, until `close`. Opens nothing by itself: a fault of the key or
 * of the proxy's address is told by every request, as an AttioError.
 */
export class Transport {
  readonly #origin: string;
  readonly #prefix: string;
  readonly #host: string;
  readonly #headers: Record<string, string>;
  readonly #keyFault: string | undefined;
  readonly #connection: Connection | { fault: Error };
  readonly #settings: TransportSettings;
  readonly #pacer: Pacer;
  readonly #maton: boolean;
  readonly #proxy: ProxySettings | undefined;
  readonly #running = new Set<AbortController>();
  #closed = false;
  /** Removes the account's secrets from a text. */
  readonly scrub: (text: string) => string;

  constructor(options: TransportOptions) {
    const url = new URL(options.baseUrl);
    this.#settings = { ...DEFAULTS, ...options.settings };
    this.#origin = url.origin;
    this.#prefix = url.pathname.replace(/\/+$/, '');
    this.#host = url.host;
    this.#maton = options.maton === true;
    this.#proxy = options.proxy;
    this.#pacer = options.pacer ?? new Pacer({ clock: this.#settings.clock });
    const key = options.key.trim();
    if (!/^[\x21-\x7e]+$/.test(key)) {
      this.#keyFault = key === '' ? 'there is no key' : 'the key has white space or characters that no key has';
    }
    let secrets: string[] = [];
    try {
      this.#connection = createDispatcher(
        options.baseUrl,
        options.proxy,
        this.#settings.timeouts,
        this.#settings.certificates,
      );
      secrets = this.#connection.secrets;
    } catch (error) {
      this.#connection = { fault: error instanceof Error ? error : new Error(String(error)) };
    }
    this.scrub = scrubber([options.key, key, ...secrets, options.proxy?.authorization, options.proxy?.url]);
    this.#headers = {
      ...options.headers,
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': this.#settings.userAgent,
      authorization: `Bearer ${key}`,
    };
  }

  /**
   * Sends one request and gives back its parsed body (undefined when it is empty).
   * @throws AttioError
   */
  send(sending: Sending, options: CallOptions | undefined, trace: Trace): Promise<unknown> {
    return this.#whileOpen(options, (signal) => this.#send(sending, options?.priority ?? 'person', signal, trace));
  }

  /**
   * Asks where a file is, and reads it from there: without the key, from https or this machine only, a piece at a time.
   * @throws AttioError
   */
  download(
    sending: Sending,
    options: CallOptions | undefined,
    trace: Trace,
    into: Pick<DownloadOptions, 'to' | 'maxBytes'>,
  ): Promise<Downloaded> {
    return this.#whileOpen(options, async (signal) => {
      const priority = options?.priority ?? 'person';
      const tried = this.#tried(sending, { proxied: false });
      const answer = await this.#send({ ...sending, redirect: true }, priority, signal, trace);
      if (!(answer instanceof Redirect)) {
        const words = `the answer of ${this.#host} does not say where the file is`;
        throw this.#error(failure(tried, 'unreadable', words, { fate: 'no', status: trace.status }), trace);
      }
      try {
        return await download(answer.location, tried, {
          ...into,
          signal,
          base: this.#origin,
          proxy: this.#proxy,
          timeouts: this.#settings.timeouts,
          clock: this.#settings.clock,
          attempts: this.#settings.patience[priority].attempts,
          userAgent: this.#settings.userAgent,
        });
      } catch (error) {
        throw AttioError.is(error) ? this.#error(error.details, trace) : error;
      }
    });
  }

  async #whileOpen<T>(options: CallOptions | undefined, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    // One signal per call, for the caller's own and for close().
    const call = new AbortController();
    const outer = options?.signal;
    const aborted = () => call.abort(outer?.reason);
    if (this.#closed || outer?.aborted) call.abort(outer?.reason);
    // One signal for many calls is no leak: each lets go of it at its end.
    if (outer) setMaxListeners(0, outer);
    outer?.addEventListener('abort', aborted, { once: true });
    this.#running.add(call);
    try {
      return await run(call.signal);
    } finally {
      outer?.removeEventListener('abort', aborted);
      this.#running.delete(call);
    }
  }

  #tried(sending: Sending, route: Route): Attempted {
    return {
      operation: sending.operation,
      doing: sending.spec.doing,
      kind: sending.spec.kind,
      scopes: sending.scopes,
      granted: sending.granted,
      host: this.#host,
      ...route,
      maton: this.#maton,
    };
  }

  async #send(sending: Sending, priority: Priority, signal: AbortSignal, trace: Trace): Promise<unknown> {
    const connection = this.#connection;
    const tried = this.#tried(sending, 'route' in connection ? connection.route : { proxied: false });
    if ('fault' in connection)
      throw this.#error(failure(tried, 'proxy', "the proxy's address cannot be read", { fate: 'no' }), trace);
    if (this.#keyFault !== undefined)
      throw this.#error(failure(tried, 'key-invalid', this.#keyFault, { fate: 'no' }), trace);

    const { clock } = this.#settings;
    const patience = this.#settings.patience[priority];
    const gates = gatesFor(sending.spec);
    let began: number | undefined;
    const body = sending.body === undefined ? undefined : JSON.stringify(sending.body);
    let conflicts = 0;
    let refusals = 0;
    let wait = 0;

    for (let attempt = 1; ; attempt++) {
      if (wait > 0) {
        await sleep(clock, wait, signal).catch(() => {
          throw this.#error(failure(tried, 'cancelled', 'it was cancelled', { fate: 'no' }), trace);
        });
      }
      const place = await this.#enter(tried, gates, priority, signal, patience, trace);
      began ??= clock.now();
      trace.attempts++;
      trace.status = undefined;
      trace.executionId = undefined;
      let details: AttioErrorDetails;
      let retry: 'no' | 'yes' | 'quick' = 'no';
      let refused: number | undefined;
      const file = sending.upload && openUpload(sending.upload);
      try {
        const request = this.#request(sending, file ?? body, patience);
        const answer = await exchange(connection.dispatcher, request, signal, () => place.sent());
        this.#note(trace, answer);
        const location = sending.redirect ? redirectTo(answer) : undefined;
        if (location !== undefined) return new Redirect(location);
        const json = parseJson(answer.text);
        if (answer.status >= 200 && answer.status < 300) {
          const fault = json === BROKEN ? { words: 'is not JSON', again: saysJson(answer) } : sending.fault?.(json);
          if (!fault) return json;
          const fate = tried.kind === 'write' ? 'unknown' : 'no';
          const words = `the answer of ${this.#host} ${fault.words}`;
          details = failure(tried, 'unreadable', words, { fate, status: answer.status });
          retry = fault.again ? 'yes' : 'no';
        } else {
          const means = this.#maton ? fromMaton : fromAnswer;
          details = means(tried, answer, json === BROKEN ? undefined : json, retryAfterOf(answer, clock.date()));
          if (details.kind === 'rate-limited') refused = details.retryAfterMs ?? 0;
          if (answer.status >= 500 || answer.status === 408 || refused !== undefined) retry = 'yes';
        }
      } catch (error) {
        if (!(error instanceof ExchangeBroke)) throw error;
        if (error.answer) this.#note(trace, error.answer);
        const cause = scrubError(error.cause, this.scrub);
        // What was sent was not whole, so nothing can have come of it.
        if (file?.fault)
          throw this.#error(failure(tried, 'validation', file.fault, { fate: 'no', field: 'file' }), trace);
        details = fromBreak(tried, error, cause.message, cause);
        if (error.reason === 'too-large' || error.reason === 'aborted') retry = 'no';
        else if (!error.sent && nobodyThere(error.cause)) retry = 'quick';
        else if (details.kind !== 'proxy' || error.sent) retry = 'yes';
      } finally {
        file?.stream.destroy();
        // A 429 closes the gate before this call's place is given to the next.
        wait = this.#backoff(attempt);
        if (refused !== undefined) {
          // A date that has passed says nothing about how long to wait.
          wait = refused || wait;
          refusals++;
          this.#pacer.refused(gates, wait);
        }
        place.leave();
      }

      if (tried.kind === 'write' && details.fate !== 'no') retry = 'no';
      else if (details.code === 'concurrent_write_conflict') retry = conflicts++ === 0 ? 'yes' : 'no';
      else if (retry === 'quick' && priority === 'person') wait = QUICK_MS;
      else if (details.retryAfterMs !== undefined) wait = Math.max(wait, details.retryAfterMs);
      // Bulk work is not lost to a busy account: a 429 is no failed attempt of it.
      const spent = priority === 'bulk' ? attempt - refusals : attempt;
      const attempts = retry === 'quick' && priority === 'person' ? 2 : patience.attempts;
      const late = clock.now() - began + wait > patience.giveUpMs;
      if (retry === 'no' || spent >= attempts || wait > patience.maxWaitMs || late) throw this.#error(details, trace);
      // The gate that a 429 has closed keeps this call waiting itself, in its turn.
      if (refused !== undefined) wait = 0;
    }
  }

  /**
   * Waits for the pace, but not for longer than this call is patient: a gate that a 429 has closed for minutes must not
   * hold a person's request silently.
   */
  async #enter(
    tried: Attempted,
    gates: readonly GateName[],
    priority: Priority,
    signal: AbortSignal,
    patience: Patience,
    trace: Trace,
  ): Promise<Place> {
    const { clock } = this.#settings;
    const limited = () => {
      const ms = Math.ceil(this.#pacer.closedFor(gates));
      return this.#error(failure(tried, 'rate-limited', pauseWords(ms), { fate: 'no', retryAfterMs: ms }), trace);
    };
    if (!signal.aborted && this.#pacer.closedFor(gates) > patience.maxWaitMs) throw limited();
    const waiting = new AbortController();
    const aborted = () => waiting.abort();
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted, { once: true });
    const cancelAlarm = Number.isFinite(patience.queueMs) ? clock.after(patience.queueMs, aborted) : () => undefined;
    try {
      return await this.#pacer.enter(gates, priority, waiting.signal);
    } catch {
      // What was sent before has failed for certain, or it would not be repeated.
      throw signal.aborted
        ? this.#error(failure(tried, 'cancelled', 'it was cancelled', { fate: 'no' }), trace)
        : limited();
    } finally {
      cancelAlarm();
      signal.removeEventListener('abort', aborted);
    }
  }

  /** Ends what is under way as cancelled and closes all connections. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const call of this.#running) call.abort();
    if ('dispatcher' in this.#connection) await this.#connection.dispatcher.destroy().catch(() => undefined);
  }

  /** An AttioError without a secret in it. */
  #error(details: AttioErrorDetails, trace: Trace): AttioError {
    return new AttioError({
      ...scrubParts(details, this.scrub),
      attempts: trace.attempts,
      ...(trace.executionId === undefined ? {} : { executionId: trace.executionId }),
    });
  }

  #request(sending: Sending, body: string | OpenUpload | undefined, patience: Patience): HttpRequest {
    const { timeouts, maxBytes } = this.#settings;
    const own =
      body === undefined ? {} : typeof body === 'string' ? { 'content-type': 'application/json' } : body.headers;
    return {
      origin: this.#origin,
      path: this.#prefix + sending.path,
      method: sending.spec.method,
      headers: { ...this.#headers, ...own },
      body: typeof body === 'object' ? body.stream : body,
      headersMs: timeouts.headersMs,
      bodyMs: timeouts.bodyMs,
      // A large file on a slow line is no failure.
      totalMs: patience.totalMs + (sending.upload ? sending.upload.size / SLOWEST_UPLOAD : 0),
      maxBytes,
    };
  }

  #note(trace: Trace, answer: Omit<HttpAnswer, 'text'>): void {
    trace.status = answer.status;
    const id = executionIdOf(answer);
    if (id !== undefined) trace.executionId = this.scrub(id);
  }

  /** 1 s doubling to 30 s, of which between half and all is waited: many clients must not come back at once. */
  #backoff(attempt: number): number {
    const full = Math.min(BACKOFF_MS * 2 ** (attempt - 1), MAX_BACKOFF_MS);
    return full / 2 + (full / 2) * this.#settings.random();
  }
}

/** Where a redirect leads to. */
class Redirect {
  constructor(readonly location: string) {}
}
