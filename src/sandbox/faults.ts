/**
 * Things going wrong on request. A fault holds for its next `times` requests (1 when not said), or until it is taken
 * away where that makes sense: latency, revoked key and missing scopes. `method` and `path` (a part of the path) narrow
 * it down to some requests.
 */
import { z } from 'zod';

const narrow = { method: z.string().optional(), path: z.string().optional() };
const counted = { ...narrow, times: z.int().min(1).optional() };
const ms = z.number().min(0).max(600_000);

export const faultSchema = z.discriminatedUnion('kind', [
  /** Waits before acting; live, reads take about 430 ms and writes about 790. */
  z.strictObject({ kind: z.literal('latency'), read: ms.optional(), write: ms.optional(), ...narrow }),
  /** 429. `retryAfter`: seconds from now as an HTTP date (default 1), a header to send as it is, or null for none. */
  z.strictObject({
    kind: z.literal('rate-limit'),
    retryAfter: z.union([z.number(), z.string(), z.null()]).optional(),
    ...counted,
  }),
  /** An error answer without acting; 500 when not said. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599).optional(),
    type: z.string().optional(),
    code: z.string().optional(),
    message: z.string().optional(),
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
  /** The key is unknown from now on. */
  z.strictObject({ kind: z.literal('revoked') }),
  /** `x:read-write` leaves `x:read`; `x:read` leaves nothing of x. */
  z.strictObject({ kind: z.literal('missing-scopes'), scopes: z.array(z.string()) }),
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

  get revoked(): boolean {
    return this.#faults.some(({ fault }) => fault.kind === 'revoked');
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

function lasting(fault: Fault): boolean {
  return fault.kind === 'latency' || fault.kind === 'revoked' || fault.kind === 'missing-scopes';
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
