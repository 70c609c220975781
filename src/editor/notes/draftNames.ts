/** What the start needs to know of drafts and of what waits to be sent. */

export const DRAFT_SCHEME = 'attio-draft';

/** How many drafts there were when this machine last looked; so that nothing is read from disk to know. */
export const DRAFT_COUNT = 'attio.draftCount';

/** The folder of the outbox in the extension's storage, and the file in it that is there while something is left to be done. */
export const OUTBOX = 'outbox';
export const MARK = 'waiting';
