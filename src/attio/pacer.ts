/**
 * Keeps an account below Attio's limits (api.md section 7: 100 reads and 25 writes a second over the whole API, some
 * endpoints less), and lets a person's request overtake bulk work.
 *
 * A request passes one or more *gates* (`read`; `read` and `notes.list`; …). A gate opens when fewer than its number of
 * requests started within its window, and spaces them evenly but for a small burst: a server counts arrivals, and an
 * even stream survives jitter that bunches would not. A 429 closes the gate for as long as the server says and narrows
 * it; it widens again while no more come.
 */
import type { Clock } from './clock.js';

export type GateName = 'read' | 'write' | 'notes.list' | 'query' | 'merge' | 'recordings.create';
export type Priority = 'person' | 'bulk';

export interface GateLimit {
  /** Requests per second that the server allows. */
  perSecond: number;
  /** How many may start at once after a pause; also how far an even stream may catch up when this process was held up. */
  burst: number;
}

/** Attio's limits. `query` has no number of its own: it is there to be narrowed when the score limit of queries refuses. */
export const LIMITS: Record<GateName, GateLimit> = {
  read: { perSecond: 100, burst: 24 },
  write: { perSecond: 25, burst: 6 },
  'notes.list': { perSecond: 10, burst: 4 },
  query: { perSecond: 100, burst: 24 },
  merge: { perSecond: 5, burst: 2 },
  'recordings.create': { perSecond: 1, burst: 1 },
};

/** One per cent more than the second the server counts in, so that neither clock's rounding costs a 429. */
const WINDOW_MS = 1010;
/** A 429 leaves this share of the pace, and of several at once only the first counts. */
const NARROW = 0.6;
const NARROWEST = 0.05;
const NARROW_ONCE_MS = 1000;
/** The pace comes back by this share of the limit for each second without a 429. */
const WIDEN_PER_SECOND = 0.05;

class Gate {
  readonly #limit: GateLimit;
  /** Start times within the window, oldest first. */
  #starts: number[] = [];
  /** When the next start would fall in an even stream. */
  #next = Number.NEGATIVE_INFINITY;
  #closedUntil = Number.NEGATIVE_INFINITY;
  #share = 1;
  #shareAt = 0;
  #narrowedAt = Number.NEGATIVE_INFINITY;

  constructor(limit: GateLimit) {
    this.#limit = limit;
  }

