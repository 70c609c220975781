/** What a task is made of, between how it is written and how Attio answers with it, and how it reads. */
import { hasScopes } from '../attio/scopes.js';
import type { Task } from '../attio/workTypes.js';
import type { CreateTask, Json, LinkedRecord } from '../attio/writes.js';
import { formatMoment } from '../crm/format.js';
import { memberName } from '../crm/schema.js';
import { withoutPlace } from '../crm/todo/place.js';
import type { RecordRef } from '../crm/types.js';
import type { Conflict, PreviewField } from './change.js';
import { nameOf } from './recordLook.js';
import { calling, listed, orGone, quoted, type Room, reading } from './room.js';

/** A task as it is written, without its id. */
export type TaskState = Omit<CreateTask, 'kind'>;

/** Attio's moments have nine decimals, and may be kept to the second or minute. */
const SAME_MOMENT_MS = 60_000;
/** So many links are asked about one by one. */
const MAX_ASKED = 10;

/** Without the place that it is from, which is shown with the rest of it. */
export const taskTitle = (content: string): string => quoted(withoutPlace(content).replace(/\s+/g, ' '));

/** The records that a task names by their ids. */
export const refsIn = (links: readonly LinkedRecord[]): RecordRef[] =>
  links.flatMap((link) => ('recordId' in link ? [{ object: link.object, recordId: link.recordId.toLowerCase() }] : []));

/** The colleagues that a task names by their ids. */
export const membersIn = ({ assignees }: Pick<TaskState, 'assignees'>): string[] =>
  assignees.flatMap((one) => ('memberId' in one ? [one.memberId.toLowerCase()] : []));

/**
 * Ids of the records a task is linked to, lower case, in Attio's order; Attio leaves links out at times (api.md section
 * 8.2).
 */
export const linksOf = ({ linked_records }: Task): string[] =>
  linked_records.map(({ target_record_id }) => target_record_id.toLowerCase());

/** Ids of the members a task is assigned to, lower case; other actors are left out. */
export const assigneesOf = ({ assignees }: Task): string[] =>
  assignees
    .filter(({ referenced_actor_type }) => referenced_actor_type === 'workspace-member')
    .map(({ referenced_actor_id }) => referenced_actor_id.toLowerCase());

/** Whether two ISO times are the same up to a minute; null, which is no deadline, is the same as null only. */
export function sameMoment(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(Date.parse(a) - Date.parse(b)) <= SAME_MOMENT_MS;
}

/** A task of Attio's as it would be written. Its links are by slug where the object has one. */
export async function stateOf(task: Task, room: Room): Promise<TaskState> {
  const { content_plaintext: content, deadline_at: due } = task;
  return {
    content,
    deadlineAt: due !== null && !Number.isNaN(Date.parse(due)) ? new Date(due).toISOString() : null,
    isCompleted: task.is_completed,
    linkedRecords: await Promise.all(
      task.linked_records.map(async ({ target_object_id: id, target_record_id: recordId }) => {
        const object = await room.catalog.object(id, reading(room, false));
        return { object: object?.api_slug ?? id, recordId };
      }),
    ),
    assignees: assigneesOf(task).map((memberId) => ({ memberId })),
  };
}

/**
 * A task with those of its links that Attio did not name: it leaves them out of answers at times (api.md section 8.2), so
 * that what is missing is asked for once more. `wanted` are the links that it should have. Rejects with AttioError.
 */
export async function withLinks(task: Task, wanted: readonly LinkedRecord[], room: Room): Promise<Task> {
  const has = new Set(linksOf(task));
  const missing = refsIn(wanted).filter(({ recordId }) => !has.has(recordId));
  const found: Task['linked_records'] = [];
  for (const { object, recordId } of missing.slice(0, MAX_ASKED)) {
    const query = { linked_object: object, linked_record_id: recordId, sort: 'created_at:desc' as const };
    const tasks = (await orGone(room.api.tasks.list(query, calling(room)))) ?? [];
    if (!tasks.some(({ id }) => id.task_id === task.id.task_id)) continue;
    const known = await room.catalog.object(object, reading(room, false));
    found.push({ target_object_id: known?.id.object_id ?? object, target_record_id: recordId });
  }
  return found.length === 0 ? task : { ...task, linked_records: [...task.linked_records, ...found] };
}

/** The first words in a value, such as an address. */
function wordsIn(value: Json): string {
  if (typeof value !== 'object' || value === null) return value === null ? '' : String(value);
  const [first] = Array.isArray(value) ? value : Object.values(value);
  return first === undefined ? '' : wordsIn(first);
}

/** What a task's links and colleagues are called. */
export interface TaskNames {
  /** In the order of the links; `missing`: there is no such record. */
  records: { name: string; ref?: RecordRef; missing: boolean }[];
  people: { name: string; id?: string; missing: boolean }[];
}

