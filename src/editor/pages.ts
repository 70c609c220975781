/** Pages of records and objects, and boards. Loaded by late.ts. */
export { boardPages } from './board/pages.js';
export { RecordPages } from './records/pages.js';
export { markdownDocuments } from './schema/markdownDocument.js';
export { objectPages } from './schema/pages.js';
