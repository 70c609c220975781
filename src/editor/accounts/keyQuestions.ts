/** When Attio is asked about a key itself: after refusals, but not after each of many. */

/** A key that lives and is refused again and again is asked about no oftener than this. */
export const ASK_AGAIN_MS = 60_000;
/** A person who comes back to the window may have changed the scopes meanwhile; no oftener than this. */
export const LOOK_AGAIN_MS = 5_000;

export interface Timers {
  now(): number;
  /** Calls once after so many milliseconds; gives back what stops it. */
  after(ms: number, run: () => void): () => void;
}

const system: Timers = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref?.();
    return () => clearTimeout(timer);
  },
};

interface Asked {
  /** When, in milliseconds since 1970. */
  at: number;
  /** Stops the question that later refusals have led to. */
  cancel?: () => void;
}

/**
 * A refusal is asked about at once, unless the last question is fresh: then once more when it no longer is, so that a key
 * revoked soon after a lost scope is found out too. While a living key lacks something, `back` asks again.
 */
export class KeyQuestions {
  readonly #asked = new Map<string, Asked>();
  readonly #ask: (id: string) => Promise<unknown>;
  readonly #timers: Timers;

  /** `ask` finds out about the key of an account, or rejects when there was no answer. */
  constructor(ask: (id: string) => Promise<unknown>, timers: Timers = system) {
    this.#ask = ask;
    this.#timers = timers;
  }

  refused(id: string): void {
    const asked = this.#asked.get(id);
    const wait = asked === undefined ? 0 : asked.at + ASK_AGAIN_MS - this.#timers.now();
    if (asked === undefined || wait <= 0) this.#now(id);
    else asked.cancel ??= this.#timers.after(wait, () => this.#now(id));
  }

  /** Somebody is back from elsewhere, maybe from Attio's settings: are the scopes there again? */
  back(): void {
    for (const [id, { at }] of [...this.#asked]) if (this.#timers.now() - at >= LOOK_AGAIN_MS) this.#now(id);
  }

  /** Nothing is wrong any more, or nobody wants to know. */
  forget(id: string): void {
    this.#asked.get(id)?.cancel?.();
    this.#asked.delete(id);
  }

  dispose(): void {
    for (const id of [...this.#asked.keys()]) this.forget(id);
  }

  #now(id: string): void {
    this.forget(id);
    const asked: Asked = { at: this.#timers.now() };
    this.#asked.set(id, asked);
    void this.#ask(id).catch(() => {
      // No answer is no proof. The next refusal asks again.
      if (this.#asked.get(id) === asked && !asked.cancel) this.#asked.delete(id);
    });
  }
}
