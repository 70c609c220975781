/** One page of updates: reads a text, keeps what is decided about it, and applies what is accepted as one batch. */
import { commands, Range, Selection, TextEditorRevealType, ViewColumn, type WebviewPanel, window } from 'vscode';
import { proposeUpdates } from '../../crm/updates/propose.js';
import { readByModel } from '../../crm/updates/readByModel.js';
import type { Ground, KnownSubject, Proposal, Proposed } from '../../crm/updates/types.js';
import { report } from '../failure.js';
import type { Account, Connection, Services } from '../services.js';
import { type PageKind, type PageRead, WebviewPage } from '../webview/page.js';
import { Applying } from './applying.js';
import { mayWrite } from './batch.js';
import { editProposal } from './edit.js';
import { Keeping } from './keeping.js';
import { MAY_NOT } from './kept.js';
import { type UpdatesMessage, type UpdatesState, updatesMessage } from './messages.js';
import { type Entry, groupsOf, isOpen, subjectOf, type UpdatesModel } from './model.js';
import { updatesBody, updatesHtml } from './pageHtml.js';
import { type Reader, whyNot } from './reader.js';
import type { Restored } from './restore.js';
import { documentOf, groundOf, nameOf } from './source.js';
import { SURFACE } from './surface.js';

/** Milliseconds. */
const JOURNAL_MS = 300;
const RULES = 'rules on this machine';
const KIND: PageKind<UpdatesModel, UpdatesMessage> = {
  icon: 'record',
  styles: ['record.css', 'updates.css'],
  script: 'updates.js',
  title: ({ name }) => (name ? `Updates: ${name}` : undefined),
  document: updatesHtml,
  body: updatesBody,
  message: updatesMessage,
};

const WRITES: Record<Proposal['kind'], string> = { note: 'notes', task: 'tasks', update: 'records', create: 'records' };

/**
 * Reads by rules, unless `begin` brought a model. What was decided is kept by the script (ids) and by `Keeping`; what
 * changes in Attio is looked at when it is written, and does not read the text anew.
 */
export class UpdatesPage extends WebviewPage<UpdatesState, UpdatesModel, UpdatesMessage> {
  #entries: Entry[] = [];
  #subjects: readonly KnownSubject[] = [];
  #reader: Reader | undefined;
  readonly #keeping: Keeping;
  readonly #applying: Applying;
  #closed = false;
  #looking: NodeJS.Timeout | undefined;
  /** What the text was last read with. */
  #ground: Ground | undefined;

