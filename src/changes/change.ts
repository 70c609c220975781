/** Writes as values: everything this extension may do to a CRM. */
import type { Approval, Approved } from '../attio/approved.js';
import type { AttioError } from '../attio/errors.js';
import type { AttioRecord, Entry, Note } from '../attio/types.js';
import type { Comment, Task } from '../attio/workTypes.js';
import type {
  AssertRecord,
  CreateAttribute,
  CreateComment,
  CreateEntry,
  CreateNote,
  CreateObject,
  CreateOption,
  CreateRecord,
  CreateStatus,
  CreateTask,
  DeleteComment,
  DeleteConnection,
  DeleteEntry,
  DeleteNote,
  DeleteObject,
  DeleteRecord,
  DeleteTask,
  MergeRecords,
  UpdateAttribute,
  UpdateEntry,
  UpdateNote,
  UpdateObject,
  UpdateOption,
  UpdateRecord,
  UpdateStatus,
  UpdateTask,
} from '../attio/writes.js';

export type NoteChange = CreateNote | UpdateNote | DeleteNote;
/** Attio does not change what a task says: for that it is made anew, and the old one deleted. */
export type TaskChange = CreateTask | UpdateTask | DeleteTask;
/** Attio changes no comment and resolves none through the API. */
export type CommentChange = CreateComment | DeleteComment;
export type RecordChange = CreateRecord | AssertRecord | UpdateRecord | DeleteRecord | MergeRecords;
/** Places of records in lists. */
export type EntryChange = CreateEntry | UpdateEntry | DeleteEntry;
/** How a workspace is set up. */
export type SchemaChange =
  | CreateObject
  | UpdateObject
  | DeleteObject
  | CreateAttribute
  | UpdateAttribute
  | CreateOption
  | UpdateOption
  | CreateStatus
  | UpdateStatus;
/** What happens to the ways to a CRM; carried out by connection.ts. */
export type ConnectionChange = DeleteConnection;

/** One write. */
export type SingleChange = NoteChange | TaskChange | CommentChange | RecordChange | EntryChange | SchemaChange;

/**
 * Several writes with one preview and one approval, made in order; the first that fails ends it, and what was made can
 * be undone. A later change may refer to a record that an earlier one of the same batch creates by `pendingId(index)`.
 */
export interface Batch {
  kind: 'batch';
  /** The sentence a person reads: `Create Ada Lovelace and the company Acme`. */
  title: string;
  changes: SingleChange[];
}

export type Change = SingleChange | Batch | ConnectionChange;
export type ApprovedChange = { [K in Exclude<Change, Batch> as K['kind']]: Approved<K> }[Exclude<
  Change,
  Batch
>['kind']];

/** A value that is not any more what the change was made from. All as a person reads them; empty: unset. */
export interface Conflict {
  slug: string;
  label: string;
  /** The label says also what it is a value of: `Due of the task “Call Ada”`. */
  named?: true;
  /** What the person saw. */
  base: string;
  /** What Attio has now. */
  theirs: string;
  /** What the change would write. */
  mine: string;
  /** Of a batch: which of its changes, from 0. */
  change?: number;
}

export interface PreviewField {
  label: string;
  slug?: string;
  /** Both sides of what is changed, the empty string where there is nothing; one side of what is created or deleted. */
  before?: string;
  after?: string;
  /** A text of lines: read as which of them go and which come. */
  lines?: true;
  /** Of a list of values: those that come and those that go, each in words. At least one of either. */
  list?: { come: string[]; go: string[] };
  /** `before` is nowhere any more afterwards, and cannot be put back. */
  lost?: true;
}

/** What a person reads before agreeing. Plain text, unescaped. */
export interface Preview {
  /** `Create the note “Call with Ada” on Acme Robotics (Company)`. */
  sentence: string;
  /** Workspace name and slug. */
  account: { name: string; slug: string };
  /** What the button says: `Create Note`. */
  verb: string;
  fields: PreviewField[];
  /** What will not be as expected: Markdown that Attio does not keep, an id that changes. */
  warnings: string[];
  /** Scopes the write needs. */
  scopes: string[];
  /** Something is taken away: a delete, a merge, values replaced by an overwrite of what someone else wrote. */
  destructive: boolean;
  /** Values that someone else changed since the change was made. */
  conflicts?: Conflict[];
  /** Of a batch: its writes, in order. */
  parts?: Preview[];
  /** It cannot be taken back; so many records that it takes away stay in the journal as they were. */
  originals?: number;
  /** Every value of several records, a row per attribute: for who wants to see more than `fields`. */
  table?: { columns: string[]; rows: string[][] };
  /**
   * It would change nothing: Attio already has all of it. Nobody is asked then and nothing is sent; the outcome is
   * `applied`, without an approval and without an undo, and says in `differences` that Attio already had it.
   */
  nothingToDo?: boolean;
}

/** Shows a preview and gets a person's word. undefined: not approved. */
export type Approver = (preview: Preview, change: Change) => Promise<Approval | undefined>;

export interface Applied {
  /** As it was made: of an update only what was different. */
  change: Change;
  /** Absent where nothing had to be sent, and so nobody was asked. */
  approval?: Approval;
  /** What came back; the note as Attio stored it. */
  note?: Note;
  /** The record as Attio has it now. */
  record?: AttioRecord;
  /** The entry as Attio has it now. */
  entry?: Entry;
  /** The task as Attio stored it. */
  task?: Task;
  /** The comment as Attio stored it. */
  comment?: Comment;
  /** Of a batch: what was made, in order. */
  parts?: Applied[];
  /** The create was found already done when it was looked for (an earlier attempt whose fate was unknown). */
  alreadyDone?: boolean;
  /** What did not stick, as sentences. */
  differences: string[];
  /** The change that takes it back; undefined: it cannot be taken back. */
  undo: Change | undefined;
  /** Its entry in the journal, where there is one. */
  journalId?: string;
}

export type ApplyOutcome =
  | { status: 'applied'; applied: Applied }
  | { status: 'declined' }
  /** Nothing was sent: someone else changed what it was made from. Write it again with `overConflicts` to overwrite. */
  | { status: 'conflict'; preview: Preview; conflicts: Conflict[] }
  /** `error.fate` says whether it may have happened all the same. `applied`: what of a batch was made before. */
  | { status: 'failed'; error: AttioError; applied?: Applied };
