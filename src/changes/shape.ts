/** Whether a change is well-formed, and what names it. Pure. */
import { CREATABLE_TYPES } from '../attio/attributeTypes.js';
import {
  type CreateComment,
  type CreateNote,
  type DeleteComment,
  type DeleteNote,
  type DeleteTask,
  TASK_MAX,
  type UpdateNote,
  type UpdateTask,
} from '../attio/writes.js';
import type { Change, SingleChange } from './change.js';
import { pendingIn } from './pending.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Of a connection of Maton; as the wire takes it in a header. */
const CONNECTION = /^[\w.-]{1,200}$/;
const SLUG = /^[\w-]{1,128}$/;
/** Clocks differ by so much; a note of the future is refused by Attio (api.md section 8.1). */
const SKEW_MS = 5 * 60_000;
/** A batch is agreed to as a whole: more than this nobody reads. */
const MAX_BATCH = 2000;
const MAX_DEPTH = 12;

const OPERATIONS: Record<Change['kind'], string> = {
  'note.create': 'notes.create',
  'note.update': 'notes.update',
  'note.delete': 'notes.delete',
  'task.create': 'tasks.create',
  'task.update': 'tasks.update',
  'task.delete': 'tasks.delete',
  'comment.create': 'comments.create',
  'comment.delete': 'comments.delete',
  'record.create': 'records.create',
  'record.assert': 'records.assert',
  'record.update': 'records.update',
  'record.delete': 'records.delete',
  'record.merge': 'records.merge',
  'entry.create': 'entries.create',
  'entry.update': 'entries.update',
  'entry.delete': 'entries.delete',
  'object.create': 'objects.create',
  'object.update': 'objects.update',
  'object.delete': 'objects.delete',
  'attribute.create': 'attributes.create',
  'attribute.update': 'attributes.update',
  'option.create': 'attributes.createOption',
  'option.update': 'attributes.updateOption',
  'status.create': 'attributes.createStatus',
  'status.update': 'attributes.updateStatus',
  batch: 'batch',
  'connection.delete': 'connections.delete',
};

/** Name of the operation that carries out a change, such as `notes.create`. */
export function operationOf(change: Change): string {
  return Object.hasOwn(OPERATIONS, change?.kind) ? OPERATIONS[change.kind] : 'notes.create';
}

/** What is wrong, as a clause, or undefined. */
type Problem = string | undefined;
type Check = (value: unknown) => boolean;

