/**
 * What keeps a commit from being written twice: one window commits at a time, what is sent is written down first, and of a
 * commit whose end is not known (the window was closed, an answer was lost) Attio is asked how far it came.
 */
import type { CreateNote } from '../../attio/writes.js';
import type { ApplyOutcome } from '../../changes/change.js';
import { likeOnes } from '../../changes/outboxLook.js';
import { SKEW_MS } from '../../changes/room.js';
import type { Card } from '../../crm/pipeline/types.js';
import type { Claim } from '../notes/claim.js';
import type { Connection, Services } from '../services.js';
import type { StagedMove } from './moves.js';
import type { SeenMove } from './stagedLook.js';
import { claimCommit, stagedMoves } from './stagedStore.js';

/** The note that says why a card moved. `stage`: title of where it went, on one line; `message`: Markdown, not empty. */
export async function noteOn({ ref }: Pick<Card, 'ref'>, stage: string, message: string): Promise<CreateNote> {
  const content = (await (await import('../../crm/markdown/rewrite.js')).forAttio(message)).text;
  const { object: parentObject, recordId: parentRecordId } = ref;
  return { kind: 'note.create', parentObject, parentRecordId, title: `Moved to ${stage}`, format: 'markdown', content };
}

/**
 * Of commits whose end is not known: takes out what they have made whole, and remembers of what they have only moved that
 * its note is owed. Gives those that still wait and those that were made whole, in their order. Rejects with AttioError where
 * the notes cannot be read: then nothing is known.
 */
export async function settleSent(
  services: Services,
  { catalog }: Connection,
  seen: readonly SeenMove[],
  surface: string,
): Promise<{ waiting: SeenMove[]; made: SeenMove[] }> {
  const isMade = async ({ move: { sent }, card, state, to }: SeenMove): Promise<boolean> => {
    if (!sent || !card) return false;
    if (sent.message === '') return state === 'done';
    const from = Date.parse(sent.at) - SKEW_MS;
    return (await likeOnes(catalog, await noteOn(card, to, sent.message), from, surface)).length > 0;
  };
  const found = await Promise.all(seen.map(isMade));
  const made = seen.filter((_, at) => found[at]);
  const waiting = seen
    .filter((_, at) => !found[at])
    .map((one) => {
      const { move, state } = one;
      return move.sent && move.sent.message !== '' && state === 'done' && !move.owesNote
        ? { one: { ...one, move: { ...move, owesNote: true as const } }, was: move }
        : { one, was: undefined };
    });
  await stagedMoves(services).swap([
    ...made.map(({ move }) => [move, undefined] as const),
    ...waiting.flatMap(({ one, was }) => (was ? [[was, one.move] as const] : [])),
  ]);
  return { waiting: waiting.map(({ one }) => one), made };
}

/** One of a commit: what waits of it on this machine, as this commit has left it. */
interface Waiting {
  move: StagedMove;
  /** What was not known of it before it was sent this time. */
  before: StagedMove['sent'];
}

/**
 * One commit, and every later try of it from its messages. `owners`: of each change of its batch, in order, which of `moves`
 * it belongs to. `agreed`, `ended` and `notWanted` are for `carryOut`; `settle` takes what came of it.
 */
export class Commit {
  #waiting: (Waiting | undefined)[];
  #claim: Claim | undefined;
  /** Something was sent since it was settled last. */
  #isSent = false;
  /** So many changes are made, from the first on. */
  #made = 0;
  #settling: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly services: Services,
    private readonly account: string,
    moves: readonly StagedMove[],
    private readonly owners: readonly number[],
    private readonly message: string,
  ) {
    this.#waiting = moves.map((move) => ({ move, before: move.sent }));
  }

  /** Rejects, and nothing is sent, where another window commits, or something of it does not wait any more as it was seen. */
  agreed = async (): Promise<void> => {
    await this.#settling;
    const claim = await claimCommit(this.services, this.account);
    if (!claim)
      throw new Error(
        'Moves are being committed at this moment, here or in another window, so nothing was sent. When that is done, commit again: what is left is shown then.',
      );
    this.#claim = claim;
    const at = new Date().toISOString();
    const next = this.#waiting.map(
      (one): Waiting | undefined =>
        one && {
          move: { ...one.move, sent: { at: one.move.sent?.at ?? at, message: this.message } },
          before: one.move.sent,
        },
    );
    const pairs = this.#waiting.flatMap((one, at) => (one ? [[one.move, next[at]!.move] as const] : []));
    if (!(await stagedMoves(this.services).swap(pairs, { whole: true }))) throw new Error(CHANGED);
    this.#waiting = next;
    this.#isSent = true;
  };

  ended = async (): Promise<void> => {
    const claim = this.#claim;
    this.#claim = undefined;
    await claim?.release();
  };

  /** Why “Try Again” must not write: what is left of it was committed, unstaged or staged anew since. */
  notWanted = async (): Promise<string | undefined> => {
    await this.#settling;
    const left = this.#waiting.flatMap((one) => (one ? [[one.move, one.move] as const] : []));
    return (await stagedMoves(this.services).swap(left, { whole: true })) ? undefined : CHANGED;
  };

  /** What is made whole waits no longer; of what is half made only its note does. */
  settle(outcome: ApplyOutcome): Promise<void> {
    const settling = this.#settling.then(() => this.#settle(outcome));
    this.#settling = settling.catch(() => {});
    return settling;
  }

  async #settle(outcome: ApplyOutcome): Promise<void> {
    const { owners } = this;
    const applied = outcome.status === 'applied' || outcome.status === 'failed' ? outcome.applied : undefined;
    this.#made = outcome.status === 'applied' ? owners.length : Math.max(this.#made, applied?.parts?.length ?? 0);
    const made = this.#made;
    const inDoubt = outcome.status === 'failed' && outcome.error.fate === 'unknown' ? owners[made] : undefined;
    const open = new Set(owners.slice(made));
    // What had nothing to be written is done with what is written with it.
    const isDone = (at: number) => (owners.includes(at) ? !open.has(at) : outcome.status === 'applied' || made > 0);
    const begun = new Set(owners.slice(0, made));
    const next = this.#waiting.map((one, at): Waiting | undefined => {
      if (!one || isDone(at)) return undefined;
      const { sent, ...move } = one.move;
      const doubt = this.#isSent && at !== inDoubt ? one.before : sent;
      return {
        move: { ...move, ...(begun.has(at) && { owesNote: true }), ...(doubt && { sent: doubt }) },
        before: doubt,
      };
    });
    const pairs = this.#waiting.flatMap((one, at) => (one ? [[one.move, next[at]?.move] as const] : []));
    this.#isSent = false;
    this.#waiting = next;
    await stagedMoves(this.services).swap(pairs);
  }
}

const CHANGED =
  'The moves that wait are not those you were asked about any more: some were committed, unstaged or staged anew meanwhile, perhaps in another window. Nothing was sent. “Commit Staged Moves…” shows what waits now.';