/** Reads names through the catalog. Rejects with AttioError. */
export async function namesOf({ linkedRecords, assignees }: TaskState, room: Room): Promise<TaskNames> {
  const members =
    assignees.length > 0 && hasScopes(room.account.scopes, 'user_management:read')
      ? await room.catalog.members(reading(room, false))
      : undefined;
  const records = linkedRecords.map(async (link): Promise<TaskNames['records'][number]> => {
    if (!('recordId' in link)) return { name: `${link.object} with ${wordsIn(link.matching)}`, missing: false };
    const ref = { object: link.object, recordId: link.recordId };
    const name = await nameOf(ref, room);
    return { name: name ?? `${ref.object} ${ref.recordId}`, ref, missing: name === undefined };
  });
  const people = assignees.map((one): TaskNames['people'][number] => {
    const id = 'memberId' in one ? one.memberId.toLowerCase() : undefined;
    const said = 'memberId' in one ? one.memberId : one.email;
    const known = members?.find(
      ({ id: member, email_address: email }) =>
        member.workspace_member_id.toLowerCase() === id || email.toLowerCase() === said.toLowerCase(),
    );
    return {
      name: known ? memberName(known) : said,
      ...((known || id !== undefined) && { id: known?.id.workspace_member_id.toLowerCase() ?? id! }),
      missing: members !== undefined && !known,
    };
  });
  return { records: await Promise.all(records), people };
}

/** A deadline as a person reads it, in this environment's zone; empty for none. What is no time stays as it is. */
export const dueText = (due: string | null): string => (due === null ? '' : (formatMoment(due, {}) ?? due));
/** `yes` or `no`, as previews say it. */
export const yesText = (is: boolean): string => (is ? 'yes' : 'no');
/** `Acme, Ada Lovelace`; empty for none. */
export const joinedNames = (names: readonly { name: string }[]): string => names.map(({ name }) => name).join(', ');

/** One side of a task, all that it has. */
export function taskFields(state: TaskState, names: TaskNames, side: 'before' | 'after'): PreviewField[] {
  const rows: [string, string][] = [
    ['Task', state.content],
    ['Records', joinedNames(names.records)],
    ['Due', dueText(state.deadlineAt)],
    ['Given to', joinedNames(names.people)],
    ['Completed', state.isCompleted ? 'yes' : ''],
  ];
  return rows.filter(([, text]) => text !== '').map(([label, text]) => ({ label, [side]: text }));
}

/** ` for Acme (Company) and Ada Lovelace (Person)`; nothing where it has no links. */
export function forWhom({ records }: TaskNames): string {
  const names = records.map(({ name }) => name);
  if (names.length === 0) return '';
  return ` for ${listed(names.length > 2 ? [names[0]!, `${names.length - 1} more records`] : names)}`;
}

/**
 * What of a task is another than `saw`. A link that is not there any more may have gone with its record, and is no reason
 * to think that somebody changed the task.
 */
export async function changedSince(saw: TaskState, now: TaskState, room: Room): Promise<Conflict[]> {
  const of = `of the task ${taskTitle(saw.content)}`;
  const links = (state: TaskState) => refsIn(state.linkedRecords).map(({ recordId }) => recordId);
  const known = new Set(links(saw));
  const given = membersIn(saw);
  const parts = {
    due: !sameMoment(saw.deadlineAt, now.deadlineAt),
    completed: saw.isCompleted !== now.isCompleted,
    records: links(now).some((id) => !known.has(id)),
    people: membersIn(now).length !== given.length || membersIn(now).some((id) => !given.includes(id)),
  };
  if (!Object.values(parts).some(Boolean)) return [];
  const [old, fresh] = await Promise.all([namesOf(saw, room), namesOf(now, room)]);
  const row = (slug: string, label: string, base: string, theirs: string): Conflict => ({
    slug,
    label: `${label} ${of}`,
    named: true,
    base,
    theirs,
    mine: '',
  });
  return [
    ...(parts.due ? [row('deadline_at', 'Due date', dueText(saw.deadlineAt), dueText(now.deadlineAt))] : []),
    ...(parts.completed ? [row('is_completed', 'Completion', yesText(saw.isCompleted), yesText(now.isCompleted))] : []),
    ...(parts.records ? [row('linked_records', 'Records', joinedNames(old.records), joinedNames(fresh.records))] : []),
    ...(parts.people ? [row('assignees', 'Assignees', joinedNames(old.people), joinedNames(fresh.people))] : []),
  ];
}

/** What a person should know before a task is written so. */
export function taskWarnings(change: TaskState, { records, people }: TaskNames, room: Room): string[] {
  const gone = records.filter(({ missing }) => missing);
  const unknown = people.filter(({ missing }) => missing);
  const late = change.deadlineAt !== null && !change.isCompleted && Date.parse(change.deadlineAt) < room.now();
  return [
    ...gone.map(({ name }) => `The record ${name} was not found in Attio: it may have been deleted or merged.`),
    ...unknown.map(({ name }) => `Nobody in the workspace is known as ${name}: Attio is likely to refuse.`),
    ...(late ? [`It is due in the past (${dueText(change.deadlineAt)}).`] : []),
  ];
}