const isText = (value: unknown): value is string => typeof value === 'string';
const isWords: Check = (value) => isText(value) && value.trim() !== '';
const isSlug: Check = (value) => isText(value) && SLUG.test(value);
const isId: Check = (value) => isText(value) && UUID.test(value);
const isTime = (value: string): boolean => /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value));
const isFlag: Check = (value) => typeof value === 'boolean';
const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Nothing but what JSON can say, and no deeper than a value ever is. */
function isJson(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (value === null || isText(value) || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((one) => isJson(one, depth + 1));
  return isPlainObject(value) && Object.values(value).every((one) => isJson(one, depth + 1));
}

const isValues: Check = (value) =>
  isPlainObject(value) && Object.entries(value).every(([slug, one]) => SLUG.test(slug) && isJson(one));
const isBase: Check = (value) => value === undefined || isValues(value);

function firstProblem(...checks: [boolean, string][]): Problem {
  return checks.find(([ok]) => !ok)?.[1];
}

type Loose = Record<string, unknown>;
const where = (change: Loose): [boolean, string][] => [
  [change.target === 'objects' || change.target === 'lists', 'it says neither object nor list'],
  [isSlug(change.identifier), 'it names no object or list'],
];
const optional = (change: Loose, checks: Record<string, Check>): Problem => {
  const wrong = Object.keys(checks).find((key) => change[key] !== undefined && !checks[key]!(change[key]));
  return wrong === undefined ? undefined : `its “${wrong}” is not what it should be`;
};
const some = (change: Loose, keys: string[]): Problem =>
  keys.some((key) => change[key] !== undefined) ? undefined : 'it changes nothing';

const ATTRIBUTE: Record<string, Check> = {
  title: isWords,
  description: (value) => value === null || isText(value),
  apiSlug: isSlug,
  isRequired: isFlag,
  isUnique: isFlag,
  defaultValue: (value) => isJson(value),
  config: (value) => isPlainObject(value) && isJson(value),
  isArchived: isFlag,
};
const OBJECT: Record<string, Check> = { apiSlug: isSlug, singularNoun: isWords, pluralNoun: isWords };
const OPTION: Record<string, Check> = { title: isWords, isArchived: isFlag };
const STATUS: Record<string, Check> = {
  ...OPTION,
  celebrationEnabled: isFlag,
  targetTimeInStatus: (value) => value === null || isText(value),
};

function updates(change: Loose, checks: Record<string, Check>): Problem {
  return (
    some(change, Object.keys(checks)) ??
    optional(change, checks) ??
    firstProblem([change.base === undefined || isJson(change.base), 'it does not say properly what was there'])
  );
}

function schemaShape(change: Loose): Problem {
  switch (change.kind) {
    case 'object.create':
      return firstProblem(
        [isSlug(change.apiSlug), 'the object has no proper slug'],
        [isWords(change.singularNoun) && isWords(change.pluralNoun), 'the object has no name'],
      );
    case 'object.update':
      return firstProblem([isSlug(change.object), 'it names no object']) ?? updates(change, OBJECT);
    case 'object.delete':
      return firstProblem([isSlug(change.object), 'it names no object']);
    case 'attribute.create':
      return (
        firstProblem(
          ...where(change),
          [isWords(change.title), 'the attribute has no title'],
          [isSlug(change.apiSlug), 'the attribute has no proper slug'],
          [(CREATABLE_TYPES as readonly unknown[]).includes(change.type), 'the type of the attribute is unknown'],
          [
            isFlag(change.isRequired) && isFlag(change.isUnique) && isFlag(change.isMultiselect),
            'it does not say whether the attribute is required, unique and multi-select',
          ],
          [change.relationship === undefined || isJson(change.relationship), 'its relationship is none'],
        ) ?? optional(change, ATTRIBUTE)
      );
    case 'attribute.update':
      return (
        firstProblem(...where(change), [isSlug(change.attribute), 'it names no attribute']) ??
        updates(change, ATTRIBUTE)
      );
    case 'option.create':
    case 'status.create':
      return (
        firstProblem(
          ...where(change),
          [isSlug(change.attribute), 'it names no attribute'],
          [isWords(change.title), 'it has no title'],
        ) ?? optional(change, STATUS)
      );
    case 'option.update':
      return (
        firstProblem(
          ...where(change),
          [isSlug(change.attribute), 'it names no attribute'],
          [isWords(change.option), 'it names no option'],
        ) ?? updates(change, OPTION)
      );
    default:
      return (
        firstProblem(
          ...where(change),
          [isSlug(change.attribute), 'it names no attribute'],
          [isWords(change.status), 'it names no status'],
        ) ?? updates(change, STATUS)
      );
  }
}

function noteUpdateShape(change: UpdateNote): Problem {
  const { title, content, format, base } = change;
  const seen = base === undefined || (isPlainObject(base) && isText(base.title) && isText(base.content));
  return firstProblem(
    [isId(change.noteId), 'it names no note'],
    [title !== undefined || content !== undefined, 'it changes nothing'],
    [title === undefined || isText(title), 'the title is not a text'],
    [content === undefined || isText(content), 'the note has no text'],
    [content === undefined || format === 'markdown' || format === 'plaintext', 'the format of the text is unknown'],
    [content !== undefined || format === undefined, 'it says how a text is written, and has none'],
    [seen, 'it does not say properly what was there'],
    [!base || (isSlug(base.parentObject) && isId(base.parentRecordId)), 'it does not say properly whose note it is'],
  );
}

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
function taskShape(task: Loose): Problem {
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

function taskUpdateShape(change: UpdateTask): Problem {
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

function commentShape({ on, content, authorId, createdAt }: Omit<CreateComment, 'kind'>, now: number): Problem {
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

function commentDeleteShape({ commentId, comment, replies }: DeleteComment, now: number): Problem {
  if (!isId(commentId)) return 'it names no comment';
  const count = replies === undefined || (Number.isInteger(replies) && replies >= 0);
  return count && (comment === undefined || (isPlainObject(comment) && !commentShape(comment, now)))
    ? undefined
    : 'it does not say properly what is deleted';
}

function taskDeleteShape({ taskId, task }: DeleteTask): Problem {
  if (!isId(taskId)) return 'it names no task';
  return task === undefined || (isPlainObject(task) && !taskShape(task))
    ? undefined
    : 'it does not say properly what is deleted';
}

function noteShape(change: CreateNote | DeleteNote, now: number): Problem {
  if (change.kind === 'note.delete') {
    if (!isId(change.noteId)) return 'it names no note';
    const { note } = change;
    if (typeof note !== 'object' || note === null) return 'it does not say what is deleted';
    if (!isText(note.parentObject) || !isText(note.parentRecordId)) return 'it does not say whose note is deleted';
    return isText(note.title) && isText(note.content) ? undefined : 'it does not say what is deleted';
  }
  if (!isSlug(change.parentObject)) return 'it names no object';
  if (!isId(change.parentRecordId)) return 'it names no record';
  if (!isText(change.title)) return 'the note has no title';
  if (!isText(change.content)) return 'the note has no text';
  if (change.format !== 'markdown' && change.format !== 'plaintext') return 'the format of the text is unknown';
  if (change.meetingId != null && !UUID.test(change.meetingId)) return 'its meeting has no proper id';
  if (change.createdAt === undefined) return undefined;
  const at = Date.parse(change.createdAt);
  if (Number.isNaN(at)) return 'the date of the note is not a date';
  return at < 0 || at > now + SKEW_MS ? 'the date of the note lies before 1970 or in the future' : undefined;
}

function rowShape(change: Loose & { kind: string }): Problem {
  const { kind } = change;
  const ofRecord = kind.startsWith('record.');
  const place: [boolean, string] = ofRecord
    ? [isSlug(change.object), 'it names no object']
    : [isSlug(change.list), 'it names no list'];
  const which: [boolean, string] = ofRecord
    ? [isId(change.recordId), 'it names no record']
    : [isId(change.entryId), 'it names no entry'];
  const values: [boolean, string] = [isValues(change.values), 'its values are not values'];
  const filled: [boolean, string] = [Object.keys((change.values as object) ?? {}).length > 0, 'it changes nothing'];
  const base: [boolean, string] = [isBase(change.base), 'it does not say properly what was there'];
  switch (kind) {
    case 'record.create':
      return firstProblem(place, values);
    case 'record.assert':
      return firstProblem(
        place,
        [isSlug(change.matchingAttribute), 'it names no attribute to match by'],
        values,
        filled,
      );
    case 'record.merge': {
      const [one, two] = [change.primaryRecordId, change.secondaryRecordId];
      return firstProblem(
        place,
        [isId(one) && isId(two), 'it does not name two records'],
        [String(one).toLowerCase() !== String(two).toLowerCase(), 'a record cannot be merged with itself'],
      );
    }
    case 'entry.create':
      return firstProblem(
        place,
        [isSlug(change.parentObject), 'it names no object'],
        [isId(change.parentRecordId), 'it names no record'],
        values,
      );
    case 'record.update':
    case 'entry.update': {
      const mode: [boolean, string] = [
        change.mode === 'append' || change.mode === 'overwrite',
        'it says neither append nor overwrite',
      ];
      return firstProblem(place, which, mode, values, filled, base);
    }
    default:
      return firstProblem(place, which, base);
  }
}

const MAKES = /^(?:record|entry|note|task|comment)\.create$/;

function batchShape(change: Loose, now: number): Problem {
  if (!isWords(change.title)) return 'the batch does not say what it does';
  const { changes } = change;
  if (!Array.isArray(changes) || changes.length === 0) return 'the batch has no changes';
  if (changes.length > MAX_BATCH) return `the batch has more than ${MAX_BATCH} changes`;
  for (const [index, one] of (changes as SingleChange[]).entries()) {
    if ((one as Change)?.kind === 'batch') return 'a batch cannot have batches in it';
    if ((one as Change)?.kind === 'connection.delete') return 'a batch cannot delete connections';
    const problem = hasShape(one, now);
    if (problem !== undefined) return `number ${index + 1} of its changes is wrong: ${problem}`;
    const early = pendingIn(one).some((of) => of >= index || !MAKES.test(changes[of].kind));
    if (early) return `number ${index + 1} of its changes refers to a record that is not created before it`;
  }
  return undefined;
}

/** What is wrong with a change, as a clause, or undefined. */
export function hasShape(change: Change, now: number): string | undefined {
  if (!Object.hasOwn(OPERATIONS, (change as Change | undefined)?.kind ?? '')) {
    return 'it is no change that this version knows';
  }
  const loose = change as unknown as Loose & { kind: string };
  switch (change.kind) {
    case 'note.create':
    case 'note.delete':
      return noteShape(change, now);
    case 'note.update':
      return noteUpdateShape(change);
    case 'task.create':
      return taskShape(loose);
    case 'task.update':
      return taskUpdateShape(change);
    case 'task.delete':
      return taskDeleteShape(change);
    case 'comment.create':
      return commentShape(change, now);
    case 'comment.delete':
      return commentDeleteShape(change, now);
    case 'connection.delete':
      return isText(change.connectionId) && CONNECTION.test(change.connectionId) ? undefined : 'it names no connection';
    case 'batch':
      return batchShape(loose, now);
    default:
      return /^(?:record|entry)\./.test(change.kind) ? rowShape(loose) : schemaShape(loose);
  }
}

/** With keys in one order and ids in one case. */
function canonical(value: unknown): unknown {
  if (isText(value)) return UUID.test(value) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, one]) => key !== 'base' && one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, canonical(one)]));
}

/**
 * The same for changes that would do the same: what makes a write that is under way, or was lost, recognisable. What
 * the person saw does not count.
 */
export function keyOf(change: Change): string {
  if (change.kind === 'connection.delete') return `connection.delete ${change.connectionId}`;
  if (change.kind === 'note.delete') return `note.delete ${change.noteId.toLowerCase()}`;
  if (change.kind === 'task.delete') return `task.delete ${change.taskId.toLowerCase()}`;
  if (change.kind === 'comment.delete') return `comment.delete ${change.commentId.toLowerCase()}`;
  return JSON.stringify(canonical(change));
}
