/**
 * Keeps an account below Attio's limits (api.md section 7: 100 reads and 25 writes a second over the whole API, some
 * endpoints less), and lets a person's request overtake bulk work.
 *
 * A request passes one or more *gates* (`read`; `read` and `notes.list`; …), in which it holds a place from the moment
 * it may start until a window after the moment it was *sent*: the two lie apart when a connection must first be made or
 * this process is held up. There are as many places as the limit allows, so no window of sends ever holds more, whatever
 * comes between. Starts are spaced evenly besides: a server counts arrivals, and an even stream survives jitter that
 * bunches would not. A 429 closes the gate for as long as the server says and narrows it; it widens again while no more
 * come.
 */
import type { Clock } from './clock.js';

export type GateName = 'read' | 'write' | 'notes.list' | 'query' | 'merge' | 'recordings.create';
export type Priority = 'person' | 'bulk';

export interface GateLimit {
  /** Requests per second that the server allows. */
  perSecond: number;
  /** How many requests of persons may start at once after a pause. Bulk work has no use for bunches. */
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

/** Requests under way at once: enough for bulk reads at full pace with answers that take nearly a second, twice the usual. */
export const IN_FLIGHT = 96;
/**
 * For how long a request that was sent counts. The server counts a second between arrivals: what is above it is how much
 * later than another a request may travel without a 429. It cannot be much: 1020 would be all of the 2% that bulk work
 * may lose to pacing.
 */
const WINDOW_MS = 1012;
/** For those sent in a bunch: when they come late they come late together. Persons ask in bunches, but not for long. */
const BUNCH_WINDOW_MS = 1060;
/**
 * How far an even stream catches up after this process was held up. No further: at full pace the hole that is left comes
 * back with every window, and a person's request may have to wait in it.
 */
const CATCH_UP_MS = 100;
/** The least gap in front of bulk work that catches up, as a share of the even one: no bunches. */
const CATCH_UP_GAP = 0.5;
/** A 429 leaves this share of the pace, and of several at once only the first counts. */
const NARROW = 0.6;
const NARROWEST = 0.05;
const NARROW_ONCE_MS = 1000;
/** The pace comes back by this share of the limit for each second without a 429. */
const WIDEN_PER_SECOND = 0.05;

class Gate {
  readonly #limit: GateLimit;
  /** When the places of requests that were sent become free, soonest first. */
  #held: number[] = [];
  /** Places of requests that may start and were not sent yet. */
  #unsent = 0;
  /** When the next start would fall in an even stream, CATCH_UP_MS after its real time when nothing was late. */
  #next = Number.NEGATIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
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

