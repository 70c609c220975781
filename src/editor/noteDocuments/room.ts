/** The documents of notes that are open: read, kept, followed, and shown with what is not in Attio yet. */
import type { EventEmitter, FileChangeEvent } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import { parseDraft } from '../../crm/draft.js';
import type { CatalogChange } from '../../crm/types.js';
import { EditRoom } from '../documents/editRoom.js';
import { OurDocuments } from '../documents/ours.js';
import { editsFolder } from '../documents/store.js';
import { outboxOf } from '../outbox/outbox.js';
import type { OutboxItem } from '../outbox/types.js';
import { isUnreached } from '../outbox/unreached.js';
import type { Connection, Services } from '../services.js';
import { NoteGone, readGround } from './ground.js';
import { registerMarks } from './marks.js';
import { digestOf, NoteFile, NoteStore, type StoredNote } from './noteFile.js';
import type { NoteGround } from './noteText.js';
import { registerSending, send } from './send.js';
import { NOTE_SCHEME, type NoteKey, uriNote } from './uri.js';

/** Who types without a pause is not kept up with for ever: the next news or save does it. */
const MAX_TRIES = 20;

const rooms = new WeakMap<Services, NoteDocuments>();

/** The room, where a note was opened as a document in this window. */
export const noteDocuments = (services: Services): NoteDocuments | undefined => rooms.get(services);

/**
 * A new one each time, which knows nothing of what others have read or written: the texts of open documents are written
 * by their room’s alone (`store`). Nothing is written for accounts that are signed out of.
 */
export function noteStore(services: Services): NoteStore {
  const isKnown = (account: string) => services.accounts.list.some(({ id }) => id === account);
  return new NoteStore(editsFolder(services.context.globalStorageUri), isKnown);
}

/** A note's writes that are not done with. */
export async function waitingOf(services: Services, noteId: string): Promise<OutboxItem[]> {
  const items = await outboxOf(services).items();
  return items.filter(
    ({ change, origin }) =>
      (change.kind === 'note.update' && change.noteId.toLowerCase() === noteId) ||
      (origin.kind === 'note' && origin.noteId === noteId),
  );
}

/**
 * One for each window, found by `noteDocuments`. Follows the catalog and the outbox, and asks Attio when a document is
 * opened or sent. Makes the commands and marks of its documents.
 */
export class NoteDocuments extends EditRoom<NoteFile, StoredNote> {
  constructor(services: Services, events: EventEmitter<FileChangeEvent[]>) {
    super(services, events, {
      ours: new OurDocuments(NOTE_SCHEME),
      store: noteStore(services),
      scopeFor: () => 'note:read-write',
      extension: 'md',
      targetOf: uriNote,
    });
    rooms.set(services, this);
    registerSending(this);
    const outbox = outboxOf(services);
    this.begin(
      ...registerMarks(this),
      outbox.onDidChange(() => {
        for (const { uri } of this.kind.ours.all()) {
          const file = this.peek(uri);
          if (file) this.changed(file);
        }
      }),
    );
  }

  /** A note that cannot be reached, or that is gone, is shown as it was when its edit was begun. */
  protected async load(connection: Connection, target: NoteKey, stored: StoredNote | undefined): Promise<NoteFile> {
    const now = Date.now();
    try {
      return new NoteFile(target, await readGround(connection, target.noteId, { fresh: true }), stored, now);
    } catch (error) {
      if (!stored || !(error instanceof NoteGone || isOffline(error))) throw error;
      const file = new NoteFile(target, stored.base, stored, now);
      if (error instanceof NoteGone) file.gone = error.message;
      return file;
    }
  }

  protected asked(file: NoteFile): Promise<void> {
    return send(this, file);
  }

  protected isAbout(change: CatalogChange, { base }: NoteFile): boolean {
    return change.what === 'everything' || (change.what === 'notes' && change.ref.recordId === base.parentRecordId);
  }

  /**
   * Brings the document to what Attio has now; what the person has changed stays. `fresh` asks Attio. Rejects with
   * NoteGone or AttioError.
   */
  refresh(file: NoteFile, fresh: boolean): Promise<void> {
    return this.inTurn(file, async () => {
      const connection = await this.connection(file);
      let live: NoteGround;
      try {
        live = await readGround(connection, file.target.noteId, { fresh });
      } catch (error) {
        if (error instanceof NoteGone) {
          file.gone = error.message;
          this.changed(file);
        }
        throw error;
      }
      file.gone = undefined;
      for (let tries = 0; tries < MAX_TRIES && !(await this.#follow(file, live)); tries++);
      this.changed(file);
    });
  }

  /** false: it was typed on meanwhile, and is to be tried again. */
  async #follow(file: NoteFile, live: NoteGround): Promise<boolean> {
    const text = this.textOf(file);
    const plan = await file.plan(live, text);
    if (this.textOf(file) !== text) return false;
    const pristine = file.text === file.baseText;
    const back = file.moment();
    file.follow(plan, live);
    if (plan.text === text && pristine === (file.text === file.baseText)) return true;
    const { edits } = plan;
    return this.take(file, { edits, text: plan.text, saved: pristine ? file.baseText : plan.text, back });
  }

  /** The outbox has sent `digest` of it, and Attio has `ground` now. What was typed on meanwhile goes on from there. */
  async sent(file: NoteFile, ground: NoteGround, digest: string): Promise<void> {
    await this.inTurn(file, async () => {
      const text = this.textOf(file);
      const isAll = digestOf(parseDraft(text)) === digest;
      file.see(ground);
      if (isAll) await this.take(file, { edits: 'whole', text: file.baseText, saved: file.baseText });
      else await this.keep(file, text);
      this.changed(file);
    });
  }

  /** What the document says is elsewhere by now: nothing of it is kept. */
  async leave(file: NoteFile): Promise<void> {
    file.left = true;
    const document = this.documentOf(file);
    if (document?.isDirty) await this.settle(document);
    await this.store.remove(file.target);
  }

  /** Another text, as one step of undo where an editor shows it; saved here, not sent. */
  async put(file: NoteFile, text: string): Promise<void> {
    await this.replace(file, { edits: 'whole', text, save: true });
  }
}

/**
 * Attio could not be asked: no network, a proxy in between, no answer in time, trouble at Attio, or too many requests.
 * false for all that is no AttioError.
 */
export const isOffline = (error: unknown): boolean => AttioError.is(error) && isUnreached(error);
