/**
 * Single flight: the same question asked while it is under way is not asked again. The request beneath is aborted only
 * when every asker has let go.
 */
import { AttioError } from '../attio/errors.js';

/** What an asker gets whose own signal was aborted. */
export function cancelled(operation: string): AttioError {
  return new AttioError({
    kind: 'cancelled',
    operation,
    message: 'The request was cancelled.',
    remedy: 'Ask again if you still need it.',
    fate: 'no',
  });
}

class Flight<T> {
  readonly #controller = new AbortController();
  readonly #promise: Promise<T>;
  #askers = 0;

  constructor(
    readonly key: string,
    start: (signal: AbortSignal) => Promise<T>,
    readonly abandoned: (flight: Flight<T>) => void,
  ) {
    this.#promise = start(this.#controller.signal);
  }

  /** Calls back when the answer or the failure is there, whoever waits for it. */
  settled(done: () => void): void {
    this.#promise.then(done, done);
  }

  ask(signal: AbortSignal | undefined): Promise<T> {
    this.#askers++;
    return new Promise<T>((resolve, reject) => {
      const letGo = () => {
        reject(cancelled(this.key));
        this.#askers--;
        if (this.#askers > 0) return;
        this.abandoned(this);
        this.#controller.abort();
      };
      const finish =
        <V>(settle: (value: V) => void) =>
        (value: V) => {
          signal?.removeEventListener('abort', letGo);
          settle(value);
        };
      signal?.addEventListener('abort', letGo, { once: true });
      this.#promise.then(finish(resolve), finish(reject));
    });
  }

  abort(): void {
    this.#controller.abort();
  }
}

/** The questions under way, by key. Who asks after an answer came starts anew: nothing is remembered here. */
export class Flights {
  readonly #flights = new Map<string, Flight<unknown>>();

  /**
   * Joins the flight of `key`, or starts it. `start` gets a signal that fires when the last asker has let go.
   * `current()` inside `start` tells whether the answer may still be remembered (see `cut`).
   */
  run<T>(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal, current: () => boolean) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted) return Promise.reject(cancelled(key));
    const known = this.#flights.get(key) as Flight<T> | undefined;
    if (known) return known.ask(signal);
    const token: { flight?: Flight<T> } = {};
    const current = () => token.flight === undefined || this.#flights.get(key) === token.flight;
    const remove = (flight: Flight<T>) => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    const flight = new Flight<T>(key, (own) => start(own, current), remove);
    token.flight = flight;
    this.#flights.set(key, flight as Flight<unknown>);
    // Those who ask after the answer start anew.
    flight.settled(() => remove(flight));
    return flight.ask(signal);
  }

  /** Later askers start anew, and the answer under way is handed out but not remembered: it may be older than a write. */
  cut(matches: (key: string) => boolean): void {
    for (const key of this.#flights.keys()) if (matches(key)) this.#flights.delete(key);
  }

  abortAll(): void {
    const flights = [...this.#flights.values()];
    this.#flights.clear();
    for (const flight of flights) flight.abort();
  }
}