  /** Milliseconds until one more may start; 0 is now, Infinity is when one that has started is sent or given up. */
  wait(now: number, priority: Priority): number {
    while (this.#held.length > 0 && this.#held[0]! <= now) this.#held.shift();
    const share = this.share(now);
    const places = Math.max(1, Math.floor(this.#limit.perSecond * share));
    const over = this.#held.length + this.#unsent - places;
    const crowded = over < 0 ? 0 : (this.#held[over] ?? Number.POSITIVE_INFINITY) - now;
    const even = this.#next - this.#ahead(now, priority) - now;
    const gap = priority === 'bulk' ? this.#last + CATCH_UP_GAP * this.#spacing(now) - now : 0;
    return Math.max(0, even, gap, crowded, this.#closedUntil - now);
  }

  /** Takes a place. Returns what to call when the request is sent, or with undefined when it never will be. */
  start(now: number, priority: Priority): (sentAt: number | undefined) => void {
    const spacing = this.#spacing(now);
    // Who begins has nothing to catch up with.
    const begins = this.#held.length + this.#unsent === 0;
    if (begins) this.#next = Math.max(this.#next, now + this.#ahead(now, 'bulk'));
    const bunched = now - this.#last < CATCH_UP_GAP * spacing && priority === 'person';
    const holds = bunched ? BUNCH_WINDOW_MS : WINDOW_MS;
    this.#next = Math.max(this.#next, now) + spacing;
    this.#last = now;
    this.#unsent++;
    return (sentAt) => {
      this.#unsent--;
      if (sentAt === undefined) return;
      const until = sentAt + holds;
      const at = this.#held.findLastIndex((other) => other <= until);
      this.#held.splice(at + 1, 0, until);
    };
  }

  /**
   * How long before its time in the even stream one may start. Bulk work that is never late always uses all of it; a
   * person may do more than that.
   */
  #ahead(now: number, priority: Priority): number {
    // Not at all through a narrowed gate: bunches are what the server has just refused.
    if (this.share(now) < 1) return 0;
    return CATCH_UP_MS + (priority === 'person' ? (this.#limit.burst - 1) * this.#spacing(now) : 0);
  }

  #spacing(now: number): number {
    return WINDOW_MS / (this.#limit.perSecond * this.share(now));
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

/** What a request holds between `enter` and its end. */
export interface Place {
  /** To be called when the request is handed to its connection: from now on it counts. Further calls do nothing. */
  sent(): void;
  /** To be called when the request is over. One that was not sent by then never counts. Further calls do nothing. */
  leave(): void;
}

interface Waiter {
  order: number;
  start: (settle: ((sentAt: number | undefined) => void)[]) => void;
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

/**
 * One account's pace, shared by all who ask for it. A place that is not given back is never free again; time comes from
 * `clock` alone.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #gates: Record<GateName, Gate>;
  readonly #lanes = new Map<string, Lane>();
  readonly #inFlight: number;
  readonly #reserved: number;
  #running = 0;
  #order = 0;
  #wake: (() => void) | undefined;
  #soon: NodeJS.Immediate | undefined;

  constructor(options: PacerOptions) {
    const limits = options.limits ?? LIMITS;
    this.#clock = options.clock;
    this.#inFlight = options.inFlight ?? IN_FLIGHT;
    this.#reserved = options.reserved ?? 8;
    const entries = Object.entries(limits).map(([name, limit]) => [name, new Gate(limit)]);
    this.#gates = Object.fromEntries(entries) as Record<GateName, Gate>;
  }

  /**
   * Waits until a request through `gates` may start. Persons start in order, before any bulk work. Rejects with the
   * signal's reason when that aborts first.
   */
  enter(gates: readonly GateName[], priority: Priority, signal: AbortSignal): Promise<Place> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const queue = this.#lane(gates)[priority];
      const aborted = () => {
        const at = queue.indexOf(waiter);
        if (at >= 0) queue.splice(at, 1);
        reject(signal.reason);
        this.#pumpSoon();
      };
      const waiter: Waiter = {
        order: this.#order++,
        start: (settle) => {
          signal.removeEventListener('abort', aborted);
          resolve(this.#place(settle));
        },
      };
      signal.addEventListener('abort', aborted, { once: true });
      queue.push(waiter);
      this.#pumpSoon();
    });
  }

  /** A 429 came: closes the last (the narrowest) of `gates` for `retryAfterMs` and lowers its pace. */
  refused(gates: readonly GateName[], retryAfterMs: number): void {
    this.#gates[gates.at(-1)!].refuse(this.#clock.now(), retryAfterMs);
    this.#pumpSoon();
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

  #place(settle: readonly ((sentAt: number | undefined) => void)[]): Place {
    let unsent = true;
    let over = false;
    const settled = (sentAt: number | undefined) => {
      if (!unsent) return;
      unsent = false;
      for (const one of settle) one(sentAt);
      this.#pumpSoon();
    };
    return {
      sent: () => settled(this.#clock.now()),
      leave: () => {
        if (over) return;
        over = true;
        settled(undefined);
        this.#running--;
        this.#pumpSoon();
      },
    };
  }

  /**
   * Once the code that runs now is done: what starts is then sent without being held up by it, and a person's request
   * that was made in the same turn as bulk work goes before that.
   */
  #pumpSoon(): void {
    this.#soon ??= setImmediate(() => this.#pump());
  }

  /** Starts all that may start now, and sets the alarm for the next. */
  #pump(): void {
    clearImmediate(this.#soon);
    this.#soon = undefined;
    this.#wake?.();
    this.#wake = undefined;
    for (;;) {
      const now = this.#clock.now();
      let soonest = Number.POSITIVE_INFINITY;
      let best: { lane: Lane; queue: Waiter[]; priority: Priority } | undefined;
      for (const priority of ['person', 'bulk'] as const) {
        const room = this.#inFlight - (priority === 'bulk' ? this.#reserved : 0);
        if (this.#running >= room) continue;
        for (const lane of this.#lanes.values()) {
          const queue = lane[priority];
          if (queue.length === 0) continue;
          const wait = Math.max(...lane.gates.map((gate) => gate.wait(now, priority)));
          soonest = Math.min(soonest, wait);
          if (wait === 0 && (best === undefined || queue[0]!.order < best.queue[0]!.order))
            best = { lane, queue, priority };
        }
        // Whatever a person asked for goes first; bulk work takes what no person can use now.
        if (best) break;
      }
      if (!best) {
        if (soonest < Number.POSITIVE_INFINITY) this.#wake = this.#clock.after(soonest, () => this.#pump());
        return;
      }
      this.#running++;
      best.queue.shift()!.start(best.lane.gates.map((gate) => gate.start(now, best.priority)));
    }
  }
}
