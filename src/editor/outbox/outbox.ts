/** The outbox in this window: asks, keeps, sends when it can, and says what came of it. */
import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import { commands, EventEmitter, window, workspace } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import type { Note } from '../../attio/types.js';
import type { Batch, Change, Preview } from '../../changes/change.js';
import { OutboxEngine } from '../../changes/outbox.js';
import { likeOnes, RANGE_MS } from '../../changes/outboxLook.js';
import { isOpen } from '../../changes/outboxQueue.js';
import { approver, refuseUntrusted } from '../changes/approve.js';
import type { Connection, Services } from '../services.js';
import { OutboxStore, outboxFolder } from './store.js';
import { tellKept, tellLater, tellTakenBack, tellTried } from './tell.js';
import type { Finish, NoteToSend, Origin, Outbox, OutboxItem, Result, SendOptions, SendOutcome } from './types.js';
import { isUnreached, unreachedPreview } from './unreached.js';

/** Approvals of kept writes are good for 30 days; a day before, the person is asked again. */
const ASK_AGAIN_MS = 29 * 24 * 60 * 60_000;
/** Another window's changes come in several events. */
const PAUSE_MS = 100;
/** What was sent in one go by itself is told in one message. */
const TOLD_MS = 500;

const outboxes = new WeakMap<Services, WindowOutbox>();

/** The outbox of this window, from its first use on. */
export function outboxOf(services: Services): Outbox {
  let outbox = outboxes.get(services);
  if (outbox === undefined) {
    outbox = new WindowOutbox(services);
    outboxes.set(services, outbox);
  }
  return outbox;
}

class WindowOutbox implements Outbox {
  readonly #store: OutboxStore;
  readonly #engine: OutboxEngine;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #finishers = new Map<string, Finish<Origin['kind']>>();
  #watcher: FSWatcher | undefined;
  #heard: NodeJS.Timeout | undefined;
  #later: Result[] = [];
  #telling: NodeJS.Timeout | undefined;

