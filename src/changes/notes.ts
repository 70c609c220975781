/** Notes: created and deleted. */
import { AttioError } from '../attio/errors.js';
import type { CreateNote, DeleteNote } from '../attio/writes.js';
import { approve } from './approve.js';
import type { Conflict } from './change.js';
import { lookNote, type NotePart, titled } from './noteLook.js';
import { applyCreate, applyDelete } from './noteWrites.js';
import { calling, type Family, lostWrite, type Room } from './room.js';
import { keyOf, operationOf } from './shape.js';

export const notes: Family<CreateNote | DeleteNote> = {
  async look(change, room: Room) {
    const { preview, current, changed } = await lookNote(change, room);
    if (change.kind === 'note.create') {
      const key = keyOf(change);
      return {
        preview,
        creates: change.title,
        carry: async (approval) => {
          const started = room.now();
          const known = room.uncertain.get(key)?.since;
          const since = Math.min(known ?? Number.POSITIVE_INFINITY, room.since ?? Number.POSITIVE_INFINITY);
          try {
            const applied = await applyCreate(
              room,
              approve(change, approval, started),
              calling(room),
              Number.isFinite(since) ? since : undefined,
            );
            // The next one like it is another note.
            room.uncertain.delete(key);
            return {
              applied,
              past: preview.sentence.replace(/^Create/, 'Created'),
              target: { object: change.parentObject, recordId: change.parentRecordId, title: change.title },
            };
          } catch (error) {
            if (lostWrite(error)) room.uncertain.set(key, { since: Math.min(known ?? started, started) });
            throw error;
          }
        },
      };
    }
    const { noteId, note } = change;
    if (changed.length > 0 && room.undoing && current) {
      const of = `of the note ${titled(note.title)}`;
      const rows: Record<NotePart, Conflict> = {
        title: {
          slug: 'title',
          label: `Title ${of}`,
          named: true,
          base: note.title.trim(),
          theirs: current.title.trim(),
          mine: '',
        },
        content: {
          slug: 'content',
          label: `Text ${of}`,
          named: true,
          base: note.content,
          theirs: current.content_markdown,
          mine: '',
        },
      };
      preview.conflicts = changed.map((part) => rows[part]);
    }
    return {
      preview,
      // Undo was agreed to by pressing it, for the note as it was: what someone wrote since is not swept away unasked.
      ...(changed.length > 0 && { stops: changedError(change) }),
      removes: [noteId.toLowerCase()],
      carry: async (approval) => ({
        applied: await applyDelete(room, approve(change, approval, room.now()), calling(room), current),
        past: preview.sentence.replace(/^Delete/, 'Deleted'),
        target: { object: note.parentObject, recordId: note.parentRecordId, title: note.title },
        again: [[noteId, 0]],
      }),
    };
  },
};

function changedError(change: DeleteNote): AttioError {
  return new AttioError({
    kind: 'conflict',
    operation: operationOf(change),
    message: 'The note was not deleted: someone changed it in Attio since it was created.',
    remedy: 'Open it in Attio to see what changed; to delete it all the same, use Delete Note.',
    fate: 'no',
  });
}
