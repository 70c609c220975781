/** The one way in which surfaces write: trust, approval, the write, and what is said of what came of it. */
import { workspace } from 'vscode';
import type { AttioError } from '../../attio/errors.js';
import type { Applied, ApplyOutcome, Approver, Change, Conflict, Preview } from '../../changes/change.js';
import type { JournalEntry } from '../../changes/journal.js';
import type { WriteOptions } from '../../changes/service.js';
import type { RecordRef } from '../../crm/types.js';
import { report } from '../failure.js';
import type { Connection, Services } from '../services.js';
import { deletedIn, takeLinks } from '../todo/writeLink.js';
import type { Button } from '../ui.js';
import { approver, given, refuseUntrusted } from './approve.js';
import { sameConflicts } from './comparison.js';
import { tellApplied, tellConflict, tellFailed } from './tell.js';

export interface CarryOutOptions {
  /** Who writes, for the audit and the journal: `records.edit`. */
  surface: string;
  /** The sentence when it is done: `The stage of Acme renewal is now Won.` Without it, the preview's own. */
  done?: (applied: Applied) => string;
  /** Look for it first: an earlier try may have succeeded. */
  mayBeDone?: boolean;
  /** With `mayBeDone`: the earlier try was made then or later (milliseconds since 1970). Without it, within the last 24 hours. */
  since?: number;
  /** When the `base` of the change was read (milliseconds since 1970): a moment ago, it is not read again before the write. */
  seenAt?: number;
  /** With `seenAt`: the record, or that of the entry, with its name where that is known. Without it an entry is read to know whose it is. */
  seenRef?: RecordRef & { title?: string };
  /** Says nothing of a success; failures and conflicts are told all the same. */
  quiet?: boolean;
  /** Runs once the person has agreed, before anything is sent. */
  agreed?: () => Promise<void> | void;
  /** Runs when a try has ended, however it did, before what came of it is known to anybody. */
  ended?: () => unknown;
  /** What came of it when a button of the message (Try Again, Overwrite with Mine) wrote after all. */
  later?: (outcome: ApplyOutcome) => unknown;
  /** Why a button of an older message must not write again; undefined: it may. */
  notWanted?: () => string | undefined | Promise<string | undefined>;
  /** Whether the surface itself says what was refused (nothing was changed) and asks for it anew: no message then. */
  asksAnew?: (error: AttioError) => boolean;
  /** What the message of success offers beside Undo and Show Record; the first is the most likely. */
  buttons?: (applied: Applied) => Button[];
  /** The record that Show Record opens; without it, the first that was written. */
  subject?: (applied: Applied) => RecordRef | undefined;
  /** What the button says where it agrees to so many changes, two at least; without it, `Make 3 Changes`. */
  verb?: (changes: number) => string;
  /** Of a batch of several that is in conflict: what is said of that, and first of all what writes the others. */
  partly?: (conflicts: readonly Conflict[]) => { told: string; button?: Button };
  /** What is offered beside where it is refused or in conflict: trying again by itself would not help. */
  instead?: Button;
  /** The surface shows its own progress while it is written. */
  ownProgress?: boolean;
  /** Milliseconds after which a write that is not done can be stopped. */
  slowMs?: number;
  /** What the approval warns of beside what is known of the change itself. */
  warnings?: readonly string[];
  signal?: AbortSignal;
}

/** One writing that can be tried again. */
export interface Attempt {
  services: Services;
  connection: Connection;
  change: Change;
  options: CarryOutOptions;
  /** The entry that this takes back. */
  entry?: JournalEntry;
  /** As it was shown; undefined when it failed before. */
  preview?: Preview;
}

/**
 * Writes a change: nothing in a folder that is not trusted; asks as `attio.confirmWrites` says; shows a conflict as a
 * comparison, a failure as one message with what helps, a success with Undo. Resolves as soon as it is known what came of
 * it; messages stay. `declined`: the person said no, or the folder is not trusted. Rejects only for faults of ours.
 */
export function carryOut(
  services: Services,
  connection: Connection,
  change: Change,
  options: CarryOutOptions,
): Promise<ApplyOutcome> {
  return attempt({ services, connection, change, options });
}