  constructor(private readonly services: Services) {
    const { context, accounts, connections } = services;
    this.#store = new OutboxStore(outboxFolder(context.globalStorageUri));
    this.#engine = new OutboxEngine({
      keeper: this.#store,
      sender: (id) => connections.forAccount(id),
      finish: (item, note) => this.#finish(item, note),
      rests: () => !workspace.isTrusted,
      changed: () => this.#tellChanged(),
      later: (result) => this.#sentLater(result),
      now: () => Date.now(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
    context.subscriptions.push(
      this.#changed,
      accounts.onDidChange(() => this.#go('all')),
      connections.onDidChange(() => this.#go('all')),
      workspace.onDidGrantWorkspaceTrust(() => this.#go()),
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#go('all');
      }),
      {
        dispose: () => {
          this.#engine.dispose();
          this.#watcher?.close();
          clearTimeout(this.#heard);
          clearTimeout(this.#telling);
        },
      },
    );
    this.#watch();
    void this.#store.tidy().catch(() => {});
    // Not before whoever made this outbox has said what is to be done with what is sent.
    setTimeout(() => this.#go('all'), 0);
    void this.#count();
  }

  async send(connection: Connection, notes: NoteToSend[], options: SendOptions): Promise<SendOutcome> {
    const { services } = this;
    if (!workspace.isTrusted) {
      void refuseUntrusted(services);
      return { status: 'declined' };
    }
    const { account } = connection;
    const change = asOne(notes, options.title);
    let before: (string[] | undefined)[] = [];
    // While the person reads: what is there already that looks the same is no trace of these.
    void Promise.all(notes.map((note) => alike(connection, note, options.surface))).then((found) => {
      before = found;
    });
    const preview = await this.#preview(connection, notes, change, options);
    if (preview.conflicts) return { status: 'conflict', preview, conflicts: preview.conflicts };
    if (preview.nothingToDo) return this.#asItIs(connection, notes, options);
    const approval = await approver(services, {
      surface: options.surface,
      accountId: account.id,
      ...(options.agreed && { agreed: options.agreed }),
    })(preview, change);
    if (approval === undefined) return { status: 'declined' };
    const { ids, group } = await this.#store.newIds(notes.length);
    const items = notes.map(
      (note, at): OutboxItem => ({
        version: 1,
        id: ids[at]!,
        account: { id: account.id, name: account.name, slug: account.slug },
        change: note.change,
        approval,
        origin: note.origin,
        state: 'waiting',
        createdAt: Date.now(),
        attempts: 0,
        ...(note.recordName !== undefined && { recordName: note.recordName }),
        ...(before[at] && { before: before[at] }),
        ...(notes.length > 1 && { group }),
      }),
    );
    this.#adding++;
    const results = await this.#underWay(connection, notes, () => this.#engine.send(items))
      .catch((error: unknown) => {
        throw new Error(
          `Nothing was sent to Attio: the note could not be kept on this machine first (${(error as Error).message}). Make room on the disk, then try again; your text is unchanged.`,
          { cause: error },
        );
      })
      .finally(() => {
        this.#adding--;
        void this.#count();
      });
    if (!options.quiet) void tellKept(services, this, results);
    return { status: 'done', results };
  }

  items(): Promise<OutboxItem[]> {
    return this.#engine.list();
  }

  async sendNow(id?: string): Promise<void> {
    if (!workspace.isTrusted) return void (await refuseUntrusted(this.services));
    const all = await this.items();
    const named = id === undefined ? all.filter(isOpen) : all.filter((item) => item.id === id);
    const asked: OutboxItem[] = [];
    for (const item of named) if (await this.#stillAgreed(item)) asked.push(item);
    if (asked.length === 0) return;
    const title = asked.length === 1 ? 'Sending the note to Attio…' : `Sending ${asked.length} notes to Attio…`;
    const results = await this.services.ui.progress({ title, where: 'window' }, () => this.#engine.tryNow(asked));
    void tellTried(this.services, this, results);
  }

  async takeBack(id: string): Promise<OutboxItem | undefined> {
    const item = (await this.items()).find((one) => one.id === id);
    if (item === undefined) return void (await tellTakenBack(this.services, { status: 'gone' }));
    const first = await this.#engine.takeBack(item.account.id, id);
    if (first.status === 'taken') return first.item;
    const anyway = await tellTakenBack(this.services, first);
    if (!anyway) return undefined;
    const again = await this.#engine.takeBack(item.account.id, id, true);
    if (again.status === 'taken') return again.item;
    await tellTakenBack(this.services, again);
    return undefined;
  }

  async replace(item: OutboxItem): Promise<Result | undefined> {
    if (!(await this.#engine.put(item))) return undefined;
    return (await this.#engine.tryNow([item]))[0];
  }

  relink(item: OutboxItem, origin: Origin): Promise<boolean> {
    return this.#engine.put({ ...item, origin });
  }

  onSent<K extends Origin['kind']>(kind: K, finish: Finish<K>): void {
    this.#finishers.set(kind, finish as unknown as Finish<Origin['kind']>);
  }

  /** As Attio has it; where it cannot be reached, what is known without it. */
  async #preview(
    connection: Connection,
    notes: NoteToSend[],
    change: Change,
    { title, verb }: SendOptions,
  ): Promise<Preview> {
    const preview = await connection.preview(change).catch((error: unknown) => {
      if (!AttioError.is(error) || !isUnreached(error)) throw error;
      return unreachedPreview(connection.account, notes, title ?? `Send ${notes.length} notes`);
    });
    const more = [...new Set(notes.flatMap(({ warnings = [] }) => warnings))];
    return { ...preview, warnings: [...preview.warnings, ...more], ...(verb !== undefined && { verb }) };
  }

  /** Something is said while a write takes its time. */
  async #underWay<T>(connection: Connection, notes: NoteToSend[], work: () => Promise<T>): Promise<T> {
    const created = notes.every(({ change }) => change.kind === 'note.create');
    const what = notes.length === 1 ? 'the note' : `${notes.length} notes`;
    const title = created ? `Creating ${what} in Attio…` : `Sending ${what} to ${connection.account.name}…`;
    return this.services.ui.progress({ title, where: 'window' }, work);
  }

  /** Whether the word for it is still good; of what was approved long ago it is asked for anew. */
  async #stillAgreed(item: OutboxItem): Promise<boolean> {
    const { approval, change, account } = item;
    if (Math.abs(Date.now() - Date.parse(approval.at)) < ASK_AGAIN_MS) return true;
    const connection = await this.services.connections.forAccount(account.id);
    // Nothing can be shown: what is tried says why.
    if (connection === undefined) return true;
    const preview = await connection.preview(change);
    const word = await approver(this.services, { surface: approval.surface, accountId: account.id })(preview, change);
    return word !== undefined && this.#engine.put({ ...item, approval: word });
  }

  /** Attio has all of it already: nobody is asked, nothing is kept, and whoever wrote it is told. */
  async #asItIs(connection: Connection, notes: NoteToSend[], { surface }: SendOptions): Promise<SendOutcome> {
    const results: Result[] = [];
    for (const { change, origin, recordName } of notes) {
      const outcome = await connection.write(change, { surface, approve: async () => undefined });
      if (outcome.status === 'failed') throw outcome.error;
      if (outcome.status === 'conflict') return outcome;
      const { applied } = outcome.status === 'applied' ? outcome : { applied: undefined };
      const note = applied && (applied.note ?? (await noteOf(connection, change, surface)));
      // Changed this very moment: asked for anew, it is shown.
      if (applied === undefined || note === undefined) return { status: 'declined' };
      const at = Date.now();
      const item: OutboxItem = {
        version: 1,
        id: '',
        account: { id: connection.account.id, name: connection.account.name, slug: connection.account.slug },
        change,
        approval: { how: 'asked', at: new Date(at).toISOString(), surface },
        origin,
        state: 'sent',
        createdAt: at,
        attempts: 0,
        noteId: note.id.note_id,
        ...(recordName !== undefined && { recordName }),
      };
      await this.#finish(item, note);
      results.push({ status: 'sent', item, note, applied });
    }
    return { status: 'done', results };
  }

  async #finish(item: OutboxItem, note: Note): Promise<void> {
    const { kind } = item.origin;
    if (!this.#finishers.has(kind)) await this.services.finishing.get(kind)?.();
    const finish = this.#finishers.get(kind);
    if (finish) await finish(item as Parameters<typeof finish>[0], note);
    else if (kind !== 'quick') throw new Error(`Nobody is there to be told of a note from a ${kind}.`);
  }

  #go(now?: 'all'): void {
    void this.#engine.runAll(now).catch((error: unknown) => {
      console.error(`Attio: the outbox could not be read: ${(error as NodeJS.ErrnoException)?.code ?? 'unknown'}`);
    });
  }

  #tellChanged(): void {
    this.#changed.fire();
    void this.#count();
  }

  /** Sendings that are about to be on disk. */
  #adding = 0;
  /** Counts what is not done with, for menus and for the next start. */
  async #count(): Promise<void> {
    const items = await this.items().catch(() => undefined);
    if (items === undefined) return;
    void commands.executeCommand('setContext', 'attio.outboxWaits', items.some(isOpen));
    const busy = items.length > 0 || !(await this.#engine.isIdle());
    if (busy || this.#adding === 0) await this.#store.mark(busy).catch(() => {});
  }

  #sentLater(result: Result): void {
    this.#later.push(result);
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => {
      const results = this.#later;
      this.#later = [];
      void tellLater(this.services, this, results);
    }, TOLD_MS);
  }

  /** What other windows do to the outbox shows here, too. */
  #watch(): void {
    try {
      mkdirSync(this.#store.folder, { recursive: true, mode: 0o700 });
      this.#watcher = watch(this.#store.folder, { persistent: false }, (_event, name) => {
        if (!name?.endsWith('.json')) return;
        clearTimeout(this.#heard);
        this.#heard = setTimeout(() => this.#tellChanged(), PAUSE_MS);
      });
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // Some file systems cannot be watched: other windows' changes then show when the view is shown anew.
    }
  }
}

async function noteOf(
  { catalog }: Connection,
  change: NoteToSend['change'],
  surface: string,
): Promise<Note | undefined> {
  return change.kind === 'note.update' ? catalog.note(change.noteId, { surface }) : undefined;
}

function asOne(notes: readonly NoteToSend[], title: string | undefined): NoteToSend['change'] | Batch {
  if (notes.length === 1) return notes[0]!.change;
  return {
    kind: 'batch',
    title: title ?? `Send ${notes.length} notes`,
    changes: notes.map(({ change }) => change) as Batch['changes'],
  };
}

/** Notes on the record that look like this one already; undefined where that is not known. */
function alike(connection: Connection, { change }: NoteToSend, surface: string): Promise<string[] | undefined> {
  if (change.kind === 'note.update') return Promise.resolve(undefined);
  return likeOnes(connection.catalog, change, Date.now() - RANGE_MS, surface).catch(() => undefined);
}
