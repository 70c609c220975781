/** Runs one operation of the client: checks it, sends it, reads the answer, and reports it once, whatever happened. */
import type { z } from 'zod';
import { type Approved, isApproved } from './approved.js';
import type { CallOptions, ClientOptions } from './client.js';
import { type Asked, AttioError, type AttioErrorDetails, EXPLAINING } from './errors.js';
import { failure } from './failure.js';
import { throughMaton } from './gateway.js';
import type { Reader } from './lenient.js';
import type { Operation } from './operation.js';
import { fillPath, type KnownOperation, type OperationSpec, scopesFor, specOf } from './operations.js';
import type { Sending, Trace } from './sending.js';
import { check, name as nameOf, type Prepared, type Sender, titleOrId, uuid } from './sent.js';
import type { Transport } from './transport.js';
import type { Upload } from './upload.js';
import type { Downloaded } from './workTypes.js';
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
  request<T>(reader: Reader<T>, params?: Record<string, string>, rest?: Omit<Prepared, 'params'> & Rest): Promise<T>;
  /** The whole of a file, from where the API's answer leads to. */
  download(params: Record<string, string>, to: (chunk: Uint8Array) => unknown, maxBytes: number): Promise<Downloaded>;
  /** Checks what is to be sent; throws the `validation` error that names the field. */
  check<T>(schema: z.ZodType<T, unknown>, value: unknown, field: string): T;
}

/** What only some requests have. */
export interface Rest {
  upload?: Upload;
}

type Name<W> = KnownOperation | ((change: W) => KnownOperation);

