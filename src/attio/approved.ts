/**
 * The approval every write carries. The client's writing methods take `Approved<…>` and nothing else; the brand cannot
 * be written down outside this file, and `mintApproved` may be imported by src/changes/approve.ts alone (a lint rule).
 * A forged object is also refused at run time, so that a cast cannot open what the compiler closed.
 */

/** How a write came to be allowed; goes into the audit entry. */
export interface Approval {
  /** `asked`: a person saw the preview and agreed. `undo`: a person pressed Undo on the change this takes back.
   * `setting`: the person's own setting lets changes of this kind pass without asking. */
  how: 'asked' | 'undo' | 'setting';
  /** ISO time. */
  at: string;
  /** The surface that asked, such as `notes.draft`. */
  surface: string;
  /** The write could not be sent when it was approved and was kept for later: its approval is good for 30 days, not for an hour. */
  kept?: true;
}

declare const brand: unique symbol;

/** A write and its approval. Frozen. */
export interface Approved<C> {
  readonly change: C;
  readonly approval: Approval;
  readonly [brand]: true;
}

const minted = new WeakSet<object>();

/** Only for src/changes/approve.ts. */
export function mintApproved<C>(change: C, approval: Approval): Approved<C> {
  const value = Object.freeze({ change: structuredClone(change), approval: { ...approval } }) as unknown as Approved<C>;
  minted.add(value);
  return value;
}

/** Whether `value` really came from `mintApproved`. */
export function isApproved(value: unknown): boolean {
  return typeof value === 'object' && value !== null && minted.has(value);
}
