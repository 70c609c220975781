/**
 * Sends what was approved, in order, and each once: whatever is lost on the way, and wherever this program dies. What it
 * needs of the world comes through ports, so that all of it can be tried without an editor.
 *
 * The order of things on disk makes it so: an item is there before the first request; `sending` before its request; the
 * id of its note before its finisher runs; and a trace of it when that has run. What is found as `sending` is looked for
 * in Attio first, apart from the notes that were there before it and those that other items made.
 */
import type { Approval } from '../attio/approved.js';
import { AttioError } from '../attio/errors.js';
import type { Applied } from './change.js';
import { deletionOf } from './noteWrites.js';
import type { OutboxItem, Result, SentTrace } from './outboxItem.js';
import { likeOnes, RANGE_MS } from './outboxLook.js';
import type { Claim, OutboxPorts, Sender, TakenBack } from './outboxPorts.js';
import { isOpen, isPassing, isUnsure, nextDue, untilDue } from './outboxQueue.js';
import { Settling, type Step, sinceOf } from './outboxSettling.js';

/** How long the lock of another program is waited for before it is left to that one. */
const PATIENCE_MS = 8_000;
const LOOK_AGAIN_MS = 200;
/** While another program sends, or the disk takes nothing, it is seen to that it goes on. */
const STANDBY_MS = 10_000;
/** What waits for an account is tried when that changes; this is in case it was not heard of. */
const IDLE_MS = 5 * 60_000;
/** Longer than any two clocks or lists of Attio are apart. */
const TRACE_MS = 48 * 60 * 60_000;
/** Later than this after its approval, a write counts as kept. */
const AT_ONCE_MS = 60_000;

/**
 * The outbox of this window. Other windows may share the store: each account is one window's at a time. It does nothing
 * until it is called; then timers go on until `dispose`.
 */
export class OutboxEngine {
  /** Work on one account waits for the one before. */
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #timers = new Map<string, () => void>();
  readonly #results = new Map<string, Result>();
  /** Ids whose sender still waits to be told. */
  readonly #awaited = new Set<string>();
  readonly #settling: Settling;
  #disposed = false;

  constructor(private readonly ports: OutboxPorts) {
    this.#settling = new Settling(ports, (result) => this.#tell(result));
  }

  /** Keeps approved items, sends them, and tells of each what came of it, in order. Rejects when they cannot be kept. */
  async send(items: readonly OutboxItem[]): Promise<Result[]> {
    await this.ports.keeper.add(items);
    this.ports.changed();
    // Somebody is at the keyboard: what waits is tried once more, too, for it goes first.
    return this.tryNow(items, 'all');
  }

  /** Tries items whatever their time, and tells what came of each. `also`: everything else that waits, too. */
  async tryNow(items: readonly OutboxItem[], also?: 'all'): Promise<Result[]> {
    const ids = new Set(items.map(({ id }) => id));
    for (const id of ids) this.#awaited.add(id);
    try {
      for (const accountId of new Set(items.map(({ account }) => account.id))) await this.run(accountId, also ?? ids);
      const { items: now } = await this.#read();
      return items.map(
        (item) => this.#results.get(item.id) ?? this.#untried(now.find(({ id }) => id === item.id) ?? item),
      );
    } finally {
      for (const id of ids) {
        this.#awaited.delete(id);
        this.#results.delete(id);
      }
    }
  }

