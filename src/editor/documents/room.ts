/** The documents of records that are open: read, kept, followed, and shown with what is wrong in them. */
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
import { describe } from '../failure.js';
import { connectionFor } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import type { RecordTarget } from '../targets.js';
import { RecordFile } from './file.js';
import { registerLanguage } from './language.js';
import { loadGround, RecordGone } from './loadGround.js';
import { registerMarks } from './marks.js';
import { OtherWindow } from './otherWindow.js';
import { apply, isInTab, isOurs, ourDocuments, shownUris, urisIn, wholeOf } from './ours.js';
import { Saving } from './saving.js';
import { registerSending, send } from './send.js';
import { EditStore, editsFolder, type StoredEdit } from './store.js';
import { Typing } from './typing.js';
import { uriTarget } from './uri.js';

const folder: FileStat = { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };

export class RecordDocuments implements Disposable {
  readonly store: EditStore;
  readonly #files = new Map<string, Promise<RecordFile>>();
  /** By the same key, once they are read. */
  readonly #ready = new Map<string, RecordFile>();
  readonly #typing = new Typing((document) => this.#paused(document));
  readonly #saving = new Saving((document) => this.#ask(document));
  readonly #otherWindow = new OtherWindow(this);
  /** Connections whose news are followed. */
  readonly #followed = new Map<Connection, Disposable>();
  readonly #changed = new EventEmitter<RecordFile>();
  /** What is said beside a document changed. */
  readonly onDidChange = this.#changed.event;
  readonly #listeners: Disposable[];