  share(now: number): number {
    return Math.min(1, this.#share + (Math.max(0, now - this.#shareAt) / 1000) * WIDEN_PER_SECOND);
  }

  /** Milliseconds until a pause that the server asked for is over. */
  closedFor(now: number): number {
    return Math.max(0, this.#closedUntil - now);
  }

  /** Milliseconds until one more may start; 0 is now. */
  wait(now: number): number {
    while (this.#starts.length > 0 && this.#starts[0]! <= now - WINDOW_MS) this.#starts.shift();
    const share = this.share(now);
    const allowed = Math.max(1, Math.floor(this.#limit.perSecond * share));
    const spacing = WINDOW_MS / (this.#limit.perSecond * share);
    // A narrowed gate gives no bursts: they are what the server has just refused.
    const burst = share < 1 ? 1 : this.#limit.burst;
    const even = this.#next - (burst - 1) * spacing - now;
    const crowded = this.#starts.length < allowed ? 0 : this.#starts.at(-allowed)! + WINDOW_MS - now;
    return Math.max(0, even, crowded, this.#closedUntil - now);
  }

  start(now: number): void {
    this.#starts.push(now);
    this.#next = Math.max(this.#next, now) + WINDOW_MS / (this.#limit.perSecond * this.share(now));
  }

  refuse(now: number, retryAfterMs: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, now + retryAfterMs);
    if (now - this.#narrowedAt >= NARROW_ONCE_MS) {
      this.#share = Math.max(NARROWEST, this.share(now) * NARROW);
      this.#narrowedAt = now;
    }
    // Widening begins when the gate is open again.
    this.#shareAt = this.#closedUntil;
    this.#next = Math.max(this.#next, now);
  }
}

interface Waiter {
  order: number;
  start: () => void;
}

/** Those waiting for the same gates. */
interface Lane {
  gates: Gate[];
  person: Waiter[];
  bulk: Waiter[];
}

export interface PacerOptions {
  clock: Clock;
  limits?: Record<GateName, GateLimit>;
  /** Requests under way at once, and how many of these bulk work leaves to a person. */
  inFlight?: number;
  reserved?: number;
}

export class Pacer {
  readonly #clock: Clock;
  readonly #gates: Record<GateName, Gate>;
  readonly #lanes = new Map<string, Lane>();
  readonly #inFlight: number;
  readonly #reserved: number;
  #running = 0;
  #order = 0;
  #wake: (() => void) | undefined;

  constructor(options: PacerOptions) {
    const limits = options.limits ?? LIMITS;
    this.#clock = options.clock;
    this.#inFlight = options.inFlight ?? 64;
    this.#reserved = options.reserved ?? 8;
    const entries = Object.entries(limits).map(([name, limit]) => [name, new Gate(limit)]);
    this.#gates = Object.fromEntries(entries) as Record<GateName, Gate>;
  }

  /**
   * Waits until a request through `gates` may start, and returns the function that says it is over (once; further calls
   * do nothing). Persons start in order, before any bulk work. Rejects with the signal's reason when that aborts first.
   */
  enter(gates: readonly GateName[], priority: Priority, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const queue = this.#lane(gates)[priority];
      const aborted = () => {
        const at = queue.indexOf(waiter);
        if (at >= 0) queue.splice(at, 1);
        reject(signal.reason);
        this.#pump();
      };
      const waiter: Waiter = {
        order: this.#order++,
        start: () => {
          signal.removeEventListener('abort', aborted);
          let over = false;
          resolve(() => {
            if (over) return;
            over = true;
            this.#running--;
            this.#pump();
          });
        },
      };
      signal.addEventListener('abort', aborted, { once: true });
      queue.push(waiter);
      this.#pump();
    });
  }

  /** A 429 came: closes the last (the narrowest) of `gates` for `retryAfterMs` and lowers its pace. */
  refused(gates: readonly GateName[], retryAfterMs: number): void {
    this.#gates[gates.at(-1)!].refuse(this.#clock.now(), retryAfterMs);
    this.#pump();
  }

  /** Milliseconds until pauses that the server asked for are over on all of `gates`. */
  closedFor(gates: readonly GateName[]): number {
    const now = this.#clock.now();
    return Math.max(...gates.map((gate) => this.#gates[gate].closedFor(now)));
  }

  /** Share of the full pace that a gate gives now, 0 to 1. */
  share(gate: GateName): number {
    return this.#gates[gate].share(this.#clock.now());
  }

  #lane(names: readonly GateName[]): Lane {
    const key = names.join();
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { gates: names.map((name) => this.#gates[name]), person: [], bulk: [] };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  /** Starts all that may start now, and sets the alarm for the next. */
  #pump(): void {
    this.#wake?.();
    this.#wake = undefined;
    for (;;) {
      const now = this.#clock.now();
      let soonest = Number.POSITIVE_INFINITY;
      let best: { lane: Lane; queue: Waiter[] } | undefined;
      for (const priority of ['person', 'bulk'] as const) {
        const room = this.#inFlight - (priority === 'bulk' ? this.#reserved : 0);
        if (this.#running >= room) continue;
        for (const lane of this.#lanes.values()) {
          const queue = lane[priority];
          if (queue.length === 0) continue;
          const wait = Math.max(...lane.gates.map((gate) => gate.wait(now)));
          soonest = Math.min(soonest, wait);
          if (wait === 0 && (best === undefined || queue[0]!.order < best.queue[0]!.order)) best = { lane, queue };
        }
        // Whatever a person asked for goes first; bulk work takes what no person can use now.
        if (best) break;
      }
      if (!best) {
        if (soonest < Number.POSITIVE_INFINITY) this.#wake = this.#clock.after(soonest, () => this.#pump());
        return;
      }
      for (const gate of best.lane.gates) gate.start(now);
      this.#running++;
      best.queue.shift()!.start();
    }
  }
}
