/** Which family makes which change. */
import type { SingleChange } from './change.js';
import { commentCreate } from './commentCreate.js';
import { commentDelete } from './commentDelete.js';
import { entryCreate, entryDelete, entryUpdate } from './entries.js';
import { notes } from './notes.js';
import { noteUpdate } from './noteUpdate.js';
import { recordAssert, recordCreate } from './recordCreate.js';
import { recordDelete } from './recordDelete.js';
import { recordMerge } from './recordMerge.js';
import { recordUpdate } from './recordUpdate.js';
import type { Looked, Room } from './room.js';
import { schema } from './schema.js';
import { taskCreate } from './taskCreate.js';
import { taskDelete } from './taskDelete.js';
import { taskUpdate } from './taskUpdate.js';

/** Reads Attio; rejects with AttioError. */
export function look(change: SingleChange, room: Room): Promise<Looked> {
  switch (change.kind) {
    case 'note.create':
    case 'note.delete':
      return notes.look(change, room);
    case 'note.update':
      return noteUpdate.look(change, room);
    case 'task.create':
      return taskCreate.look(change, room);
    case 'task.update':
      return taskUpdate.look(change, room);
    case 'task.delete':
      return taskDelete.look(change, room);
    case 'comment.create':
      return commentCreate.look(change, room);
    case 'comment.delete':
      return commentDelete.look(change, room);
    case 'record.create':
      return recordCreate.look(change, room);
    case 'record.assert':
      return recordAssert.look(change, room);
    case 'record.update':
      return recordUpdate.look(change, room);
    case 'record.delete':
      return recordDelete.look(change, room);
    case 'record.merge':
      return recordMerge.look(change, room);
    case 'entry.create':
      return entryCreate.look(change, room);
    case 'entry.update':
      return entryUpdate.look(change, room);
    case 'entry.delete':
      return entryDelete.look(change, room);
    default:
      return schema.look(change, room);
  }
}
