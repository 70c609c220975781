/** Whether a change is well-formed, and what names it. Pure. */
import { CREATABLE_TYPES } from '../attio/attributeTypes.js';
import type { CreateNote, DeleteNote, UpdateNote } from '../attio/writes.js';
import type { Change, SingleChange } from './change.js';
import {
  type Check,
  firstProblem,
  isBase,
  isFlag,
  isId,
  isJson,
  isPlainObject,
  isSlug,
  isText,
  isValues,
  isWords,
  type Loose,
  type Problem,
  SKEW_MS,
  some,
  UUID,
} from './checks.js';
import { pendingIn } from './pending.js';
import { commentDeleteShape, commentShape, taskDeleteShape, taskShape, taskUpdateShape } from './workShape.js';

/** Of a connection of Maton; as the wire takes it in a header. */
const CONNECTION = /^[\w.-]{1,200}$/;
/** A batch is agreed to as a whole: more than this nobody reads. */
const MAX_BATCH = 2000;

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

const where = (change: Loose): [boolean, string][] => [
  [change.target === 'objects' || change.target === 'lists', 'it says neither object nor list'],
  [isSlug(change.identifier), 'it names no object or list'],
];
const optional = (change: Loose, checks: Record<string, Check>): Problem => {
  const wrong = Object.keys(checks).find((key) => change[key] !== undefined && !checks[key]!(change[key]));
  return wrong === undefined ? undefined : `its “${wrong}” is not what it should be`;
};

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
