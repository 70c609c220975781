/**
 * Maton's gateway (api.md section 10) before the sample workspace: `/maton/attio/<path>` passes requests on with
 * Attio's own token in the place of Maton's key, `/maton/connections` manages the connections, and their consent page
 * is served here: opening it consents. What Maton's own refusals look like inside is not recorded; they are `{error}`.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { seedId } from './ids.js';
import type { Answer } from './route.js';

export type ConnectionStatus = 'ACTIVE' | 'PENDING' | 'ERROR' | 'EXPIRED';

export interface Connection {
  id: string;
  app: string;
  status: ConnectionStatus;
  createdAt: string;
  updatedAt: string;
  /** Names the consent page. */
  session: string;
  /** What the person consented to; everything when not said. */
  scopes?: string[];
}

const CREATE = z.object({ app: z.string().min(1) });
const CHANGE = z.strictObject({
  status: z.enum(['ACTIVE', 'PENDING', 'ERROR', 'EXPIRED']).optional(),
  scopes: z.array(z.string()).optional(),
});

/**
 * The connections of one Maton key, in memory until `reset`. What it refuses is an answer, and nothing that is thrown.
 */
export class Maton {
  readonly key: string;
  /** Oldest first. */
  #connections: Connection[] = [];

  constructor(key: string) {
    this.key = key;
    this.reset();
  }

  /** One active connection to Attio, and one to something else. */
  reset(): void {
    const at = (app: string, createdAt: string): Connection => ({
      id: seedId('connections', app),
      app,
      status: 'ACTIVE',
      createdAt,
      updatedAt: createdAt,
      session: randomBytes(16).toString('hex'),
    });
    this.#connections = [at('attio', '2026-09-02T08:15:00.000Z'), at('google-calendar', '2026-09-02T08:21:00.000Z')];
  }

  /** The connection a request goes through: the one it names, or the oldest active one. A refusal when there is none. */
  through(connectionId: string | undefined): Connection | Answer {
    const attio = this.#connections.filter((one) => one.app === 'attio');
    if (connectionId !== undefined) {
      const named = attio.find((one) => one.id === connectionId);
      if (!named) return refusal(400, `Connection "${connectionId}" not found.`);
      if (named.status !== 'ACTIVE')
        return refusal(400, `Connection "${connectionId}" is ${named.status}, not ACTIVE.`);
      return named;
    }
    return attio.find((one) => one.status === 'ACTIVE') ?? refusal(400, 'No active connection for app "attio".');
  }

  /** Answers `/maton/connections…`. */
  answer(method: string, path: string, query: URLSearchParams, body: unknown, origin: string): Answer {
    const [, , , id] = path.split('/');
    if (id === undefined && method === 'GET') {
      const [app, status] = [query.get('app'), query.get('status')];
      const shown = this.#connections.filter(
        (one) => (app === null || one.app === app) && (status === null || one.status === status),
      );
      return { body: { connections: shown.map((one) => out(one, origin)) } };
    }
    if (id === undefined && method === 'POST') {
      const parsed = CREATE.safeParse(body);
      if (!parsed.success) return refusal(400, 'An "app" is needed.');
      const now = new Date().toISOString();
      const made: Connection = {
        id: randomUUID(),
        app: parsed.data.app,
        status: 'PENDING',
        createdAt: now,
        updatedAt: now,
        session: randomBytes(16).toString('hex'),
      };
      this.#connections.push(made);
      return { body: { connection_id: made.id, connection: out(made, origin) } };
    }
    const found = this.#connections.find((one) => one.id === id);
    if (!found) return refusal(404, `Connection "${id}" not found.`);
    if (method === 'GET') return { body: { connection: out(found, origin) } };
    if (method !== 'DELETE') return refusal(405, `${method} is not allowed here.`);
    this.#connections = this.#connections.filter((one) => one !== found);
    return { body: {} };
  }

  /** The consent page of `?session_token=`: opening it makes the connection active. */
  consent(query: URLSearchParams): Answer {
    const found = this.#connections.find((one) => one.session === query.get('session_token'));
    if (found && found.status !== 'ACTIVE') this.#set(found, { status: 'ACTIVE' });
    const words = found
      ? 'The sample workspace is connected. You can close this page.'
      : 'This link is not, or no longer, good for a connection.';
    return {
      status: found ? 200 : 404,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      bytes: Buffer.from(
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample connection</title><p>${words}</p></html>`,
      ),
    };
  }

  /** For tests: changes a connection, as consent, a lapse or an administrator would. */
  change(id: string, body: unknown, origin: string): Answer {
    const found = this.#connections.find((one) => one.id === id);
    const parsed = CHANGE.safeParse(body);
    if (!found || !parsed.success)
      return refusal(found ? 400 : 404, found ? 'status or scopes' : 'No such connection.');
    this.#set(found, parsed.data);
    return { body: { connection: out(found, origin) } };
  }

  #set(connection: Connection, change: z.output<typeof CHANGE>): void {
    connection.status = change.status ?? connection.status;
    if (change.scopes) connection.scopes = change.scopes;
    connection.updatedAt = new Date().toISOString();
  }
}

/** A refusal of Maton's own; Attio's pass as they are. */
export function refusal(status: number, error: string): Answer {
  return { status, body: { error } };
}

function out(connection: Connection, origin: string) {
  return {
    connection_id: connection.id,
    status: connection.status,
    creation_time: connection.createdAt,
    last_updated_time: connection.updatedAt,
    url: `${origin}/maton/connect?session_token=${connection.session}`,
    app: connection.app,
    method: 'OAUTH2',
    metadata: {},
  };
}
