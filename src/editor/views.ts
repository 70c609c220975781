/** The trees of the side bar, and what belongs to them. Loaded by late.ts. */
export { ListsTree } from './lists/listsTree.js';
export * from './meetings/late.js';
export * from './tasks/late.js';
export { RecordsTree } from './tree/recordsTree.js';
