/** The documents of records that are open: read, kept, followed, and shown with what is wrong in them. */
import type { EventEmitter, FileChangeEvent } from 'vscode';
import type { Edit } from '../../crm/document/ground.js';
import type { CatalogChange } from '../../crm/types.js';
import type { Connection, Services } from '../services.js';
import { EditRoom } from './editRoom.js';
import { RecordFile } from './file.js';
import { registerLanguage } from './language.js';
import { loadGround, RecordGone } from './loadGround.js';
import { registerMarks } from './marks.js';
import { OurDocuments } from './ours.js';
import { registerSending, send } from './send.js';
import { EditStore, editsFolder, type StoredEdit } from './store.js';
import { RECORD_SCHEME, uriTarget } from './uri.js';

export class RecordDocuments extends EditRoom<RecordFile, StoredEdit> {
  constructor(services: Services, events: EventEmitter<FileChangeEvent[]>) {
    const isKnown = (account: string) => services.accounts.list.some(({ id }) => id === account);
    super(services, events, {
      ours: new OurDocuments(RECORD_SCHEME),
      store: new EditStore(editsFolder(services.context.globalStorageUri), isKnown),
      scope: 'record_permission:read-write',
      extension: 'yaml',
      targetOf: uriTarget,
    });
    registerSending(this);
    this.begin(...registerMarks(this), ...registerLanguage(this));
  }

  protected async load(
    connection: Connection,
    target: StoredEdit['target'],
    stored: StoredEdit | undefined,
  ): Promise<RecordFile> {
    return new RecordFile(target, await loadGround(connection, target, { fresh: true }), stored, Date.now());
  }

  protected asked(file: RecordFile): Promise<void> {
    return send(this, file);
  }

  protected isAbout(change: CatalogChange, { target }: RecordFile): boolean {
    if (change.what === 'notes') return false;
    return (
      change.what === 'everything' ||
      (change.what === 'object' ? change.object === target.object : change.ref.recordId === target.recordId)
    );
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
        this.changed(file);
      }
      throw error;
    }
    file.gone = undefined;
    const text = this.textOf(file);
    const pristine = file.text === file.baseText;
    const rebased = await file.rebase(live, text);
    if (rebased !== undefined) {
      const after = file.after(rebased, text);
      await this.take(file, { edits: rebased.edits, text: after, saved: pristine ? file.baseText : after });
    }
    this.changed(file);
  }

  /** Replaces the text by edits, and saves it where it was saved before. Sends nothing. */
  async edit(file: RecordFile, edits: Edit[] | 'whole'): Promise<void> {
    const text = edits === 'whole' ? file.baseText : file.after({ edits, clashes: [] }, this.textOf(file));
    await this.replace(file, { edits, text, save: edits === 'whole' });
  }
}
