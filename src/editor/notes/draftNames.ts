/** What the start needs to know of drafts. */

export const DRAFT_SCHEME = 'attio-draft';

/** How many drafts there were when this machine last looked; so that nothing is read from disk to know. */
export const DRAFT_COUNT = 'attio.draftCount';
