/** Records as documents, in one piece: import it from here when it is needed late. */
export { editRecord } from './editRecord.js';
export { RecordDocuments } from './room.js';
