/** The records that a task is linked to. */
import { AttioError } from '../../attio/errors.js';
import type { Task } from '../../attio/workTypes.js';
import type { LinkedRecord } from '../../attio/writes.js';
import { objectKey } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import type { Connection } from '../services.js';

/** A task's links as they are written: by the object's slug where it has one (api.md section 8.2). */
export async function linksOf({ catalog }: Connection, task: Task, read: ReadOptions) {
  return Promise.all(
    task.linked_records.map(async ({ target_object_id: id, target_record_id: recordId }) => {
      const object = await catalog.object(id, { ...read, fresh: false });
      return { object: object ? objectKey(object) : id, recordId } satisfies LinkedRecord;
    }),
  );
}

/**
 * A task as Attio has it now; undefined: it is gone. Attio leaves links out of answers at times (api.md section 8.2): none
 * at all, where `known` has some, is asked about twice. Rejects with AttioError.
 */
export async function wholeTask(
  { catalog }: Connection,
  known: Task,
  { surface }: Pick<ReadOptions, 'surface'>,
): Promise<Task | undefined> {
  const read = { surface, fresh: true };
  const id = known.id.task_id;
  const task = await catalog.task(id, read);
  if (!task || task.linked_records.length > 0 || known.linked_records.length === 0) return task;
  const again = await catalog.task(id, read).catch((error: unknown) => {
    if (AttioError.is(error)) return undefined;
    throw error;
  });
  return again ?? task;
}
