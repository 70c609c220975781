/** The one place where an approval becomes something the client accepts. */
import { type Approval, type Approved, mintApproved } from '../attio/approved.js';
import { AttioError } from '../attio/errors.js';
import type { Batch, Change } from './change.js';
import { hasShape, operationOf } from './shape.js';

/** An approval is for now: one that is older must be given anew. */
const MAX_AGE_MS = 60 * 60_000;
/** Unless the write could not be sent then and has waited since. */
const MAX_KEPT_MS = 30 * 24 * 60 * 60_000;

/**
 * Joins a change with a person's word for it. Throws AttioError (`validation`, fate `no`) when the change is not
 * well-formed or the approval is none: whatever a caller was cast to, nothing unapproved passes.
 */
export function approve<C extends Exclude<Change, Batch>>(
  change: C,
  approval: Approval,
  now = Date.now(),
): Approved<C> {
  const problem = hasShape(change, now) ?? hasWord(approval, now);
  if (problem !== undefined) {
    throw new AttioError({
      kind: 'validation',
      operation: operationOf(change),
      message: `The change was not sent to Attio: ${problem}.`,
      remedy: 'Start again from the note or record; if it happens again, report it.',
      fate: 'no',
    });
  }
  return mintApproved(change, approval);
}

/** What is wrong with an approval, or undefined. */
function hasWord(approval: Approval | undefined, now: number): string | undefined {
  if (typeof approval !== 'object' || approval === null) return 'nobody approved it';
  if (!['asked', 'undo', 'setting'].includes(approval.how)) return 'it does not say how it was approved';
  if (typeof approval.surface !== 'string' || approval.surface.trim() === '')
    return 'it does not say where it was approved';
  const at = Date.parse(approval.at);
  if (Number.isNaN(at)) return 'it does not say when it was approved';
  if (approval.kept !== undefined && approval.kept !== true) return 'it does not say whether it has waited';
  if (at - now > MAX_AGE_MS || now - at > (approval.kept ? MAX_KEPT_MS : MAX_AGE_MS)) return 'its approval is too old';
  return undefined;
}
