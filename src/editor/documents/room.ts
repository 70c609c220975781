/** The documents of records that are open: read, kept, followed, and shown with what is wrong in them. */
import { type EventEmitter, type FileChangeEvent, type Uri, window } from 'vscode';
import { idNow, renewedIn } from '../../changes/renewed.js';
import type { Edit, RecordGround } from '../../crm/document/ground.js';
import type { CatalogChange } from '../../crm/types.js';
import { registerDocumentComments } from '../comments/documentComments.js';
import type { Connection, Services } from '../services.js';
import { EditRoom } from './editRoom.js';
import { RecordFile } from './file.js';
import { registerLanguage } from './language.js';
import { handedOver, loadEntry } from './loadEntry.js';
import { loadGround, RecordGone, SURFACE } from './loadGround.js';
import { registerMarks } from './marks.js';
import { OurDocuments } from './ours.js';
import { idOf, isEntry, type RowKey, withId } from './rowKey.js';
import { registerSending, send } from './send.js';
import { EditStore, editsFolder, type StoredEdit } from './store.js';
import { RECORD_SCHEME, uriRow } from './uri.js';

/** Who types without a pause is not kept up with for ever: the next news or save does it. */
const MAX_TRIES = 20;
/**
 * Of a record as it is known, or as Attio has it now; of a place in a list always the latter. Rejects with AttioError, or
 * with RecordGone that knows what an undo made in its place.
 */
async function groundOf(connection: Connection, row: RowKey, fresh: boolean): Promise<RecordGround> {
  try {
    return await (isEntry(row)
      ? loadEntry(connection, row, { surface: SURFACE })
      : loadGround(connection, row, { fresh }));
  } catch (error) {
    if (error instanceof RecordGone) {
      const now = idNow(renewedIn(await connection.journal.list().catch(() => [])), idOf(row));
      if (now !== undefined) error.now = withId(row, now);
    }
    throw error;
  }
}

/** Whoever only glances away costs no request. */
const LOOK_AGAIN_MS = 10_000;

const rooms = new WeakMap<Services, RecordDocuments>();

/** The room, where a record was opened as a document in this window. */
export const recordDocuments = (services: Services): RecordDocuments | undefined => rooms.get(services);

/**
 * One for each window, found by `recordDocuments`; of records and of their places in lists. Follows the catalog, and
 * asks Attio when a document is opened or sent, and when the window has the focus again. Makes the commands,
 * completions and marks of its documents.
 */
export class RecordDocuments extends EditRoom<RecordFile, StoredEdit> {
  /** Records that could not be read because they are gone, by the key of what is kept of them. */
  readonly #gone = new Map<string, RecordGone>();

  constructor(services: Services, events: EventEmitter<FileChangeEvent[]>) {
    const isKnown = (account: string) => services.accounts.list.some(({ id }) => id === account);
    super(services, events, {
      ours: new OurDocuments(RECORD_SCHEME),
      store: new EditStore(editsFolder(services.context.globalStorageUri), isKnown),
      scopeFor: (row) => (isEntry(row) ? 'list_entry:read-write' : 'record_permission:read-write'),
      extension: 'yaml',
      targetOf: uriRow,
    });
    rooms.set(services, this);
    registerSending(this);
    this.begin(
      ...registerMarks(this),
      ...registerLanguage(this),
      registerDocumentComments(services),
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#lookAgain();
      }),
    );
  }

  protected async load(
    connection: Connection,
    target: StoredEdit['target'],
    stored: StoredEdit | undefined,
  ): Promise<RecordFile> {
    const key = this.store.keyOf(target);
    this.#gone.delete(key);
    try {
      const ground = (isEntry(target) && handedOver(target)) || (await groundOf(connection, target, true));
      return new RecordFile(target, ground, stored, Date.now());
    } catch (error) {
      if (error instanceof RecordGone) this.#gone.set(key, error);
      throw error;
    }
  }

  /** Who comes back from another window, or from Attio, sees what was done there. */
  #lookAgain(): void {
    for (const { document } of window.visibleTextEditors) {
      const file = this.kind.ours.isOurs(document) ? this.peek(document.uri) : undefined;
      if (file && !file.sending && !file.gone && Date.now() - file.readAt > LOOK_AGAIN_MS)
        void this.refresh(file, true).catch(() => {});
    }
  }

  /** Why there is nothing to read at this address: the record is gone. */
  goneAt(uri: Uri): RecordGone | undefined {
    const target = uriRow(uri);
    return target && (this.peek(uri)?.gone ?? this.#gone.get(this.store.keyOf(target)));
  }

  protected asked(file: RecordFile): Promise<void> {
    return send(this, file);
  }

  protected isAbout(change: CatalogChange, { target, ground, gone }: RecordFile): boolean {
    // What is gone may be there again by another id, which only the journal knows.
    if (gone && change.what === (isEntry(target) ? 'entry' : 'record')) return true;
    switch (change.what) {
      case 'everything':
        return true;
      case 'object':
        return !isEntry(target) && change.object === target.object;
      // Of a place in a list it is the name, or the end.
      case 'record':
        return change.ref.recordId === ground.ref.recordId;
      case 'entry':
        return isEntry(target) && change.entryId === target.entryId;
      default:
        return false;
    }
  }

  /**
   * Brings the document to what Attio has now; what the person has changed stays. `fresh` asks Attio. Rejects with
   * RecordGone or AttioError.
   */
  refresh(file: RecordFile, fresh: boolean): Promise<void> {
    return this.inTurn(file, async () => {
      const connection = await this.connection(file);
      let live: RecordGround;
      try {
        live = await groundOf(connection, file.target, fresh);
      } catch (error) {
        if (error instanceof RecordGone) {
          file.gone = error;
          this.changed(file);
        }
        throw error;
      }
      file.gone = undefined;
      if (fresh) file.readAt = Date.now();
      for (let tries = 0; tries < MAX_TRIES && !(await this.#rebase(file, live)); tries++);
      this.changed(file);
    });
  }

  /** false: it was typed on meanwhile, and is to be tried again. */
  async #rebase(file: RecordFile, live: RecordGround): Promise<boolean> {
    const text = this.textOf(file);
    const reading = await file.read(text);
    if (this.textOf(file) !== text) return false;
    const pristine = file.text === file.baseText;
    const back = file.moment();
    const rebased = file.rebase(live, text, reading);
    if (rebased === undefined) return true;
    const after = file.after(rebased, text);
    return this.take(file, { edits: rebased.edits, text: after, saved: pristine ? file.baseText : after, back });
  }

  /** Replaces the text by edits, and saves it where it was saved before. Sends nothing. */
  async edit(file: RecordFile, edits: Edit[] | 'whole'): Promise<void> {
    const from = this.textOf(file);
    await this.inTurn(file, async () => {
      if (edits === 'whole') file.clashes.clear();
      const text = edits === 'whole' ? file.baseText : file.after({ edits, clashes: [] }, from);
      await this.replace(file, { edits, from, text, save: edits === 'whole' });
    });
  }
}
