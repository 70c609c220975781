/** The commands of this room, which load together: a package of very many small files is slow to start from. */
export { addToList } from './addToList.js';
export { deleteRecord } from './deleteRecord.js';
export { findDuplicates } from './findDuplicates.js';
export { linkRecord } from './linkRecord.js';
export { mergeRecords } from './mergeRecords.js';
export { setAttribute } from './setAttribute.js';
