/** What the start reaches of changes, and what goes with an account, in one piece, when it is first asked for. */

export { forgetRest } from '../accounts/forgetRest.js';
export { begunComments } from '../comments/drafts.js';
export { forgetWaiting, waitingFor } from '../outbox/forget.js';
export { stagedMoves } from '../pipeline/stagedStore.js';
export { lensesOf, textOf } from './documents.js';
export { retentionChanged } from './journalFile.js';
