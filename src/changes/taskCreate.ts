/** Creating tasks. None is created twice, and what Attio drops of one is said. */
import type { Approval } from '../attio/approved.js';
import { scopesFor } from '../attio/operations.js';
import type { Task } from '../attio/workTypes.js';
import type { CreateTask } from '../attio/writes.js';
import { approve } from './approve.js';
import type { Preview } from './change.js';
import { createOnce } from './createOnce.js';
import { type Carried, calling, type Family, head, listed, orGone, type Room } from './room.js';
import { keyOf } from './shape.js';
import {
  assigneesOf,
  dueText,
  forWhom,
  linksOf,
  namesOf,
  refsIn,
  sameMoment,
  stateOf,
  type TaskNames,
  taskFields,
  taskTitle,
  taskWarnings,
  withLinks,
} from './taskState.js';

/** So many linked records are searched for their tasks; then the newest tasks of the workspace, by so many pages. */
const MAX_SEARCHED = 3;
const PAGE = 500;
const MAX_PAGES = 6;

/** Whether a task is the one that this create would make. Links may be missing: Attio drops some. */
function isTaskOf(change: CreateTask, task: Task): boolean {
  if (task.content_plaintext.trim() !== change.content.trim()) return false;
  if (!sameMoment(change.deadlineAt, task.deadline_at)) return false;
  const wanted = new Set(refsIn(change.linkedRecords).map(({ recordId }) => recordId));
  const others = linksOf(task).filter((id) => !wanted.has(id));
  return others.length <= change.linkedRecords.length - wanted.size;
}

/** The task that this create made since `since`, when there is one. Rejects with AttioError. */
async function findTask(
  change: CreateTask,
  since: number,
  except: ReadonlySet<string>,
  room: Room,
): Promise<Task | undefined> {
  const isIt = (task: Task) =>
    Date.parse(task.created_at) >= since && !except.has(task.id.task_id.toLowerCase()) && isTaskOf(change, task);
  const newest = { sort: 'created_at:desc' as const, limit: PAGE };
  for (const { object, recordId } of refsIn(change.linkedRecords).slice(0, MAX_SEARCHED)) {
    const query = { ...newest, linked_object: object, linked_record_id: recordId };
    const found = ((await orGone(room.api.tasks.list(query, calling(room)))) ?? []).find(isIt);
    if (found) return found;
  }
  // Its links may have been dropped.
  for (let page = 0; page < MAX_PAGES; page++) {
    const tasks = await room.api.tasks.list({ ...newest, offset: page * PAGE }, calling(room));
    const found = tasks.find(isIt);
    if (found || tasks.length < PAGE || Date.parse(tasks.at(-1)!.created_at) < since) return found;
  }
  return undefined;
}

/** What did not stick, as sentences. */
function differencesOf(change: CreateTask, task: Task, { records, people }: TaskNames): string[] {
  const told: string[] = [];
  if (task.content_plaintext.trim() !== change.content.trim())
    told.push(`Attio stored the task as ${taskTitle(task.content_plaintext)}.`);
  if (!sameMoment(change.deadlineAt, task.deadline_at))
    told.push(
      task.deadline_at === null
        ? 'Attio stored the task without its due date.'
        : `Attio stored the task as due ${dueText(task.deadline_at)}.`,
    );
  if (task.is_completed !== change.isCompleted)
    told.push(`Attio stored the task as ${task.is_completed ? 'completed' : 'not completed'}.`);
  const links = linksOf(task);
  const unlinked = records.filter(({ ref }) => ref && !links.includes(ref.recordId.toLowerCase()));
  if (unlinked.length > 0) told.push(`Attio did not link the task to ${listed(unlinked.map(({ name }) => name))}.`);
  else if (links.length < new Set(refsIn(change.linkedRecords).map(({ recordId }) => recordId)).size + matched(change))
    told.push(`Attio linked the task to ${links.length} of ${change.linkedRecords.length} records.`);
  const given = assigneesOf(task);
  const idle = people.filter(({ id }) => id !== undefined && !given.includes(id));
  if (idle.length > 0) told.push(`Attio did not give the task to ${listed(idle.map(({ name }) => name))}.`);
  return told;
}

/** How many links go by a value. Whose it is, is Attio's to know: it may be a record that is linked by its id as well. */
const matched = ({ linkedRecords }: CreateTask): number =>
  linkedRecords.length === 1 && !('recordId' in linkedRecords[0]!) ? 1 : 0;

/** Attio's answer, or what it has where the answer lacks something: it leaves links out at times. */
async function readBack(change: CreateTask, answer: Task, room: Room): Promise<Task> {
  const lacks = (task: Task) =>
    task.linked_records.length < change.linkedRecords.length || task.assignees.length < change.assignees.length;
  if (!lacks(answer)) return answer;
  const again = await room.api.tasks.get(answer.id.task_id, calling(room));
  return lacks(again) ? withLinks(again, change.linkedRecords, room) : again;
}

export const taskCreate: Family<CreateTask> = {
  async look(change, room) {
    const lookedAt = room.now();
    const key = keyOf(change);
    const names = await namesOf(change, room);
    const { warnings, ...rest } = head(scopesFor('tasks.create'), room.account);
    const which = `the task ${taskTitle(change.content)}`;
    const preview: Preview = {
      sentence: `Create ${which}${forWhom(names)}`,
      ...rest,
      verb: 'Create Task',
      fields: taskFields(change, names, 'after'),
      warnings: [...warnings, ...taskWarnings(change, names, room)],
      destructive: false,
    };

    const created = async (answer: Task, approval: Approval, alreadyDone: boolean): Promise<Carried> => {
      room.made.add(answer.id.task_id.toLowerCase());
      room.uncertain.delete(key);
      const task = await readBack(change, answer, room).catch(() => undefined);
      room.catalog.learnTask(task ?? answer);
      const first = names.records.find(({ ref, missing }) => ref && !missing);
      return {
        applied: {
          change,
          approval,
          task: task ?? answer,
          ...(alreadyDone && { alreadyDone }),
          differences: task
            ? differencesOf(change, task, names)
            : ['Attio’s answer was not whole, and the task could not be read again: open it to see its records.'],
          undo: {
            kind: 'task.delete',
            taskId: answer.id.task_id,
            // What could not be read is taken for what was sent.
            task: task ? await stateOf(task, room) : stateSent(change),
          },
        },
        past: `Created ${which}${forWhom(names)}`,
        ...(first?.ref && { target: { ...first.ref, title: first.name } }),
      };
    };

    return {
      preview,
      creates: which,
      carry: (approval) =>
        createOnce(room, {
          key,
          lookedAt,
          noun: 'The task',
          done: 'created',
          find: (since, except) => findTask(change, since, except, room),
          send: (started) => room.api.tasks.create(approve(change, approval, started), calling(room)),
          made: (one, alreadyDone) => created(one, approval, alreadyDone),
        }),
    };
  },
};

/** A task as it was sent, as far as it is known without asking. */
function stateSent({ content, deadlineAt, isCompleted, linkedRecords, assignees }: CreateTask) {
  return {
    content,
    deadlineAt,
    isCompleted,
    linkedRecords: linkedRecords.filter((link) => 'recordId' in link),
    assignees: assignees.filter((one) => 'memberId' in one),
  };
}
