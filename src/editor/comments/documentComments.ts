/** Comments beside the documents of records and entries, in VS Code's own interface: read, begun, answered, deleted. */
import {
  type Comment as CommentInEditor,
  CommentMode,
  type CommentReply,
  type CommentThread,
  CommentThreadCollapsibleState,
  CommentThreadState,
  comments,
  type Disposable,
  Range,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { Comment, Thread } from '../../attio/workTypes.js';
import type { CreateComment } from '../../attio/writes.js';
import type { CatalogChange, CommentPlace } from '../../crm/types.js';
import { isCancel } from '../command.js';
import { isEntry } from '../documents/rowKey.js';
import { RECORD_SCHEME, uriRow } from '../documents/uri.js';
import { report } from '../failure.js';
import { connectionFor } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { askComment } from './ask.js';
import { draftKey, homeOf, keepDraft } from './drafts.js';
import { bodyOf } from './markdown.js';
import { shownComment, shownThread } from './model.js';
import { completeNames } from './names.js';
import { colleaguesFor, threadsAt } from './read.js';
import {
  canReadComments,
  canWriteComments,
  deleteComment,
  deletionOf,
  isThreadGone,
  keptReply,
  onOf,
  writeComment,
} from './write.js';

const SURFACE = 'document.comments';
/** Above the text: what is said is about the whole record. */
const TOP = new Range(0, 0, 0, 0);

/** A comment as VS Code shows it, with what it is. */
interface OurComment extends CommentInEditor {
  comment: Comment;
  thread: Thread;
  uri: Uri;
}

/** A document that somebody sees. */
interface Open {
  uri: Uri;
  place: CommentPlace;
  connection: Connection;
  /** By Attio's id. */
  threads: Map<string, CommentThread>;
  following: Disposable;
  reading: AbortController;
}

const made = new WeakMap<Services, DocumentComments>();

/** Made when the first document of a record opens. */
export function registerDocumentComments(services: Services): Disposable {
  const all = new DocumentComments(services);
  made.set(services, all);
  return all;
}

/** Where comments are shown beside documents in this window. */
export const documentComments = (services: Services): DocumentComments | undefined => made.get(services);

/** "Attio: Reply to Comment", on a thread beside a document. */
export const replyBeside = async (services: Services, argument: unknown): Promise<void> =>
  documentComments(services)?.reply(argument as CommentReply);

/** "Attio: Delete Comment", on a comment beside a document. */
export const deleteCommentBeside = async (services: Services, argument: unknown): Promise<void> =>
  documentComments(services)?.remove(argument as CommentInEditor);

/**
 * Threads stand at the top of each document that was on screen, until it is closed or its account is signed out, and
 * follow the catalog. Without the scope `comment:read` there are none; what was not written is kept (drafts.ts).
 */
export class DocumentComments implements Disposable {
  readonly #controller = comments.createCommentController('attio.comments', 'Attio Comments');
  readonly #services: Services;
  readonly #open = new Map<string, Promise<Open | undefined>>();
  readonly #listeners: Disposable[];

  constructor(services: Services) {
    this.#services = services;
    this.#controller.options = { prompt: 'Comment in Attio…', placeHolder: 'Comment; @name mentions a colleague' };
    this.#controller.commentingRangeProvider = {
      provideCommentingRanges: async (document) => {
        const open = await this.#open.get(document.uri.toString());
        return open && canWriteComments(open.connection.account) ? [TOP] : [];
      },
    };
    this.#listeners = [
      this.#controller,
      completeNames(() => this.#connections()),
      window.onDidChangeVisibleTextEditors(() => this.#follow()),
      workspace.onDidCloseTextDocument((document) => void this.#close(document.uri)),
      services.accounts.onDidChange(() => void this.#accountsChanged()),
    ];
    this.#follow();
  }

  dispose(): void {
    for (const uri of [...this.#open.keys()]) void this.#forget(uri);
    for (const listener of this.#listeners) listener.dispose();
  }

  /** The threads beside a document, once they have been read. For tests: VS Code does not tell. */
  async threadsOf(uri: Uri): Promise<readonly CommentThread[]> {
    const open = await this.#open.get(uri.toString());
    return open ? [...open.threads.values()] : [];
  }

  /** What was written under a thread of VS Code: an answer, or the first words of a thread that it made for them. */
  async reply({ thread, text }: CommentReply): Promise<void> {
    const open = await this.#open.get(thread.uri.toString());
    if (!open || text.trim() === '') return;
    const threadId = [...open.threads].find(([, one]) => one === thread)?.[0];
    const on = threadId === undefined ? onOf(open.place) : { threadId };
    const key = draftKey(open.connection.account.id, open.place, threadId);
    const written = async (status: string | undefined): Promise<void> => {
      if (status !== 'applied') return;
      await keepDraft(this.#services, key, '');
      // What VS Code made for the words is replaced by the thread that Attio has now.
      if (threadId === undefined) thread.dispose();
    };
    // VS Code lets go of what was typed before it is known what became of it.
    await keepDraft(this.#services, key, text);
    const outcome = await writeComment(this.#services, open.connection, on, text, {
      surface: SURFACE,
      later: ({ status }) => written(status),
    });
    await written(outcome?.status);
    if (outcome?.status === 'applied') return;
    const gone = threadId !== undefined && isThreadGone(outcome);
    if (gone) void this.#read(open, true);
    // What answered a thread that is gone can begin one.
    this.#offer(open, gone ? onOf(open.place) : on, key);
  }

  /** `comment`: as VS Code hands it to a command of its title. */
  async remove(comment: CommentInEditor): Promise<void> {
    const { thread, comment: own, uri } = comment as OurComment;
    const open = uri && (await this.#open.get(uri.toString()));
    if (!open || !own || !thread) return;
    const { account } = open.connection;
    const warnings = keptReply(this.#services, account.id, [homeOf(open.place)], thread, own);
    const change = deletionOf(thread, own, open.place);
    await deleteComment(this.#services, open.connection, change, { surface: SURFACE, warnings });
  }

  #offer({ connection }: Open, on: CreateComment['on'], key: string): void {
    const again = () =>
      askComment(this.#services, connection, on, { key, title: 'Comment in Attio', surface: SURFACE });
    const button = { title: 'Write It Again', run: again };
    void this.#services.ui.info('The comment was not written. What you wrote is kept.', button).catch(() => {});
  }

  /** Only what somebody sees is read. */
  #follow(): void {
    for (const { document } of window.visibleTextEditors) {
      const key = document.uri.toString();
      if (document.uri.scheme !== RECORD_SCHEME || this.#open.has(key)) continue;
      this.#open.set(key, this.#begin(document));
    }
  }

  async #begin({ uri }: TextDocument): Promise<Open | undefined> {
    const row = uriRow(uri);
    if (!row) return undefined;
    // Of an account that is signed out the document itself says so.
    const connection = await connectionFor(this.#services, row).catch(() => undefined);
    if (!connection || !canReadComments(connection.account)) return undefined;
    const place: CommentPlace = isEntry(row)
      ? { list: row.list, entryId: row.entryId }
      : { ref: { object: row.object, recordId: row.recordId } };
    const open: Open = {
      uri,
      place,
      connection,
      threads: new Map(),
      following: connection.catalog.onDidChange((change) => {
        if (isAbout(change, place)) void this.#read(open);
      }),
      reading: new AbortController(),
    };
    await this.#read(open);
    return open;
  }

  /** Shows what Attio has; a failure leaves what is shown, and is told once where nothing is. */
  async #read(open: Open, fresh = false): Promise<void> {
    open.reading.abort();
    open.reading = new AbortController();
    const { signal } = open.reading;
    const read = { surface: SURFACE, signal, ...(fresh && { fresh }) };
    try {
      const [{ threads }, members] = await Promise.all([
        threadsAt(open.connection, open.place, read),
        colleaguesFor(open.connection, read),
      ]);
      if (signal.aborted) return;
      const left = new Set(open.threads.keys());
      for (const thread of threads) {
        left.delete(thread.id.thread_id);
        const shown = thread.comments.map((comment) => {
          const { author, createdAt, parts } = shownComment(comment, members);
          const at = Date.parse(createdAt);
          const one: OurComment = {
            comment,
            thread,
            uri: open.uri,
            body: bodyOf(parts),
            mode: CommentMode.Preview,
            author: { name: author },
            contextValue: 'deletable',
            ...(!Number.isNaN(at) && { timestamp: new Date(at) }),
          };
          return one;
        });
        this.#draw(open, thread.id.thread_id, shown, shownThread(thread, members).resolved);
      }
      for (const id of left) {
        open.threads.get(id)?.dispose();
        open.threads.delete(id);
      }
    } catch (error) {
      if (signal.aborted || isCancel(error)) return;
      // What is shown is older then; where nothing is, nobody would know that there is something.
      if (open.threads.size === 0) void report(error, this.#services);
    }
  }

  #draw(open: Open, id: string, shown: OurComment[], resolved: { by?: string } | undefined): void {
    const known = open.threads.get(id);
    const thread = known ?? this.#controller.createCommentThread(open.uri, TOP, shown);
    if (known) known.comments = shown;
    else {
      thread.collapsibleState = CommentThreadCollapsibleState.Collapsed;
      open.threads.set(id, thread);
    }
    thread.canReply = canWriteComments(open.connection.account);
    thread.state = resolved ? CommentThreadState.Resolved : CommentThreadState.Unresolved;
    thread.contextValue = resolved ? 'resolved' : 'open';
    thread.label = !resolved ? 'Attio' : resolved.by === undefined ? 'Resolved' : `Resolved by ${resolved.by}`;
  }

  async #connections(): Promise<Connection[]> {
    const all = await Promise.all(this.#open.values());
    return [...new Set(all.flatMap((open) => (open ? [open.connection] : [])))];
  }

  /** Signed out, or with another key: what is shown is let go and read anew. What one writes meanwhile stays elsewhere. */
  async #accountsChanged(): Promise<void> {
    for (const [key, opening] of [...this.#open]) {
      const open = await opening;
      const row = open && uriRow(open.uri);
      const now = row && (await connectionFor(this.#services, row).catch(() => undefined));
      if (!now || now !== open?.connection) await this.#forget(key);
    }
    this.#follow();
  }

  #close(uri: Uri): Promise<void> {
    return this.#forget(uri.toString());
  }

  async #forget(key: string): Promise<void> {
    const open = await take(this.#open, key);
    open?.reading.abort();
    open?.following.dispose();
    for (const thread of open?.threads.values() ?? []) thread.dispose();
  }
}

function take<K, V>(map: Map<K, V>, key: K): V | undefined {
  const value = map.get(key);
  map.delete(key);
  return value;
}

function isAbout(change: CatalogChange, place: CommentPlace): boolean {
  if (change.what === 'everything') return true;
  if (change.what !== 'comments') return false;
  const { place: other } = change;
  if ('ref' in other) return 'ref' in place && other.ref.recordId === place.ref.recordId;
  return 'entryId' in place && other.entryId === place.entryId;
}
