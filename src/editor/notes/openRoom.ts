/** Opens the room of notes, with what it keeps up while it is there. */
import type { EventEmitter, FileChangeEvent } from 'vscode';
import type { Services } from '../services.js';
import { keepDrafts } from './autosave.js';
import { showCount } from './draftCount.js';
import { markDrafts } from './marks.js';
import { NotesRoom } from './room.js';

export function openRoom(
  services: Services,
  files: EventEmitter<FileChangeEvent[]>,
  marksChanged: () => void,
): NotesRoom {
  const room = new NotesRoom(services, files);
  services.context.subscriptions.push(
    ...keepDrafts(room),
    ...markDrafts(room),
    room.onDidChangeMarks(marksChanged),
    room.onDidChangeCount((count) => showCount(services.context, count)),
  );
  return room;
}
