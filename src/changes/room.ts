/** What every family of changes works with, and what it gives. Types and small things. */
import type { Account } from '../attio/account.js';
import type { Approval } from '../attio/approved.js';
import type { AttioApi, CallOptions } from '../attio/client.js';
import { AttioError } from '../attio/errors.js';
import { missingScopes } from '../attio/scopes.js';
import type { AttioRecord, AttributeValue, Note } from '../attio/types.js';
import type { Json, UpdateNote, UpdateTask } from '../attio/writes.js';
import type { Catalog, ReadOptions, RecordRef } from '../crm/types.js';
import type { Applied, Change, Conflict, Preview, SingleChange } from './change.js';
import type { JournalEntry } from './journal.js';
import { operationOf } from './shape.js';

/** What earlier changes of a batch will have done when a later one is made. */
export interface Before {
  /** What the records and entries are called that are still to be created, by number of the change. */
  names: Map<number, string>;
  /** Attributes that were written, by `container/id`; `*` where everything may be different. */
  written: Map<string, Set<string>>;
  /** Ids of records that are gone. */
  gone: Set<string>;
  /** The earlier changes are made: what Attio has now is what the next one meets. */
  made: boolean;
}

/** One write at work: the ways to Attio, and who asks. */
export interface Room {
  api: AttioApi;
  catalog: Catalog;
  account: Account;
  wait(ms: number): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Ids of what this service made and knows of: no trace of a write whose answer was lost. */
  made: Set<string>;
  surface: string;
  signal?: AbortSignal;
  /** Ids, in small letters, of what is known to be no trace of it, whoever made it. */
  notThese: ReadonlySet<string>;
  /** It takes back what was done: nobody may lose by it what he wrote since. */
  undoing: boolean;
  /** Of one update: when its `base` was read (milliseconds since 1970), and of an entry whose it is. */
  seenAt?: number;
  seenRef?: RecordRef & { title?: string };
  /** An earlier try may have succeeded, at this time (milliseconds since 1970) or later: look for it first. */
  since?: number;
  /** Writes that were not found after their answer was lost, by key (shape.ts). */
  uncertain: Map<string, Uncertain>;
  before?: Before;
  /** Runs when a write was not answered and is looked for, which takes seconds. */
  looking?(): void;
}

/** A write whose answer was lost, and that may still turn out to be done. */
export interface Uncertain {
  /** When it was sent, at the earliest. */
  since: number;
  /** What it was, when what Attio has now shows that it was made after all. */
  settle?(stored: { values: Record<string, AttributeValue[]> }): Carried | undefined;
  /** Of a note's update: the note as it was before. */
  note?: Note;
}

export type Target = NonNullable<JournalEntry['target']>;

/** What was written, and what the journal is to say of it. */
export interface Carried {
  applied: Applied;
  /** `Changed the stage of Acme renewal (Deal)`. */
  past: string;
  target?: Target;
  originals?: { object: string; record: AttioRecord }[];
  /** Of a delete: which change of its undo (from 0) makes again what had this id. */
  again?: [id: string, index: number][];
}

/** A preview, and what was read for it, ready to be made. */
export interface Looked {
  preview: Preview;
  /** What is not undone unasked, and why: a note that was changed since. */
  stops?: AttioError;
  /** What a record or entry is called that it creates. */
  creates?: string;
  /** The attributes it writes, as `Before.written`. */
  writes?: [key: string, slugs: string[]][];
  /** What it found in the attributes it writes: nothing else may be in them when it is its turn. */
  seen?: Record<string, Json[]>;
  /** Of a note's update: the note it was found as. */
  seenNote?: NonNullable<UpdateNote['base']>;
  /** Of a task's update: what it found in the parts it writes. */
  seenTask?: NonNullable<UpdateTask['base']>;
  /** Ids of records it takes away. */
  removes?: string[];
  /** It was made by an earlier try, whose answer was lost. */
  settled?: Carried;
  /** Makes the write. Rejects with AttioError, or with Conflicted when somebody wrote since the look. */
  carry(approval: Approval): Promise<Carried>;
}

/** How one family of changes is previewed and made. */
export interface Family<C extends SingleChange> {
  /** Reads Attio. Rejects with AttioError. */
  look(change: C, room: Room): Promise<Looked>;
}

/** Between looks for a write that was never answered: it may still be on its way into what Attio lists. */
export const PATIENCE_MS = [500, 1500, 4000];
/** Clocks of this machine and of Attio may differ by so much. */
export const SKEW_MS = 10 * 60_000;
/** A look older than this is repeated before the write. */
export const FRESH_MS = 1000;
/** A change made by an earlier session was made this long ago at most. */
export const RECENT_MS = 24 * 60 * 60_000;

