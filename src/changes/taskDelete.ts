/** Deleting tasks; the undo makes them again. */
import { AttioError } from '../attio/errors.js';
import { scopesFor } from '../attio/operations.js';
import type { DeleteTask } from '../attio/writes.js';
import { approve } from './approve.js';
import type { Change, Preview } from './change.js';
import {
  type Carried,
  Conflicted,
  calling,
  type Family,
  FRESH_MS,
  head,
  lookFor,
  lostWrite,
  notDeleted,
  orGone,
  type Room,
} from './room.js';
import { keyOf } from './shape.js';
import {
  changedSince,
  forWhom,
  namesOf,
  refsIn,
  stateOf,
  type TaskState,
  taskFields,
  taskTitle,
  withLinks,
} from './taskState.js';

/** As Attio has it now; undefined: it is gone. */
async function read({ taskId, task }: DeleteTask, room: Room): Promise<TaskState | undefined> {
  const found = await orGone(room.api.tasks.get(taskId, calling(room)));
  return found && stateOf(await withLinks(found, task?.linkedRecords ?? [], room), room);
}

export const taskDelete: Family<DeleteTask> = {
  async look(change, room) {
    const lookedAt = room.now();
    const key = keyOf(change);
    const taskId = change.taskId.toLowerCase();
    const current = room.before?.gone.has(taskId) ? undefined : await read(change, room);
    const { warnings, ...rest } = head(scopesFor('tasks.delete'), room.account);
    const common = { ...rest, verb: 'Delete Task', destructive: true };
    const shown = current ?? change.task;
    const names = shown && (await namesOf(shown, room));
    const which = shown ? `the task ${taskTitle(shown.content)}` : `the task ${change.taskId}`;
    const first = names?.records.find(({ ref, missing }) => ref && !missing);
    const carried = (
      undo: Change | undefined,
      approval: Carried['applied']['approval'],
      alreadyDone: boolean,
    ): Carried => {
      room.uncertain.delete(key);
      room.catalog.forgetTask(taskId, shown ? refsIn(shown.linkedRecords) : []);
      return {
        applied: {
          change: { ...change, ...(shown && { task: shown }) },
          ...(approval && { approval }),
          ...(alreadyDone && { alreadyDone }),
          differences: [],
          undo,
        },
        past: `Deleted ${which}${names ? forWhom(names) : ''}`,
        ...(first?.ref && { target: { ...first.ref, title: first.name } }),
        ...(undo && { again: [[taskId, 0]] }),
      };
    };
    const fields = shown && names ? taskFields(shown, names, 'before') : [];
    if (!current || !names) {
      const settled = room.uncertain.get(key)?.settle?.({ values: {} });
      return {
        preview: {
          sentence: `Delete ${which}`,
          ...common,
          fields,
          warnings: [...warnings, 'The task is not in Attio any more: it was already deleted.'],
          nothingToDo: true,
        },
        ...(settled && { settled }),
        carry: async (approval) => carried(undefined, approval, true),
      };
    }
    const conflicts = change.task ? await changedSince(change.task, current, room) : [];
    const preview: Preview = {
      sentence: `Delete ${which}${forWhom(names)}`,
      ...common,
      fields,
      warnings: [
        ...warnings,
        `${room.undoing ? 'Undoing this undo' : 'Undo'} creates the task again: its id, its author and the date it was created change.`,
      ],
      ...(conflicts.length > 0 && { conflicts }),
    };
    const undo: Change = { kind: 'task.create', ...current };
    return {
      preview,
      removes: [taskId],
      carry: async (approval) => {
        if (room.now() - lookedAt > FRESH_MS) {
          const now = await read({ ...change, task: current }, room);
          // Gone meanwhile, by whomever: it is not ours to bring back.
          if (!now) return carried(undefined, approval, true);
          const changed = await changedSince(current, now, room);
          if (changed.length > 0) throw new Conflicted(changed);
        }
        try {
          await room.api.tasks.delete(approve(change, approval, room.now()), calling(room));
          return carried(undo, approval, false);
        } catch (error) {
          if (AttioError.is(error, 'not-found')) return carried(undefined, approval, true);
          if (!lostWrite(error)) throw error;
          const { found, looked } = await lookFor(room, async () =>
            (await orGone(room.api.tasks.get(taskId, calling(room)))) ? undefined : 'gone',
          );
          if (found) return carried(undo, approval, true);
          const settle = () => carried(undo, approval, true);
          room.uncertain.set(key, { since: lookedAt, settle });
          throw notDeleted(error, which.replace(/^t/, 'T'), looked);
        }
      },
    };
  },
};
