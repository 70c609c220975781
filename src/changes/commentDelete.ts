/** Deleting comments. That of a thread's first comment takes the thread along (api.md section 8.3). */
import type { Approval } from '../attio/approved.js';
import { AttioError } from '../attio/errors.js';
import { scopesFor } from '../attio/operations.js';
import type { Comment } from '../attio/workTypes.js';
import type { CreateComment, DeleteComment } from '../attio/writes.js';
import { approve } from './approve.js';
import type { Change, Conflict, Preview, PreviewField } from './change.js';
import {
  asWritten,
  authorName,
  commentTitle,
  isHead,
  namedPlaceOf,
  readThread,
  tellPlace,
  type WholeThread,
} from './commentState.js';
import { pendingId } from './pending.js';
import {
  type Carried,
  Conflicted,
  calling,
  counted,
  type Family,
  FRESH_MS,
  head,
  lookFor,
  lostWrite,
  notDeleted,
  orGone,
  type Room,
} from './room.js';
import { keyOf } from './shape.js';
import { dueText } from './taskState.js';

interface Seen {
  comment: Comment;
  /** Of the first of a thread. */
  thread?: WholeThread;
}

/** As Attio has it now; undefined: it is gone. */
async function read({ commentId }: DeleteComment, room: Room): Promise<Seen | undefined> {
  const comment = await orGone(room.api.comments.get(commentId, calling(room)));
  if (!comment || !isHead(comment)) return comment && { comment };
  const thread = await readThread(comment.thread_id, room);
  // Replies that the same batch deletes before are not there when it is this one's turn.
  const replies = thread?.replies.filter(({ id }) => !room.before?.gone.has(id.comment_id.toLowerCase()));
  return thread && { comment, thread: { ...thread, replies: replies! } };
}

/** What takes it back, with how many of the replies that go do not come again; undefined: it cannot be taken back. */
async function undoOf(
  { comment, thread }: Seen,
  title: string,
  room: Room,
): Promise<{ undo: Change; left: number } | undefined> {
  const own = await asWritten(comment, room);
  if (!own) return undefined;
  const first: CreateComment = { kind: 'comment.create', ...own };
  if (!thread || thread.replies.length === 0) return { undo: first, left: 0 };
  const written = await Promise.all(thread.replies.map((one) => asWritten(one, room)));
  const replies = written.flatMap((one): CreateComment[] =>
    one ? [{ kind: 'comment.create', ...one, on: { threadId: pendingId(0) } }] : [],
  );
  const left = thread.replies.length - replies.length;
  if (replies.length === 0) return { undo: first, left };
  return { undo: { kind: 'batch', title: `Write ${title} and its replies again`, changes: [first, ...replies] }, left };
}

/** Replies that came since the person saw the thread. */
function conflictsOf({ thread }: Seen, saw: number | undefined, title: string): Conflict[] {
  const has = thread?.replies.length ?? 0;
  if (saw === undefined || has <= saw) return [];
  const words = (count: number) => (count === 0 ? '' : counted(count, 'reply', 'replies'));
  const label = `Replies to ${title}`;
  return [{ slug: 'replies', label, named: true, base: words(saw), theirs: words(has), mine: '' }];
}

