/** What all writing shares: only well-formed changes, each once at a time, and failure as an outcome. */
import { AttioError } from '../attio/errors.js';
import type { ApplyOutcome, Change } from './change.js';
import { hasShape, keyOf, operationOf } from './shape.js';

/** Makes the `write` of a change service out of what carries a change out. `run` rejects with AttioError. */
export function createWriter<O>(
  run: (change: Change, options: O) => Promise<ApplyOutcome>,
  now: () => number,
): (change: Change, options: O) => Promise<ApplyOutcome> {
  const underWay = new Map<string, Promise<ApplyOutcome>>();

  const settle = async (change: Change, options: O): Promise<ApplyOutcome> => {
    try {
      return await run(change, options);
    } catch (error) {
      if (AttioError.is(error)) return { status: 'failed', error };
      throw error;
    }
  };

  return (change, options) => {
    const problem = hasShape(change, now());
    if (problem !== undefined) return Promise.resolve({ status: 'failed', error: malformed(change, problem) });
    const key = keyOf(change);
    const known = underWay.get(key);
    // The same write asked for twice (two windows of one draft, a double click) is made once, and both learn of it.
    if (known) return known;
    const outcome = settle(change, options).finally(() => underWay.delete(key));
    underWay.set(key, outcome);
    return outcome;
  };
}

/** The refusal of a change that cannot be carried out as it is. */
export function malformed(change: Change, problem: string): AttioError {
  return new AttioError({
    kind: 'validation',
    operation: operationOf(change),
    message: `The change was not sent to Attio: ${problem}.`,
    remedy: 'Correct it and try again.',
    fate: 'no',
  });
}
