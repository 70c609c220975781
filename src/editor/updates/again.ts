/** Whether what a message offers to apply again is still what its page would apply. */
import { isDeepStrictEqual } from 'node:util';
import { type Entry, isOpen } from './model.js';

export interface PageNow {
  entries: readonly Entry[];
  /** The page is applying at this moment. */
  writing: boolean;
  closed: boolean;
  /** The page has applied something since. */
  wentOn: boolean;
}

/** Why the same must not be sent again, as a sentence; undefined: all of `sent` is open on the page, and as it was sent. */
export function whyNotAgain(
  sent: readonly Pick<Entry, 'proposal'>[],
  { entries, writing, closed, wentOn }: PageNow,
): string | undefined {
  if (closed) return 'The page of these updates was closed. Turn the text into updates again to apply them.';
  if (writing) return 'These updates are being applied from their page already.';
  const now = sent.map(({ proposal }) => entries.find((one) => one.proposal.id === proposal.id));
  if (now.every((one) => one?.stage === 'done')) return 'These updates were applied already; nothing was sent again.';
  // In a batch that stopped half-way, what was made is done here too: the rest goes on.
  const changed = sent.some(({ proposal }, at) => {
    const one = now[at];
    if (one?.stage === 'done') return false;
    return !one || !isOpen(one) || !isDeepStrictEqual(one.proposal, proposal);
  });
  return changed || wentOn ? 'The page shows other updates by now. Apply what is wanted from there.' : undefined;
}
