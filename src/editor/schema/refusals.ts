/** Refusals of Attio that are about what was typed: said where it was typed, and asked anew there. */
import { AttioError } from '../../attio/errors.js';
import type { ApplyOutcome, Change } from '../../changes/change.js';
import { type CarryOutOptions, carryOut } from '../changes/carryOut.js';
import { describe } from '../failure.js';
import type { Connection, Services } from '../services.js';

/** Whether another answer can help: a slug or title that is taken, a form that Attio does not take, a limit of the plan. */
export function isAboutAnswers(error: unknown): error is AttioError {
  if (!AttioError.is(error) || error.fate !== 'no') return false;
  return (
    error.kind === 'validation' ||
    error.kind === 'plan-limit' ||
    (error.kind === 'conflict' && error.details.code === 'slug_conflict')
  );
}

export type Sent =
  | { status: 'done' }
  /** Asked anew; `text` is what Attio said. */
  | { status: 'refused'; error: AttioError; text: string }
  /** Not approved, or told already. */
  | { status: 'over'; outcome: ApplyOutcome };

/** Writes a change to how objects are set up; what Attio refuses of the answers is the caller's to say. */
export async function send(
  services: Services,
  connection: Connection,
  change: Change,
  options: CarryOutOptions,
): Promise<Sent> {
  const outcome = await carryOut(services, connection, change, { ...options, asksAnew: isAboutAnswers });
  if (outcome.status === 'applied') return { status: 'done' };
  if (outcome.status === 'failed' && !outcome.applied && isAboutAnswers(outcome.error))
    return { status: 'refused', error: outcome.error, text: services.redactor.redact(describe(outcome.error)) };
  return { status: 'over', outcome };
}
