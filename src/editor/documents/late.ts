/** Records as documents, in one piece: import it from here when it is needed late. */
export { deleteCommentBeside, replyBeside } from '../comments/documentComments.js';
export { revertRecord, saveRecord, sendRecord, showRecordDifference } from './commands.js';
export { editEntry } from './editEntry.js';
export { editRecord } from './editRecord.js';
export { RecordDocuments } from './room.js';
