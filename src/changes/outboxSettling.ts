/**
 * What becomes of an item of the outbox once it was tried: sent, refused, waiting, or not known, which is then found out.
 * All of it is on disk before anybody is told.
 */
import { AttioError } from '../attio/errors.js';
import type { Applied, Conflict } from './change.js';
import type { OutboxItem, Result, SentTrace } from './outboxItem.js';
import { isUpdated, likeOnes, RANGE_MS } from './outboxLook.js';
import type { OutboxPorts, Sender } from './outboxPorts.js';
import { backoff, GRACE_MS, isPassing, isUnsure, stopsAll } from './outboxQueue.js';

/** What cannot be finished in so long, such as a link into a file that is gone, is let be. */
const FINISH_MS = 7 * 24 * 60 * 60_000;

/** What is to be done next with the others of the account. */
export type Step = 'more' | 'none' | 'stop' | 'busy';

/** It was not made before this: long before it was approved, as clocks can be wrong. What was there then is known. */
export const sinceOf = ({ createdAt }: OutboxItem): number => createdAt - RANGE_MS;

/**
 * Puts an item into its next state, and tells of it with the state that is kept. What was sent though the disk did not
 * take it is in `unwritten`; of all else that the disk refuses nobody is told.
 */
export class Settling {
  /** What is known to be sent though the disk did not take it: never again in this program. */
  readonly unwritten = new Map<string, OutboxItem | SentTrace>();
  /** When this program first saw an item whose end is not known, by id: clocks can be set back. */
  readonly #seen = new Map<string, { since: number | undefined; at: number }>();

  /** `tell`: what came of an item. */
  constructor(
    private readonly ports: OutboxPorts,
    private readonly tell: (result: Result) => void,
  ) {}

  async sent(item: OutboxItem, applied: Applied, sender: Sender): Promise<Step> {
    const { change } = item;
    const note =
      applied.note ??
      (change.kind === 'note.update'
        ? await sender.catalog.note(change.noteId, { surface: item.approval.surface }).catch(() => undefined)
        : undefined);
    const noteId = note?.id.note_id ?? (change.kind === 'note.update' ? change.noteId : '');
    const sent: OutboxItem = { ...item, state: 'sent', noteId, sentAt: this.ports.now(), ...(note && { note }) };
    delete sent.message;
    await this.put(sent).catch(() => this.unwritten.set(sent.id, sent));
    if (note) this.tell({ status: 'sent', item: sent, note, applied });
    await this.finish(sent);
    this.ports.changed();
    return 'more';
  }

  /** Runs the finisher of a sent item, and leaves the trace. What fails is tried again with the next round. */
  async finish(item: OutboxItem): Promise<void> {
    const { id, account, noteId = '', note, sentAt = this.ports.now() } = item;
    try {
      if (note) await this.ports.finish(item, note);
    } catch {
      if (Math.abs(this.ports.now() - sentAt) < FINISH_MS) return;
    }
    const trace: SentTrace = { version: 1, id, account: { id: account.id }, state: 'sent', noteId, sentAt };
    await this.put(trace).catch(() => this.unwritten.set(id, trace));
    this.#seen.delete(id);
  }

  async conflict(item: OutboxItem, conflicts: Conflict[]): Promise<Step> {
    const what = conflicts.map(({ label }) => label).join(', ');
    const message = `Someone changed ${what} in Attio since this was approved. Open it to compare, and choose which text stays.`;
    const kept: OutboxItem = { ...item, state: 'conflict', message };
    await this.keep(kept);
    this.tell({ status: 'refused', item: kept, conflicts });
    return 'more';
  }

  /** `tried`: the write itself failed, and not only a look before it. */
  async failed(item: OutboxItem, error: AttioError, tried: boolean): Promise<Step> {
    const message = `${error.message} ${error.remedy}`;
    if (tried && error.fate === 'no' && !isPassing(error)) {
      const kept: OutboxItem = { ...item, state: 'refused', message };
      await this.keep(kept);
      this.tell({ status: 'refused', item: kept, error });
      return 'more';
    }
    const attempts = tried ? item.attempts : item.attempts + 1;
    const notBefore = this.ports.now() + backoff(attempts, error.details.retryAfterMs);
    const answered = tried && error.fate === 'unknown' && error.details.status !== undefined;
    await this.wait({ ...item, attempts, ...(answered && { answered }) }, { message, notBefore }, error);
    return stopsAll(error) ? 'stop' : 'more';
  }

  async wait(item: OutboxItem, more: Partial<OutboxItem>, error?: unknown): Promise<Step> {
    const kept: OutboxItem = { ...item, state: isUnsure(item) ? 'unknown' : 'waiting', ...more };
    await this.keep(kept);
    const why = kept.message ?? '';
    this.tell({ status: 'waiting', item: kept, why, ...(AttioError.is(error) && { error }) });
    return error !== undefined && !AttioError.is(error) ? 'stop' : 'more';
  }

  /** Writes down what is only a word about it: without room for that it is as well off as before. */
  async keep(item: OutboxItem): Promise<void> {
    await this.put(item).catch(() => {});
    this.ports.changed();
  }

  async put(item: OutboxItem | SentTrace): Promise<void> {
    await this.ports.keeper.put(item);
    this.unwritten.delete(item.id);
    if ('change' in item && item.state === 'sending') this.ports.changed();
  }

  /** Whether what it makes is in Attio. Rejects with AttioError. */
  async isThere(item: OutboxItem, { catalog }: Sender, known: readonly string[]): Promise<boolean> {
    const { change, approval } = item;
    if (change.kind === 'note.update') return isUpdated(catalog, change, approval.surface);
    const found = await likeOnes(catalog, change, sinceOf(item), approval.surface);
    return found.some((id) => !known.includes(id));
  }

  /** Milliseconds for which Attio may still act on a request that this or a dead program has sent. */
  tooEarly({ id, since, answered }: OutboxItem): number {
    if (answered) return 0;
    const now = this.ports.now();
    const known = this.#seen.get(id);
    const seen = known !== undefined && known.since === since ? known.at : now;
    this.#seen.set(id, { since, at: seen });
    const grace = this.ports.graceMs ?? GRACE_MS;
    // Since it was sent, or, where the clock says nothing of use, since it was first seen here.
    const sent = since === undefined || since > now ? seen : Math.min(seen, since);
    return Math.max(0, sent + grace - now);
  }
}
