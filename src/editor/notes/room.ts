/** What the commands and providers of this folder share: the drafts on disk, those open, those being sent. */
import { join } from 'node:path';
import { EventEmitter, type FileChangeEvent, TabInputText, type TextDocument, workspace } from 'vscode';
import { closeTabs } from '../closeTabs.js';
import { outboxOf } from '../outbox/outbox.js';
import type { Outbox, OutboxItem } from '../outbox/types.js';
import type { Services } from '../services.js';
import { DraftFileSystem } from './draftFileSystem.js';
import { DraftStore, digestOf } from './draftStore.js';
import { DRAFT_COUNT, draftId } from './draftUri.js';

/**
 * One for each window, made by `openRoom`. A draft whose note was sent is removed, unless it was typed in since its
 * approval.
 */
export class NotesRoom {
  readonly store: DraftStore;
  readonly files: DraftFileSystem;
  /** Where notes wait that were approved. */
  readonly outbox: Outbox;
  /** Of drafts whose note is approved and not known to be in Attio: what waits, by id of the draft. */
  readonly #waiting = new Map<string, OutboxItem>();
  #looked: Promise<void> | undefined;
  /** Ids of drafts whose note this window is about to create: from the press of the button to the answer. */
  readonly sending = new Set<string>();
  /** Ids of drafts that are going for good: nobody is asked about them when their tabs close. */
  readonly leaving = new Set<string>();
  readonly #marked = new EventEmitter<string>();
  /** What is said beside a draft changed (its record, its state, its account); the id. */
  readonly onDidChangeMarks = this.#marked.event;
  readonly #counted = new EventEmitter<number>();
  /** How many drafts there are, after one came or went. */
  readonly onDidChangeCount = this.#counted.event;

  constructor(
    readonly services: Services,
    files: EventEmitter<FileChangeEvent[]>,
  ) {
    this.store = new DraftStore(join(services.context.globalStorageUri.fsPath, 'drafts'));
    this.outbox = outboxOf(services);
    this.files = new DraftFileSystem(
      this.store,
      (events) => files.fire(events),
      async (id) => (await this.waitingFor(id)) !== undefined,
    );
    this.outbox.onSent('draft', async ({ origin }) => {
      // Typed in all the same since it was approved: it stays, with all of it.
      const text = await this.textOf(origin.draftId);
      if (text !== undefined && digestOf(text) === origin.digest) await this.remove(origin.draftId);
    });
    services.context.subscriptions.push(
      this.files,
      this.#marked,
      this.#counted,
      this.outbox.onDidChange(() => this.#look()),
    );
    this.#look();
  }

  /** What waits in the outbox for a draft; undefined: nothing, it can be typed in. */
  async waitingFor(id: string): Promise<OutboxItem | undefined> {
    await this.#looked;
    return this.#waiting.get(id);
  }

  /** Learns what waits, and shows the drafts anew of which that is different. */
  #look(): Promise<void> {
    const before = this.#looked ?? Promise.resolve();
    const looked = before.then(async () => {
      const items = await this.outbox.items();
      const now = new Map(
        items.flatMap((item) => (item.origin.kind === 'draft' ? [[item.origin.draftId, item] as const] : [])),
      );
      const changed = [...new Set([...now.keys(), ...this.#waiting.keys()])].filter((id) => {
        const [one, other] = [now.get(id), this.#waiting.get(id)];
        return one?.id !== other?.id || one?.state !== other?.state || one?.message !== other?.message;
      });
      this.#waiting.clear();
      for (const [id, item] of now) this.#waiting.set(id, item);
      // Told once this look is done with: whoever hears of it asks again.
      void Promise.all(changed.map((id) => this.changed(id))).catch(() => {});
    });
    this.#looked = looked.catch(() => {});
    return this.#looked;
  }

  /** Shows the draft's state anew: code lenses, problems, whether it can be typed in. */
  async changed(id: string): Promise<void> {
    this.#marked.fire(id);
    await this.files.changed(id);
  }

  /** Counts the drafts, and remembers the number for the next start. */
  async count(): Promise<void> {
    const { length } = await this.store.list();
    this.#counted.fire(length);
    await this.services.context.globalState.update(DRAFT_COUNT, length);
  }

  /** The open document of a draft, whatever name it was opened under. */
  documentOf(id: string): TextDocument | undefined {
    return workspace.textDocuments.find((document) => !document.isClosed && draftId(document.uri) === id);
  }

  /** The draft's text as it is now: what is typed, else what is on disk. */
  async textOf(id: string): Promise<string | undefined> {
    return this.documentOf(id)?.getText() ?? (await this.store.read(id))?.text;
  }

  /** Brings what is typed to disk, so that what is read there is what the person sees. */
  async settle(id: string): Promise<void> {
    const document = this.documentOf(id);
    if (document === undefined) return;
    if (document.isDirty) await document.save();
    // Right after a key press a document does not call itself unsaved yet; only its text tells.
    const stored = await this.store.read(id);
    if (stored && stored.text !== document.getText()) await this.store.keep(id, document.getText());
  }

  /** Closes the draft's editors and removes it from disk. The text is gone for good. */
  async remove(id: string): Promise<void> {
    await this.settle(id);
    this.leaving.add(id);
    await closeTabs(({ input }) => input instanceof TabInputText && draftId(input.uri) === id);
    await this.store.remove(id);
    await this.changed(id);
    await this.count();
  }
}
