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
import type { Services } from '../services.js';
import { createNoteFromDraft } from './createNote.js';
import { deleteNote } from './deleteNote.js';
import { changeDraftRecord, discardDraft } from './drafts.js';
import { openDrafts } from './draftsList.js';
import { newNoteFromSelection } from './fromSelection.js';
import { newNote } from './newNote.js';
import { quickNote } from './quickNote.js';
import type { NotesRoom } from './room.js';

export { NotesTree } from '../outbox/notesTree.js';
export { lensesOf } from './marks.js';
export { openRoom } from './openRoom.js';

/** `argument`: what the command was given; of commands on a draft its address. */
type Run = (room: NotesRoom, argument?: unknown) => Promise<unknown>;

const NOTE_COMMANDS = {
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
} satisfies Record<string, Run>;

export type NoteCommand = keyof typeof NOTE_COMMANDS;

/** The room is the one that `registerNotes` opens. */
export async function runNoteCommand(id: NoteCommand, services: Services, argument?: unknown): Promise<void> {
  const room = (await services.finishing.get('draft')?.()) as NotesRoom;
  await (NOTE_COMMANDS[id] as Run)(room, argument);
}
