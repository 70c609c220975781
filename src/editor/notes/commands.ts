/** What runs for each command on notes, and the room they work in: all of notes in one piece, loaded with the first use. */
import type { Uri } from 'vscode';
import {
  discardDraftRow,
  openDraftRow,
  openOutboxItem,
  sendOutbox,
  sendOutboxItem,
  takeBackOutboxItem,
} from '../outbox/commands.js';
import { createNoteFromDraft } from './createNote.js';
import { deleteNote } from './deleteNote.js';
import { changeDraftRecord, discardDraft } from './drafts.js';
import { openDrafts } from './draftsList.js';
import { newNoteFromSelection } from './fromSelection.js';
import { newNote } from './newNote.js';
import { quickNote } from './quickNote.js';
import type { NoteCommand } from './register.js';
import type { NotesRoom } from './room.js';

export { NotesTree } from '../outbox/notesTree.js';
export { lensesOf } from './marks.js';
export { openRoom } from './openRoom.js';

/** `argument`: what the command was given; of commands on a draft its address. */
type Run = (room: NotesRoom, argument?: unknown) => Promise<unknown>;

export const NOTE_COMMANDS: Record<NoteCommand, Run> = {
  newNoteFromSelection,
  quickNoteFromSelection: quickNote,
  newNote,
  deleteNote,
  createNoteFromDraft: (room, uri) => createNoteFromDraft(room, uri as Uri),
  discardDraft: (room, uri) => discardDraft(room, uri as Uri),
  changeDraftRecord: (room, uri) => changeDraftRecord(room, uri as Uri),
  openDrafts,
  sendOutbox,
  sendOutboxItem,
  takeBackOutboxItem,
  openOutboxItem,
  openDraft: openDraftRow,
  discardDraftItem: discardDraftRow,
};
