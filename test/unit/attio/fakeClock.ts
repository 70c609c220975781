import type { Clock } from '../../../src/attio/clock.js';
import { DEFAULTS } from '../../../src/attio/settings.js';

/** A clock that stands still until it is told to go on, and then meets every alarm on its way. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  readonly #epoch = Date.parse('2026-05-16T12:00:00Z') - 1_000_000;
  #alarms: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }
  date(): Date {
    return new Date(this.#epoch + this.#now);
  }
  after(ms: number, run: () => void): () => void {
    const alarm = { at: this.#now + Math.max(0, ms), run };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }
  get waiting(): number {
    return this.#alarms.length;
  }

  /** Goes on by `ms`, letting what each alarm wakes run before the next. */
  async go(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      let next = this.#alarms[0];
      for (const alarm of this.#alarms) if (alarm.at < next!.at) next = alarm;
      if (next === undefined || next.at > end) break;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
  }

  /** Lets `ms` pass in which nothing runs, as when other code holds the process: alarms then come late. */
  block(ms: number): void {
    this.#now += ms;
  }
}

/** Lets all that is ready run, and what that makes ready. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock on which every wait is over at once, but is counted; `date` is the real one. */
export class EagerClock implements Clock {
  #now = 0;
  /** What was waited for, in order. */
  readonly waits: number[] = [];

  now(): number {
    return this.#now;
  }
  date(): Date {
    return new Date();
  }
  after(ms: number, run: () => void): () => void {
    let off = false;
    // The alarm that guards against queueing too long is no wait.
    if (ms === DEFAULTS.patience.person.queueMs) return () => undefined;
    setImmediate(() => {
      if (off) return;
      this.#now += ms;
      this.waits.push(ms);
      run();
    });
    return () => {
      off = true;
    };
  }
}
