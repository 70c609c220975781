/** Commands whose code loads when they are first run. One line each here; what they do is in lateCommandTable.ts. */
import type { Services } from './services.js';

const LATE = [
  'search',
  'openInAttio',
  'copyLink',
  'copyId',
  'copyMarkdownLink',
  'newRecord',
  'newRecordFromSelection',
  'newCompany',
  'newPerson',
  'newDeal',
  'editRecord',
  'setAttribute',
  'linkRecord',
  'addToList',
  'deleteRecord',
  'mergeRecords',
  'findDuplicates',
  'undoLastChange',
  'recentChanges',
  'filterRecords',
  'clearFilter',
  'describeObject',
  'newAttribute',
  'editAttribute',
  'newObject',
  'textIntoUpdates',
  'openTranscript',
  'insertTranscript',
  'publishFile',
  'compareWithNote',
  'unlinkFile',
  'previewNote',
  'newNoteFromTemplate',
  'newMeetingNote',
  'openNote',
  'sendNote',
  'showNoteDifference',
  'revertNote',
  'saveNoteAsFile',
  'insertNote',
  'appendToNote',
] as const;

export type LateCommand = (typeof LATE)[number];

export function registerLateCommands(services: Services): void {
  for (const id of LATE) {
    services.command(`attio.${id}`, async (argument?: unknown, more?: unknown) =>
      (await import('./lateCommandTable.js')).LATE_COMMANDS[id](services, argument, more),
    );
  }
}
