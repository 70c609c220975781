/** Writes as values: everything this extension may do to a CRM. */
import type { Approval, Approved } from '../attio/approved.js';
import type { AttioError } from '../attio/errors.js';
import type { Note } from '../attio/types.js';
import type { CreateNote, DeleteConnection, DeleteNote } from '../attio/writes.js';

/** What happens to a CRM; carried out by service.ts. */
export type NoteChange = CreateNote | DeleteNote;
/** What happens to the ways to a CRM; carried out by connection.ts. */
export type ConnectionChange = DeleteConnection;
export type Change = NoteChange | ConnectionChange;
export type ApprovedChange = Approved<CreateNote> | Approved<DeleteNote> | Approved<DeleteConnection>;

/** What a person reads before agreeing. Plain text, unescaped. */
export interface Preview {
  /** `Create the note “Call with Ada” on Acme Robotics (Company)`. */
  sentence: string;
  /** Workspace name and slug. */
  account: { name: string; slug: string };
  /** What the button says: `Create Note`. */
  verb: string;
  fields: { label: string; before?: string; after?: string }[];
  /** What will not be as expected: Markdown that Attio does not keep, an id that changes. */
  warnings: string[];
  /** Scopes the write needs. */
  scopes: string[];
  destructive: boolean;
}

/** Shows a preview and gets a person's word. undefined: not approved. */
export type Approver = (preview: Preview, change: Change) => Promise<Approval | undefined>;

export interface Applied {
  change: Change;
  approval: Approval;
  /** What came back; the note as Attio stored it. */
  note?: Note;
  /** The create was found already done when it was looked for (an earlier attempt whose fate was unknown). */
  alreadyDone?: boolean;
  /** What did not stick, as sentences. */
  differences: string[];
  /** The change that takes it back. */
  undo: Change | undefined;
}

export type ApplyOutcome =
  | { status: 'applied'; applied: Applied }
  | { status: 'declined' }
  /** `error.fate` says whether it may have happened all the same. */
  | { status: 'failed'; error: AttioError };
