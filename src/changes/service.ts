/** The only way to write: preview, approval, the write, a look at what came of it, and the change that takes it back. */
import type { Account } from '../attio/account.js';
import type { Approval } from '../attio/approved.js';
import type { AttioApi } from '../attio/client.js';
import type { Catalog, RecordRef } from '../crm/types.js';
import { appliedBatch, lookBatch, whyStopped } from './batch.js';
import type { Applied, ApplyOutcome, Approver, Batch, Change, Preview, SingleChange } from './change.js';
import { look } from './families.js';
import type { Journal, JournalEntry } from './journal.js';
import { createRecorder } from './recorder.js';
import { asNow, renewedIn } from './renewed.js';
import { type Carried, Conflicted, lostWrite, RECENT_MS, type Room, refused, type Uncertain } from './room.js';
import { keyOf } from './shape.js';
import { createWriter, malformed } from './writer.js';

export interface WriteOptions {
  /** Which surface writes, such as `notes.draft`. */
  surface: string;
  approve: Approver;
  /** Look for it first: an earlier try may have succeeded. */
  mayBeDone?: boolean;
  /** With `mayBeDone`: the earlier try was made then or later (milliseconds since 1970). Without it, within the last 24 hours. */
  since?: number;
  /** Ids of notes and tasks that are known to be others, however much they look like what is to be made. */
  notThese?: readonly string[];
  /** Write although someone else changed what the change was made from: the person has seen both. */
  overConflicts?: boolean;
  /**
   * Of an update of one record or entry whose `base` was read at this time (milliseconds since 1970): when that is a moment
   * ago, it is not read again before the write.
   */
  seenAt?: number;
  /**
   * With `seenAt`: the record that is written, or that is in the list. Without it an entry is read to know whose it is, and
   * without `title` a record is read for its name where nobody knows it.
   */
  seenRef?: RecordRef & { title?: string };
  /** The journal's entry that this takes back. */
  undoes?: string;
  signal?: AbortSignal;
  /** Runs when a write was not answered and is looked for, which takes seconds. */
  looking?: () => void;
}

export interface ChangeService {
  /** Reads Attio; rejects with AttioError. */
  preview(change: Change): Promise<Preview>;
  /** Never rejects for what Attio or the network does: that is the `failed` outcome. */
  write(change: Change, options: WriteOptions): Promise<ApplyOutcome>;
  /**
   * Takes back what an entry of the journal says; `conflict` where someone else changed it since. Fails without asking
   * when it was taken back already, also in part, or cannot be.
   */
  undo(entry: JournalEntry, options: WriteOptions): Promise<ApplyOutcome>;
}

export interface ChangeParts {
  api: AttioApi;
  catalog: Catalog;
  account: Account;
  journal: Journal;
  /** Waits between looks for a write of unknown fate; injectable for tests. */
  wait?: (ms: number) => Promise<void>;
  now?: () => number;
}

