/** The page of a record. */
import { commands, type WebviewPanel } from 'vscode';
import type { Note, WorkspaceMember } from '../../attio/types.js';
import type { CatalogChange, ReadOptions } from '../../crm/types.js';
import { isCancel } from '../command.js';
import { CommentsOnPage } from '../comments/pageComments.js';
import { noComments } from '../comments/pageModel.js';
import { FaceReads } from '../members/faces.js';
import { forgetRecord } from '../search/recent.js';
import type { Account, Connection, Services } from '../services.js';
import { TasksOnPage } from '../tasks/pageTasks.js';
import { type PageKind, type PageRead, WebviewPage } from '../webview/page.js';
import { authorId, authorOf } from './author.js';
import { mergedInto } from './mergedInto.js';
import {
  type NoteAction,
  type PageMessage,
  type PageState,
  PLACE_COMMANDS,
  type PlaceAction,
  pageMessage,
  TASK_COMMANDS,
  type TaskAction,
  TOOLS,
} from './messages.js';
import { bodyHtml, pageHtml } from './pageHtml.js';
import type { PageModel, PageNote } from './pageModel.js';
import { noPlaces, Places } from './places.js';
import { canReadNotes, canWriteEntries, canWriteNotes, canWriteRecords, NOTES_PER_PAGE } from './resolve.js';
import { noteTitle } from './text.js';

/** How the pages of records look, and what their script may say. */
const KIND: PageKind<PageModel, PageMessage> = {
  icon: 'record',
  styles: ['record.css'],
  script: 'record.js',
  pictures: true,
  title: ({ record, state }) => record?.summary.title || (state === 'gone' ? 'No Such Record' : undefined),
  document: pageHtml,
  body: bodyHtml,
  message: pageMessage,
};

const NOTE_COMMANDS = { edit: 'attio.openNote', open: 'attio.openInAttio', delete: 'attio.deleteNote' } as const;

/**
 * One open page: reads what it shows, keeps it current, and does what is pressed. Lists, tasks, notes, comments and
 * histories are read beside the record, and what fails of them is said in their place.
 */
export class RecordPage extends WebviewPage<PageState, PageModel, PageMessage> {
  /** The whole notes, for what is done with them. */
  #notes: Note[] = [];
  #notesNext: number | undefined;
  readonly #open = new Set<string>();
  #goTo: string | undefined;
  readonly #places: Places;
  readonly #tasks: TasksOnPage;
  readonly #comments: CommentsOnPage;
  readonly #faces: FaceReads;

