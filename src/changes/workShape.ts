/** Whether changes of tasks and comments are well-formed. Pure. */
import { type CreateComment, type DeleteComment, type DeleteTask, TASK_MAX, type UpdateTask } from '../attio/writes.js';
import {
  type Check,
  firstProblem,
  isFlag,
  isId,
  isPlainObject,
  isSlug,
  isText,
  isTime,
  isValues,
  isWords,
  type Loose,
  type Problem,
  SKEW_MS,
  some,
} from './checks.js';

const isLink: Check = (value) =>
  isPlainObject(value) &&
  isSlug(value.object) &&
  (value.matching === undefined
    ? isId(value.recordId)
    : isValues(value.matching) && Object.keys(value.matching as object).length === 1);
const isAssignee: Check = (value) => isPlainObject(value) && (isId(value.memberId) || isWords(value.email));
const areAll = (value: unknown, one: Check): boolean => Array.isArray(value) && value.every(one);

const isDue: Check = (value) => value === null || (isText(value) && isTime(value));

/** What a task is made of. */
export function taskShape(task: Loose): Problem {
  const { content, deadlineAt } = task;
  return firstProblem(
    [isWords(content), 'the task says nothing'],
    [isText(content) && content.length <= TASK_MAX, `the task is longer than ${TASK_MAX} characters`],
    [isDue(deadlineAt), 'the date it is due is not a date'],
    [isFlag(task.isCompleted), 'it does not say whether the task is completed'],
    [areAll(task.linkedRecords, isLink), 'a record that it links to is not named properly'],
    [areAll(task.assignees, isAssignee), 'a person that it is given to is not named properly'],
  );
}

/** Parts of a task that can be changed, where they are given. */
const taskParts = (parts: Loose): Problem =>
  firstProblem(
    [parts.deadlineAt === undefined || isDue(parts.deadlineAt), 'the date it is due is not a date'],
    [parts.isCompleted === undefined || isFlag(parts.isCompleted), 'it does not say whether the task is completed'],
    [
      parts.linkedRecords === undefined || areAll(parts.linkedRecords, isLink),
      'a record that it links to is not named properly',
    ],
    [
      parts.assignees === undefined || areAll(parts.assignees, isAssignee),
      'a person that it is given to is not named properly',
    ],
  );

/** Of a task’s update. What is wrong, as a clause, or undefined. */
export function taskUpdateShape(change: UpdateTask): Problem {
  const { base } = change;
  const loose = change as unknown as Loose;
  return (
    firstProblem([isId(change.taskId), 'it names no task']) ??
    some(loose, ['deadlineAt', 'isCompleted', 'linkedRecords', 'assignees']) ??
    taskParts(loose) ??
    firstProblem([
      base === undefined || (isPlainObject(base) && !taskParts(base)),
      'it does not say properly what was there',
    ])
  );
}

const isPlace: Check = (value) => {
  if (!isPlainObject(value)) return false;
  if (value.threadId !== undefined) return isId(value.threadId);
  return value.list === undefined
    ? isSlug(value.object) && isId(value.recordId)
    : isSlug(value.list) && isId(value.entryId);
};

/** What a comment is made of. What is wrong, as a clause, or undefined. */
export function commentShape({ on, content, authorId, createdAt }: Omit<CreateComment, 'kind'>, now: number): Problem {
  return firstProblem(
    [isPlace(on), 'it names neither a record, nor an entry, nor a thread'],
    [isWords(content), 'the comment says nothing'],
    [isId(authorId), 'it does not say who writes the comment'],
    [
      createdAt === undefined ||
        (isText(createdAt) &&
          isTime(createdAt) &&
          Date.parse(createdAt) >= 0 &&
          Date.parse(createdAt) <= now + SKEW_MS),
      'the date of the comment is no date, or lies in the future',
    ],
  );
}

/** Of a comment’s delete. What is wrong, as a clause, or undefined. */
export function commentDeleteShape({ commentId, comment, replies }: DeleteComment, now: number): Problem {
  if (!isId(commentId)) return 'it names no comment';
  const count = replies === undefined || (Number.isInteger(replies) && replies >= 0);
  return count && (comment === undefined || (isPlainObject(comment) && !commentShape(comment, now)))
    ? undefined
    : 'it does not say properly what is deleted';
}

/** Of a task’s delete. What is wrong, as a clause, or undefined. */
export function taskDeleteShape({ taskId, task }: DeleteTask): Problem {
  if (!isId(taskId)) return 'it names no task';
  return task === undefined || (isPlainObject(task) && !taskShape(task))
    ? undefined
    : 'it does not say properly what is deleted';
}