/** What of a batch was made before it failed: the same batch written again goes on from there. */
interface Progress {
  made: Carried[];
  journalIds: string[];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The service of one account, for as long as it is connected: it remembers what it made and what went unanswered, so
 * that neither is made twice. Reads through `catalog`, writes by `api`, and keeps each write in `journal`.
 */
export function createChangeService(parts: ChangeParts): ChangeService {
  const { api, catalog, account, journal } = parts;
  const now = parts.now ?? Date.now;
  const made = new Set<string>();
  const uncertain = new Map<string, Uncertain>();
  const progress = new Map<string, Progress>();
  const recorder = createRecorder(journal, account.id, now);

  async function roomFor(
    options: Pick<
      WriteOptions,
      'surface' | 'signal' | 'mayBeDone' | 'since' | 'notThese' | 'undoes' | 'looking' | 'seenAt' | 'seenRef'
    >,
  ): Promise<Room> {
    const undone = options.undoes === undefined ? undefined : await journal.get(options.undoes);
    const since = options.since ?? (undone ? Date.parse(undone.at) : now() - RECENT_MS);
    return {
      api,
      catalog,
      account,
      wait: parts.wait ?? pause,
      now,
      made,
      notThese: new Set(options.notThese?.map((id) => id.toLowerCase())),
      uncertain,
      surface: options.surface,
      ...(options.signal && { signal: options.signal }),
      ...(options.looking && { looking: options.looking }),
      undoing: options.undoes !== undefined,
      ...(options.mayBeDone && { since }),
      ...(options.seenAt !== undefined && { seenAt: options.seenAt }),
      ...(options.seenRef && { seenRef: options.seenRef }),
    };
  }

  async function writeOne(change: SingleChange, options: WriteOptions): Promise<ApplyOutcome> {
    const room = await roomFor(options);
    const key = keyOf(change);
    const looked = await look(change, room);
    const { preview, stops, settled } = looked;
    const finish = async (carried: Carried): Promise<ApplyOutcome> => {
      uncertain.delete(key);
      return { status: 'applied', applied: await recorder.record([carried], carried.applied, options) };
    };
    if (settled) return finish(settled);
    if (preview.conflicts && !options.overConflicts) {
      return { status: 'conflict', preview, conflicts: preview.conflicts };
    }
    if (preview.nothingToDo) return unchanged(change, options);
    const approval = await options.approve(preview, change);
    if (approval === undefined || options.signal?.aborted) return { status: 'declined' };
    if (stops && approval.how === 'undo' && !options.overConflicts) return { status: 'failed', error: stops };
    const started = now();
    try {
      return await finish(await looked.carry(approval));
    } catch (error) {
      if (Conflicted.is(error)) {
        const { conflicts } = error;
        return { status: 'conflict', preview: { ...preview, conflicts }, conflicts };
      }
      if (lostWrite(error) && !uncertain.has(key)) uncertain.set(key, { since: started });
      throw error;
    }
  }

  async function writeBatch(batch: Batch, options: WriteOptions): Promise<ApplyOutcome> {
    // What a change of a batch meets may have been made by one before it.
    const { seenAt: _, ...unseen } = options;
    const room = await roomFor(unseen);
    const key = keyOf(batch);
    const before = progress.get(key);
    const done = before?.made ?? [];
    const { preview, carry } = await lookBatch(batch, room, done);
    if (preview.conflicts && !options.overConflicts) {
      return { status: 'conflict', preview, conflicts: preview.conflicts };
    }
    if (preview.nothingToDo) return unchanged(batch, options);
    const approval = await options.approve(preview, batch);
    if (approval === undefined || options.signal?.aborted) return { status: 'declined' };
    const { made: carried, failure } = await carry(approval, options.overConflicts === true);
    const fresh = carried.slice(done.length);
    if (fresh.length === 0 && failure !== undefined) {
      if (Conflicted.is(failure)) {
        const { conflicts } = failure;
        return { status: 'conflict', preview: { ...preview, conflicts }, conflicts };
      }
      throw failure;
    }
    const applied = await recorder.record(fresh, batchOf(batch, approval, carried, fresh), options, {
      batch,
      partial: failure !== undefined,
    });
    if (failure === undefined) {
      progress.delete(key);
      return { status: 'applied', applied };
    }
    const journalIds = [...(before?.journalIds ?? []), ...(applied.journalId ? [applied.journalId] : [])];
    progress.set(key, { made: carried, journalIds });
    return { status: 'failed', error: whyStopped(batch, failure, carried), applied };
  }

  function batchOf(batch: Batch, approval: Approval, carried: Carried[], fresh: Carried[]): Applied {
    // What an earlier try made has an entry of its own in the journal.
    return { ...appliedBatch(batch, approval, carried), undo: appliedBatch(batch, approval, fresh).undo };
  }

  /** Nothing had to be sent. An undo of what is as it was is done. */
  async function unchanged(change: Change, { undoes }: WriteOptions): Promise<ApplyOutcome> {
    if (undoes !== undefined) await recorder.markUndone(undoes, '');
    const gone = change.kind.endsWith('.delete');
    const difference =
      undoes !== undefined
        ? 'There was nothing left to undo: Attio has it as it was before. Nothing was sent.'
        : gone
          ? 'Attio does not have it any more, so there was nothing to delete. Nothing was sent.'
          : 'Attio already has it that way. Nothing was sent.';
    return { status: 'applied', applied: { change, differences: [difference], undo: undefined } };
  }

  const write = createWriter(async (change: Change, options: WriteOptions) => {
    const ours = own(change);
    return ours.kind === 'batch' ? writeBatch(ours, options) : writeOne(ours, options);
  }, now);

  async function undo(entry: JournalEntry, options: WriteOptions): Promise<ApplyOutcome> {
    const known = (await journal.get(entry.id)) ?? entry;
    const kept = await journal.list();
    // What an earlier undo made again is known by its new id.
    const change = known.undo && asNow(known.undo, renewedIn(kept));
    const no = (message: string, remedy: string): ApplyOutcome => ({
      status: 'failed',
      error: refused(known.change, 'conflict', message, remedy),
    });
    if (known.undone) return no('This was undone already.', 'Recent Changes shows when.');
    if (!change) {
      return no(
        'This cannot be undone.',
        known.originals
          ? 'Recent Changes keeps what was there before, to look at.'
          : 'Recent Changes shows what was written.',
      );
    }
    const half = kept.find(({ undoes, undone }) => undoes === known.id && !undone);
    if (half && !progress.has(keyOf(change))) {
      return no(
        'It was not undone: an earlier undo of it failed in the middle, so a part of it is undone already.',
        `Take that back first (“${half.sentence}” in Recent Changes), then undo this again.`,
      );
    }
    const outcome = await write(change, { ...options, undoes: known.id });
    if (outcome.status === 'applied') {
      // A batch that failed in the middle and is taken back starts from its beginning.
      for (const [key, { journalIds }] of progress) if (journalIds.includes(known.id)) progress.delete(key);
    }
    return outcome;
  }

  return {
    async preview(change) {
      const problem = own(change);
      const room = await roomFor({ surface: 'preview' });
      if (problem.kind === 'batch') return (await lookBatch(problem, room, [])).preview;
      return (await look(problem, room)).preview;
    },
    write,
    undo,
  };
}

/** Connections of Maton are not the CRM's: connection.ts deletes them. */
function own(change: Change): SingleChange | Batch {
  if (change.kind === 'connection.delete') throw malformed(change, 'it is no change to a workspace');
  return change;
}
