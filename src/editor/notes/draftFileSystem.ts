/** The files behind `attio-draft:`. */
import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import {
  Disposable,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileStat,
  FileSystemError,
  FileType,
  Uri,
} from 'vscode';
import { DraftGone, type DraftStore } from './draftStore.js';
import { draftId } from './draftUri.js';

const folderStat: FileStat = { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };

/**
 * Each draft is one Markdown file in a folder of its own, kept by the DraftStore; it cannot be written to while its
 * note is being created, nor from its approval on. What other windows write is told of as well. Rejects with
 * FileNotFound for what is no draft (any more).
 */
export class DraftFileSystem {
  readonly #store: DraftStore;
  readonly #fire: (events: FileChangeEvent[]) => void;
  /** Watched addresses by draft id, with how many watch each. */
  readonly #watched = new Map<string, Map<string, number>>();
  #watcher: FSWatcher | undefined;

  /** `waits`: whether the note of a draft is approved already. */
  constructor(
    store: DraftStore,
    fire: (events: FileChangeEvent[]) => void,
    private readonly waits: (id: string) => Promise<boolean> = async () => false,
  ) {
    this.#store = store;
    this.#fire = fire;
  }

  async stat(uri: Uri): Promise<FileStat> {
    if (uri.path === '/' || uri.path === '') return folderStat;
    const id = this.#id(uri);
    const [stats, waits] = await Promise.all([this.#store.stat(id), this.waits(id)]);
    if (stats === undefined) throw FileSystemError.FileNotFound(uri);
    const { locked, ...rest } = stats;
    // From the approval on, what is typed could no longer be part of the note.
    return { type: FileType.File, ...rest, ...((locked || waits) && { permissions: FilePermission.Readonly }) };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    const draft = await this.#store.show(this.#id(uri));
    if (draft === undefined) throw FileSystemError.FileNotFound(uri);
    return Buffer.from(draft.text);
  }

  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    try {
      await this.#store.save(this.#id(uri), content);
    } catch (error) {
      throw error instanceof DraftGone ? FileSystemError.FileNotFound(error.message) : error;
    }
    this.#fire([{ type: FileChangeType.Changed, uri }]);
  }

  watch(uri: Uri): Disposable {
    const id = draftId(uri);
    if (id === undefined) return new Disposable(() => {});
    const address = uri.toString();
    const addresses = this.#watched.get(id) ?? new Map<string, number>();
    this.#watched.set(id, addresses.set(address, (addresses.get(address) ?? 0) + 1));
    this.#start();
    return new Disposable(() => {
      const left = (addresses.get(address) ?? 1) - 1;
      if (left > 0) addresses.set(address, left);
      else addresses.delete(address);
      if (addresses.size === 0) this.#watched.delete(id);
      if (this.#watched.size === 0) this.dispose();
    });
  }

  /** Says that a draft may have changed: its text, or whether it can be written to. */
  async changed(id: string): Promise<void> {
    const addresses = [...(this.#watched.get(id)?.keys() ?? [])].map((address) => Uri.parse(address, true));
    if (addresses.length === 0) return;
    const type = (await this.#store.stat(id)) === undefined ? FileChangeType.Deleted : FileChangeType.Changed;
    this.#fire(addresses.map((uri) => ({ type, uri })));
  }

  dispose(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  /** One watch over the folder tells what other windows do to any draft. */
  #start(): void {
    if (this.#watcher) return;
    try {
      mkdirSync(this.#store.folder, { recursive: true, mode: 0o700 });
      this.#watcher = watch(this.#store.folder, { persistent: false }, (_event, name) => {
        const id = /^([a-z0-9]+)\.(md|claim|json)$/.exec(name ?? '')?.[1];
        if (id !== undefined && this.#watched.has(id)) void this.changed(id).catch(() => {});
      });
      this.#watcher.on('error', () => this.dispose());
    } catch {
      // Some file systems cannot be watched: other windows' changes then show when the draft is opened or saved.
    }
  }

  #id(uri: Uri): string {
    const id = draftId(uri);
    // Tools look for their settings beside any file; there are none here.
    if (id === undefined) throw FileSystemError.FileNotFound(uri);
    return id;
  }
}