export const commentDelete: Family<DeleteComment> = {
  async look(change, room) {
    const lookedAt = room.now();
    const key = keyOf(change);
    const commentId = change.commentId.toLowerCase();
    const current = room.before?.gone.has(commentId) ? undefined : await read(change, room);
    const known = change.comment?.on;
    if (!current) {
      const { warnings, ...rest } = head(
        scopesFor('comments.delete', known && 'list' in known ? 'lists' : undefined),
        room.account,
      );
      const settled = room.uncertain.get(key)?.settle?.({ values: {} });
      const title = change.comment && (await commentTitle(change.comment.content, room));
      const sentence = `Delete ${title === undefined ? 'a comment' : `the comment ${title}`}`;
      return {
        preview: {
          sentence,
          ...rest,
          verb: 'Delete Comment',
          fields: [],
          warnings: [...warnings, 'The comment is not in Attio any more: it was already deleted.'],
          destructive: true,
          nothingToDo: true,
        },
        ...(settled && { settled }),
        carry: async (approval) => ({
          applied: { change, approval, alreadyDone: true, differences: [], undo: undefined },
          past: sentence.replace(/^Delete/, 'Deleted'),
        }),
      };
    }
    const { comment, thread } = current;
    const title = await commentTitle(comment.content_plaintext, room);
    const [named, author, back] = await Promise.all([
      namedPlaceOf(comment, room),
      authorName(comment.author, room),
      undoOf(current, title, room),
    ]);
    const replies = thread?.replies.length ?? 0;
    const what = `${isHead(comment) ? 'the comment' : 'the reply'} ${title}`;
    const and = replies > 0 ? ` with ${counted(replies, 'reply', 'replies')}` : '';
    const onEntry = comment.entry !== null;
    const { warnings, ...rest } = head(scopesFor('comments.delete', onEntry ? 'lists' : undefined), room.account);
    const conflicts = conflictsOf(current, change.replies, title);
    const fields: PreviewField[] = [
      { label: 'Comment', before: comment.content_plaintext },
      { label: 'By', before: author },
      { label: 'Date', before: dueText(comment.created_at) },
      ...(thread?.replies ?? []).map((one) => ({ label: 'Reply', before: one.content_plaintext })),
    ];
    const preview: Preview = {
      sentence: `Delete ${what}${and}${named.on}`,
      ...rest,
      verb: replies > 0 ? 'Delete Thread' : 'Delete Comment',
      fields,
      warnings: [...warnings, ...warningsOf(current, back?.left, room)],
      destructive: true,
      ...(conflicts.length > 0 && { conflicts }),
    };
    const carried = (undo: Change | undefined, approval: Approval, alreadyDone: boolean): Carried => {
      room.uncertain.delete(key);
      tellPlace(named, room);
      const gone = [comment, ...(thread?.replies ?? [])];
      return {
        applied: { change, approval, ...(alreadyDone && { alreadyDone }), differences: [], undo },
        past: `Deleted ${what}${and}${named.on}`,
        ...(named.target && { target: named.target }),
        // What answers this one later, or is deleted with it, is known by the new ids.
        ...(undo && { again: againOf(undo, gone) }),
      };
    };
    return {
      preview,
      removes: [commentId, ...(thread?.replies ?? []).map(({ id }) => id.comment_id.toLowerCase())],
      carry: async (approval) => {
        if (room.now() - lookedAt > FRESH_MS) {
          const now = await read(change, room);
          // Gone meanwhile, by whomever: it is not ours to bring back.
          if (!now) return carried(undefined, approval, true);
          const more = conflictsOf(now, replies, title);
          if (more.length > 0) throw new Conflicted(more);
        }
        try {
          await room.api.comments.delete(approve(change, approval, room.now()), calling(room));
          return carried(back?.undo, approval, false);
        } catch (error) {
          if (AttioError.is(error, 'not-found')) return carried(undefined, approval, true);
          if (!lostWrite(error)) throw error;
          const { found, looked } = await lookFor(room, async () =>
            (await orGone(room.api.comments.get(commentId, calling(room)))) ? undefined : 'gone',
          );
          if (found) return carried(back?.undo, approval, true);
          room.uncertain.set(key, { since: lookedAt, settle: () => carried(back?.undo, approval, true) });
          throw notDeleted(error, what.replace(/^t/, 'T'), looked);
        }
      },
    };
  },
};

/** Which change of the undo writes which of the comments again. */
function againOf(undo: Change, gone: readonly Comment[]): [string, number][] {
  const first: [string, number][] = [[gone[0]!.id.comment_id.toLowerCase(), 0]];
  if (undo.kind !== 'batch') return first;
  const left = gone.slice(1);
  return [
    ...first,
    ...undo.changes.slice(1).flatMap((change, index): [string, number][] => {
      if (change.kind !== 'comment.create') return [];
      const at = left.findIndex(
        (one) => one.content_plaintext === change.content && one.author?.id === change.authorId,
      );
      const [one] = at < 0 ? [] : left.splice(at, 1);
      return one ? [[one.id.comment_id.toLowerCase(), index + 1]] : [];
    }),
  ];
}

/** What goes, and what an undo brings back. `left`: replies that do not come again; undefined: nothing comes again. */
function warningsOf({ comment, thread }: Seen, left: number | undefined, room: Room): string[] {
  const replies = thread?.replies.length ?? 0;
  const goes = replies > 0 ? [`It begins a thread: ${counted(replies, 'reply goes', 'replies go')} with it.`] : [];
  if (thread?.more) goes.push('The thread has more replies than were read here: they go too, and do not come back.');
  const does = room.undoing ? 'Undoing this undo' : 'Undo';
  if (left === undefined)
    return [
      ...goes,
      'This cannot be undone: Attio writes comments only in the name of a colleague, and this is by none.',
    ];
  const what = replies > 0 ? 'the thread' : 'it';
  return [
    ...goes,
    `${does} writes ${what} again in the same place, with author and date: ids change, and whoever is mentioned may be told again.`,
    ...(left > 0 ? [`${counted(left, 'reply', 'replies')} by nobody in the workspace will not come back.`] : []),
    ...(comment.resolved_at ? ['That the thread was resolved does not come back.'] : []),
  ];
}
