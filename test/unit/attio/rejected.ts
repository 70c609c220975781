import assert from 'node:assert/strict';
import { AttioError } from '../../../src/attio/errors.js';

/** The AttioError that a call rejects with; anything else fails the test. */
export async function failure(promise: Promise<unknown>): Promise<AttioError> {
  const error: unknown = await promise.then(
    () => assert.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  assert.ok(AttioError.is(error), String(error));
  return error;
}
