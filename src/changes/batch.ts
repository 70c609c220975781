/** Several writes in order: one preview, one approval; the first that fails ends it, and what was made can be undone. */
import type { Approval } from '../attio/approved.js';
import { AttioError } from '../attio/errors.js';
import { type KnownOperation, scopesFor } from '../attio/operations.js';
import type { Applied, Batch, Change, Conflict, Preview, SingleChange } from './change.js';
import { look } from './families.js';
import { madeId, pendingId, pendingIndex, withIds } from './pending.js';
import { type Before, type Carried, Conflicted, head, type Looked, listed, quoted, type Room } from './room.js';
import { keyOf, operationOf } from './shape.js';
import { malformed } from './writer.js';

export interface LookedBatch {
  preview: Preview;
  /** Makes what is left to be made. What it rejects with is in `failure`; what was made before is not lost. */
  carry(approval: Approval, overConflicts: boolean): Promise<{ made: Carried[]; failure?: unknown }>;
}

const emptyBefore = (made: boolean): Before => ({ names: new Map(), written: new Map(), gone: new Set(), made });

function remember(before: Before, index: number, { creates, writes, removes }: Looked): void {
  if (creates !== undefined) before.names.set(index, creates);
  for (const [key, slugs] of writes ?? []) {
    const known = before.written.get(key) ?? new Set();
    for (const slug of slugs) known.add(slug);
    before.written.set(key, known);
  }
  for (const id of removes ?? []) before.gone.add(id);
  // Whatever else it does, what comes after it does not meet what is there now.
  if (!before.written.has('')) before.written.set('', new Set());
}

const all = <T>(previews: readonly Preview[], of: (preview: Preview) => readonly T[]): T[] => [
  ...new Set(previews.flatMap(of)),
];

/** `done`: what an earlier try has made, from the first on. Rejects with AttioError. */
export async function lookBatch(batch: Batch, room: Room, done: readonly Carried[]): Promise<LookedBatch> {
  const before = emptyBefore(false);
  const looked: Looked[] = [];
  const resolve = (change: SingleChange, made: readonly Carried[]) =>
    withIds(change, (id) => {
      const index = pendingIndex(id);
      return index === undefined ? undefined : made[index] && madeId(made[index].applied);
    });
  for (const [index, change] of batch.changes.entries()) {
    if (index < done.length) continue;
    const resolved = resolve(change, done);
    const one = ofPending(resolved, room, before) ?? (await look(resolved, { ...room, before }));
    looked.push(one);
    remember(before, index, one);
  }
  const parts = looked.map(({ preview }) => preview);
  /** With which of the changes they are of. */
  const ofChange = (index: number, { sentence }: Preview, conflicts: readonly Conflict[] = []): Conflict[] =>
    conflicts.map((one) => ({
      ...one,
      label: batch.changes.length > 1 && !one.named ? `${sentence}: ${one.label}` : one.label,
      change: index,
    }));
  const conflicts = parts.flatMap((part, at) => ofChange(done.length + at, part, part.conflicts));
  const already =
    done.length > 0
      ? [`${done.length} of ${batch.changes.length} changes were made already: the rest is made now.`]
      : [];
  const preview: Preview = {
    sentence: batch.title,
    account: { name: room.account.name, slug: room.account.slug },
    verb: parts.length === 1 ? parts[0]!.verb : `Make ${parts.length} Changes`,
    fields: [],
    // Those of a part are shown with it.
    warnings: already,
    scopes: all(parts, (part) => part.scopes),
    destructive: parts.some((part) => part.destructive),
    parts,
    ...(conflicts.length > 0 && { conflicts }),
    ...(parts.every((part) => part.nothingToDo) && { nothingToDo: true }),
  };

  return {
    preview,
    async carry(approval, overConflicts) {
      const made: Carried[] = [...done];
      const meets = emptyBefore(true);
      try {
        for (let index = done.length; index < batch.changes.length; index++) {
          if (room.signal?.aborted) throw stopped(batch, made);
          const first = looked[index - done.length]!;
          const change = resolve(withBase(batch.changes[index]!, first), made);
          // What was done before may have changed what this one meets: it is looked at as it is now.
          const now = index === done.length ? first : await look(change, { ...room, since: undefined, before: meets });
          const { settled, preview: part } = now;
          if (settled) room.uncertain.delete(keyOf(change));
          if (!overConflicts && part.conflicts) throw new Conflicted(ofChange(index, part, part.conflicts));
          if (now.stops && room.undoing && !overConflicts) throw now.stops;
          const carried = async () => {
            try {
              return await now.carry(approval);
            } catch (error) {
              throw Conflicted.is(error) ? new Conflicted(ofChange(index, part, error.conflicts)) : error;
            }
          };
          made.push(settled ?? (part.nothingToDo ? nothing(change, part) : await carried()));
          remember(meets, index, now);
        }
        return { made };
      } catch (failure) {
        return { made, failure };
      }
    },
  };
}

/** What can be said of a change to what the batch itself is still to create: there is nothing to read yet. */
function ofPending(change: SingleChange, room: Room, { names }: Before): Looked | undefined {
  const id = ownId(change);
  const index = id === undefined ? undefined : pendingIndex(id);
  if (index === undefined) return undefined;
  const destructive = change.kind.endsWith('.delete');
  const sentence = `${destructive ? 'Delete' : 'Change'} ${names.get(index) ?? 'what is created'}`;
  const { warnings, ...rest } = head(scopesFor(operationOf(change) as KnownOperation), room.account);
  const preview = {
    sentence,
    ...rest,
    verb: destructive ? 'Delete' : 'Save Changes',
    fields: [],
    warnings,
    destructive,
  };
  // Looked at again when it is there, and made then.
  return { preview, carry: () => Promise.reject(malformed(change, 'what it is about is not created yet')) };
}

