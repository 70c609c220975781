/** Applies what is accepted on a page of updates as one batch, tells what came of each, and takes it back. */
import type { Applied, ApplyOutcome } from '../../changes/change.js';
import { madeId } from '../../changes/pending.js';
import type { Ground } from '../../crm/updates/types.js';
import { carryOut, takeBack } from '../changes/carryOut.js';
import { isCancel } from '../command.js';
import { describe } from '../failure.js';
import type { Connection, Services } from '../services.js';
import { conventions } from '../values/known.js';
import { whyNotAgain } from './again.js';
import { assemble } from './batch.js';
import type { Keeping } from './keeping.js';
import type { Done } from './kept.js';
import { type Entry, isOpen, type UpdatesModel } from './model.js';
import { SURFACE } from './surface.js';

/** What is needed of the page. */
interface Host {
  readonly page: { readonly entries: readonly Entry[] };
  connection(): Connection | undefined;
  /** What the text was last read with. */
  ground(): Ground | undefined;
  model(): UpdatesModel;
  isClosed(): boolean;
  draw(): void;
  /** Groups the entries anew, and draws. */
  redraw(): Promise<void>;
  keep(): Promise<void>;
  /** To a screen reader. */
  say(text: string): void;
}

/**
 * Both `apply` and `undo` do nothing while the model says that it is being written. What came of it is put into the
 * host’s entries, kept, and drawn; `apply` tells failures by messages, and rejects only where it could not be written
 * down or read first.
 */
export class Applying {
  /** How often something was applied from here: a message of an earlier time must not do it again. */
  #round = 0;

  constructor(
    private readonly services: Services,
    private readonly keeping: Keeping,
    private readonly host: Host,
  ) {}

  async apply(): Promise<void> {
    const { services } = this;
    const [connection, model] = [this.host.connection(), this.host.model()];
    if (!connection || model.writing) return;
    if (!this.host.page.entries.some((one) => isOpen(one) && one.proposal.accepted)) return;
    model.writing = true;
    this.host.draw();
    try {
      await this.#look(connection);
      const accepted = this.host.page.entries.filter((one) => isOpen(one) && one.proposal.accepted);
      if (accepted.length === 0) return;
      const sent = accepted.map(({ proposal }) => ({ proposal }));
      this.#round += 1;
      const round = this.#round;
      const count = `${accepted.length} update${accepted.length === 1 ? '' : 's'}`;
      const { batch, owners } = await assemble(
        accepted.map(({ proposal }) => proposal),
        {
          title: `Apply ${count} from “${model.name}”`,
          timeZone: conventions().timeZone,
          made: this.keeping.made,
          attributes: (object) => connection.catalog.attributes(object, { surface: SURFACE }),
        },
      );
      const settle = (outcome: ApplyOutcome) => this.#settle(outcome, owners);
      const outcome = await carryOut(services, connection, batch, {
        surface: SURFACE,
        done: () => `Applied ${count} from “${model.name}”`,
        agreed: () => this.keeping.sending(accepted),
        ...(this.keeping.unsettled && { mayBeDone: true }),
        notWanted: () =>
          whyNotAgain(sent, {
            entries: this.host.page.entries,
            writing: this.host.model().writing,
            closed: this.host.isClosed(),
            wentOn: round !== this.#round,
          }),
        // Its message can be undone or tried again: both are told here.
        later: async (after) => (await this.seeUndone()) || settle(after),
      });
      await settle(outcome);
    } finally {
      model.writing = false;
      await this.host.redraw();
    }
  }

