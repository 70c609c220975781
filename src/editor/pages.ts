/** Pages of records and objects, and what is done with one record or object from anywhere. One chunk: they stand on the same base. */
export { copyId, copyLink, copyMarkdownLink, openInAttio } from './records/actions.js';
export { RecordPages } from './records/pages.js';
export { markdownDocuments } from './schema/markdownDocument.js';
export { objectPages } from './schema/pages.js';
