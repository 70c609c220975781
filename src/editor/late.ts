/**
 * What the first command, view or page loads: one chunk, because these stand on the same blocks, and a hundred little
 * files cost more to find than to read. Libraries and the flows of accounts, documents, notes and files load apart.
 */
export * from './lateCommandTable.js';
export * from './pages.js';
export * from './views.js';