  constructor(services: Services, panel: WebviewPanel, target: PageState) {
    super(services, panel, KIND, {
      target,
      account: undefined,
      state: 'loading',
      places: noPlaces(),
      notes: { state: 'loading', items: [], more: false, busy: false },
      comments: noComments(),
      histories: {},
      canWriteNotes: false,
      canWriteRecords: false,
      canWriteEntries: false,
      refreshing: false,
    });
    this.#places = new Places({
      model: this.model,
      draw: () => this.draw(),
      troubleOf: (error) => this.troubleOf(error),
    });
    this.#tasks = new TasksOnPage({
      model: this.model,
      draw: () => this.draw(),
      troubleOf: (error) => this.troubleOf(error),
    });
    this.#faces = new FaceReads({
      connection: () => this.connection,
      show: (faces) => {
        this.model.faces = faces;
        if (this.model.state === 'ready') this.draw();
      },
    });
    this.#comments = new CommentsOnPage({
      services,
      model: this.model,
      connection: () => this.connection,
      signal: () => this.signal,
      draw: () => {
        this.#wantFaces();
        this.draw();
      },
      troubleOf: (error) => this.troubleOf(error),
      post: (message) => this.screen.post(message),
    });
  }

  /** Brings the comments into view, now or when they have been read. */
  showComments(): void {
    this.#comments.goTo();
  }

  /** Unfolds a note and brings it into view, now or when it has been read. */
  showNote(noteId: string): void {
    this.#goTo = noteId;
    this.#open.add(noteId);
    this.#redrawNotes();
    this.draw();
  }

  protected get filled(): boolean {
    return this.model.record !== undefined;
  }

  protected permit(account: Account): void {
    this.model.canWriteNotes = canWriteNotes(account);
    this.model.canWriteRecords = canWriteRecords(account);
    this.model.canWriteEntries = canWriteEntries(account);
    this.#tasks.permit(account);
    this.#comments.permit(account);
  }

  protected async read(connection: Connection, { signal, fresh }: PageRead): Promise<void> {
    const { model } = this;
    const read: ReadOptions = { surface: 'record', signal, fresh };
    const places = this.#places.read(connection, read);
    const tasks = this.#tasks.read(connection, read);
    const notes = this.#readNotes(connection, read, false);
    const comments = this.#comments.read(connection, read, places);
    const view = await connection.catalog.view(model.target, read);
    if (signal.aborted) return;
    const merged = view ? undefined : await mergedInto(connection, model.target);
    if (signal.aborted) return;
    if (merged) model.merged = merged;
    else delete model.merged;
    model.record = view && { summary: view.summary, values: view.values };
    this.show(view !== undefined);
    if (!view) await forgetRecord(this.services, model.target.account, model.target.recordId);
    await Promise.all([
      places,
      tasks,
      notes,
      comments,
      ...Object.keys(model.histories).map((slug) => this.#readHistory(slug, signal)),
    ]);
  }

  protected override letGo(): void {
    const { histories } = this.model;
    for (const [slug, { state }] of Object.entries(histories)) if (state === 'loading') delete histories[slug];
  }

  protected clear(): void {
    const { model } = this;
    this.#notes = [];
    this.#comments.clear();
    this.#faces.clear();
    delete model.faces;
    model.record = undefined;
    model.histories = {};
    this.#places.clear();
    this.#tasks.clear();
    model.notes = { state: 'loading', items: [], more: false, busy: false };
  }

  protected concerns(change: CatalogChange): boolean {
    const { object, recordId } = this.target;
    const names = [object, this.model.record?.summary.ref.object];
    switch (change.what) {
      case 'everything':
        this.#places.outdated();
        return true;
      case 'entry':
        if (change.ref.recordId !== recordId) return false;
        this.#places.outdated();
        return true;
      case 'object':
        return names.includes(change.object);
      case 'record':
      case 'notes':
        return change.ref.recordId === recordId;
      case 'task':
        return this.#tasks.concerns(change);
      default:
        return this.#comments.concerns(change);
    }
  }

  protected override heard(): void {
    this.#comments.scroll();
    this.#scrollToNote();
  }

  protected async act(message: PageMessage): Promise<void> {
    const { target } = this;
    switch (message.type) {
      case 'tool':
        return void commands.executeCommand(TOOLS[message.tool], target);
      case 'record':
        return void commands.executeCommand('attio.openRecord', { ...message.ref, account: target.account });
      case 'attribute':
        return this.#actOnAttribute(message.what, message.slug);
      case 'external':
        return void this.services.ui.openExternal(message.href);
      case 'moreNotes':
      case 'retryNotes':
        return this.#moreNotes(message.type === 'retryNotes');
      case 'note':
        return this.#actOnNote(message.what, message.id);
      case 'place':
        return this.#actOnPlace(message.what, message.id);
      case 'task':
        return this.#actOnTask(message.what, message.id);
      default:
        return this.#comments.act(message);
    }
  }

  #actOnPlace(what: PlaceAction, id: string): void {
    // Only what the page shows: the message is no more than a word.
    const place = this.model.places.items.find(({ entryId }) => entryId === id);
    const { account } = this.target;
    if (place)
      void commands.executeCommand(PLACE_COMMANDS[what], { account, entry: { list: place.list, entryId: id } });
  }

  #actOnTask(what: TaskAction, id: string): void {
    // Only what the page shows: the message is no more than a word.
    if (this.model.tasks?.items.some((one) => one.id === id))
      void commands.executeCommand(TASK_COMMANDS[what], { account: this.target.account, task: { id } });
  }

  async #actOnAttribute(what: 'set' | 'history', slug: string): Promise<void> {
    // Only what the page shows: the message is no more than a word.
    if (!this.model.record?.values.some(({ attribute }) => attribute.api_slug === slug)) return;
    if (what === 'set') return void commands.executeCommand('attio.setAttribute', { ...this.target, attribute: slug });
    const { histories } = this.model;
    if (Object.hasOwn(histories, slug)) {
      delete histories[slug];
      this.draw();
    } else await this.#readHistory(slug, this.signal);
  }

  /** Reads what an attribute was; what is shown of it stays until there is something newer. Its failure is its own. */
  async #readHistory(slug: string, signal: AbortSignal): Promise<void> {
    const { histories, target } = this.model;
    if (!this.connection) return;
    histories[slug] ??= { state: 'loading', items: [] };
    const mine = histories[slug];
    this.draw();
    try {
      mine.items = await this.connection.catalog.history(target, slug, { surface: 'record', signal });
      mine.state = 'ready';
      delete mine.trouble;
    } catch (error) {
      if (signal.aborted || isCancel(error)) return;
      mine.state = 'ready';
      mine.trouble = this.troubleOf(error);
    }
    if (!signal.aborted && histories[slug] === mine) this.draw();
  }

  #actOnNote(what: NoteAction, id: string): void {
    const note = this.#notes.find((one) => one.id.note_id === id);
    if (!note) return;
    if (what === 'toggle') {
      if (!this.#open.delete(id)) this.#open.add(id);
      this.#redrawNotes();
      this.draw();
      return;
    }
    const { title, parent_object, parent_record_id } = note;
    void commands.executeCommand(NOTE_COMMANDS[what], {
      account: this.target.account,
      note: { id, title, parentObject: parent_object, parentRecordId: parent_record_id },
    });
  }

  async #moreNotes(again: boolean): Promise<void> {
    const { notes } = this.model;
    if (!this.connection || notes.busy) return;
    notes.busy = true;
    this.draw();
    const further = this.#notesNext !== undefined || !again;
    await this.#readNotes(this.connection, { surface: 'record', signal: this.signal }, further);
  }

  /** Reads as many notes as are shown (at least one page), or one page more. Its failure is the notes' own. */
  async #readNotes({ catalog, account }: Connection, read: ReadOptions, more: boolean): Promise<void> {
    const { model } = this;
    if (!canReadNotes(account)) {
      model.notes = { state: 'hidden', items: [], more: false, busy: false };
      return;
    }
    try {
      const wanted = more ? this.#notes.length + 1 : Math.max(1, this.#notes.length);
      const notes = more ? [...this.#notes] : [];
      let next: number | undefined = more ? this.#notesNext : 0;
      while (next !== undefined && notes.length < wanted) {
        const page: { notes: Note[]; next: number | undefined } = await catalog.notesOf(
          model.target,
          { offset: next, limit: NOTES_PER_PAGE },
          read,
        );
        if (read.signal?.aborted) return;
        // A note made meanwhile moves the others on: what comes twice is shown once.
        notes.push(...page.notes.filter((note) => !notes.some((one) => one.id.note_id === note.id.note_id)));
        next = page.next;
      }
      const members = await this.#membersFor(notes, catalog, read);
      if (read.signal?.aborted) return;
      this.#notes = notes;
      this.#notesNext = next;
      this.#members = members;
      model.notes = { state: 'ready', items: [], more: next !== undefined, busy: false };
      this.#redrawNotes();
      this.#wantFaces();
    } catch (error) {
      if (read.signal?.aborted || isCancel(error)) return;
      model.notes = { ...model.notes, busy: false, trouble: this.troubleOf(error) };
    }
    // Before the record itself is there, its own drawing shows the notes with it.
    if (model.state === 'ready') this.draw();
    this.#scrollToNote();
  }

  #members: readonly WorkspaceMember[] = [];

  #wantFaces(): void {
    const { notes, comments } = this.model;
    const written = comments.places.flatMap(({ threads }) => threads.flatMap((thread) => thread.comments));
    this.#faces.want([...notes.items, ...written].flatMap(({ authorId }) => authorId ?? []));
  }

  async #membersFor(notes: Note[], catalog: Connection['catalog'], read: ReadOptions): Promise<WorkspaceMember[]> {
    if (!notes.some(({ created_by_actor }) => created_by_actor?.type === 'workspace-member')) return [];
    // Names of colleagues are a scope of their own; notes are worth showing without them.
    return catalog.members({ ...read, fresh: false }).catch(() => []);
  }

  #redrawNotes(): void {
    this.model.notes.items = this.#notes.map((note): PageNote => {
      const { created_by_actor: actor } = note;
      const member = authorId(actor, this.#members);
      return {
        id: note.id.note_id,
        title: noteTitle(note),
        createdAt: note.created_at,
        author: authorOf(actor, this.#members),
        ...(member !== undefined && { authorId: member }),
        markdown: note.content_markdown,
        open: this.#open.has(note.id.note_id),
      };
    });
  }

  #scrollToNote(): void {
    const id = this.#goTo;
    if (id === undefined || !this.#notes.some((note) => note.id.note_id === id)) return;
    if (this.screen.post({ type: 'note', id })) this.#goTo = undefined;
  }
}
