/** Runs one operation of the client: checks it, sends it, reads the answer, and reports it once, whatever happened. */
import type { z } from 'zod';
import { type Approved, isApproved } from './approved.js';
import type { CallOptions, ClientOptions } from './client.js';
import { AttioError, type AttioErrorDetails } from './errors.js';
import { failure } from './failure.js';
import type { Operation } from './operation.js';
import { fillPath, type KnownOperation, type OperationSpec, scopesFor, specOf } from './operations.js';
import { check, REQUESTS } from './requests.js';
import type { Reader } from './schemas.js';
import type { Trace, Transport } from './transport.js';
import type { Write } from './writes.js';

/** What the audit says of a call beside its name: slugs and ids only. */
export interface Touched {
  object?: string;
  target?: string;
  attributes?: string[];
}

/** What a call works with while it runs. */
export interface Running {
  /** Sends one request of this operation and reads its answer. */
  request<T>(reader: Reader<T>, params?: Record<string, string>, rest?: { query?: object; body?: unknown }): Promise<T>;
  /** Checks what is to be sent; throws the `validation` error that names the field. */
  check<T>(schema: z.ZodType<T, unknown>, value: unknown, field: string): T;
}

export interface Calls {
  read<T>(
    name: KnownOperation,
    options: CallOptions | undefined,
    touched: Touched,
    run: (call: Running) => Promise<T>,
  ): Promise<T>;
  write<W extends Write, T>(
    name: KnownOperation,
    kind: W['kind'],
    approved: Approved<W>,
    options: CallOptions | undefined,
    touched: (change: W) => Touched,
    run: (call: Running, change: W) => Promise<T>,
  ): Promise<T>;
}

/** Kinds by which Attio (or the check before it) said no, rather than something having broken. */
const REFUSED = new Set([
  'validation',
  'not-found',
  'key-invalid',
  'permission',
  'duplicate',
  'plan-limit',
  'conflict',
  'too-large',
]);

/** What stands in a path: slugs or UUIDs; record, note and member ids are always UUIDs. */
const PARAMS: Record<string, z.ZodType<string, unknown>> = {
  record_id: REQUESTS.uuid,
  note_id: REQUESTS.uuid,
  workspace_member_id: REQUESTS.uuid,
};

function outcomeOf(error: AttioError, kind: 'read' | 'write'): Operation['outcome'] {
  if (kind === 'write' && error.fate === 'unknown') return 'unknown';
  if (error.kind === 'cancelled') return 'cancelled';
  return REFUSED.has(error.kind) ? 'refused' : 'failed';
}

function queryString(query: object): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) params.set(key, String(value));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

export function createCalls(transport: Transport, options: ClientOptions): Calls {
  const host = new URL(options.baseUrl).host;

  const attempted = (name: KnownOperation, spec: OperationSpec, scopes: readonly string[]) => ({
    operation: name,
    doing: spec.doing,
    kind: spec.kind,
    scopes,
    granted: options.scopes,
    host,
    proxied: false,
  });

  function runningFor(name: KnownOperation, callOptions: CallOptions | undefined, trace: Trace): Running {
    const spec = specOf(name);
    const fail = (kind: 'validation' | 'unreadable', words: string, more: Partial<AttioErrorDetails>) => {
      const fate = kind === 'unreadable' && spec.kind === 'write' ? 'unknown' : 'no';
      const details = failure(attempted(name, spec, spec.scopes), kind, words, { fate, ...more });
      return new AttioError({ ...details, attempts: trace.attempts, executionId: trace.executionId });
    };
    const checked = <T>(schema: z.ZodType<T, unknown>, value: unknown, field: string): T => {
      const result = check(schema, value, field);
      if (result.ok) return result.value;
      throw fail('validation', result.fault.words, { field: result.fault.field, allowed: result.fault.allowed });
    };
    return {
      check: checked,
      async request(reader, params = {}, rest = {}) {
        for (const [key, value] of Object.entries(params)) checked(PARAMS[key] ?? REQUESTS.name, value, key);
        const path = fillPath(spec.path, params) + (rest.query ? queryString(rest.query) : '');
        const scopes = scopesFor(name, params.target);
        const sending = { operation: name, spec, scopes, granted: options.scopes, path, body: rest.body };
        const answer = await transport.send(sending, callOptions, trace);
        const read = reader.safeParse(answer ?? {});
        if (read.success) return read.data;
        // Where it went wrong, not what stood there: that is the CRM's.
        const where = read.error.issues[0]?.path.map(String).join('.') || 'its whole';
        throw fail('unreadable', `the answer of ${host} is not of the known form (at ${where})`, {
          status: trace.status,
        });
      },
    };
  }

  async function run<T>(
    name: KnownOperation,
    callOptions: CallOptions | undefined,
    touched: Touched,
    approval: Operation['approval'],
    body: (call: Running) => Promise<T>,
  ): Promise<T> {
    const trace: Trace = { attempts: 0 };
    const startedAt = new Date().toISOString();
    const began = performance.now();
    const report = (end: Pick<Operation, 'outcome' | 'count' | 'errorKind' | 'errorCode'>) => {
      const operation: Operation = {
        name,
        kind: specOf(name).kind,
        ...touched,
        ...(approval ? { approval } : {}),
        surface: callOptions?.surface ?? 'unknown',
        startedAt,
        ms: Math.round(performance.now() - began),
        attempts: trace.attempts,
        ...(trace.status === undefined ? {} : { status: trace.status }),
        ...(trace.executionId === undefined ? {} : { executionId: trace.executionId }),
        ...end,
      };
      try {
        options.onOperation?.(operation);
      } catch {
        // The audit must not undo what has happened.
      }
    };
    let result: T;
    try {
      result = await body(runningFor(name, callOptions, trace));
    } catch (thrown) {
      const error = AttioError.is(thrown) ? thrown : unexpected(name, thrown, trace);
      const { kind: errorKind, code } = error.details;
      report({ outcome: outcomeOf(error, specOf(name).kind), errorKind, ...(code ? { errorCode: code } : {}) });
      throw error;
    }
    report({ outcome: 'ok', ...(Array.isArray(result) ? { count: result.length } : {}) });
    return result;
  }

  /** A fault of our own. It too must be an AttioError, and after a request was sent nobody knows what became of a write. */
  function unexpected(name: KnownOperation, thrown: unknown, trace: Trace): AttioError {
    const spec = specOf(name);
    const words = transport.scrub(thrown instanceof Error ? thrown.message : String(thrown));
    const fate = spec.kind === 'write' && trace.attempts > 0 ? 'unknown' : 'no';
    const remedy = 'This is a fault of the extension: please report it.';
    return new AttioError(failure(attempted(name, spec, spec.scopes), 'unreadable', words, { fate, remedy }));
  }

  return {
    read: (name, callOptions, touched, body) => run(name, callOptions, touched, undefined, body),
    write(name, kind, approved, callOptions, touched, body) {
      if (!isApproved(approved) || approved.change.kind !== kind) {
        return run(name, callOptions, {}, undefined, async () => {
          const details = failure(
            attempted(name, specOf(name), specOf(name).scopes),
            'validation',
            'it was not approved',
            {
              fate: 'no',
              field: 'approval',
              remedy: 'Nothing was sent: look at the change and approve it first.',
            },
          );
          throw new AttioError(details);
        });
      }
      const { change, approval } = approved;
      return run(name, callOptions, touched(change), approval, (call) => body(call, change));
    },
  };
}
