/** What one page of updates remembers of what was put right and of how far it was applied, in step with its file. */
import type { Ground, Proposal } from '../../crm/updates/types.js';
import type { Connection, Services } from '../services.js';
import { type Done, type KeptUpdates, keptProposal, nothingKept, type UpdatesStore, updatesStore } from './kept.js';
import { lookForSent, madeRecords } from './look.js';
import type { UpdatesState } from './messages.js';
import { type Entry, isOpen } from './model.js';
import { type Restored, restore } from './restore.js';

/**
 * `load` or `restart` comes first. `sending`, `look`, `keep` and `close` write the file, and reject where the disk
 * refuses; `settled`, `undone` and `forget` change what is in memory. Closed, it writes no more.
 */
export class Keeping {
  readonly #store: UpdatesStore;
  readonly #target: () => UpdatesState;
  #kept: KeptUpdates | undefined;
  /** While a batch is written: what was not known of those before. */
  #sending: { before: KeptUpdates['sent'] } | undefined;
  #closed = false;

  constructor(services: Services, target: () => UpdatesState) {
    this.#store = updatesStore(services);
    this.#target = target;
  }

  get #own(): KeptUpdates {
    this.#kept ??= nothingKept();
    return this.#kept;
  }

  /** The model that read what is kept. */
  get reader(): string | undefined {
    return this.#kept?.reader;
  }

  get done(): readonly Done[] {
    return this.#kept?.done ?? [];
  }

  get applied(): KeptUpdates['applied'] {
    return this.#kept?.applied ?? [];
  }

  /** Records that were created, by the id of their proposal. */
  get made() {
    return madeRecords(this.done);
  }

  /** It is not known how far a batch came. */
  get unsettled(): boolean {
    return this.#kept?.sent !== undefined;
  }

  async load(): Promise<void> {
    this.#kept ??= await this.#store.load(this.#target());
  }

  /** The text is to be read anew: what a person put right stays, and what is not known of a batch. */
  async restart(): Promise<void> {
    const { proposals, sent } = await this.#store.load(this.#target());
    const edited = proposals.filter((one) => one.edited);
    this.#kept = { ...nothingKept(), proposals: edited, ...(sent && { sent }) };
  }

  /** Signed out: the file goes with the account. */
  forget(): void {
    this.#kept = undefined;
  }

  /** Closed for good: all goes but what may have been written. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.load();
    const { sent } = this.#own;
    this.#kept = { ...nothingKept(), ...(sent && { sent }) };
    await this.#store.save(this.#target(), this.#kept);
  }

  /** What was kept of the open proposals. Rejects with AttioError. */
  restored(ground: Ground, found: readonly Proposal[]): Promise<Restored[]> {
    return restore(this.#own.proposals, ground, new Map(found.map((one) => [one.id, one])));
  }

  /**
   * Looks in Attio how far the batch came of which it is not known; gives what it found. What was not found stays in
   * doubt: it may be on its way. Rejects with AttioError.
   */
  async look(connection: Connection, ground: Ground | undefined, now: readonly Proposal[]): Promise<Done[]> {
    const { sent, done } = this.#own;
    if (!sent || !ground) return [];
    const found = new Map(now.map((one) => [one.id, one]));
    const proposals = (await restore(sent.proposals, ground, found)).map(({ proposal }) => proposal);
    const there = await lookForSent(connection, { at: sent.at, proposals }, done);
    if (there.length > 0) {
      this.#finish(there);
      await this.#save();
    }
    return there;
  }

  #finish(fresh: readonly Done[]): void {
    const kept = this.#own;
    const ids = new Set(fresh.map(({ id }) => id));
    kept.done = [...kept.done.filter(({ id }) => !ids.has(id)), ...fresh];
    kept.proposals = kept.proposals.filter(({ id }) => !ids.has(id));
    if (!kept.sent) return;
    const left = kept.sent.proposals.filter(({ id }) => !ids.has(id));
    if (left.length > 0) kept.sent = { ...kept.sent, proposals: left };
    else delete kept.sent;
  }

  /** Written down before anything is sent; where that fails, nothing is sent. */
  async sending(entries: readonly Entry[]): Promise<void> {
    const kept = this.#own;
    this.#sending ??= { before: kept.sent };
    const fresh = entries.map((one) => keptProposal(one, true));
    const ids = new Set(fresh.map(({ id }) => id));
    const older = kept.sent?.proposals.filter(({ id }) => !ids.has(id)) ?? [];
    kept.sent = {
      at: Math.min(Date.now(), kept.sent?.at ?? Number.POSITIVE_INFINITY),
      proposals: [...older, ...fresh],
    };
    try {
      await this.#save();
    } catch (error) {
      this.#unsend();
      throw new Error(
        `Nothing was sent: what was approved could not be written down first (${(error as Error).message}). See that the disk has room and can be written to, and apply again.`,
      );
    }
  }

  #unsend(): void {
    if (this.#sending?.before) this.#own.sent = this.#sending.before;
    else if (this.#sending) delete this.#own.sent;
    this.#sending = undefined;
  }

  /** What came of it. `isKnown`: what was not made now was not sent either. */
  settled(fresh: readonly Done[], journalId: string | undefined, isKnown: boolean): void {
    if (isKnown) this.#unsend();
    this.#sending = undefined;
    this.#finish(fresh);
    if (journalId !== undefined) this.#own.applied.push({ journalId, ids: fresh.map(({ id }) => id) });
  }

  /** Taken back: it may be applied again. */
  undone(journalId: string): void {
    const kept = this.#own;
    const ids = kept.applied.find((one) => one.journalId === journalId)?.ids ?? [];
    kept.applied = kept.applied.filter((one) => one.journalId !== journalId);
    kept.done = kept.done.filter(({ id }) => !ids.includes(id));
  }

  /** Keeps what is open of these: what a person put right, and all of what a model proposed. */
  async keep(entries: readonly Entry[], reader: string | undefined): Promise<void> {
    if (this.#closed) return;
    const kept = this.#own;
    const shown = new Set(entries.map(({ proposal }) => proposal.id));
    const open = entries.filter((one) => (one.edited || reader !== undefined) && (one.dropped || isOpen(one)));
    // What could not be shown this time stays.
    const hidden = kept.proposals.filter(({ id, edited }) => edited && !shown.has(id));
    kept.proposals = [...open.map((one) => keptProposal(one, reader !== undefined)), ...hidden];
    if (reader !== undefined && open.length > 0) kept.reader = reader;
    else delete kept.reader;
    await this.#save();
  }

  #save(): Promise<void> {
    return this.#closed ? Promise.resolve() : this.#store.save(this.#target(), this.#own);
  }
}
