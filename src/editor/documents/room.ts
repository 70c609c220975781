/** The documents of records that are open: read, kept, followed, and shown with what is wrong in them. */
import {
  commands,
  type Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileStat,
  FileSystemError,
  FileType,
  Range,
  TextDocumentSaveReason as Reason,
  type Tab,
  TabInputText,
  TabInputTextDiff,
  type TextDocument,
  type Uri,
  WorkspaceEdit,
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
import { registerSending, send } from './send.js';
import { EditStore, editsFolder, type StoredEdit } from './store.js';
import { RECORD_SCHEME, uriTarget } from './uri.js';

const PAUSE_MS = 250;
const LONGEST_MS = 1000;
const folder: FileStat = { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };

export class RecordDocuments implements Disposable {
  readonly store: EditStore;
  readonly #files = new Map<string, Promise<RecordFile>>();
  /** By the same key, once they are read. */
  readonly #ready = new Map<string, RecordFile>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** When typing began that is not on disk yet. */
  readonly #typing = new Map<string, number>();
  readonly #otherWindow = new OtherWindow(this);
  /** Documents that were saved by hand, until it is asked what to do with that: VS Code gives up a save for a newer one. */
  readonly #byHand = new Set<string>();
  /** Documents that are being saved by us. */
  readonly #ours = new Set<string>();
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
    this.store = new EditStore(editsFolder(services.context.globalStorageUri));
    const forget = () => this.#forget(services.accounts.list.map(({ id }) => id));
    forget();
    this.#listeners = [
      this.#changed,
      services.accounts.onDidChange(() => {
        forget();
        // A key that was missing may be there now.
        for (const document of workspace.textDocuments)
          if (isOurs(document) && isInTab(document) && this.peek(document.uri) === undefined)
            void this.#opened(document);
      }),
      workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (isOurs(document) && reason === Reason.Manual) this.savedByHand(document);
      }),
      workspace.onDidSaveTextDocument((document) => this.#saved(document)),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (isOurs(document)) this.#soon(document);
      }),
      workspace.onDidOpenTextDocument((document) => {
        if (isOurs(document)) void this.#opened(document);
      }),
      // Of documents VS Code says late that they are closed: it holds on to them for minutes.
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const uri of closed.flatMap(urisOf)) void this.#closed(uri).catch(() => {});
      }),
      window.onDidChangeWindowState(({ focused }) => {
        if (!focused) for (const document of workspace.textDocuments) if (isOurs(document)) this.#atOnce(document);
      }),
      ...registerMarks(this),
      ...registerLanguage(this),
    ];
    registerSending(this);
    services.context.subscriptions.push(this);
    for (const document of workspace.textDocuments) if (isOurs(document)) void this.#opened(document);
  }

  dispose(): void {
    // A window that closes waits for nobody: what was typed last is on disk when this is over.
    for (const document of workspace.textDocuments) {
      const file = this.#timers.has(document.uri.authority) && document.isDirty ? this.peek(document.uri) : undefined;
      const edit = file?.toStore(document.getText());
      if (edit) this.store.saveNow(edit);
    }
    for (const listener of this.#listeners) listener.dispose();
    for (const following of this.#followed.values()) following.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
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
    return workspace.textDocuments.find((document) => {
      if (document.isClosed || !isOurs(document)) return false;
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

  /** Keeps the text here. Nothing is sent by this: see `#saved`. */
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
  async settle(document: TextDocument): Promise<void> {
    const { authority } = document.uri;
    this.#ours.add(authority);
    try {
      await document.save();
    } finally {
      this.#ours.delete(authority);
    }
  }

  /** The next save of this document, whatever it is for, leads to the question. */
  savedByHand({ uri }: TextDocument): void {
    if (!this.#ours.has(uri.authority)) this.#byHand.add(uri.authority);
  }

  /** Saves as Ctrl+S does. VS Code joins it, without a word, to an auto-save of the same text that is under way. */
  async save(document: TextDocument): Promise<void> {
    this.savedByHand(document);
    await commands.executeCommand('workbench.action.files.save');
    // Nothing left to save means that the other save is over, and that it was too early to see this one.
    if (!document.isDirty) this.#saved(document);
  }

  #saved(document: TextDocument): void {
    if (!isOurs(document)) return;
    const { authority } = document.uri;
    // Auto-save keeps the text here. Only who saves by hand is asked whether it is to be sent.
    if (this.#ours.has(authority) || !this.#byHand.delete(authority)) return;
    void this.file(document.uri)
      .then((file) => send(this, file))
      .catch(async (error) => {
        const { report } = await import('../failure.js');
        await report(error, this.services);
      });
  }

  #soon(document: TextDocument): void {
    const key = document.uri.authority;
    const since = this.#typing.get(key) ?? Date.now();
    this.#typing.set(key, since);
    clearTimeout(this.#timers.get(key));
    // Who types without a pause is kept now and then all the same.
    const wait = Math.min(PAUSE_MS, Math.max(0, since + LONGEST_MS - Date.now()));
    this.#timers.set(
      key,
      setTimeout(() => this.#atOnce(document), wait),
    );
  }

  /** Does what is waiting for a pause in typing. */
  #atOnce(document: TextDocument): void {
    const key = document.uri.authority;
    if (!this.#timers.has(key)) return;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#typing.delete(key);
    const file = this.peek(document.uri);
    if (document.isClosed) return;
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
    const open = window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap(urisOf);
    if (!file || file.sending || open.some(({ authority }) => authority === uri.authority)) return;
    // Opened again, it is read again.
    this.#files.delete(uri.authority);
    this.#ready.delete(uri.authority);
    this.#byHand.delete(uri.authority);
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

export function isOurs({ uri }: TextDocument): boolean {
  return uri.scheme === RECORD_SCHEME;
}

/** Of a document without a tab nobody sees anything, and nothing is read for it. */
function isInTab({ uri }: TextDocument): boolean {
  const shown = window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(urisOf));
  return shown.some((one) => one.toString() === uri.toString());
}

/** The records that a tab shows or compares. */
function urisOf({ input }: Tab): Uri[] {
  const uri =
    input instanceof TabInputText ? input.uri : input instanceof TabInputTextDiff ? input.modified : undefined;
  return uri?.scheme === RECORD_SCHEME ? [uri] : [];
}

const wholeOf = (document: TextDocument, text: string): Edit => ({ start: 0, end: document.getText().length, text });

async function apply(document: TextDocument, edits: readonly Edit[]): Promise<void> {
  if (edits.length === 0) return;
  const edit = new WorkspaceEdit();
  for (const { start, end, text } of edits)
    edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  await workspace.applyEdit(edit);
}
