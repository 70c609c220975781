/** All of publishing in one piece, loaded with the first use. */

export * from '../noteDocuments/late.js';
export { adoptOpened } from './adopt.js';
export { compareWithNote } from './compareWithNote.js';
export { listen } from './finish.js';
export { lensesOf } from './lens.js';
export { renamed } from './moves.js';
export { newMeetingNote } from './newMeetingNote.js';
export { newNoteFromTemplate } from './newNoteFromTemplate.js';
export { previewNote, previewText } from './preview.js';
export { publishedFiles } from './publishedFiles.js';
export { publishFile } from './publishFile.js';
export { unlinkFile } from './unlinkFile.js';
