/** What waits to be sent: one approved write of a note, and what is known of it. Types only. */
import type { Approval } from '../attio/approved.js';
import type { AttioError } from '../attio/errors.js';
import type { Note } from '../attio/types.js';
import type { CreateNote, UpdateNote } from '../attio/writes.js';
import type { Applied, Conflict } from './change.js';

/** Where the text comes from; what is told that its note exists (`Outbox.onSent`). */
export type Origin =
  /** `digest` (`digestOf` of the draft's text as it was approved): a draft that was typed in since stays. */
  | { kind: 'draft'; draftId: string; digest: string }
  /** A published file; what else the finisher of published files needs stands beside, as plain data. */
  | { kind: 'file'; uri: string; [more: string]: unknown }
  /** A note that was edited as a document. */
  | { kind: 'note'; noteId: string; [more: string]: unknown }
  /** The text is nowhere else. */
  | { kind: 'quick' };

/**
 * `waiting`: approved; not sent, or certainly refused for now (offline, limits, 5xx). `sending`: begun. `unknown`: sent,
 * and nobody knows what came of it: it is looked for before it is sent again. `refused`: Attio said no; not tried again
 * by itself. `conflict`: someone changed the note since it was approved. `sent`: the note exists.
 */
export type OutboxState = 'waiting' | 'sending' | 'unknown' | 'refused' | 'conflict' | 'sent';

export interface OutboxItem {
  version: 1;
  /** Sorts by the order of approval. */
  id: string;
  /** Whose it is, also after signing out. */
  account: { id: string; name: string; slug: string };
  change: CreateNote | UpdateNote;
  approval: Approval;
  origin: Origin;
  state: OutboxState;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** When it was last sent without an end that is known (milliseconds since 1970); absent: it was certainly not made. */
  since?: number;
  /** That sending was answered, if only with an error: nothing of it is still under way. */
  answered?: true;
  /** Ids of notes that looked like this one before it was sent: no trace of it. */
  before?: string[];
  attempts: number;
  /** Not to be tried before, in milliseconds since 1970. */
  notBefore?: number;
  /** Why it waits or was refused: a sentence, and what to do. */
  message?: string;
  /** What the record is called, for the list. */
  recordName?: string;
  /** Of what is sent. */
  noteId?: string;
  /** Of what is sent, until its finisher has run. */
  note?: Note;
  /** Milliseconds since 1970. */
  sentAt?: number;
  /** Items approved together: all of them are there, or none is. */
  group?: string;
}

/** What is left of a sent note for two days, so that it is not taken for another one of the same text. */
export interface SentTrace {
  version: 1;
  id: string;
  account: { id: string };
  state: 'sent';
  noteId: string;
  /** Milliseconds since 1970. */
  sentAt: number;
}

/** The note exists. `applied` has its undo; `applied.alreadyDone`: an earlier try had made it. */
export interface Sent {
  status: 'sent';
  item: OutboxItem;
  note: Note;
  applied: Applied;
}

/** It is kept, and sent later by itself. */
export interface Waiting {
  status: 'waiting';
  item: OutboxItem;
  /** Why, and what happens next, in a sentence or two. */
  why: string;
  error?: AttioError;
}

/** It is kept, and not tried again by itself: Attio said no, or (`conflicts`) someone changed the note meanwhile. */
export interface Refused {
  status: 'refused';
  item: OutboxItem;
  error?: AttioError;
  conflicts?: Conflict[];
}

export type Result = Sent | Waiting | Refused;
