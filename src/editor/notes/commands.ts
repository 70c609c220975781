/** What runs for each command on notes. Each handler loads its own flow. */
import type { Uri } from 'vscode';
import type { NoteCommand } from './register.js';
import type { NotesRoom } from './room.js';

/** `argument`: what the command was given; of commands on a draft its address. */
type Run = (room: NotesRoom, argument?: unknown) => Promise<unknown>;

export const NOTE_COMMANDS: Record<NoteCommand, Run> = {
  newNoteFromSelection: async (room) => (await import('./fromSelection.js')).newNoteFromSelection(room),
  quickNoteFromSelection: async (room) => (await import('./quickNote.js')).quickNote(room),
  newNote: async (room, target) => (await import('./newNote.js')).newNote(room, target),
  deleteNote: async (room, target) => (await import('./deleteNote.js')).deleteNote(room, target),
  createNoteFromDraft: async (room, uri) => (await import('./createNote.js')).createNoteFromDraft(room, uri as Uri),
  discardDraft: async (room, uri) => (await import('./drafts.js')).discardDraft(room, uri as Uri),
  changeDraftRecord: async (room, uri) => (await import('./drafts.js')).changeDraftRecord(room, uri as Uri),
  openDrafts: async (room) => (await import('./draftsList.js')).openDrafts(room),
};