/** Somebody changed what a write was made from, after it was looked at. Nothing was sent. */
export class Conflicted extends Error {
  override readonly name = 'Conflicted';
  constructor(readonly conflicts: Conflict[]) {
    super('Someone else changed it in Attio meanwhile.');
  }
  static is(error: unknown): error is Conflicted {
    return error instanceof Error && error.name === 'Conflicted';
  }
}

/** How the catalog is asked in this room: past its caches, unless `fresh` is false. */
export function reading(room: Room, fresh = true): ReadOptions {
  return { surface: room.surface, fresh, ...(room.signal && { signal: room.signal }) };
}

/** How Attio is asked in this room: in the name of its surface, until its signal fires. */
export function calling(room: Room): CallOptions {
  return { surface: room.surface, ...(room.signal && { signal: room.signal }) };
}

/** The part of a preview that says where, with what scopes, and what the key lacks. */
export function head(
  scopes: readonly string[],
  account: Account,
): Pick<Preview, 'account' | 'scopes'> & { warnings: string[] } {
  const missing = missingScopes(scopes, account.scopes);
  const warnings =
    missing.length > 0 ? [`The key of this account lacks ${missing.join(' and ')}: Attio is likely to refuse.`] : [];
  return { account: { name: account.name, slug: account.slug }, scopes: [...scopes], warnings };
}

/** A refusal before anything was sent. */
export function refused(
  change: Change,
  kind: 'validation' | 'not-found' | 'conflict',
  message: string,
  remedy: string,
  field?: string,
): AttioError {
  return new AttioError({
    kind,
    operation: operationOf(change),
    message,
    remedy,
    fate: 'no',
    ...(field !== undefined && { field }),
  });
}

/**
 * Looks several times for what a write whose answer was lost would have made. `looked`: at least one look was answered, so
 * that nothing found says something.
 */
export async function lookFor<T>(
  room: Pick<Room, 'wait' | 'looking' | 'signal'>,
  look: () => Promise<T | undefined>,
): Promise<{ found?: T; looked: boolean }> {
  // Whoever cancels gets no answer to what was sent: only a look says what came of it.
  if (room.signal?.aborted) delete room.signal;
  room.looking?.();
  let looked = false;
  for (const ms of PATIENCE_MS) {
    await room.wait(ms);
    try {
      const found = await look();
      if (found !== undefined) return { found, looked: true };
      looked = true;
    } catch {
      // Looking can fail for the reason that lost the answer; the next look may not.
    }
  }
  return { looked };
}

/** What is said of what was looked for, where no look was answered. */
export const notLooked = (what: string, done: string): string =>
  `${what} could not be looked for: it may have been ${done}.`;

/** The failure of a delete after which `what` was looked for, and was still there where a look was answered. */
export function notDeleted(error: AttioError, what: string, looked: boolean, done = 'deleted'): AttioError {
  if (!looked)
    return lost(error, notLooked(what, done), 'Try again when Attio can be reached: it is looked for first.');
  // Attio said that it failed; where it said nothing, the delete may still be on its way.
  const sure = error.kind === 'server';
  const advice = `Try again${sure ? '' : ': it is looked for first'}.`;
  return lost(error, `${what} is still there: ${sure ? 'nothing was' : 'it was probably not'} ${done}.`, advice);
}

/** The failure of a write that was looked for in vain. */
export function lost(error: AttioError, what: string, advice: string): AttioError {
  return new AttioError({
    ...error.details,
    message: `${error.message} ${what}`,
    remedy: advice,
    cause: error,
  });
}

/** What is no trace of a write whose answer was lost just now: what is known to be another, and what this window made. */
export const notTraces = ({ made, notThese }: Pick<Room, 'made' | 'notThese'>): ReadonlySet<string> =>
  new Set([...made, ...notThese]);

/** Whether a write failed so that it may have happened: it is looked for before anything is said. */
export const lostWrite = (error: unknown): error is AttioError => AttioError.is(error) && error.fate === 'unknown';

/** undefined where Attio has no such thing. */
export async function orGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (AttioError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

/** `one`, `one and two`, `one, two and three`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1 note`, `3 notes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `“Call”`; long ones are cut, and quotation marks inside become single ones. */
export function quoted(text: string, max = 80): string {
  const points = [...text.trim().replace(/“/g, '‘').replace(/”/g, '’')];
  return `“${points.length > max ? `${points.slice(0, max - 1).join('')}…` : points.join('')}”`;
}