  constructor(services: Services, panel: WebviewPanel, target: UpdatesState) {
    super(services, panel, KIND, {
      target,
      account: undefined,
      state: 'loading',
      name: '',
      reader: RULES,
      remarks: [],
      groups: [],
      dropped: [],
      writing: false,
      canUndo: false,
      refreshing: false,
    });
    this.#keeping = new Keeping(services, () => this.target);
    this.#applying = new Applying(services, this.#keeping, {
      page: this,
      connection: () => this.connection,
      ground: () => this.#ground,
      model: () => this.model,
      isClosed: () => this.#closed,
      draw: () => this.draw(),
      redraw: () => this.#redraw(),
      keep: () => this.#keep(),
      say: (text) => this.screen.say(text),
    });
    panel.onDidChangeViewState(() => panel.visible && this.#lookAtJournal());
    panel.onDidDispose(() => clearTimeout(this.#looking));
  }

  /** Closed by the person: what was not applied is let go. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#keeping.close();
  }

  /** Reads a text anew, by a model or by rules. */
  async begin(target: UpdatesState, reader: Reader | undefined): Promise<void> {
    this.model.target = target;
    this.#reader = reader;
    this.#entries = [];
    await this.#keeping.restart();
    this.model.state = 'loading';
    await this.load();
  }

  /** The proposals as they stand, for tests. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  protected get filled(): boolean {
    return this.#entries.length > 0;
  }

  protected permit(_account: Account): void {}

  protected async read(connection: Connection, { signal, fresh }: PageRead): Promise<void> {
    const { model } = this;
    const document = await documentOf(model.target);
    if (signal.aborted) return;
    if (!document) return this.show(false);
    model.name = nameOf(document);
    this.draw();
    const read = { surface: SURFACE, signal };
    const ground = await groundOf(connection, document, model.target, read);
    this.#ground = ground;
    await this.#keeping.load();
    const { proposed, reader, remarks } = await this.#propose(ground, signal, fresh);
    await this.#keeping.look(connection, ground, proposed.proposals);
    const restored = await this.#keeping.restored(ground, proposed.proposals);
    if (signal.aborted) return;
    if (model.name !== ground.title && ground.meeting) model.name = ground.title;
    model.reader = reader;
    this.#subjects = proposed.subjects;
    const asKept = reader === this.#keeping.reader && !this.#reader;
    this.#take(asKept ? [] : proposed.proposals, asKept ? restored : restored.filter((one) => one.edited), connection);
    model.remarks = [...remarks, ...(proposed.remark ? [proposed.remark] : []), ...this.#earlier()];
    await this.#keep();
    await this.#group(connection);
    if (!signal.aborted) this.show(true);
  }

  /** By the model that was picked; where it does not read, by rules, and says why. */
  async #propose(
    ground: Ground,
    signal: AbortSignal,
    fresh: boolean,
  ): Promise<{ proposed: Proposed; reader: string; remarks: string[] }> {
    const reader = this.#reader;
    if (!reader) {
      const proposed = await proposeUpdates(ground);
      // What a model proposed before a reload is kept; reading again, as a person asks for, is by rules.
      return { proposed, reader: (!fresh && this.#keeping.reader) || RULES, remarks: [] };
    }
    const { ui } = this.services;
    try {
      const proposed = await ui.progress(
        { title: `${reader.name} is reading the text…`, where: 'notification', cancellable: true },
        async (_report, token) => {
          const stop = new AbortController();
          token.onCancellationRequested(() => stop.abort());
          const both = AbortSignal.any([signal, stop.signal]);
          const stopped = new Promise<never>((_resolve, reject) => {
            both.addEventListener('abort', () => reject(new Error('it was cancelled')));
          });
          const asked = readByModel(ground, (prompt) => reader.read(prompt, both));
          asked.catch(() => {});
          return Promise.race([asked, stopped]);
        },
      );
      return { proposed, reader: reader.name, remarks: [] };
    } catch (error) {
      if (signal.aborted) throw error;
      const why = `${whyNot(error, reader)} What follows was found by rules on this machine.`;
      return { proposed: await proposeUpdates(ground), reader: RULES, remarks: [this.services.redactor.redact(why)] };
    }
  }

  /** New proposals, with what was decided about them before: in this page, or before a reload. */
  #take(proposals: readonly Proposal[], restored: readonly Restored[], { account }: Connection): void {
    const before = new Map(this.#entries.map((one) => [one.proposal.id, one]));
    const own = new Map(restored.map((one) => [one.proposal.id, one]));
    const { on = [], off = [], dropped = [] } = this.model.target.decided ?? {};
    const kept = this.#entries.filter(({ stage }) => stage === 'done');
    const found = proposals.filter(({ id }) => !own.has(id));
    const fresh = [...proposals.flatMap(({ id }) => own.get(id)?.proposal ?? []), ...found];
    const order = new Map(proposals.map(({ id }, at) => [id, at]));
    fresh.sort((a, b) => order.get(a.id)! - order.get(b.id)!);
    for (const { proposal } of restored) if (!order.has(proposal.id)) fresh.push(proposal);
    const done = new Set([...kept.map(({ proposal }) => proposal.id), ...this.#keeping.done.map(({ id }) => id)]);
    const open = fresh.map((proposal): Entry => {
      const { id } = proposal;
      const mine = own.get(id);
      const known = before.get(id);
      const accepted = mine
        ? proposal.accepted
        : (known?.proposal.accepted ?? (on.includes(id) || (proposal.accepted && !off.includes(id))));
      const may = mayWrite(account, proposal);
      const doubt = may ? {} : { doubt: `${MAY_NOT} ${WRITES[proposal.kind]}` };
      return {
        proposal: { ...proposal, accepted: accepted && may, ...doubt },
        dropped: mine?.dropped ?? known?.dropped ?? dropped.includes(id),
        ...(mine?.edited && { edited: true }),
        stage: 'open',
      };
    });
    this.#entries = [...kept, ...open.filter(({ proposal }) => !done.has(proposal.id))];
  }

  /** What of this text was applied and is not on the page any more, as a sentence. */
  #earlier(): string[] {
    const shown = new Set(this.#entries.map(({ proposal }) => proposal.id));
    const count = this.#keeping.done.filter(({ id }) => !shown.has(id)).length;
    if (count === 0) return [];
    return [
      `${count} update${count === 1 ? ' was' : 's were'} applied before, and ${count === 1 ? 'is' : 'are'} not proposed again.`,
    ];
  }

  /** Keeps what a person has put right, and what a model proposed, for after a reload. */
  #keep(): Promise<void> {
    const { reader } = this.model;
    return this.#keeping.keep(this.#entries, reader === RULES ? undefined : reader);
  }

  async #group(connection: Connection): Promise<void> {
    const { model } = this;
    model.groups = await groupsOf(this.#entries, connection, { surface: SURFACE });
    model.dropped = this.#entries.filter(({ dropped }) => dropped).map(({ proposal }) => proposal.id);
    model.canUndo = this.#keeping.applied.length > 0;
  }

  async #redraw(): Promise<void> {
    if (!this.connection) return;
    await this.#group(this.connection);
    this.draw();
  }

  protected clear(): void {
    this.#entries = [];
    this.#keeping.forget();
    this.model.groups = [];
  }

  /** What is shown is checked against Attio when it is written. An undo from elsewhere shows here too. */
  protected concerns(): boolean {
    // The journal has it a moment after the catalog tells of it.
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => this.#lookAtJournal(), JOURNAL_MS);
    return false;
  }

  #lookAtJournal(): void {
    if (this.#closed || this.model.writing || this.#keeping.applied.length === 0) return;
    this.#applying.seeUndone().catch((error) => report(error, this.services));
  }

  protected async act(message: UpdatesMessage): Promise<void> {
    switch (message.type) {
      case 'apply':
        return this.#applying.apply();
      case 'undo':
        return this.#applying.undo();
      case 'text':
        return this.#showLine(undefined);
      case 'all':
      case 'none':
        for (const entry of this.#entries.filter(isOpen)) this.#accept(entry, message.type === 'all');
        await this.#keep();
        return this.#redraw();
      case 'bringBack':
        for (const entry of this.#entries) entry.dropped = false;
        await this.#keep();
        return this.#redraw();
      case 'record': {
        const subject = subjectOf(this.#entries, message.id);
        if (subject) void commands.executeCommand('attio.openRecord', { ...subject.ref, account: this.target.account });
        return;
      }
      default:
        return this.#actOn(message);
    }
  }

  async #actOn(message: Extract<UpdatesMessage, { id: string }>): Promise<void> {
    const entry = this.#entries.find(({ proposal }) => proposal.id === message.id);
    if (!entry) return;
    if (message.type === 'evidence') return this.#showLine(entry);
    if (!isOpen(entry) || this.model.writing) return;
    if (message.type === 'accept') this.#accept(entry, message.on);
    if (message.type === 'drop') {
      entry.dropped = true;
      this.screen.say('Dropped');
    }
    if (message.type === 'edit') {
      if (!this.connection) return;
      const { services, connection } = this;
      const edited = await editProposal({ services, connection, subjects: this.#subjects }, entry.proposal);
      if (!edited) return;
      entry.proposal = edited;
      entry.edited = true;
      entry.stage = 'open';
      delete entry.message;
      this.screen.say('Changed');
    }
    await this.#redraw();
    await this.#keep();
  }

  #accept(entry: Entry, on: boolean): void {
    const account = this.connection?.account;
    entry.proposal = { ...entry.proposal, accepted: on && (!account || mayWrite(account, entry.proposal)) };
  }

  /** Shows the line of a proposal, where the text stands by now. */
  async #showLine(entry: Entry | undefined): Promise<void> {
    const document = await documentOf(this.target);
    if (!document)
      return void this.services.ui.info('The text is not there any more: it was closed, moved or deleted.');
    const shown = window.visibleTextEditors.find((one) => one.document === document);
    const editor = await window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? ViewColumn.Beside,
      preserveFocus: false,
    });
    if (!entry) return;
    const { sentence, line } = entry.proposal.evidence;
    const begins = sentence.slice(0, 24);
    const near = [0, ...Array.from({ length: 200 }, (_, at) => [at + 1, -at - 1]).flat()]
      .map((by) => line - 1 + by)
      .filter((at) => at >= 0 && at < document.lineCount);
    const at = near.find((one) => document.lineAt(one).text.includes(begins)) ?? Math.min(line, document.lineCount) - 1;
    const range = document.lineAt(Math.max(0, at)).range;
    editor.selection = new Selection(range.start, range.end);
    editor.revealRange(new Range(range.start, range.end), TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
