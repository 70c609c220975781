/** What this editor wrote, with what was there before, so that it can be taken back. Types; the file is the editor's. */
import type { AttioRecord } from '../attio/types.js';
import type { Change, SingleChange } from './change.js';

export interface JournalEntry {
  /** Unique; sorts by time. */
  id: string;
  /** ISO. */
  at: string;
  accountId: string;
  /** Which surface wrote, such as `records.edit`. */
  surface: string;
  /** `Changed the stage of Acme renewal (Deal)`: what was done, in the past tense. */
  sentence: string;
  /** What it was about, to open it again; the id is the one after the change. */
  target?: { object: string; recordId: string; title: string };
  change: Change;
  /** The change that takes it back; undefined: it cannot be. */
  undo?: Change;
  /** Which change of `undo` (from 0) makes again what had this id. */
  again?: [id: string, index: number][];
  /** What this one made again, taking back a removal: its id before and its id now. */
  renewed?: [before: string, now: string][];
  /** What cannot be brought back by `undo` and is kept to look at: both records of a merge, a deleted record. */
  originals?: { object: string; record: AttioRecord }[];
  /** When it was taken back, by which entry. */
  undone?: { at: string; by: string };
  /** The entry that this one took back. */
  undoes?: string;
}

/** Entries of one account, oldest first. Keeps nothing when retention is 0; drops what is older than the retention. */
export interface Journal {
  append(entry: JournalEntry): Promise<void>;
  list(): Promise<JournalEntry[]>;
  get(id: string): Promise<JournalEntry | undefined>;
  markUndone(id: string, undone: { at: string; by: string }): Promise<void>;
  clear(): Promise<void>;
}

/** The kinds of change that a journal keeps. */
export type Journalled = SingleChange['kind'] | 'batch';