  constructor(
    readonly services: Services,
    private readonly events: EventEmitter<FileChangeEvent[]>,
  ) {
    const isKnown = (account: string) => services.accounts.list.some(({ id }) => id === account);
    this.store = new EditStore(editsFolder(services.context.globalStorageUri), isKnown);
    const forget = () => this.#forget(services.accounts.list.map(({ id }) => id));
    forget();
    this.#listeners = [
      this.#changed,
      services.accounts.onDidChange(() => {
        forget();
        // A key that was missing may be there now.
        for (const document of ourDocuments())
          if (isInTab(document) && this.peek(document.uri) === undefined) void this.#opened(document);
      }),
      this.#typing,
      this.#saving,
      workspace.onDidOpenTextDocument((document) => {
        if (isOurs(document)) void this.#opened(document);
      }),
      // Of documents VS Code says late that they are closed: it holds on to them for minutes.
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const uri of urisIn(closed)) void this.#closed(uri).catch(() => {});
      }),
      ...registerMarks(this),
      ...registerLanguage(this),
    ];
    registerSending(this);
    services.context.subscriptions.push(this);
    for (const document of ourDocuments()) void this.#opened(document);
  }

  dispose(): void {
    // A window that closes waits for nobody: what was typed last is on disk when this is over.
    for (const document of workspace.textDocuments) {
      const file = this.#typing.waits(document.uri) && document.isDirty ? this.peek(document.uri) : undefined;
      const edit = file?.toStore(document.getText());
      if (edit) this.store.saveNow(edit);
    }
    for (const listener of this.#listeners) listener.dispose();
    for (const following of this.#followed.values()) following.dispose();
  }

  /** The record behind an address; read on first use. Rejects with a FileSystemError that a person can read. */
  file(uri: Uri): Promise<RecordFile> {
    const target = uriTarget(uri);
    // Tools look for their settings beside any file; there are none here.
    if (target === undefined) return Promise.reject(FileSystemError.FileNotFound(uri));
    const key = uri.authority;
    let file = this.#files.get(key);
    if (file === undefined) {
      file = this.#load(target);
      this.#files.set(key, file);
      file.then(
        (made) => this.#ready.set(key, made),
        () => this.#files.delete(key),
      );
    }
    return file;
  }

  /** The record of a document that is open, as far as it has been read. */
  peek({ authority }: Uri): RecordFile | undefined {
    return this.#ready.get(authority);
  }

  documentOf(file: RecordFile): TextDocument | undefined {
    const { object, recordId, account } = file.target;
    return ourDocuments().find((document) => {
      if (document.isClosed) return false;
      const target = uriTarget(document.uri);
      return target?.recordId === recordId && target.object === object && target.account === account;
    });
  }

  /** What is typed, else what was saved. */
  textOf(file: RecordFile): string {
    return this.documentOf(file)?.getText() ?? file.text;
  }

  async connection({ target }: Pick<RecordFile, 'target'>): Promise<Connection> {
    const connection = await connectionFor(this.services, target);
    this.#follow(connection);
    return connection;
  }

  /** What belongs to accounts that are signed out of goes, from memory and from disk. */
  #forget(accounts: string[]): void {
    for (const [key, { target }] of this.#ready) {
      if (accounts.includes(target.account)) continue;
      this.#ready.delete(key);
      this.#files.delete(key);
    }
    void this.store.keepOnly(accounts).catch(() => {});
  }

  async #load(target: Required<RecordTarget>): Promise<RecordFile> {
    try {
      const connection = await this.connection({ target });
      const [ground, stored] = await Promise.all([
        loadGround(connection, target, { fresh: true }),
        this.store.read(target),
      ]);
      return new RecordFile(target, ground, stored, Date.now());
    } catch (error) {
      throw FileSystemError.Unavailable(this.services.redactor.redact(describe(error)));
    }
  }

  async stat(uri: Uri): Promise<FileStat> {
    if (uri.path === '/' || uri.path === '') return folder;
    const { text, mtime, target } = await this.#served(uri);
    const account = this.services.accounts.list.find(({ id }) => id === target.account);
    const may = account === undefined || hasScopes(account.scopes, 'record_permission:read-write');
    return {
      type: FileType.File,
      ctime: 0,
      mtime,
      size: Buffer.byteLength(text),
      ...(!may && { permissions: FilePermission.Readonly }),
    };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return Buffer.from((await this.#served(uri)).text);
  }

  /** Without a key or a network, what was begun in another session shows all the same. */
  async #served(uri: Uri): Promise<Pick<StoredEdit, 'text' | 'mtime' | 'target'>> {
    try {
      return await this.file(uri);
    } catch (error) {
      const target = uriTarget(uri);
      const stored = target && (await this.store.read(target));
      if (stored) return stored;
      throw error;
    }
  }

  /** Keeps the text here. Nothing is sent by this: see `#ask`. */
  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const text = Buffer.from(content).toString('utf8');
    let file: RecordFile;
    try {
      file = await this.file(uri);
    } catch (error) {
      // Attio cannot be reached: what was begun before the reload is kept all the same.
      const target = uriTarget(uri);
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

  watched(uri: Uri): void {
    if (uriTarget(uri)) void this.file(uri).catch(() => {});
  }

  /** Puts on disk what is not in Attio yet, or removes it from there. */
  async keep(file: RecordFile, typed: string): Promise<void> {
    const edit = file.toStore(typed);
    await (edit ? this.#otherWindow.save(file, edit) : this.store.remove(file.target));
  }

  /** What stands beside the document is to be worked out anew. */
  changed(file: RecordFile): void {
    this.#changed.fire(file);
  }

  /**
   * Brings the document to what Attio has now; what the person has changed stays. `fresh` asks Attio. Rejects with
   * RecordGone or AttioError.
   */
  async refresh(file: RecordFile, fresh: boolean): Promise<void> {
    const connection = await this.connection(file);
    let live: Awaited<ReturnType<typeof loadGround>>;
    try {
      live = await loadGround(connection, file.target, { fresh });
    } catch (error) {
      if (error instanceof RecordGone) {
        file.gone = error.message;
        this.#changed.fire(file);
      }
      throw error;
    }
    file.gone = undefined;
    const document = this.documentOf(file);
    const text = document?.getText() ?? file.text;
    const pristine = file.text === file.baseText;
    const rebased = await file.rebase(live, text);
    if (rebased !== undefined) {
      if (document?.isDirty) {
        // The text on the screen is the one that counts; its editor must not find that the file is newer.
        file.text = pristine ? file.baseText : file.after(rebased, text);
        await apply(document, rebased.edits === 'whole' ? [wholeOf(document, file.baseText)] : rebased.edits);
      } else {
        file.save(file.after(rebased, text), Date.now());
        if (document) this.events.fire([{ type: FileChangeType.Changed, uri: document.uri }]);
      }
      await this.keep(file, document?.isDirty ? document.getText() : file.text);
    }
    this.#changed.fire(file);
  }

  /** Replaces the text by edits, and saves it where it was saved before. Sends nothing. */
  async edit(file: RecordFile, edits: Edit[] | 'whole'): Promise<void> {
    const document = this.documentOf(file);
    if (!document) {
      file.save(edits === 'whole' ? file.baseText : file.after({ edits, clashes: [] }, file.text), Date.now());
      return this.keep(file, file.text);
    }
    const wasDirty = document.isDirty;
    await apply(document, edits === 'whole' ? [wholeOf(document, file.baseText)] : edits);
    if (!wasDirty || edits === 'whole') await this.settle(document);
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
      .then((file) => send(this, file))
      .catch(async (error) => {
        const { report } = await import('../failure.js');
        await report(error, this.services);
      });
  }

  /** Does what was waiting for a pause in typing. */
  #paused(document: TextDocument): void {
    const file = this.peek(document.uri);
    // Without a tab it is given up, though VS Code holds on to it for minutes.
    if (document.isClosed || !isInTab(document)) return;
    if (!file) return void this.#keepUnread(document).catch(() => {});
    this.#changed.fire(file);
    // Nothing to say when it fails: the text is still in the editor, and the next key press tries again.
    if (document.isDirty) void this.keep(file, document.getText()).catch(() => {});
  }

  /** What is typed into a document whose record could not be read yet. */
  async #keepUnread(document: TextDocument): Promise<void> {
    const target = uriTarget(document.uri);
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
    if (!file || file.sending || shownUris().some(({ authority }) => authority === uri.authority)) return;
    // Opened again, it is read again.
    this.#files.delete(uri.authority);
    this.#ready.delete(uri.authority);
    this.#saving.forget(uri);
    const edit = file.toStore(file.text);
    // Closed, it has nothing to say of what another window holds.
    await (edit ? this.store.save(edit) : this.store.remove(file.target));
  }

  /** Records that change elsewhere in this window (page, tree, undo) are followed. */
  #follow(connection: Connection): void {
    if (this.#followed.has(connection)) return;
    for (const [old, following] of this.#followed) {
      if (old.account.id !== connection.account.id) continue;
      following.dispose();
      this.#followed.delete(old);
    }
    const following = connection.catalog.onDidChange((change) => {
      if (change.what === 'notes') return;
      for (const file of this.#ready.values()) {
        const { target } = file;
        const about =
          change.what === 'everything' ||
          (change.what === 'object' ? change.object === target.object : change.ref.recordId === target.recordId);
        if (!about || target.account !== connection.account.id) continue;
        if (file.sending) file.missed = true;
        else void this.refresh(file, false).catch(() => {});
      }
    });
    this.#followed.set(connection, following);
  }
}
