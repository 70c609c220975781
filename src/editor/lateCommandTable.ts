/**
 * What runs for each late command. One chunk for all of them: it is small beside the libraries, which load when they are
 * used, and a hundred little files cost more to find than to read.
 */
import { recentChanges, undoLastChange } from './changes/undoLastChange.js';
import { newRecord } from './create/newRecord.js';
import { addToList } from './edit/addToList.js';
import { deleteRecord } from './edit/deleteRecord.js';
import { findDuplicates } from './edit/findDuplicates.js';
import { linkRecord } from './edit/linkRecord.js';
import { mergeRecords } from './edit/mergeRecords.js';
import { setAttribute } from './edit/setAttribute.js';
import { clearFilter, filterRecords } from './filters/filterRecords.js';
import type { NoteCommand } from './notes/commands.js';
import { copyId, copyLink, copyMarkdownLink, openInAttio } from './records/actions.js';
import { describeObject } from './schema/describeObject.js';
import { editAttribute } from './schema/editAttribute.js';
import { newAttribute } from './schema/newAttribute.js';
import { newObject } from './schema/newObject.js';
import { searchRecords } from './search/searchRecords.js';
import type { Services } from './services.js';
import { textIntoUpdates } from './updates/late.js';

// VS Code brings its pages back by this chunk too: one of its own would share half of what is here.
export { updatesPages } from './updates/late.js';

/** `argument`: a tree node, a target of targets.ts, or nothing; `more`: the selected nodes, where VS Code gives them. */
type Run = (services: Services, argument?: unknown, more?: unknown) => Promise<unknown>;

const note =
  (id: NoteCommand): Run =>
  async (services, argument) =>
    (await import('./notes/commands.js')).runNoteCommand(id, services, argument);

/** By the command's name less `attio.`. */
export const LATE_COMMANDS: Readonly<Record<string, Run>> = {
  search: (s, query) => searchRecords(s, query),
  openInAttio: (s, arg) => openInAttio(s, arg),
  copyLink: (s, arg) => copyLink(s, arg),
  copyId: (s, arg) => copyId(s, arg),
  copyMarkdownLink: (s, arg) => copyMarkdownLink(s, arg),
  editRecord: async (s, arg) => (await import('./documents/late.js')).editRecord(s, arg),
  newRecord: (s, arg) => newRecord(s, arg),
  newRecordFromSelection: (s) => newRecord(s),
  newCompany: (s, arg) => newRecord(s, arg, 'companies'),
  newPerson: (s, arg) => newRecord(s, arg, 'people'),
  newDeal: (s, arg) => newRecord(s, arg, 'deals'),
  undoLastChange: (services) => undoLastChange(services),
  recentChanges: (services) => recentChanges(services),
  filterRecords: (s, arg) => filterRecords(s, arg),
  clearFilter: (s, arg) => clearFilter(s, arg),
  setAttribute: (s, arg) => setAttribute(s, arg),
  linkRecord: (s, arg) => linkRecord(s, arg),
  addToList: (s, arg) => addToList(s, arg),
  deleteRecord: (s, arg) => deleteRecord(s, arg),
  mergeRecords: (s, arg, more) => mergeRecords(s, arg, more),
  findDuplicates: (s, arg) => findDuplicates(s, arg),
  describeObject: (s, arg) => describeObject(s, arg),
  newAttribute: (s, arg) => newAttribute(s, arg),
  editAttribute: (s, arg) => editAttribute(s, arg),
  newObject: (s) => newObject(s),
  textIntoUpdates: (s, arg) => textIntoUpdates(s, arg),
  openTranscript: async (s, arg) => (await import('./views.js')).openTranscript(s, arg),
  insertTranscript: async (s, arg) => (await import('./views.js')).insertTranscript(s, arg),
  publishFile: async (s, arg) => (await import('./publish/late.js')).publishFile(s, arg),
  compareWithNote: async (s, arg) => (await import('./publish/late.js')).compareWithNote(s, arg),
  unlinkFile: async (s, arg) => (await import('./publish/late.js')).unlinkFile(s, arg),
  previewNote: async (s, arg) => (await import('./publish/late.js')).previewNote(s, arg),
  newNoteFromTemplate: async (s, arg) => (await import('./publish/late.js')).newNoteFromTemplate(s, arg),
  newMeetingNote: async (s, arg) => (await import('./publish/late.js')).newMeetingNote(s, arg),
  openNote: async (s, arg) => (await import('./publish/late.js')).openNote(s, arg),
  sendNote: async (s, arg) => (await import('./publish/late.js')).sendNote(s, arg),
  showNoteDifference: async (s, arg) => (await import('./publish/late.js')).showNoteDifference(s, arg),
  revertNote: async (s, arg) => (await import('./publish/late.js')).revertNote(s, arg),
  saveNoteAsFile: async (s, arg) => (await import('./publish/late.js')).saveNoteAsFile(s, arg),
  insertNote: async (s, arg) => (await import('./publish/late.js')).insertNote(s, arg),
  appendToNote: async (s, arg) => (await import('./publish/late.js')).appendToNote(s, arg),
  newNoteFromSelection: note('newNoteFromSelection'),
  quickNoteFromSelection: note('quickNoteFromSelection'),
  newNote: note('newNote'),
  deleteNote: note('deleteNote'),
  createNoteFromDraft: note('createNoteFromDraft'),
  discardDraft: note('discardDraft'),
  changeDraftRecord: note('changeDraftRecord'),
  openDrafts: note('openDrafts'),
  sendOutbox: note('sendOutbox'),
  sendOutboxItem: note('sendOutboxItem'),
  takeBackOutboxItem: note('takeBackOutboxItem'),
  openOutboxItem: note('openOutboxItem'),
  openDraft: note('openDraft'),
  discardDraftItem: note('discardDraftItem'),
  parseUrl: async (s, text) => (await import('./links/late.js')).parseUrl(s, text),
};
