/** What the documents of records and those of notes have in common. */
import {
  type Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileStat,
  FileSystemError,
  FileType,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { Edit } from '../../crm/document/ground.js';
import type { CatalogChange } from '../../crm/types.js';
import { describe } from '../failure.js';
import { connectionFor } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { Following, heal } from './accounts.js';
import { Behind } from './behind.js';
import type { EditFile, Kind } from './editFile.js';
import { OtherWindow } from './otherWindow.js';
import { apply, wholeOf } from './ours.js';
import { Saving } from './saving.js';
import type { StoredText, TextStore } from './textStore.js';
import { Typing } from './typing.js';

const folder: FileStat = { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };

/**
 * Documents of one kind that are open and edited here until they are sent: read, kept on disk, followed, and asked
 * about when they are saved by hand. What they are of, and what is sent, each kind says. `F`: one open document; `E`:
 * what is kept of it on disk. It is the file system behind the scheme, too.
 */
export abstract class EditRoom<F extends EditFile<E>, E extends StoredText> implements Disposable {
  readonly #files = new Map<string, Promise<F>>();
  /** The accounts they are of, by the same key, also while they are being read. */
  readonly #owners = new Map<string, string>();
  /** By the same key, once they are read. */
  readonly #ready = new Map<string, F>();
  readonly #typing: Typing;
  readonly #saving: Saving;
  readonly #otherWindow: OtherWindow<F, E>;
  /** Editors that have yet to read what was put behind them. */
  readonly #behind = new Behind<F>();
  /** Work on one text waits for the work before. */
  readonly #turns = new WeakMap<F, Promise<unknown>>();
  readonly #following: Following;
  readonly #changed = new EventEmitter<F>();
  /** What is said beside a document changed. */
  readonly onDidChange = this.#changed.event;
  readonly #listeners: Disposable[];

  constructor(
    readonly services: Services,
    private readonly events: EventEmitter<FileChangeEvent[]>,
    readonly kind: Kind<E>,
  ) {
    const { ours } = kind;
    this.#typing = new Typing(ours, (document) => this.#paused(document));
    this.#saving = new Saving(ours, (document) => this.#ask(document));
    this.#otherWindow = new OtherWindow(this, kind.extension);
    this.#following = new Following((connection, change) => this.#hear(connection, change));
    const forget = () => this.#forget(services.accounts.list.map(({ id }) => id));
    forget();
    this.#listeners = [
      this.#changed,
      services.accounts.onDidChange(() => {
        forget();
        // A key that was missing may be there now.
        for (const document of ours.all())
          if (ours.isInTab(document) && this.peek(document.uri) === undefined) void this.#opened(document);
        void heal(ours, (uri) => this.file(uri)).catch(() => {});
      }),
      this.#typing,
      this.#saving,
      workspace.onDidChangeTextDocument(({ document }) => {
        const file = ours.isOurs(document) ? this.peek(document.uri) : undefined;
        // The news that were put behind it too early go into what is typed.
        if (file && this.#behind.typedIn(file, document)) void this.refresh(file, false).catch(() => {});
      }),
      workspace.onDidOpenTextDocument((document) => {
        if (ours.isOurs(document)) void this.#opened(document);
      }),
      // Of documents VS Code says late that they are closed: it holds on to them for minutes.
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const uri of ours.urisIn(closed)) void this.#closed(uri).catch(() => {});
      }),
    ];
  }

  /** Begins with the documents that are open, once the kind is made. `more` goes with the room. */
  protected begin(...more: Disposable[]): void {
    this.#listeners.push(...more);
    this.services.context.subscriptions.push(this);
    for (const document of this.kind.ours.all()) void this.#opened(document);
  }

  /** What Attio has, and what was begun of it. Rejects with words for a person. */
  protected abstract load(connection: Connection, target: E['target'], stored: E | undefined): Promise<F>;
  /** Whether news of the catalog are about this document. */
  protected abstract isAbout(change: CatalogChange, file: F): boolean;
  /** Brings the document to what Attio has now; what the person has changed stays. `fresh` asks Attio. */
  abstract refresh(file: F, fresh: boolean): Promise<void>;
  /** It was saved by hand. */
  protected abstract asked(file: F): Promise<unknown>;

  get store(): TextStore<E> {
    return this.kind.store;
  }

  dispose(): void {
    // A window that closes waits for nobody: what was typed last is on disk when this is over.
    for (const document of workspace.textDocuments) {
      const file = this.#typing.waits(document.uri) && document.isDirty ? this.peek(document.uri) : undefined;
      const edit = file?.toStore(document.getText());
      if (edit) this.store.saveNow(edit);
    }
    for (const listener of this.#listeners) listener.dispose();
    this.#following.dispose();
  }

  /** What is behind an address; read on first use. Rejects with a FileSystemError that a person can read. */
  file(uri: Uri): Promise<F> {
    const target = this.kind.targetOf(uri);
    // Tools look for their settings beside any file; there are none here.
    if (target === undefined) return Promise.reject(FileSystemError.FileNotFound(uri));
    const key = uri.authority;
    let file = this.#files.get(key);
    if (file === undefined) {
      file = this.#load(target);
      this.#files.set(key, file);
      this.#owners.set(key, target.account);
      const mine = file;
      file.then(
        (made) => {
          // Signed out of meanwhile, it is nobody's.
          if (this.#files.get(key) === mine) this.#made(made, key);
        },
        () => {
          if (this.#files.get(key) === mine) this.#files.delete(key);
        },
      );
    }
    return file;
  }

  #made(file: F, key: string): void {
    this.#ready.set(key, file);
    const document = this.documentOf(file);
    if (!document || document.isDirty || document.getText() === file.text) return;
    // VS Code holds on to documents: what it has is of an earlier reading, which it must be told.
    this.#behind.add(file, { text: document.getText(), mtime: file.mtime });
    this.events.fire([{ type: FileChangeType.Changed, uri: document.uri }]);
  }

  /** What is behind a document that is open, as far as it has been read. */
  peek({ authority }: Pick<Uri, 'authority'>): F | undefined {
    return this.#ready.get(authority);
  }

  documentOf(file: F): TextDocument | undefined {
    const { ours, store, targetOf } = this.kind;
    const key = store.keyOf(file.target);
    return ours.all().find((document) => {
      const target = document.isClosed ? undefined : targetOf(document.uri);
      return target !== undefined && store.keyOf(target) === key;
    });
  }

  /** What is typed, else what was saved. */
  textOf(file: F): string {
    const document = this.documentOf(file);
    return document && !this.#behind.shows(file, document) ? document.getText() : file.text;
  }

  /** Does this once all that was begun on the same text is done. */
  protected inTurn<T>(file: F, work: () => Promise<T>): Promise<T> {
    const now = (this.#turns.get(file) ?? Promise.resolve()).then(work);
    this.#turns.set(
      file,
      now.catch(() => {}),
    );
    return now;
  }

  async connection({ target }: { target: E['target'] }): Promise<Connection> {
    const connection = await connectionFor(this.services, target);
    this.#following.follow(connection);
    return connection;
  }

  /** What belongs to accounts that are signed out of goes, from memory and from disk. */
  #forget(accounts: string[]): void {
    for (const [key, account] of this.#owners) {
      if (accounts.includes(account)) continue;
      this.#owners.delete(key);
      this.#ready.delete(key);
      this.#files.delete(key);
    }
    void this.store.keepOnly(accounts).catch(() => {});
  }

  async #load(target: E['target']): Promise<F> {
    try {
      const connection = await this.connection({ target });
      return await this.load(connection, target, await this.store.read(target));
    } catch (error) {
      throw FileSystemError.Unavailable(this.services.redactor.redact(describe(error)));
    }
  }

  async stat(uri: Uri): Promise<FileStat> {
    if (uri.path === '/' || uri.path === '') return folder;
    const { text, mtime, target } = await this.#served(uri);
    return {
      type: FileType.File,
      ctime: 0,
      mtime,
      size: Buffer.byteLength(text),
      ...(!this.mayWrite({ target }) && { permissions: FilePermission.Readonly }),
    };
  }

  /** Whether the key may write what is in the document, as far as is known. */
  mayWrite({ target }: { target: E['target'] }): boolean {
    const account = this.services.accounts.list.find(({ id }) => id === target.account);
    return account === undefined || hasScopes(account.scopes, this.kind.scopeFor(target));
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return Buffer.from((await this.#served(uri)).text);
  }

  /** Without a key or a network, what was begun in another session shows all the same. */
  async #served(uri: Uri): Promise<Pick<StoredText, 'text' | 'mtime'> & { target: E['target'] }> {
    try {
      return await this.file(uri);
    } catch (error) {
      const target = this.kind.targetOf(uri);
      const stored = target && (await this.store.read(target));
      if (stored) return stored;
      throw error;
    }
  }

  /** Keeps the text here. Nothing is sent by this: see `#ask`. */
  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const text = Buffer.from(content).toString('utf8');
    let file: F;
    try {
      file = await this.file(uri);
    } catch (error) {
      // Attio cannot be reached: what was begun before the reload is kept all the same.
      const target = this.kind.targetOf(uri);
      const stored = target && (await this.store.read(target));
      if (!stored) throw error;
      await this.store.save({ ...stored, text, saved: text, mtime: Date.now() });
      return;
    }
    file.save(text, Date.now());
    await this.keep(file, text);
    this.events.fire([{ type: FileChangeType.Changed, uri }]);
    this.#changed.fire(file);
  }

  watch(uri: Uri): void {
    if (this.kind.targetOf(uri)) void this.file(uri).catch(() => {});
  }

  /** Puts on disk what is not in Attio yet, or removes it from there. */
  async keep(file: F, typed: string): Promise<void> {
    const edit = file.toStore(typed);
    await (edit ? this.#otherWindow.save(file, edit) : this.store.remove(file.target));
  }

  /** What stands beside the document is to be worked out anew. */
  changed(file: F): void {
    this.#changed.fire(file);
  }

  /**
   * Another text than before, without a word of the person: `edits` go into an editor that is being typed in, with `saved`
   * as what counts as saved then; else `text` is saved. `back`: undoes what was made of the news before this. false: it was
   * typed in meanwhile, and all is as it was.
   */
  protected async take(
    file: F,
    next: { edits: Edit[] | 'whole'; text: string; saved: string; back?: () => void },
  ): Promise<boolean> {
    const document = this.documentOf(file);
    const { text, mtime } = file;
    if (document && (document.isDirty || (document.getText() !== text && !this.#behind.shows(file, document)))) {
      // The text on the screen is the one that counts; its editor must not find that the file is newer.
      file.text = next.saved;
      if (!(await apply(document, next.edits === 'whole' ? [wholeOf(document, next.text)] : next.edits))) {
        file.text = text;
        next.back?.();
        return next.back === undefined;
      }
    } else {
      file.save(next.text, Date.now());
      if (document && text !== file.text) {
        this.#behind.add(file, { text, mtime, back: next.back });
        this.events.fire([{ type: FileChangeType.Changed, uri: document.uri }]);
      }
    }
    await this.keep(file, this.textOf(file));
    return true;
  }

  /**
   * Another text at the word of the person, in the editor where there is one, so that Undo brings the old one back. Saved
   * where the old one was, or anyway with `save`. Sends nothing. `from`: what the edits are of.
   */
  protected async replace(
    file: F,
    next: { edits: Edit[] | 'whole'; from?: string; text: string; save: boolean },
  ): Promise<void> {
    const document = this.documentOf(file);
    if (!document) {
      file.save(next.text, Date.now());
      return this.keep(file, file.text);
    }
    const wasDirty = document.isDirty;
    const fits = next.edits !== 'whole' && (next.from ?? document.getText()) === document.getText();
    await apply(document, fits ? (next.edits as Edit[]) : [wholeOf(document, next.text)]);
    if (!wasDirty || next.save) await this.settle(document);
    this.#changed.fire(file);
  }

  /** Saves a document without sending it. */
  settle(document: TextDocument): Promise<void> {
    return this.#saving.settle(document);
  }

  /** Saves as Ctrl+S does. */
  save(document: TextDocument): Promise<void> {
    return this.#saving.save(document);
  }

  /** A document was saved by hand: asks whether it is to be sent. */
  #ask(document: TextDocument): void {
    void this.file(document.uri)
      .then((file) => this.asked(file))
      .catch(async (error) => {
        const { report } = await import('../failure.js');
        await report(error, this.services);
      });
  }

  /** Does what was waiting for a pause in typing. */
  #paused(document: TextDocument): void {
    const file = this.peek(document.uri);
    // Without a tab it is given up, though VS Code holds on to it for minutes.
    if (document.isClosed || !this.kind.ours.isInTab(document)) return;
    if (!file) return void this.#keepUnread(document).catch(() => {});
    this.#changed.fire(file);
    // Nothing to say when it fails: the text is still in the editor, and the next key press tries again.
    if (document.isDirty) void this.keep(file, document.getText()).catch(() => {});
  }

  /** What is typed into a document that could not be read yet. */
  async #keepUnread(document: TextDocument): Promise<void> {
    const target = this.kind.targetOf(document.uri);
    const stored = target && (await this.store.read(target));
    if (stored) await this.store.save({ ...stored, text: document.getText() });
    await this.#opened(document);
  }

  async #opened(document: TextDocument): Promise<void> {
    const file = await this.file(document.uri).catch(() => undefined);
    if (!file) return;
    // What was begun in another session goes on from what Attio has now.
    if (file.text !== file.baseText) await this.refresh(file, false).catch(() => {});
    this.#changed.fire(file);
  }

  /** What was typed and not saved is given up with the editor; what was saved and not sent stays. */
  async #closed(uri: Uri): Promise<void> {
    const file = this.peek(uri);
    if (!file || file.sending || this.kind.ours.shownUris().some(({ authority }) => authority === uri.authority))
      return;
    // Opened again, it is read again.
    this.#files.delete(uri.authority);
    this.#ready.delete(uri.authority);
    this.#behind.forget(file);
    this.#saving.forget(uri);
    const edit = file.toStore(file.text);
    // Closed, it has nothing to say of what another window holds.
    await (edit ? this.store.save(edit) : this.store.remove(file.target));
  }

  /** News of an account's catalog, for what is open of it. */
  #hear({ account }: Connection, change: CatalogChange): void {
    for (const file of this.#ready.values()) {
      if (file.target.account !== account.id || !this.isAbout(change, file)) continue;
      if (file.sending) file.missed = true;
      else void this.refresh(file, false).catch(() => {});
    }
  }
}
