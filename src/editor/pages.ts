/** Pages of records and objects. One chunk: they stand on the same base. */
export { RecordPages } from './records/pages.js';
export { markdownDocuments } from './schema/markdownDocument.js';
export { objectPages } from './schema/pages.js';
