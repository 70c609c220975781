/** The record whose page is in front: what commands are about that are given none. */
import type { RecordTarget } from '../targets.js';

let inFront: RecordTarget | undefined;

/** undefined: what is in front is no record’s page. */
export const activeRecord = (): RecordTarget | undefined => inFront;

/** A page came to the front, or left it. */
export function pageMoved(target: RecordTarget, active: boolean): void {
  if (active) inFront = target;
  else if (inFront?.recordId === target.recordId && inFront.account === target.account) inFront = undefined;
}