function ownId(change: SingleChange): string | undefined {
  switch (change.kind) {
    case 'record.delete':
      return change.recordId;
    case 'entry.update':
    case 'entry.delete':
      return change.entryId;
    case 'note.update':
    case 'note.delete':
      return change.noteId;
    case 'task.update':
    case 'task.delete':
      return change.taskId;
    case 'comment.delete':
      return change.commentId;
    default:
      return undefined;
  }
}

/** What was there when the person agreed must still be there, also where the change itself does not say so. */
function withBase(change: SingleChange, { seen, seenNote, seenTask }: Looked): SingleChange {
  switch (change.kind) {
    case 'note.update':
      return change.base || !seenNote ? change : { ...change, base: seenNote };
    case 'task.update':
      return seenTask ? { ...change, base: { ...seenTask, ...change.base } } : change;
    case 'record.update':
    case 'record.delete':
      return pendingIndex(change.recordId) === undefined ? { ...change, base: { ...seen, ...change.base } } : change;
    case 'entry.update':
    case 'entry.delete':
      return pendingIndex(change.entryId) === undefined ? { ...change, base: { ...seen, ...change.base } } : change;
    default:
      return change;
  }
}

const nothing = (change: SingleChange, { sentence }: Preview): Carried => ({
  applied: { change, alreadyDone: true, differences: [], undo: undefined },
  past: sentence,
});

function stopped(batch: Batch, done: readonly Carried[]): AttioError {
  return new AttioError({
    kind: 'cancelled',
    operation: 'batch',
    message: `Stopped. ${howFar(done, batch.changes.length)}`,
    remedy: 'Try again to make the rest, or undo what was made.',
    fate: 'no',
  });
}

/** Of the title of a batch an undo says so much: it may name records in full. */
const MAX_TITLE = 400;
/** So many of the changes that were made are named. */
const MAX_TOLD = 3;

/** What was made of a batch, in the past tense: `Created Acme (Company) and 4 more`. */
export function pastOfMade(made: readonly Pick<Carried, 'past'>[]): string {
  const told = made.slice(0, MAX_TOLD).map(({ past }) => past);
  const left = made.length - told.length;
  return listed([...told, ...(left > 0 ? [`${left} more`] : [])]);
}

/** How far a batch came. */
function howFar(done: readonly Carried[], all: number): string {
  const count = done.length;
  if (count === 0) return `None of the ${all} changes was made.`;
  return `${count} of ${all} changes ${count === 1 ? 'was' : 'were'} made before (${pastOfMade(done)}); the rest was not.`;
}

/** Why a batch did not go on. */
export function whyStopped(batch: Batch, failure: unknown, done: readonly Carried[]): AttioError {
  const where = howFar(done, batch.changes.length);
  if (Conflicted.is(failure)) {
    const what = failure.conflicts.map(({ label, theirs }) => `${label} is ${theirs || 'empty'} now`).join('; ');
    return new AttioError({
      kind: 'conflict',
      operation: 'batch',
      message: `Someone else changed Attio meanwhile: ${what}. ${where}`,
      remedy: 'Try again to see both sides and make the rest, or undo what was made.',
      fate: 'no',
    });
  }
  if (!AttioError.is(failure)) throw failure;
  if (failure.kind === 'cancelled' && failure.details.operation === 'batch') return failure;
  return new AttioError({ ...failure.details, message: `${failure.message} ${where}`, cause: failure });
}

/** The changes that take back what was made, last first; undefined where something cannot be taken back. */
export const undoOf = (title: string, made: readonly Carried[]): Change | undefined => reversal(title, made)?.undo;

/** Which change of `undoOf` makes again what had this id. */
export const againOf = (made: readonly Carried[]): [id: string, index: number][] => [
  ...(reversal('', made)?.again ?? []),
];

function reversal(title: string, made: readonly Carried[]): { undo: Batch; again: Map<string, number> } | undefined {
  const changes: SingleChange[] = [];
  const again = new Map<string, number>();
  const pending = (id: string): string | undefined => {
    const index = again.get(id.toLowerCase());
    return index === undefined ? undefined : pendingId(index);
  };
  for (const { applied, again: recreated } of [...made].reverse()) {
    const { undo } = applied;
    if (undo === undefined) {
      if (IRREVERSIBLE.has(applied.change.kind)) return undefined;
      continue;
    }
    const offset = changes.length;
    const own: SingleChange[] = undo.kind === 'batch' ? undo.changes : undo.kind === 'connection.delete' ? [] : [undo];
    for (const change of own) {
      changes.push(
        withIds(change, (id) => {
          const index = pendingIndex(id);
          // What was deleted after this change was made comes back under another id.
          return index === undefined ? pending(id) : pendingId(offset + index);
        }),
      );
    }
    for (const [id, index] of recreated ?? []) again.set(id.toLowerCase(), offset + index);
  }
  return changes.length > 0 ? { undo: { kind: 'batch', title, changes }, again } : undefined;
}
const IRREVERSIBLE: ReadonlySet<string> = new Set(['record.merge', 'object.delete']);

/** All of a batch as one. */
export function appliedBatch(batch: Batch, approval: Approval | undefined, made: readonly Carried[]): Applied {
  const parts = made.map(({ applied }) => applied);
  return {
    change: batch,
    ...(approval && { approval }),
    parts,
    ...(parts.length > 0 && parts.every(({ alreadyDone }) => alreadyDone) && { alreadyDone: true }),
    differences: parts.flatMap(({ differences }) => differences),
    undo: undoOf(`Undo ${quoted(batch.title, MAX_TITLE)}`, made),
  };
}
