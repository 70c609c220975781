/** A bounded cache whose entries have an age. `undefined` can be remembered too: that something is not there. */
import { LRUCache } from 'lru-cache';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface CacheSettings<V> {
  /** Entries at most. */
  max: number;
  /** Milliseconds an entry is believed. */
  age: number;
  /** Total weight at most, where entries differ much in size. */
  weight?: { max: number; of: (value: V) => number };
}

interface Kept<V> {
  value: V;
}

/**
 * `get` gives nothing that is older than its age or was pushed out by newer entries. `peek` is `get` without counting
 * as a use; `age` of `set` is milliseconds for this one entry.
 */
export class AgedCache<V> {
  readonly #entries: LRUCache<string, Kept<V>>;

  constructor(settings: CacheSettings<V>, clock: Clock = Date) {
    const { weight } = settings;
    this.#entries = new LRUCache<string, Kept<V>>({
      max: settings.max,
      ttl: settings.age,
      ttlResolution: 0,
      perf: { now: () => clock.now() },
      ...(weight && { maxSize: weight.max, sizeCalculation: (kept: Kept<V>) => Math.max(1, weight.of(kept.value)) }),
    });
  }

  /** The entry, wrapped so that a remembered `undefined` differs from nothing known. */
  get(key: string): { value: V } | undefined {
    return this.#entries.get(key);
  }
  peek(key: string): { value: V } | undefined {
    return this.#entries.peek(key);
  }
  set(key: string, value: V, age?: number): void {
    this.#entries.set(key, { value }, age === undefined ? {} : { ttl: age });
  }
  /** Another value in the place of the one that is kept, which gets no older by it and no younger. */
  replace(key: string, value: V): void {
    if (this.#entries.has(key)) this.#entries.set(key, { value }, { noUpdateTTL: true });
  }
  /** Milliseconds that an entry is still believed. */
  remaining(key: string): number {
    return this.#entries.getRemainingTTL(key);
  }
  delete(key: string): void {
    this.#entries.delete(key);
  }
  deleteWhere(matches: (key: string) => boolean): void {
    for (const key of [...this.#entries.keys()]) if (matches(key)) this.#entries.delete(key);
  }
  clear(): void {
    this.#entries.clear();
  }
  /** Entries that are still believed, most recently used first. */
  *entries(): Generator<[string, V]> {
    for (const [key, kept] of this.#entries.entries()) yield [key, (kept as Kept<V>).value];
  }
}
