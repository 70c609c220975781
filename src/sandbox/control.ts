/** The sandbox's own addresses under `/_sandbox`, for tests: faults, the log of requests, a fresh start. */
import { z } from 'zod';
import type { Deliverer } from './delivery.js';
import { type Faults, faultSchema } from './faults.js';
import { Problem } from './problem.js';

/** A request that was seen. */
export interface Seen {
  /** ISO time it came. */
  at: string;
  method: string;
  /** With its query string. */
  path: string;
  /** null when no answer was sent: a reset, a hang, a client that left. */
  status: number | null;
  executionId: string;
}

/** How many requests the log remembers. */
const KEPT = 10_000;

/** The last 10,000 requests, oldest first; `list` is a copy. */
export class RequestLog {
  #seen: Seen[] = [];

  add(seen: Seen): void {
    this.#seen.push(seen);
    if (this.#seen.length > KEPT) this.#seen.splice(0, this.#seen.length - KEPT);
  }

  get list(): readonly Seen[] {
    return [...this.#seen];
  }

  clear(): void {
    this.#seen = [];
  }
}

export interface Controlled {
  faults: Faults;
  log: RequestLog;
  deliverer: Deliverer;
  reset(): void;
}

const FAULTS = z.strictObject({ faults: z.array(faultSchema) });

/**
 * Answers a control request with its body:
 * `GET|POST|DELETE /_sandbox/faults` (`{faults: [...]}` puts these in the place of all others),
 * `GET|DELETE /_sandbox/log`, `GET /_sandbox/deliveries` (of webhooks), `POST /_sandbox/reset` (data, faults and log as at the start).
 */
export function control(method: string, path: string, body: unknown, of: Controlled): unknown {
  switch (`${method} ${path}`) {
    case 'POST /_sandbox/faults': {
      const parsed = FAULTS.safeParse(body);
      if (!parsed.success) throw new Problem(400, 'sandbox_error', 'invalid_fault', z.prettifyError(parsed.error));
      of.faults.set(parsed.data.faults);
      return { faults: of.faults.list };
    }
    case 'GET /_sandbox/faults':
      return { faults: of.faults.list };
    case 'DELETE /_sandbox/faults':
      of.faults.set([]);
      return { faults: [] };
    case 'GET /_sandbox/log':
      return { requests: of.log.list };
    case 'DELETE /_sandbox/log':
      of.log.clear();
      return { requests: [] };
    case 'GET /_sandbox/deliveries':
      return { deliveries: of.deliverer.log };
    case 'POST /_sandbox/reset':
      of.reset();
      return {};
    default:
      throw new Problem(404, 'sandbox_error', 'not_found', `There is no "${method} ${path}" in the sandbox's control.`);
  }
}
