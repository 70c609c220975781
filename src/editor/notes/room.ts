/** What the commands and providers of this folder share: the drafts on disk, those open, those being sent. */
import { join } from 'node:path';
import { EventEmitter, type FileChangeEvent, TabInputText, type TextDocument, window, workspace } from 'vscode';
import type { Services } from '../services.js';
import { DraftFileSystem } from './draftFileSystem.js';
import { DraftStore } from './draftStore.js';
import { DRAFT_COUNT, draftId } from './draftUri.js';

export class NotesRoom {
  readonly store: DraftStore;
  readonly files: DraftFileSystem;
  /** Ids of drafts whose note this window is about to create: from the press of the button to the answer. */
  readonly sending = new Set<string>();
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
    this.files = new DraftFileSystem(this.store, (events) => files.fire(events));
    services.context.subscriptions.push(this.files, this.#marked, this.#counted);
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
    const tabs = window.tabGroups.all.flatMap(({ tabs }) => tabs);
    const its = tabs.filter(({ input }) => input instanceof TabInputText && draftId(input.uri) === id);
    if (its.length > 0) await window.tabGroups.close(its, true);
    await this.store.remove(id);
    await this.changed(id);
    await this.count();
  }
}
