/** What the start needs to know of the outbox. */

/** How many notes this machine last knew to be not done with; so that nothing is read from disk to know there are none. */
export const OUTBOX_COUNT = 'attio.outboxCount';
