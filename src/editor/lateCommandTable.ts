/** What runs for each late command. */
import { recentChanges, undoLastChange } from './changes/undoLastChange.js';
import { comments, newComment } from './comments/commands.js';
import { newRecord } from './create/newRecord.js';
import { addToList } from './edit/addToList.js';
import { deleteRecord } from './edit/deleteRecord.js';
import { findDuplicates } from './edit/findDuplicates.js';
import { linkRecord } from './edit/linkRecord.js';
import { mergeRecords } from './edit/mergeRecords.js';
import { setAttribute } from './edit/setAttribute.js';
import { setEntryAttribute } from './edit/setEntryAttribute.js';
import { clearFilter, filterRecords } from './filters/filterRecords.js';
import { addRecordsToList } from './lists/addRecords.js';
import { groupBy } from './lists/groupBy.js';
import { removeFromList } from './lists/removeFromList.js';
import { chooseWhoIAm } from './members/choose.js';
import type { NoteCommand } from './notes/commands.js';
import * as pages from './pages.js';
import { commitMoves, discardMoves, dropMove, moveToStage, pipelineDigest, reviewMoves } from './pipeline/late.js';
import { copyId, copyLink, copyMarkdownLink, openInAttio } from './records/actions.js';
import { describeObject } from './schema/describeObject.js';
import { editAttribute } from './schema/editAttribute.js';
import { newAttribute } from './schema/newAttribute.js';
import { newObject } from './schema/newObject.js';
import { searchRecords } from './search/searchRecords.js';
import type { Services } from './services.js';
import { newTaskFromLine, syncTaskLine } from './todo/late.js';
import { textIntoUpdates } from './updates/late.js';
import * as views from './views.js';

export { dragCards, dropCards } from './stages/drag.js';
// Lines that say what is to do are often met where the commands are used too.
export { todoActions, todoLenses, todoSaved } from './todo/late.js';
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
  chooseMe: (s) => chooseWhoIAm(s),
  openInAttio: (s, arg) => openInAttio(s, arg),
  copyLink: (s, arg) => copyLink(s, arg),
  copyId: (s, arg) => copyId(s, arg),
  copyMarkdownLink: (s, arg) => copyMarkdownLink(s, arg),
  editRecord: async (s, arg) => (await import('./documents/late.js')).editRecord(s, arg),
  sendRecord: async (s, arg) => (await import('./documents/late.js')).sendRecord(s, arg),
  saveRecord: async (s, arg) => (await import('./documents/late.js')).saveRecord(s, arg),
  showRecordDifference: async (s, arg) => (await import('./documents/late.js')).showRecordDifference(s, arg),
  revertRecord: async (s, arg) => (await import('./documents/late.js')).revertRecord(s, arg),
  editEntry: async (s, arg) => (await import('./documents/late.js')).editEntry(s, arg),
  setEntryAttribute: (s, arg) => setEntryAttribute(s, arg),
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
  addRecordsToList: (s, arg) => addRecordsToList(s, arg),
  removeFromList: (s, arg, more) => removeFromList(s, arg, more),
  groupBy: (s, arg) => groupBy(s, arg),
  deleteRecord: (s, arg) => deleteRecord(s, arg),
  mergeRecords: (s, arg, more) => mergeRecords(s, arg, more),
  findDuplicates: (s, arg) => findDuplicates(s, arg),
  moveToStage: (s, arg, more) => moveToStage(s, arg, more),
  commitMoves: (s) => commitMoves(s),
  reviewMoves: (s) => reviewMoves(s),
  discardMoves: (s) => discardMoves(s),
  dropMove: (s, arg, more) => dropMove(s, arg, more),
  pipelineDigest: (s, arg) => pipelineDigest(s, arg),
  comments: (s, arg) => comments(s, arg),
  newComment: (s, arg) => newComment(s, arg),
  replyToComment: async (s, arg) => (await import('./documents/late.js')).replyBeside(s, arg),
  deleteComment: async (s, arg) => (await import('./documents/late.js')).deleteCommentBeside(s, arg),
  describeObject: (s, arg) => describeObject(s, arg),
  newAttribute: (s, arg) => newAttribute(s, arg),
  editAttribute: (s, arg) => editAttribute(s, arg),
  newObject: (s) => newObject(s),
  openPipeline: (s, arg) => pages.boardPages(s).open(arg),
  textIntoUpdates: (s, arg) => textIntoUpdates(s, arg),
  newTaskFromLine: (s, arg) => newTaskFromLine(s, arg),
  syncTaskLine: (s, arg) => syncTaskLine(s, arg),
  openTranscript: (s, arg) => views.openTranscript(s, arg),
  insertTranscript: (s, arg) => views.insertTranscript(s, arg),
  newTask: (s, arg) => views.newTask(s, arg),
  showTasksOf: (s, arg) => views.showTasksOf(s, arg),
  completeTask: (s, arg, more) => views.completeTask(s, arg, more),
  setTaskDeadline: (s, arg, more) => views.setTaskDeadline(s, arg, more),
  setTaskAssignees: (s, arg, more) => views.setTaskAssignees(s, arg, more),
  setTaskRecords: (s, arg, more) => views.setTaskRecords(s, arg, more),
  deleteTask: (s, arg, more) => views.deleteTask(s, arg, more),
  replaceTask: (s, arg, more) => views.replaceTask(s, arg, more),
  publishFile: async (s, arg) => (await import('./publish/late.js')).publishFile(s, arg),
  compareWithNote: async (s, arg) => (await import('./publish/late.js')).compareWithNote(s, arg),
  unlinkFile: async (s, arg) => (await import('./publish/late.js')).unlinkFile(s, arg),
  previewNote: async (s, arg) => (await import('./publish/late.js')).previewNote(s, arg),
  newNoteFromTemplate: async (s, arg) => (await import('./publish/late.js')).newNoteFromTemplate(s, arg),
  newMeetingNote: async (s, arg) => (await import('./publish/late.js')).newMeetingNote(s, arg),
  openNote: async (s, arg) => (await import('./publish/late.js')).openNote(s, arg),
  sendNote: async (s, arg) => (await import('./publish/late.js')).sendNote(s, arg),
  saveNote: async (s, arg) => (await import('./publish/late.js')).saveNote(s, arg),
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
