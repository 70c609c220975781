/** One way to read: from the cache, else by joining the request under way, else by asking. */
import type { CallOptions } from '../attio/client.js';
import { AgedCache, type CacheSettings, type Clock } from './cache.js';
import type { Flights } from './flights.js';
import type { ReadOptions } from './types.js';

export const MINUTE = 60_000;

/** What the client is told of a reader. */
export function callOptions(options: ReadOptions, signal: AbortSignal): CallOptions {
  return { signal, surface: options.surface, ...(options.priority && { priority: options.priority }) };
}

/** A cache of one kind of answer, with single flight. Failures are not kept; those who ask together share one. */
export class Reads<V> {
  readonly cache: AgedCache<V>;

  constructor(
    /** Keeps the keys of different kinds apart in `flights`. */
    private readonly kind: string,
    private readonly flights: Flights,
    settings: CacheSettings<V>,
    clock: Clock,
  ) {
    this.cache = new AgedCache<V>(settings, clock);
  }

  /** `kept` is told of an answer that is about to be kept, and may give it an age of its own (milliseconds). */
  ask(
    key: string,
    options: ReadOptions,
    start: (signal: AbortSignal) => Promise<V>,
    kept?: (value: V) => number | undefined,
  ): Promise<V> {
    if (!options.fresh) {
      const known = this.cache.get(key);
      if (known) return Promise.resolve(known.value);
    }
    return this.flights.run(`${this.kind}:${key}`, options.signal, async (signal, current) => {
      const value = await start(signal);
      if (current()) this.cache.set(key, value, kept?.(value));
      return value;
    });
  }

  /** What a write answered: known from now on, whatever older answer is under way. */
  put(key: string, value: V, age?: number): void {
    this.cut((one) => one === key);
    this.cache.set(key, value, age);
  }

  /** What is under way will be handed out and not kept. */
  cut(matches: (key: string) => boolean): void {
    this.flights.cut((key) => key.startsWith(`${this.kind}:`) && matches(key.slice(this.kind.length + 1)));
  }

  /** What is known is no longer believed, and what is under way will not be kept. */
  forget(matches: (key: string) => boolean): void {
    this.cut(matches);
    this.cache.deleteWhere(matches);
  }
}
