/** What the start reaches of changes, in one piece, when it is first asked for. */

export { forgetEdits } from '../documents/store.js';
export { forgetWaiting, waitingFor } from '../outbox/forget.js';
export { forgetMoves, stagedMoves } from '../pipeline/stagedStore.js';
export { lensesOf, textOf } from './documents.js';
export { forgetJournal, retentionChanged } from './journalFile.js';