  /** Of a batch whose end is not known: what Attio has of it was applied, and is not sent again. */
  async #look(connection: Connection): Promise<void> {
    const proposals = this.host.page.entries.map(({ proposal }) => proposal);
    const there = new Set((await this.keeping.look(connection, this.host.ground(), proposals)).map(({ id }) => id));
    for (const one of this.host.page.entries) {
      if (!there.has(one.proposal.id)) continue;
      one.stage = 'done';
      delete one.message;
    }
  }

  /** What came of a batch: which of its parts were made, and why the next was not. */
  async #settle(outcome: ApplyOutcome, owners: readonly string[][]): Promise<void> {
    if (outcome.status === 'declined') {
      this.keeping.settled([], undefined, true);
      return this.host.keep();
    }
    const applied = 'applied' in outcome ? outcome.applied : undefined;
    const parts = applied?.parts ?? [];
    const fresh: Done[] = [];
    let stopped = false;
    for (const [at, ids] of owners.entries()) {
      const part: Applied | undefined = parts[at];
      for (const one of this.host.page.entries.filter(({ proposal }) => ids.includes(proposal.id))) {
        const { proposal } = one;
        if (one.stage === 'done') continue;
        delete one.message;
        if (part || outcome.status === 'applied') {
          one.stage = 'done';
          const made = part && proposal.kind !== 'update' ? madeId(part) : undefined;
          const of = proposal.kind === 'create' ? { object: proposal.object } : {};
          fresh.push({ id: proposal.id, ...(made && { made }), ...of });
        } else if (outcome.status === 'failed' && !stopped) {
          one.stage = 'failed';
          one.message = this.services.redactor.redact(describe(outcome.error));
        }
      }
      // The first that was not made ends it; those of one change fail together.
      if (this.host.page.entries.some(({ proposal, stage }) => ids.includes(proposal.id) && stage === 'failed'))
        stopped = true;
    }
    if (outcome.status === 'conflict') {
      const labels = new Set(outcome.conflicts.map(({ slug }) => slug));
      for (const { proposal, ...one } of this.host.page.entries)
        if (proposal.kind === 'update' && labels.has(proposal.attribute.api_slug) && isOpen({ proposal, ...one }))
          Object.assign(this.host.page.entries.find((other) => other.proposal === proposal)!, {
            stage: 'failed',
            message: 'Someone changed this in Attio meanwhile. Read the text again to see what Attio has now.',
          });
    }
    const isKnown = outcome.status !== 'failed' || outcome.error.fate !== 'unknown';
    this.keeping.settled(fresh, applied?.journalId, isKnown);
    await this.host.keep();
    const done = this.host.page.entries.filter(({ stage }) => stage === 'done').length;
    this.host.say(outcome.status === 'applied' ? `${done} applied` : 'Not everything was written');
    await this.host.redraw();
  }

  async undo(): Promise<void> {
    const { services } = this;
    const [connection, model] = [this.host.connection(), this.host.model()];
    const last = this.keeping.applied.at(-1);
    if (!connection || !last || model.writing) return;
    const entry = await connection.journal.get(last.journalId);
    if (!entry) return void services.ui.info('This change is not in the journal any more, and cannot be undone here.');
    model.writing = true;
    this.host.draw();
    try {
      if (!entry.undone) await takeBack(services, connection, entry);
      await this.seeUndone();
    } catch (error) {
      if (!isCancel(error)) throw error;
    } finally {
      model.writing = false;
      await this.host.redraw();
    }
  }

  /** Looks whether something that was applied has been taken back, here or elsewhere. */
  async seeUndone(): Promise<boolean> {
    const connection = this.host.connection();
    if (!connection) return false;
    let seen = false;
    for (const applied of [...this.keeping.applied]) {
      const entry = await connection.journal.get(applied.journalId);
      if (!entry?.undone || !this.keeping.applied.includes(applied)) continue;
      this.keeping.undone(applied.journalId);
      for (const one of this.host.page.entries) {
        if (!applied.ids.includes(one.proposal.id) || one.stage !== 'done') continue;
        one.stage = 'undone';
        one.proposal = { ...one.proposal, accepted: false };
      }
      seen = true;
    }
    if (seen) {
      this.host.say('Undone');
      await this.host.keep();
      await this.host.redraw();
    }
    return seen;
  }
}
