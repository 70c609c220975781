/**
 * Things going wrong on request. A fault holds for its next `times` requests (1 when not said), or until it is taken
 * away where that makes sense: latency, revoked key, missing scopes, limits, search lag. `method` and `path` (a part of
 * the path) narrow it down to some requests.
 */
import { z } from 'zod';

const narrow = { method: z.string().optional(), path: z.string().optional() };
const counted = { ...narrow, times: z.int().min(1).optional() };
const ms = z.number().min(0).max(600_000);

export const faultSchema = z.discriminatedUnion('kind', [
  /** Waits before acting; live, reads take about 430 ms and writes about 790. */
  z.strictObject({
    kind: z.literal('latency'),
    /** `live`: as measured at api.attio.com, a little different each time. */
    preset: z.literal('live').optional(),
    read: ms.optional(),
    write: ms.optional(),
    ...narrow,
  }),
  /** 429. `retryAfter`: seconds from now as an HTTP date (default 1), a header to send as it is, or null for none. */
  z.strictObject({
    kind: z.literal('rate-limit'),
    retryAfter: z.union([z.number(), z.string(), z.null()]).optional(),
    ...counted,
  }),
  /** An error answer without acting; 500 when not said. `retryAfter`: seconds from now as an HTTP date. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599).optional(),
    type: z.string().optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    retryAfter: z.number().optional(),
    ...counted,
  }),
  /** The connection is cut: before anything is done, or after it was done and before the answer. */
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'after']), ...counted }),
  /** The request is acted on, and half of the promised answer arrives. */
  z.strictObject({ kind: z.literal('truncate'), ...counted }),
  /** A whole answer that is not JSON: cut short, or `body`. */
  z.strictObject({ kind: z.literal('malformed'), body: z.string().optional(), ...counted }),
  /** The body drips over `ms` milliseconds. */
  z.strictObject({ kind: z.literal('slow'), ms, ...counted }),
  /** No answer at all, ever. */
  z.strictObject({ kind: z.literal('hang'), ...counted }),
  /** The key is unknown from now on: Attio's, also behind Maton, or Maton's. */
  z.strictObject({ kind: z.literal('revoked'), of: z.enum(['attio', 'maton']).optional() }),
  /** `x:read-write` leaves `x:read`; `x:read` leaves nothing of x. */
  z.strictObject({ kind: z.literal('missing-scopes'), scopes: z.array(z.string()) }),
  /** The documented limits hold: 100 reads and 25 writes a second, and those of notes, merges and recordings. */
  z.strictObject({ kind: z.literal('limits') }),
  /** Queries are 429 when their scores of the last ten seconds (`windowMs`) come to more than `ceiling`. */
  z.strictObject({ kind: z.literal('score-limit'), ceiling: z.number().min(0), windowMs: ms.optional() }),
  /**
   * Links of tasks get lost: `answer` leaves `fields` out of answers, as Attio does at times; `write` forgets those
   * that are written. Until taken away, or for `times` requests.
   */
  z.strictObject({
    kind: z.literal('drop-linked-records'),
    when: z.enum(['answer', 'write']).optional(),
    fields: z.array(z.enum(['linked_records', 'assignees'])).optional(),
    ...counted,
  }),
  /** Search does not yet know what was written in the last `ms` milliseconds. */
  z.strictObject({ kind: z.literal('search-lag'), ms }),
  /** Merges that begin now take so long. */
  z.strictObject({ kind: z.literal('slow-merge'), ms }),
]);

export type Fault = z.infer<typeof faultSchema>;
type Kind = Fault['kind'];
type Of<K extends Kind> = Extract<Fault, { kind: K }>;

export interface FaultRequest {
  method: string;
  path: string;
}

/** The faults in force. */
export class Faults {
  #faults: { fault: Fault; left: number }[] = [];

  /** Puts these in force and takes all others away. */
  set(faults: readonly Fault[]): void {
    this.#faults = faults.map((fault) => ({ fault, left: lasting(fault) ? Number.POSITIVE_INFINITY : timesOf(fault) }));
  }

  /** Those still in force, with the times they have left. */
  get list(): Fault[] {
    return this.#faults.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault) as Fault);
  }

  /** The first fault of this kind that concerns the request, used up once. */
  take<K extends Kind>(kind: K, request: FaultRequest, accept?: (fault: Of<K>) => boolean): Of<K> | undefined {
    const found = this.#faults.find(
      ({ fault }) => fault.kind === kind && concerns(fault, request) && (accept?.(fault as Of<K>) ?? true),
    );
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#faults = this.#faults.filter((one) => one !== found);
    return found.fault as Of<K>;
  }

  revoked(of: 'attio' | 'maton'): boolean {
    return this.#faults.some(({ fault }) => fault.kind === 'revoked' && (fault.of ?? 'attio') === of);
  }

  /** The fault of this kind that is in force; it is not used up. */
  holding<K extends Kind>(kind: K): Of<K> | undefined {
    return this.#faults.find(({ fault }) => fault.kind === kind)?.fault as Of<K> | undefined;
  }

  /** What is left of `scopes`. */
  scopes(scopes: readonly string[]): string[] {
    const missing = this.#faults.flatMap(({ fault }) => (fault.kind === 'missing-scopes' ? fault.scopes : []));
    return scopes.flatMap((scope) => {
      const area = scope.replace(/:.*$/, '');
      if (missing.includes(`${area}:read`)) return [];
      return scope.endsWith(':read-write') && missing.includes(scope) ? [`${area}:read`] : [scope];
    });
  }
}

const LASTING: ReadonlySet<Kind> = new Set([
  'latency',
  'revoked',
  'missing-scopes',
  'limits',
  'score-limit',
  'search-lag',
  'slow-merge',
]);

function lasting(fault: Fault): boolean {
  if (fault.kind === 'drop-linked-records') return fault.times === undefined;
  return LASTING.has(fault.kind);
}

function timesOf(fault: Fault): number {
  return 'times' in fault ? (fault.times ?? 1) : 1;
}

function concerns(fault: Fault, request: FaultRequest): boolean {
  const { method, path } = fault as { method?: string; path?: string };
  return (
    (method === undefined || method.toUpperCase() === request.method) &&
    (path === undefined || request.path.includes(path))
  );
}
