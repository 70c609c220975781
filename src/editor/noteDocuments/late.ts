/** All of notes as documents, as publish/late.ts passes it on: import it from there when it is needed late. */
export { appendToNote } from './appendToNote.js';
export { listen as listenToNotes } from './finish.js';
export { insertNote } from './insertNote.js';
export { openNote, revertNote, saveNote, sendNote, showNoteDifference } from './openNote.js';
export { NoteDocuments } from './room.js';
export { saveNoteAsFile } from './saveNoteAsFile.js';
