/** Long work in turns, so that other requests are answered meanwhile. */
import { setImmediate as breathe } from 'node:timers/promises';

/** Milliseconds of work before others get a turn. */
const SLICE_MS = 8;

/** Calls `each` for what comes until it says `false`, with a pause every few milliseconds. Rejects when aborted. */
export async function inTurns<T>(items: Iterable<T>, each: (item: T) => unknown, signal?: AbortSignal): Promise<void> {
  let since = performance.now();
  let seen = 0;
  for (const item of items) {
    if (each(item) === false) return;
    seen += 1;
    // The clock costs as much as a simple test; it is not looked at every time.
    if (seen % 32 === 0 && performance.now() - since > SLICE_MS) {
      await breathe();
      signal?.throwIfAborted();
      since = performance.now();
    }
  }
}
