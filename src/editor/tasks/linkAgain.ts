/** What Attio dropped of a task's links, and the button that links them again. */
import type { Applied, SingleChange } from '../../changes/change.js';
import { type CarryOutOptions, carryOut } from '../changes/carryOut.js';
import type { Connection, Services } from '../services.js';
import type { Button } from '../ui.js';
import { linksOf } from './links.js';

const SURFACE = 'tasks.linkAgain';

/** A task, and the records that it was to be linked to and is not. */
export interface Unlinked {
  taskId: string;
  records: { object: string; recordId: string }[];
}

/** What the read-back of a write, or of each of a batch, shows to be missing. */
export function unlinkedIn(applied: Applied): Unlinked[] {
  const { change, task, parts = [] } = applied;
  if (change.kind === 'batch') return parts.flatMap(unlinkedIn);
  if ((change.kind !== 'task.create' && change.kind !== 'task.update') || !task) return [];
  const has = new Set(task.linked_records.map((one) => one.target_record_id.toLowerCase()));
  const records = (change.linkedRecords ?? []).flatMap((one) =>
    'recordId' in one && !has.has(one.recordId.toLowerCase()) ? [one] : [],
  );
  return records.length > 0 ? [{ taskId: task.id.task_id, records }] : [];
}

/** “Link Again”, where Attio dropped a link: for `buttons` of a write to tasks. */
export function linkAgainButtons(services: Services, connection: Connection, applied: Applied): Button[] {
  const missing = unlinkedIn(applied);
  return missing.length === 0 ? [] : [{ title: 'Link Again', run: () => linkAgain(services, connection, missing) }];
}

/** Links what is missing beside what is linked by now; as every write, shown and approved. Rejects with AttioError. */
export async function linkAgain(
  services: Services,
  connection: Connection,
  missing: readonly Unlinked[],
): Promise<void> {
  const read = { surface: SURFACE, fresh: true };
  const changes: SingleChange[] = [];
  for (const { taskId, records } of missing) {
    const task = await connection.catalog.task(taskId, read);
    if (!task) continue;
    const linked = await linksOf(connection, task, read);
    const has = new Set(linked.map(({ recordId }) => recordId.toLowerCase()));
    const lacks = records.filter(({ recordId }) => !has.has(recordId.toLowerCase()));
    if (lacks.length > 0)
      changes.push({
        kind: 'task.update',
        taskId,
        linkedRecords: [...linked, ...lacks],
        base: { linkedRecords: linked },
      });
  }
  const [first] = changes;
  if (!first) return void (await services.ui.info('There is nothing to link any more: Attio has the links by now.'));
  const title = `Link the records of ${changes.length} tasks again`;
  const options: CarryOutOptions = {
    surface: SURFACE,
    buttons: (again) => linkAgainButtons(services, connection, again),
  };
  await carryOut(services, connection, changes.length === 1 ? first : { kind: 'batch', title, changes }, options);
}