  /** What is not done with, in order. */
  async list(): Promise<OutboxItem[]> {
    return (await this.#read()).items.filter(({ state }) => state !== 'sent');
  }

  /** Whether anything is left to be done, if it is only to tell somebody that a note exists. */
  async isIdle(): Promise<boolean> {
    return (await this.#read()).items.length === 0;
  }

  /** Puts an item that waits in the place of the one with its id, as a person has changed it. false: there is none any more. */
  put(item: OutboxItem): Promise<boolean> {
    return this.#exclusive(
      item.account.id,
      async () => {
        const there = (await this.#read()).items.find(({ id }) => id === item.id);
        if (there === undefined || there.state === 'sent') return false;
        await this.#settling.put(item);
        return true;
      },
      false,
    );
  }

  /** Goes through all accounts that something waits for, or is to be finished for. */
  async runAll(now?: 'all'): Promise<void> {
    const { items } = await this.#read();
    await Promise.all([...new Set(items.map(({ account }) => account.id))].map((id) => this.run(id, now)));
  }

  /** Sends what is due of one account. `now`: ids that are tried whatever their time, or all. Never rejects for Attio. */
  async run(accountId: string, now?: ReadonlySet<string> | 'all'): Promise<void> {
    if (this.ports.rests?.()) return;
    const tried = new Set<string>();
    let step: Step = 'more';
    for (const one of this.#settling.unwritten.values()) await this.#settling.put(one).catch(() => {});
    while (step === 'more' && !this.#disposed) {
      step = await this.#exclusive<Step>(
        accountId,
        (claim) => this.#step(accountId, { tried, ...(now !== undefined && { now }) }, claim),
        'busy',
      );
    }
    await this.#schedule(accountId, step === 'busy' ? STANDBY_MS : 0);
  }

  async takeBack(accountId: string, id: string, anyway = false): Promise<TakenBack> {
    const taken = await this.#exclusive<TakenBack>(
      accountId,
      async (claim) => {
        const { items, traces } = await this.#read();
        const item = items.find((one) => one.id === id && one.state !== 'sent');
        if (item === undefined) return { status: 'gone' };
        if (isUnsure(item) && !anyway) {
          try {
            const sender = await this.ports.sender(accountId);
            const there = sender && (await this.#settling.isThere(item, sender, knownOf(item, items, traces)));
            if (there) {
              this.#awaited.add(id);
              await this.#attempt(item, items, traces, claim);
              const result = this.#results.get(id);
              this.#awaited.delete(id);
              this.#results.delete(id);
              if (result?.status === 'sent') return { status: 'sent', result };
            }
            if (there !== false || this.#settling.tooEarly(item) > 0) return { status: 'unsure', item };
          } catch (error) {
            return { status: 'unsure', item, error };
          }
        }
        await this.ports.keeper.remove(id);
        return { status: 'taken', item };
      },
      { status: 'busy' },
    );
    this.ports.changed();
    void this.#schedule(accountId, 0).catch(() => {});
    return taken;
  }

  dispose(): void {
    this.#disposed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  async #read(): Promise<{ items: OutboxItem[]; traces: SentTrace[] }> {
    const { items, traces } = await this.ports.keeper.list();
    const unwritten = [...this.#settling.unwritten.values()];
    const kept = items.map((item) => unwritten.find(({ id }) => id === item.id) ?? item);
    return {
      items: kept.filter((one): one is OutboxItem => 'change' in one),
      traces: [...traces, ...kept.filter((one): one is SentTrace => !('change' in one))],
    };
  }

  /** Work that only one program, and it only once at a time, does to an account; `busy` while another one has it. */
  #exclusive<T>(accountId: string, work: (claim: Claim) => Promise<T>, busy: T): Promise<T> {
    const alone = async (): Promise<T> => {
      let claim: Claim | undefined;
      for (let waited = 0; claim === undefined; waited += LOOK_AGAIN_MS) {
        claim = await this.ports.keeper.claim(accountId);
        if (claim === undefined && (waited >= PATIENCE_MS || this.#disposed)) return busy;
        if (claim === undefined) await new Promise<void>((resolve) => this.ports.after(LOOK_AGAIN_MS, resolve));
      }
      try {
        return await work(claim);
      } finally {
        await claim.release();
      }
    };
    const before = this.#queues.get(accountId) ?? Promise.resolve();
    const now = before.then(alone, alone);
    this.#queues.set(accountId, now);
    return now;
  }

  async #step(accountId: string, asked: { tried: Set<string>; now?: ReadonlySet<string> | 'all' }, claim: Claim) {
    const { items, traces } = await this.#read();
    const own = items.filter(({ account }) => account.id === accountId);
    for (const item of own) {
      if (item.state !== 'sent' || asked.tried.has(item.id)) continue;
      asked.tried.add(item.id);
      await this.#settling.finish(item);
    }
    await this.#forgetOld(
      own,
      traces.filter(({ account }) => account.id === accountId),
    );
    const item = nextDue(own, asked, this.ports.now());
    if (item === undefined) return 'none';
    asked.tried.add(item.id);
    return this.#attempt(item, items, traces, claim);
  }

  async #attempt(
    item: OutboxItem,
    items: readonly OutboxItem[],
    traces: readonly SentTrace[],
    claim: Claim,
  ): Promise<Step> {
    let sender: Sender | undefined;
    try {
      sender = await this.ports.sender(item.account.id);
    } catch (error) {
      return this.#settling.wait(item, { message: said(error), notBefore: this.ports.now() + IDLE_MS }, error);
    }
    if (sender === undefined) {
      const message = `You are not signed in to ${item.account.name}: it is sent when you are.`;
      return this.#settling.wait(item, { message, notBefore: this.ports.now() + IDLE_MS });
    }
    const { change, approval } = item;
    const unsure = isUnsure(item);
    let before = item.before ?? [];
    try {
      if (
        unsure &&
        this.#settling.tooEarly(item) > 0 &&
        !(await this.#settling.isThere(item, sender, knownOf(item, items, traces)))
      ) {
        const message = 'It was being sent when it was interrupted: whether it was created is being found out.';
        return this.#settling.wait(item, {
          state: 'unknown',
          message,
          notBefore: this.ports.now() + this.#settling.tooEarly(item),
        });
      }
      if (!unsure && change.kind === 'note.create' && item.before === undefined)
        before = await likeOnes(sender.catalog, change, this.ports.now() - RANGE_MS, approval.surface);
    } catch (error) {
      if (!AttioError.is(error)) throw error;
      // What else is wrong, the write itself says better.
      if (unsure || isPassing(error)) return this.#settling.failed(item, error, false);
    }
    if (claim.lost.aborted) return 'stop';
    const sending: OutboxItem = { ...item, state: 'sending', since: this.ports.now(), before };
    sending.attempts += 1;
    delete sending.notBefore;
    delete sending.answered;
    delete sending.message;
    try {
      await this.#settling.put(sending);
    } catch (error) {
      // Nothing is sent that could not be told apart afterwards.
      const message = `It was not sent, for that could not be noted down on this machine: ${said(error)}`;
      return this.#settling.wait(item, { message, notBefore: this.ports.now() + STANDBY_MS }, error);
    }
    const outcome = await sender.write(change, {
      surface: approval.surface,
      approve: async () => this.#word(sending, approval),
      ...(unsure && { mayBeDone: true, since: sinceOf(item) }),
      notThese: knownOf(sending, items, traces),
      signal: claim.lost,
    });
    // Another program goes on with it.
    if (claim.lost.aborted && outcome.status !== 'applied') return 'stop';
    switch (outcome.status) {
      case 'applied':
        return this.#settling.sent(sending, outcome.applied, sender);
      case 'conflict':
        return this.#settling.conflict(certain(sending, unsure), outcome.conflicts);
      case 'failed':
        return this.#settling.failed(certain(sending, unsure || outcome.error.fate === 'unknown'), outcome.error, true);
      default:
        return this.#settling.wait(certain(sending, unsure), { message: 'It was not sent.' });
    }
  }

  /** The approval given for it; of what waited, good for longer. */
  #word({ attempts, createdAt }: OutboxItem, approval: Approval): Approval {
    const waited = attempts > 1 || Math.abs(this.ports.now() - createdAt) > AT_ONCE_MS;
    return waited ? { ...approval, kept: true } : approval;
  }

