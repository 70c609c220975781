/** The comments of a record on its page: reads them, keeps what is shown of them, and does what is pressed. */
import type { WorkspaceMember } from '../../attio/types.js';
import type { Comment, Thread } from '../../attio/workTypes.js';
import { memberName } from '../../crm/schema.js';
import type { CatalogChange, CommentPlace, ReadOptions, RecordRef } from '../../crm/types.js';
import { isCancel } from '../command.js';
import type { Trouble } from '../records/trouble.js';
import type { Account, Connection, Services } from '../services.js';
import { draftKey, draftOf, joinDrafts, keepDraft, replyDrafts } from './drafts.js';
import { mentionable } from './mentions.js';
import { shownThread } from './model.js';
import { type CommentMessage, noComments, type PageComments } from './pageModel.js';
import { colleaguesFor, type PlaceThreads, threadsAt } from './read.js';
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

/** The page that shows them. */
interface Host {
  services: Services;
  readonly model: {
    state: string;
    target: RecordRef & { account: string };
    comments: PageComments;
    /** Where the record is in lists. */
    places: { items: readonly { list: string; name: string; entryId: string }[] };
  };
  connection(): Connection | undefined;
  signal(): AbortSignal;
  draw(): void;
  troubleOf(error: unknown): Trouble;
  /** Tells the script; false: there is none that hears. */
  post(message: { type: string; [key: string]: unknown }): boolean;
}

/** Of a record in more lists only the comments in these are shown. */
const MAX_PLACES = 10;

const SURFACE = 'record.comments';

/**
 * Puts what it has into the host’s model; draws only once the record is there. `read` never rejects: its failure is
 * shown with the comments. Tells the script what was begun, and what was sent while it could not hear.
 */
export class CommentsOnPage {
  readonly #host: Host;
  #own: PlaceThreads | undefined;
  #lists: PlaceThreads[] = [];
  #members: WorkspaceMember[] = [];
  /** What was written while no script heard: its draft is let go when one does. */
  readonly #sent = new Set<string>();
  /** Threads that are gone, whose begun replies the script has in the box of a new comment by now. */
  readonly #moved = new Set<string>();
  /** All that can be read has been: a thread that is not among these is gone. */
  #whole = false;
  #goTo = false;

  constructor(host: Host) {
    this.#host = host;
  }

