/**
 * Writes as plain data: what each writing operation of the client carries. They can be stored, compared, shown and
 * undone; the meaning (preview, approval, undo) is in src/changes.
 */

export interface CreateNote {
  kind: 'note.create';
  /** Object slug, such as `companies`. */
  parentObject: string;
  parentRecordId: string;
  /** Plain text, never Markdown. */
  title: string;
  format: 'markdown' | 'plaintext';
  content: string;
  /** ISO time; not before 1970, not in the future. */
  createdAt?: string;
  meetingId?: string | null;
}

export interface DeleteNote {
  kind: 'note.delete';
  noteId: string;
  /** What is deleted, for the preview, the audit and the undo. Not sent. */
  note: {
    parentObject: string;
    parentRecordId: string;
    title: string;
    content: string;
    createdAt: string;
    meetingId?: string | null;
  };
}

export type Write = CreateNote | DeleteNote;
