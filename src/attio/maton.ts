/**
 * Maton's connections: which Attio workspaces a Maton key reaches, and how one is added with a person's consent
 * (api.md section 10) [3p]. Requests to Attio itself go through the client with a gateway (client.ts).
 */
import { z } from 'zod';
import type { Approved } from './approved.js';
import { createCalls } from './calls.js';
import type { CallOptions, ProxySettings } from './client.js';
import { sleep } from './clock.js';
import { isLoopback } from './dispatcher.js';
import { AttioError } from './errors.js';
import { checkBaseUrl } from './gateway.js';
import { anyId, id, maybeText, nothing, type Reader, text, theList } from './lenient.js';
import type { Operation } from './operation.js';
import { name, type Sender } from './sent.js';
import { DEFAULTS, type TransportSettings } from './settings.js';
import { Transport } from './transport.js';
import type { DeleteConnection } from './writes.js';

export interface MatonConnection {
  id: string;
  /** `ACTIVE` works; `PENDING` waits for consent; anything else does not work and will not by itself. */
  status: 'ACTIVE' | 'PENDING' | (string & {});
  createdAt: string;
  updatedAt: string;
  /**
   * The page of consent, to be opened in the browser. It carries a token: not for logs. undefined when there is none, or
   * none that may be opened.
   */
  url?: string;
}

export interface MatonOptions {
  /** `https://api.maton.ai`, or the sandbox's. */
  baseUrl: string;
  /** Maton's. */
  key: string;
  proxy?: ProxySettings;
  /** As of `ClientOptions`. */
  onOperation?: (operation: Operation) => void;
}

export interface WaitOptions extends CallOptions {
  /** Milliseconds after which waiting is given up; default ten minutes. */
  patienceMs?: number;
  /** Called with each state that was read. */
  onState?: (connection: MatonConnection) => void;
}

/** Every method rejects with AttioError and nothing else. */
export interface MatonApi {
  /** Connections to Attio, those of one status where given. */
  list(query?: { status?: string }, options?: CallOptions): Promise<MatonConnection[]>;
  get(connectionId: string, options?: CallOptions): Promise<MatonConnection>;
  /** A new connection, which is pending until a person has consented on the page at its `url`. */
  create(options?: CallOptions): Promise<MatonConnection>;
  /** Every program with the same key loses it. */
  delete(approved: Approved<DeleteConnection>, options?: CallOptions): Promise<void>;
  /**
   * Asks, ever more slowly, until the connection is active, and gives it back. Bad moments of the network are waited
   * through. @throws AttioError: `cancelled` by the signal, `timeout` when patience ends, `key-invalid` when the
   * connection will not become active, `not-found` when it was deleted.
   */
  waitUntilActive(connectionId: string, options?: WaitOptions): Promise<MatonConnection>;
  close(): Promise<void>;
}

const PATIENCE_MS = 600_000;
const FIRST_LOOK_MS = 1000;
const SLOWEST_LOOK_MS = 5000;
/** What may be over the next time. */
const PASSING = new Set(['offline', 'timeout', 'server', 'rate-limited', 'unreadable', 'proxy']);

/** @throws TypeError for an address that no key may be sent to. */
export function createMaton(options: MatonOptions, settings?: Partial<TransportSettings>): MatonApi {
  checkBaseUrl(options.baseUrl);
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const local = isLoopback(new URL(baseUrl).hostname);
  const transport = new Transport({ baseUrl, key: options.key, maton: true, proxy: options.proxy, settings });
  const calls = createCalls(transport, { ...options, gateway: { via: 'maton', connectionId: '' } });
  const clock = settings?.clock ?? DEFAULTS.clock;
  const readers = readersFor(local);

  const api: MatonApi = {
    list: (query, o) =>
      calls.read('connections.list', o, {}, async (call) => {
        const status = query?.status === undefined ? {} : { status: call.check(name, query.status, 'status') };
        return call.request(readers.list, {}, { query: { app: 'attio', ...status } });
      }),
    get: (connectionId, o) =>
      calls.read('connections.get', o, { target: connectionId }, (call) =>
        call.request(readers.one, { connection_id: connectionId }),
      ),
    // Nothing in any CRM changes by this; a person has to consent before it is of use.
    create: (o) =>
      calls
        .read('connections.create', o, {}, (call) => call.request(readers.created, {}, { body: { app: 'attio' } }))
        // An answer may name the new connection and no more.
        .then((made) => (made.url === undefined ? api.get(made.id, o) : made)),
    delete: calls.writer('connections.delete', 'connection.delete', deletion, nothing, (change) => ({
      target: change.connectionId,
    })),
    async waitUntilActive(connectionId, o = {}) {
      const { patienceMs = PATIENCE_MS, onState, ...call } = o;
      const end = clock.now() + patienceMs;
      let pause = FIRST_LOOK_MS;
      for (;;) {
        const seen = await api.get(connectionId, call).catch((error: unknown) => {
          if (AttioError.is(error) && PASSING.has(error.kind) && clock.now() < end) return undefined;
          throw error;
        });
        if (seen) onState?.(seen);
        if (seen?.status === 'ACTIVE') return seen;
        if (seen && seen.status !== 'PENDING') throw ended('key-invalid', `its state is ${seen.status}`);
        if (clock.now() >= end) throw ended('timeout', 'nobody consented in time');
        await sleep(clock, Math.min(pause, Math.max(0, end - clock.now())), call.signal ?? NEVER).catch(() => {
          throw ended('cancelled', 'it was cancelled');
        });
        pause = Math.min(pause * 1.5, SLOWEST_LOOK_MS);
      }
    },
    close: () => transport.close(),
  };
  return api;
}

const NEVER = new AbortController().signal;

const deletion: Sender = z
  .looseObject({ kind: z.literal('connection.delete'), connectionId: name })
  .transform(({ connectionId }) => ({ params: { connection_id: connectionId } }));

function ended(kind: 'key-invalid' | 'timeout' | 'cancelled', words: string): AttioError {
  return new AttioError({
    kind,
    operation: 'connections.get',
    message: `The connection of Maton did not become active: ${words}.`,
    remedy:
      kind === 'cancelled'
        ? 'Nothing to do; sign in again if you still want it.'
        : 'Sign in again ("Attio: Sign In") and consent on the page that opens.',
    fate: 'no',
    through: 'maton',
  });
}

function readersFor(local: boolean) {
  /** Where a browser may be sent to: https, or this machine where Maton itself is on it. */
  const page = (url: string | null): { url?: string } => {
    if (url === null || !URL.canParse(url)) return {};
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' || (local && protocol === 'http:' && isLoopback(hostname)) ? { url } : {};
  };
  const connection: Reader<MatonConnection> = z
    .looseObject({
      connection_id: id,
      status: text,
      creation_time: text,
      last_updated_time: text,
      url: maybeText,
      app: anyId,
    })
    .transform((raw) => ({
      id: raw.connection_id,
      status: raw.status.toUpperCase(),
      createdAt: raw.creation_time,
      updatedAt: raw.last_updated_time,
      ...page(raw.url),
    }));
  const one: Reader<MatonConnection> = z.looseObject({ connection }).transform((answer) => answer.connection);
  return {
    one,
    list: z.looseObject({ connections: theList(connection) }).transform((answer) => answer.connections) as Reader<
      MatonConnection[]
    >,
    created: z.union([one, connection]) as Reader<MatonConnection>,
  };
}
