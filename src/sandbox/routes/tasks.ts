/** Tasks (api.md section 8.2): reads give `target_object_id`, writes take `target_object`. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { taskEvent } from '../events.js';
import { LINK, linkedRecord, moment } from '../links.js';
import { nano, type TaskRow } from '../model.js';
import { emptyPayload, invalid, malformed, notFound } from '../problem.js';
import { actorOf, bodyOf, type Call, count, data, flag, queryOf, type Route } from '../route.js';
import { taskOut } from '../wireWork.js';

const ALSO = ['object_configuration:read', 'record_permission:read', 'user_management:read'];
const READ = ['task:read', ...ALSO];
const WRITE = ['task:read-write', ...ALSO];

const LIST = z.object({
  limit: count(1, 500).default(500),
  offset: count(0).default(0),
  sort: z
    .enum(['created_at:asc', 'created_at:desc', 'completed_at:asc', 'completed_at:desc'])
    .default('created_at:asc'),
  linked_object: z.string().optional(),
  linked_record_id: z.uuid().optional(),
  assignee: z.string().optional(),
  is_completed: flag.optional(),
});

const ASSIGNEE = z.union([
  z.object({ referenced_actor_type: z.literal('workspace-member'), referenced_actor_id: z.string() }),
  z.object({ workspace_member_email_address: z.string() }),
]);
const WRITABLE = {
  deadline_at: z.string().nullable(),
  is_completed: z.boolean(),
  linked_records: z.array(LINK),
  assignees: z.array(ASSIGNEE),
};
const CREATE = z.object({
  data: z.object({ content: z.string().max(2000), format: z.literal('plaintext'), ...WRITABLE }),
});
const UPDATE = z.object({ data: z.object(WRITABLE).partial() });

function found({ workspace, params }: Call): TaskRow {
  const task = workspace.tasks.get(params.task_id!);
  if (!task) throw notFound(`Could not find Task with ID "${params.task_id}".`);
  return task;
}

function list(call: Call) {
  const { workspace } = call;
  const query = queryOf(LIST, call);
  if ((query.linked_object === undefined) !== (query.linked_record_id === undefined)) {
    const missing = query.linked_object === undefined ? 'linked_object' : 'linked_record_id';
    throw malformed('Query params', [
      { code: 'invalid', path: [missing], message: 'linked_object and linked_record_id must be passed together' },
    ]);
  }
  const object = query.linked_object === undefined ? undefined : workspace.object(query.linked_object);
  const recordId = query.linked_record_id?.toLowerCase();
  const unassigned = query.assignee === '' || query.assignee === 'null';
  const assignee = query.assignee === undefined || unassigned ? undefined : workspace.memberId(query.assignee);
  if (query.assignee !== undefined && !unassigned && assignee === undefined) {
    throw invalid('validation_type', `Workspace member "${query.assignee}" not found.`);
  }
  const wanted = workspace.tasks.list.filter(
    (task) =>
      (!object || task.linked.some((link) => link.object === object.slug && link.recordId === recordId)) &&
      (!unassigned || task.assignees.length === 0) &&
      (assignee === undefined || task.assignees.includes(assignee)) &&
      (query.is_completed === undefined || (task.completedAt !== null) === query.is_completed),
  );
  const [field, direction] = query.sort.split(':') as ['created_at' | 'completed_at', 'asc' | 'desc'];
  const key = (task: TaskRow) => (field === 'created_at' ? task.createdAt : task.completedAt);
  wanted.sort((a, b) => compare(key(a), key(b), direction));
  const page = wanted.slice(query.offset, query.offset + query.limit);
  return data(page.map((task) => taskOut(workspace, task)));
}

/** What was never completed comes last, either way round. */
function compare(a: string | null, b: string | null, direction: 'asc' | 'desc'): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return (a < b ? -1 : 1) * (direction === 'asc' ? 1 : -1);
}

type Given = z.output<typeof UPDATE>['data'];

/** What a body says of a task, in stored form; throws before anything is written. */
function partOf(call: Call, given: Given, before?: TaskRow): Partial<TaskRow> {
  const { workspace } = call;
  const part: Partial<TaskRow> = {};
  if (given.deadline_at !== undefined) {
    part.deadlineAt = given.deadline_at === null ? null : moment('deadline_at', given.deadline_at);
  }
  if (given.is_completed !== undefined) {
    part.completedAt = given.is_completed ? (before?.completedAt ?? nano(Date.now())) : null;
  }
  if (given.linked_records !== undefined) {
    const links = given.linked_records.map((one) => linkedRecord(workspace, one));
    part.linked = links.filter((link, at) => links.findIndex((one) => one.recordId === link.recordId) === at);
  }
  if (given.assignees !== undefined) {
    const ids = given.assignees.map((one) => {
      const named = 'referenced_actor_id' in one ? one.referenced_actor_id : one.workspace_member_email_address;
      const id = workspace.memberId(named);
      if (id === undefined) throw invalid('validation_type', `Workspace member "${named}" not found.`);
      return id;
    });
    part.assignees = [...new Set(ids)];
  }
  return part;
}

function create(call: Call) {
  const { workspace } = call;
  const { data: given } = bodyOf(CREATE, call);
  const task = workspace.tasks.set({
    id: randomUUID(),
    content: given.content,
    deadlineAt: null,
    completedAt: null,
    linked: [],
    assignees: [],
    ...partOf(call, given),
    createdBy: actorOf(call),
    createdAt: nano(Date.now()),
  });
  workspace.publish(taskEvent(workspace, task.id, 'created', actorOf(call)));
  return data(taskOut(workspace, task));
}

/** Arrays replace; the content cannot be changed. */
function update(call: Call) {
  const { workspace } = call;
  const task = found(call);
  const { data: given } = bodyOf(UPDATE, call);
  if (Object.keys(given).length === 0) throw emptyPayload();
  const changed = workspace.tasks.set({ ...task, ...partOf(call, given, task) });
  workspace.publish(taskEvent(workspace, task.id, 'updated', actorOf(call)));
  return data(taskOut(workspace, changed));
}

function remove(call: Call) {
  const { workspace } = call;
  const task = found(call);
  workspace.tasks.delete(task.id);
  workspace.publish(taskEvent(workspace, task.id, 'deleted', actorOf(call)));
  return { body: {} };
}

export const taskRoutes: Route[] = [
  { method: 'GET', path: '/v2/tasks', scopes: READ, run: list },
  { method: 'POST', path: '/v2/tasks', scopes: WRITE, run: create },
  {
    method: 'GET',
    path: '/v2/tasks/{task_id}',
    scopes: READ,
    run: (call) => data(taskOut(call.workspace, found(call))),
  },
  { method: 'PATCH', path: '/v2/tasks/{task_id}', scopes: WRITE, run: update },
  { method: 'DELETE', path: '/v2/tasks/{task_id}', scopes: ['task:read-write'], run: remove },
];