export interface Calls {
  /** Runs an operation that changes nothing in the CRM. */
  read<T>(
    name: KnownOperation,
    options: CallOptions | undefined,
    touched: Touched,
    run: (call: Running) => Promise<T>,
  ): Promise<T>;
  /** Runs an operation that changes something: only with an approval. */
  write<W extends Write, T>(
    name: Name<W>,
    kind: W['kind'],
    approved: Approved<W>,
    options: CallOptions | undefined,
    touched: (change: W) => Touched,
    run: (call: Running, change: W) => Promise<T>,
  ): Promise<T>;
  /** The method of a write that is one request: checked by `sender`, answered as `reader` reads it. */
  writer<W extends Write, T>(
    name: Name<W>,
    kind: W['kind'],
    sender: Sender,
    reader: Reader<T>,
    touched: (change: W) => Touched,
  ): (approved: Approved<W>, options?: CallOptions) => Promise<T>;
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

/** What stands in a path: slugs or UUIDs, where nothing else is said here. */
const PARAMS: Record<string, z.ZodType<string, unknown>> = {
  record_id: uuid,
  entry_id: uuid,
  note_id: uuid,
  task_id: uuid,
  thread_id: uuid,
  comment_id: uuid,
  meeting_id: uuid,
  call_recording_id: uuid,
  file_id: uuid,
  webhook_id: uuid,
  workspace_member_id: uuid,
  option: titleOrId,
  status: titleOrId,
};

/** How many things came: of a list, of a page. */
function countOf(result: unknown): { count?: number } {
  if (Array.isArray(result)) return { count: result.length };
  const items = typeof result === 'object' && result !== null && 'items' in result ? result.items : undefined;
  return Array.isArray(items) ? { count: items.length } : {};
}

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

/**
 * What the groups of the client run their operations by. Every failure becomes an AttioError; `onOperation` is told of
 * each operation once, before a refusal is explained. A write without its approval sends nothing and rejects as
 * `validation`.
 */
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
    maton: throughMaton(options.gateway),
  });

  function runningFor(
    name: KnownOperation,
    callOptions: CallOptions | undefined,
    trace: Trace,
    last: { asked?: Asked },
  ): Running {
    const spec = specOf(name);
    const fail = (words: string, more: Partial<AttioErrorDetails>) => {
      const details = failure(attempted(name, spec, spec.scopes), 'validation', words, { fate: 'no', ...more });
      return new AttioError({ ...details, attempts: trace.attempts, executionId: trace.executionId });
    };
    const checked = <T>(schema: z.ZodType<T, unknown>, value: unknown, field: string): T => {
      const result = check(schema, value, field);
      if (result.ok) return result.value;
      throw fail(result.fault.words, { field: result.fault.field, allowed: result.fault.allowed });
    };
    const sending = (params: Record<string, string>, rest: Omit<Prepared, 'params'> & Rest): Sending => {
      for (const [key, value] of Object.entries(params)) checked(PARAMS[key] ?? nameOf, value, key);
      const path = fillPath(spec.path, params) + (rest.query ? queryString(rest.query) : '');
      const scopes = scopesFor(name, rest.target ?? params.target);
      return {
        operation: name,
        spec,
        scopes,
        granted: options.scopes,
        path,
        body: rest.body,
        ...(rest.upload ? { upload: rest.upload } : {}),
      };
    };
    return {
      check: checked,
      download: (params, to, maxBytes) => transport.download(sending(params, {}), callOptions, trace, { to, maxBytes }),
      async request<T>(
        reader: Reader<T>,
        params: Record<string, string> = {},
        rest: Omit<Prepared, 'params'> & Rest = {},
      ) {
        last.asked = { params, body: rest.body };
        let read: z.ZodSafeParseResult<T> | undefined;
        const fault = (answer: unknown) => {
          read = reader.safeParse(answer);
          if (read.success) return undefined;
          // Where it went wrong, not what stood there: that is the CRM's.
          const path = read.error.issues[0]?.path ?? [];
          const where = path.map(String).join('.') || 'its whole';
          // Without its envelope it is somebody else's answer, and the next may be Attio's; a strange item stays strange.
          return { words: `is not of the known form (at ${where})`, again: path.length < 2 };
        };
        await transport.send({ ...sending(params, rest), fault }, callOptions, trace);
        return (read as z.ZodSafeParseSuccess<T>).data;
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
    const last: { asked?: Asked } = {};
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
      result = await body(runningFor(name, callOptions, trace, last));
    } catch (thrown) {
      const error = AttioError.is(thrown) ? thrown : unexpected(name, thrown, trace);
      const { kind: errorKind, code } = error.details;
      report({ outcome: outcomeOf(error, specOf(name).kind), errorKind, ...(code ? { errorCode: code } : {}) });
      throw await explained(error, last.asked, callOptions);
    }
    report({ outcome: 'ok', ...countOf(result) });
    return result;
  }

  /** After the audit: how long an explanation takes is not the operation's. */
  async function explained(error: AttioError, asked: Asked | undefined, call?: CallOptions): Promise<AttioError> {
    if (!options.explain || !asked || call?.surface === EXPLAINING || !REFUSED.has(error.kind)) return error;
    return options.explain(error, asked, call?.signal).catch(() => error);
  }

  /** A fault of our own. It too must be an AttioError, and after a request was sent nobody knows what became of a write. */
  function unexpected(name: KnownOperation, thrown: unknown, trace: Trace): AttioError {
    const spec = specOf(name);
    const words = transport.scrub(thrown instanceof Error ? thrown.message : String(thrown));
    const fate = spec.kind === 'write' && trace.attempts > 0 ? 'unknown' : 'no';
    const remedy = 'This is a fault of the extension: please report it.';
    return new AttioError(failure(attempted(name, spec, spec.scopes), 'unreadable', words, { fate, remedy }));
  }

  const calls: Calls = {
    read: (name, callOptions, touched, body) => run(name, callOptions, touched, undefined, body),
    write(named, kind, approved, callOptions, touched, body) {
      const right = isApproved(approved) && approved.change.kind === kind;
      const name = typeof named !== 'function' ? named : named(right ? approved.change : ({} as never));
      if (!right) {
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
    writer: (name, kind, sender, reader, touched) => (approved, callOptions) =>
      calls.write(name, kind, approved, callOptions, touched, async (call, change) => {
        const { params, ...rest } = call.check(sender, change, kind.split('.')[0]!);
        return call.request(reader, params, rest);
      }),
  };
  return calls;
}
