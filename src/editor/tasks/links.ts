/** The records that a task is linked to. */
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