  get #shown(): PageComments {
    return this.#host.model.comments;
  }

  permit(account: Account): void {
    this.#shown.canWrite = canWriteComments(account);
  }

  clear(): void {
    this.#own = undefined;
    this.#lists = [];
    this.#whole = false;
    this.#host.model.comments = noComments();
  }

  /**
   * Reads as many threads as are shown, at least a page; those in lists when the lists are known (`places`). Its failure is
   * the comments' own.
   */
  async read(
    connection: Connection,
    read: ReadOptions,
    places: Promise<void> = Promise.resolve(),
    wanted = Math.max(1, this.#own?.threads.length ?? 0),
  ): Promise<void> {
    if (!canReadComments(connection.account)) return this.#show({ state: 'hidden' });
    try {
      const [own, lists, members] = await Promise.all([
        threadsAt(connection, { ref: this.#ref }, read, wanted, this.#answered()),
        places.then(() => this.#inLists(connection, read)),
        colleaguesFor(connection, read),
      ]);
      if (read.signal?.aborted) return;
      this.#own = own;
      this.#lists = lists.places;
      this.#whole = lists.whole && [own, ...lists.places].every(({ next }) => next === undefined);
      this.#members = members;
      this.#show({ state: 'ready', busy: false, lacks: lists.lacks, trouble: null });
    } catch (error) {
      if (read.signal?.aborted || isCancel(error)) return;
      this.#show({ busy: false, trouble: this.#host.troubleOf(error) });
    }
    this.scroll();
  }

  /** Whether what changed is among what is shown. */
  concerns(change: CatalogChange): boolean {
    const { recordId } = this.#ref;
    if (change.what !== 'comments') return false;
    const { place } = change;
    return 'ref' in place
      ? place.ref.recordId === recordId
      : this.#lists.some(({ place: own }) => 'entryId' in own && own.entryId === place.entryId);
  }

  async act(message: CommentMessage): Promise<void> {
    if (message.type === 'draft') return this.#keep(message.to, message.text);
    const connection = this.#host.connection();
    if (!connection) return;
    if (message.type === 'comment') return this.#write(connection, message.to, message.text);
    if (message.type === 'deleteComment') return this.#delete(connection, message.id);
    if (this.#shown.busy) return;
    this.#show({ busy: true });
    const count = this.#own?.threads.length ?? 0;
    const read = { surface: SURFACE, signal: this.#host.signal() };
    await this.read(connection, read, undefined, message.type === 'moreThreads' ? count + 1 : Math.max(1, count));
  }

  /** Brings the comments into view, now or when they have been read. */
  goTo(): void {
    this.#goTo = true;
    this.scroll();
  }

  /** Tells a script that hears what is still to be told. */
  scroll(): void {
    const threads = new Set(
      [this.#own, ...this.#lists].flatMap((one) => one?.threads ?? []).map(({ id }) => id.thread_id),
    );
    const replies = this.#replies();
    const begun = draftOf(this.#host.services, this.#draftKey('record'));
    const drafts = [
      ...(begun === '' ? [] : [['record', begun] as const]),
      ...replies.flatMap(({ threadId, text }) => (threads.has(threadId) ? [[threadId, text] as const] : [])),
    ].filter(([to]) => !this.#sent.has(to));
    if (drafts.length > 0) this.#host.post({ type: 'drafts', drafts });
    for (const id of threads) this.#moved.delete(id);
    if (this.#whole && this.#shown.canWrite) this.#rescue(replies.filter(({ threadId }) => !threads.has(threadId)));
    for (const to of this.#sent) if (this.#host.post({ type: 'sent', to })) this.#sent.delete(to);
    if (this.#goTo && this.#shown.state !== 'loading' && this.#host.post({ type: 'comments' })) this.#goTo = false;
  }

  #draftKey(to: string): string {
    return draftKey(this.#host.model.target.account, { ref: this.#ref }, to === 'record' ? undefined : to);
  }

  /** What is kept with the record, and with its places in lists. */
  get #homes(): string[] {
    return [this.#ref.recordId, ...this.#host.model.places.items.map(({ entryId }) => entryId)];
  }

  /** The replies that were begun, by thread. */
  #replies() {
    return replyDrafts(this.#host.services, this.#host.model.target.account, this.#homes);
  }

  /** The threads in which a reply was begun. */
  #answered(): string[] {
    return this.#replies().map(({ threadId }) => threadId);
  }

  /** What the script says is being written. */
  async #keep(to: string, text: string): Promise<void> {
    // Said before the script heard that the thread is gone: it has the words in the other box by now, and says so itself.
    if (this.#moved.has(to)) return;
    const { services } = this.#host;
    for (const { key, threadId } of this.#replies())
      if (threadId === to && key !== this.#draftKey(to)) await keepDraft(services, key, '');
    await keepDraft(services, this.#draftKey(to), text);
    if (to !== 'record' && this.#whole && !this.#find((one) => one.id.thread_id === to)) this.scroll();
  }

  /** Offers replies to threads that are gone in the box of a new comment, where a script hears. */
  #rescue(lost: readonly { key: string; threadId: string; text: string }[]): void {
    const moved = lost.map(({ threadId, text }) => [threadId, text]);
    if (moved.length === 0 || !this.#host.post({ type: 'moved', moved })) return;
    for (const { threadId } of lost) this.#moved.add(threadId);
    const keys = lost.map(({ key }) => key);
    void joinDrafts(this.#host.services, keys, this.#draftKey('record'));
  }

  get #ref(): RecordRef {
    const { object, recordId } = this.#host.model.target;
    return { object, recordId };
  }

  /** A failure in the lists hides nothing of the record's own. */
  async #inLists(
    connection: Connection,
    read: ReadOptions,
  ): Promise<{ places: PlaceThreads[]; lacks: string[]; whole: boolean }> {
    const { items } = this.#host.model.places;
    const left = items.length - MAX_PLACES;
    try {
      const places = await Promise.all(
        items.slice(0, MAX_PLACES).map(
          async ({ list, name, entryId }): Promise<PlaceThreads> => ({
            ...(await threadsAt(connection, { list, entryId }, read, 1, this.#answered())),
            list: name,
          }),
        ),
      );
      return {
        places,
        lacks: left > 0 ? [`The record is in ${left} more lists, whose comments are not shown.`] : [],
        whole: true,
      };
    } catch (error) {
      if (read.signal?.aborted || isCancel(error)) throw error;
      const { message } = this.#host.troubleOf(error);
      return { places: this.#lists, lacks: [`Comments in lists could not be read. ${message}`], whole: false };
    }
  }

  async #write(connection: Connection, to: string, text: string): Promise<void> {
    if (this.#shown.sending.includes(to)) return;
    const thread = to === 'record' ? undefined : this.#find((one) => one.id.thread_id === to);
    // Only what the page shows: the message is no more than a word.
    if (to !== 'record' && !thread) return;
    const on = thread ? { threadId: to } : onOf({ ref: this.#ref });
    const done = async (status?: string) => {
      if (status !== 'applied') return;
      this.#sent.add(to);
      await this.#keep(to, '');
      this.scroll();
    };
    this.#show({ sending: [...this.#shown.sending, to] });
    try {
      const { services } = this.#host;
      const outcome = await writeComment(services, connection, on, text, {
        surface: SURFACE,
        later: ({ status }) => done(status),
      });
      await done(outcome?.status);
      // What was begun in a thread that is gone goes on in the box of a new comment.
      if (thread && isThreadGone(outcome))
        void this.read(connection, { surface: SURFACE, signal: this.#host.signal(), fresh: true });
    } finally {
      this.#show({ sending: this.#shown.sending.filter((one) => one !== to) });
    }
  }

  async #delete(connection: Connection, id: string): Promise<void> {
    const isIt = ({ id: own }: Comment) => own.comment_id === id;
    const found = this.#find(({ comments }) => comments.some(isIt));
    if (!found) return;
    const comment = found.thread.comments.find(isIt)!;
    const { services } = this.#host;
    const warnings = keptReply(services, connection.account.id, this.#homes, found.thread, comment);
    const change = deletionOf(found.thread, comment, found.place);
    await deleteComment(services, connection, change, { surface: SURFACE, warnings });
  }

  #find(isIt: (thread: Thread) => boolean): { thread: Thread; place: CommentPlace } | undefined {
    for (const { threads, place } of [...(this.#own ? [this.#own] : []), ...this.#lists]) {
      const thread = threads.find(isIt);
      if (thread) return { thread, place };
    }
    return undefined;
  }

  /** `trouble: null`: there is none any more. */
  #show({ trouble, ...part }: Partial<Omit<PageComments, 'trouble'>> & { trouble?: Trouble | null }): void {
    const { trouble: known, ...before } = this.#shown;
    const left = trouble === undefined ? known : trouble;
    const threads = (of: readonly Thread[]) => of.map((one) => shownThread(one, this.#members));
    const own = this.#own ? [{ threads: threads(this.#own.threads) }] : [];
    const lists = this.#lists
      .filter(({ threads: some }) => some.length > 0)
      .map(({ list, threads: some }) => ({ ...(list !== undefined && { list }), threads: threads(some) }));
    this.#host.model.comments = {
      ...before,
      ...part,
      places: [...own, ...lists],
      more: this.#own?.next !== undefined,
      names: mentionable(this.#members).map((one) => memberName(one)),
      ...(left && { trouble: left }),
    };
    // Before the record itself is there, its own drawing shows the comments with it.
    if (this.#host.model.state === 'ready') this.#host.draw();
  }
}
