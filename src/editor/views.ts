/** The trees of the side bar, and what belongs to them. One chunk: they stand on the same blocks, and one is soon beside the other. */
export { ListsTree } from './lists/listsTree.js';
export * from './meetings/late.js';
export * from './tasks/late.js';
export { RecordsTree } from './tree/recordsTree.js';
