/** What an operation of the API is to the server: where, with which scopes, and what it does. */
import { z } from 'zod';
import { missingScopes } from '../attio/scopes.js';
import type { Actor } from '../attio/types.js';
import { nano } from './model.js';
import { malformed, unauthorized } from './problem.js';
import type { Workspace } from './workspace.js';
import type { Stamp } from './writing.js';

/** The token a request came with. */
export interface Token {
  clientId: string;
  scopes: string[];
  /** Unix seconds. */
  issuedAt: number;
}

export interface Call {
  workspace: Workspace;
  token: Token;
  params: Record<string, string>;
  query: URLSearchParams;
  /** Parsed JSON; a FormData for `form` routes. */
  body: unknown;
  /** `http://127.0.0.1:<port>`, for answers that point back to this server. */
  origin: string;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
  /** Milliseconds that search is behind, when a fault says so. */
  searchLag: number | undefined;
  /** Milliseconds that a merge takes, when a fault says so. */
  mergeTakes: number | undefined;
}

export interface Answer {
  /** 200 when not said. */
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON; nothing is when it is undefined. */
  body?: unknown;
  /** Sent as it is, in the place of `body`. */
  bytes?: Uint8Array;
}

export interface Route {
  method: string;
  /** `/v2/objects/{object}`; braces take one segment, `{target:objects|lists}` one of these. */
  path: string;
  scopes: readonly string[] | ((params: Record<string, string>) => readonly string[]);
  /** The body is multipart/form-data. */
  form?: boolean;
  run(call: Call): Answer | Promise<Answer>;
}

/** `{data}`, the envelope of almost every answer. */
export function data(value: unknown): Answer {
  return { body: { data: value } };
}

/** Throws the 403 that names the missing scope, where what is needed depends on what is asked. */
export function need(call: Call, scopes: readonly string[]): void {
  const missing = missingScopes(scopes, call.token.scopes);
  if (missing.length > 0) throw lacking(missing);
}

/** 403 that names the scopes a token lacks. */
export function lacking(scopes: readonly string[]) {
  return unauthorized(403, `The access token provided does not have the required scopes: ${scopes.join(', ')}.`);
}

/** Who writes with this call. */
export function actorOf({ token }: Call): Actor {
  return { type: 'api-token', id: token.clientId };
}

/** Who writes with this call, and when: now. */
export function stampOf(call: Call): Stamp {
  return { by: actorOf(call), at: nano(Date.now()) };
}

/** The body in the documented shape, or a 400 that lists what is wrong [wire]. */
export function bodyOf<T extends z.ZodType>(schema: T, call: Call): z.output<T> {
  return checked(schema, call.body, 'Body payload');
}

/** The query string in the documented shape, or a 400 that lists what is wrong. */
export function queryOf<T extends z.ZodType>(schema: T, call: Call): z.output<T> {
  return checked(schema, Object.fromEntries(call.query), 'Query params');
}

function checked<T extends z.ZodType>(schema: T, input: unknown, what: 'Body payload' | 'Query params'): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw malformed(
    what,
    result.error.issues.map((issue) => ({
      code: 'invalid',
      path: issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
      message: issue.message,
    })),
  );
}

/** A whole number in a query string. */
export const count = (min: number, max = Number.MAX_SAFE_INTEGER) => z.coerce.number().int().min(min).max(max);
/** `true` or `false` in a query string. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const READ_OBJECTS = ['object_configuration:read'];
export const READ_RECORDS = ['record_permission:read', 'object_configuration:read'];
export const WRITE_RECORDS = ['record_permission:read-write', 'object_configuration:read'];

/** Matches method and path against the routes. */
export class Router {
  readonly #routes: { route: Route; pattern: RegExp }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => {
      const source = route.path.replace(
        /\{(\w+)(?::([\w|]+))?\}/g,
        (_, name: string, of?: string) => `(?<${name}>${of ?? '[^/]+'})`,
      );
      return { route, pattern: new RegExp(`^${source}$`) };
    });
  }

  find(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
    for (const { route, pattern } of this.#routes) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (match) return { route, params: decoded(match.groups ?? {}) };
    }
    return undefined;
  }
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([key, value]) => {
      try {
        return [key, decodeURIComponent(value)];
      } catch {
        return [key, value];
      }
    }),
  );
}
