/** What the start reaches of changes, in one piece, when it is first asked for. */
export { lensesOf, textOf } from './documents.js';
export { forgetJournal, retentionChanged } from './journalFile.js';
