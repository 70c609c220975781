/** The only way to write: preview, approval, the write, a look at what came of it, and the change that takes it back. */
import type { Account } from '../attio/account.js';
import type { AttioApi } from '../attio/client.js';
import { AttioError } from '../attio/errors.js';
import type { Catalog } from '../crm/types.js';
import { applyCreate, applyDelete, type Hands } from './apply.js';
import { approve } from './approve.js';
import type { ApplyOutcome, Approver, Change, NoteChange, Preview } from './change.js';
import type { Journal, JournalEntry } from './journal.js';
import { look, previewOf } from './preview.js';
import { operationOf } from './shape.js';
import { createWriter, malformed } from './writer.js';

export interface WriteOptions {
  /** Which surface writes, such as `notes.draft`. */
  surface: string;
  approve: Approver;
  /** Look for it first: an earlier try may have succeeded. */
  mayBeDone?: boolean;
  /** Write although someone else changed what the change was made from: the person has seen both. */
  overConflicts?: boolean;
  /** The journal's entry that this takes back. */
  undoes?: string;
  signal?: AbortSignal;
}

export interface ChangeService {
  /** Reads Attio; rejects with AttioError. */
  preview(change: Change): Promise<Preview>;
  /** Never rejects for what Attio or the network does: that is the `failed` outcome. */
  write(change: Change, options: WriteOptions): Promise<ApplyOutcome>;
  /** Takes back what an entry of the journal says; `conflict` where someone else changed it since. */
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function createChangeService(parts: ChangeParts): ChangeService {
  const { api, catalog, account } = parts;
  const hands: Hands = { api, catalog, wait: parts.wait ?? pause, now: parts.now ?? Date.now, made: new Set() };

  async function run(asked: Change, options: WriteOptions): Promise<ApplyOutcome> {
    const change = ours(asked);
    const { surface, signal } = options;
    const { preview, current, changedSince } = await look(change, {
      account,
      catalog,
      surface,
      ...(signal && { signal }),
    });
    const approval = await options.approve(preview, change);
    if (approval === undefined) return { status: 'declined' };
    if (signal?.aborted) return { status: 'declined' };
    // Undo was agreed to by pressing it, for the note as it was: what someone wrote since is not swept away unasked.
    if (changedSince && approval.how === 'undo') return { status: 'failed', error: changedError(change) };
    const call = { surface, ...(signal && { signal }) };
    if (change.kind === 'note.create') {
      const applied = await applyCreate(
        hands,
        approve(change, approval, hands.now()),
        call,
        options.mayBeDone === true,
      );
      return { status: 'applied', applied };
    }
    return {
      status: 'applied',
      applied: await applyDelete(hands, approve(change, approval, hands.now()), call, current),
    };
  }

  const write = createWriter((change, options: WriteOptions) => run(change, options), hands.now);
  return {
    preview: async (change) => previewOf(ours(change), { account, catalog }),
    write,
    undo: (entry, options) => write(entry.undo ?? entry.change, { ...options, undoes: entry.id }),
  };
}

/** Connections of Maton are not the CRM's: connection.ts deletes them. */
function ours(change: Change): NoteChange {
  if (change.kind !== 'note.create' && change.kind !== 'note.delete')
    throw malformed(change, 'it is no change to a workspace');
  return change;
}

function changedError(change: Change): AttioError {
  return new AttioError({
    kind: 'conflict',
    operation: operationOf(change),
    message: 'The note was not deleted: someone changed it in Attio since it was created.',
    remedy: 'Open it in Attio to see what changed; to delete it all the same, use Delete Note.',
    fate: 'no',
  });
}