  #tell(result: Result): void {
    const { id } = result.item;
    if (this.#awaited.has(id)) this.#results.set(id, result);
    else if (result.status !== 'waiting') this.ports.later?.(result);
  }

  /** What is said of one whose turn has not come. */
  #untried(item: OutboxItem): Result {
    const { state, noteId, note, change, approval, message } = item;
    if (state === 'sent' && noteId !== undefined && note) {
      const applied: Applied = { change, approval, note, differences: [], undo: deletionOf(note) };
      return { status: 'sent', item, note, applied };
    }
    const why = message ?? 'It is kept, and sent when what was approved before it is sent.';
    return { status: 'waiting', item, why };
  }

  async #forgetOld(items: readonly OutboxItem[], traces: readonly SentTrace[]): Promise<void> {
    // While something waits it may have to be told apart from what is long sent.
    if (items.some((item) => isOpen(item) || isUnsure(item))) return;
    for (const { id, sentAt } of traces) {
      if (Math.abs(this.ports.now() - sentAt) > TRACE_MS) await this.ports.keeper.remove(id).catch(() => {});
    }
  }

  async #schedule(accountId: string, least: number): Promise<void> {
    this.#timers.get(accountId)?.();
    this.#timers.delete(accountId);
    if (this.#disposed) return;
    const own = (await this.list()).filter(({ account }) => account.id === accountId);
    const due = this.#settling.unwritten.size > 0 ? STANDBY_MS : untilDue(own, this.ports.now());
    if (due === undefined || this.#disposed) return;
    this.#timers.get(accountId)?.();
    const ms = Math.max(least, due === 0 ? STANDBY_MS : due);
    this.#timers.set(
      accountId,
      this.ports.after(ms, () => {
        this.#timers.delete(accountId);
        void this.run(accountId).catch(() => {});
      }),
    );
  }
}

/** Ids of notes that are known to be others: there before it, or made by another item. */
function knownOf(item: OutboxItem, items: readonly OutboxItem[], traces: readonly SentTrace[]): string[] {
  const others = [...items, ...traces].flatMap(({ id, noteId }) => (id !== item.id && noteId ? [noteId] : []));
  return [...(item.before ?? []), ...others];
}

/** `unsure`: it may have been made all the same; otherwise it certainly was not. */
function certain(item: OutboxItem, unsure: boolean): OutboxItem {
  if (unsure) return item;
  const { since: _, ...rest } = item;
  return rest;
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));