/**
 * Takes back what an entry of the journal says, after showing it; stops where someone else changed it since. Links to
 * tasks that are gone again are taken away from the lines of open documents.
 */
export function takeBack(
  services: Services,
  connection: Connection,
  entry: JournalEntry,
  options: CarryOutOptions = { surface: 'changes.undo' },
): Promise<ApplyOutcome> {
  return attempt({ services, connection, change: entry.undo ?? entry.change, options, entry });
}

/** `seen`: differences that the person has before their eyes and wants overwritten; of others it is asked. */
export async function attempt(
  once: Attempt,
  write: Partial<WriteOptions> = {},
  seen?: readonly Conflict[],
): Promise<ApplyOutcome> {
  const { services, connection, change, options, entry } = once;
  const { ui } = services;
  if (!workspace.isTrusted) {
    void refuseUntrusted(services);
    return { status: 'declined' };
  }
  const made: Attempt = { ...once };
  const stopping = new AbortController();
  let slow: NodeJS.Timeout | undefined;
  let landed = () => {};
  const done = new Promise<void>((resolve) => {
    landed = resolve;
  });
  const agreed = async () => {
    await options.agreed?.();
    if (options.ownProgress) return;
    void ui.progress({ title: 'Writing to Attio…', where: 'window' }, () => done);
    slow = setTimeout(() => offerStop(services, stopping, done), options.slowMs ?? SLOW_MS);
  };
  const ask = approver(services, {
    surface: options.surface,
    accountId: connection.account.id,
    agreed,
    ...(entry && { undoes: entry.sentence }),
  });
  const approve: Approver = async (previewed, asked) => {
    const { warnings = [], verb } = options;
    const parts = previewed.parts?.length ?? 1;
    const preview = {
      ...previewed,
      warnings: [...previewed.warnings, ...warnings],
      ...(verb && parts > 1 && { verb: verb(parts) }),
    };
    made.preview = preview;
    if (!seen || !sameConflicts(preview.conflicts, seen)) return ask(preview, asked);
    await agreed();
    return given('asked', options.surface)(preview, asked);
  };
  const how: WriteOptions = {
    surface: options.surface,
    approve,
    // Looking takes seconds, in which nothing else would be said.
    looking: () => {
      const title = 'Attio did not answer; looking whether it was written…';
      void ui.progress({ title, where: 'notification' }, () => done);
    },
    ...(options.mayBeDone && { mayBeDone: true }),
    ...(options.mayBeDone && options.since !== undefined && { since: options.since }),
    ...(options.seenAt !== undefined && { seenAt: options.seenAt }),
    ...(options.seenRef && { seenRef: options.seenRef }),
    signal: options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal,
    ...write,
  };
  let outcome: ApplyOutcome;
  try {
    outcome = await (entry ? connection.undo(entry, how) : connection.write(change, how));
  } finally {
    clearTimeout(slow);
    landed();
    await options.ended?.();
  }
  tell(made, outcome);
  if (entry && 'applied' in outcome && outcome.applied)
    takeLinks(deletedIn(outcome.applied)).catch((error) => report(error, services));
  return outcome;
}

/** A write takes less, unless something hangs. */
const SLOW_MS = 5000;

/** Says that it takes long, and lets one stop: what is not sent yet is not sent, and of what is sent it is looked what came. */
function offerStop({ ui }: Services, stopping: AbortController, done: Promise<void>): void {
  void ui.progress(
    { title: 'Writing to Attio takes long', where: 'notification', cancellable: true },
    (report, token) => {
      report('Cancel stops what is not sent yet, and looks what came of the rest.');
      token.onCancellationRequested(() => stopping.abort());
      return done;
    },
  );
}

/** Not awaited by anybody: whoever writes must not wait until a message is dismissed. */
function tell(made: Attempt, outcome: ApplyOutcome): void {
  const { services, options } = made;
  const told = async () => {
    if (outcome.status === 'failed') {
      const { error, applied } = outcome;
      if (!applied && error.fate === 'no' && options.asksAnew?.(error)) return;
      return tellFailed(made, outcome);
    }
    if (outcome.status === 'conflict') return tellConflict(made, outcome);
    if (outcome.status === 'applied' && !options.quiet) return tellApplied(made, outcome.applied);
  };
  told().catch(async (error) => {
    await report(error, services);
  });
}
