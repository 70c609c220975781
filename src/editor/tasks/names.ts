/** What the colleagues and records of tasks are called: read together, and never a reason to fail. */
import type { Task } from '../../attio/workTypes.js';
import { memberName, objectKey } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import { oneLine } from '../records/text.js';
import type { Connection } from '../services.js';
import { colleagues } from '../values/known.js';
import type { TaskNames } from './nodes.js';

/** Records named at a time; the rest is named when their group is unfolded or the mouse rests on a task. */
const MAX_RECORDS = 200;

export const NO_NAMES: TaskNames = { assignees: [], records: [] };

/**
 * Names by task id: members from the one answer that is kept, records from what is known and for the rest one query per
 * object. What cannot be read is left out, or shown as what it is. Never rejects.
 */
export async function learnNames(
  connection: Connection,
  tasks: readonly Task[],
  options: ReadOptions,
): Promise<Map<string, TaskNames>> {
  const { catalog } = connection;
  // Names are asked for anew with the records themselves.
  const read: ReadOptions = { ...options, fresh: false, names: 'known' };
  const links = [
    ...new Map(
      tasks.flatMap(({ linked_records }) => linked_records).map((link) => [link.target_record_id.toLowerCase(), link]),
    ).values(),
  ].slice(0, MAX_RECORDS);
  const assigned = tasks.some(({ assignees }) => assignees.length > 0);
  const [members, records] = await Promise.all([
    assigned ? colleagues(connection, read).catch(() => []) : [],
    Promise.all(
      links.map(async ({ target_object_id: id, target_record_id: recordId }) => {
        const object = await catalog.object(id, read).catch(() => undefined);
        const slug = object ? objectKey(object) : id;
        const summary = await catalog.summary({ object: slug, recordId }, read).catch(() => undefined);
        return { recordId: recordId.toLowerCase(), slug, noun: object?.singular_noun ?? 'record', summary };
      }),
    ),
  ]);
  const named = new Map(records.map((one) => [one.recordId, one]));
  const member = new Map(
    members.map((one) => [one.id.workspace_member_id.toLowerCase(), oneLine(memberName(one), 80)]),
  );
  return new Map(
    tasks.map((task) => [
      task.id.task_id,
      {
        assignees: task.assignees.map(
          ({ referenced_actor_id: id, referenced_actor_type: type }) =>
            member.get(id.toLowerCase()) ?? (type === 'workspace-member' ? 'a colleague' : type),
        ),
        records: task.linked_records.flatMap(({ target_record_id }) => {
          const { summary, noun, slug } = named.get(target_record_id.toLowerCase()) ?? {};
          if (slug === undefined) return [];
          // Gone, or not for this key to see: still something that the task is about.
          const title = summary?.title ?? `a ${noun!.toLocaleLowerCase()}`;
          return [{ title, noun: summary?.objectNoun ?? noun!, object: slug, recordId: target_record_id }];
        }),
      },
    ]),
  );
}
