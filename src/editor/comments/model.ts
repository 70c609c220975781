/** Comments as surfaces show them, as data. Pure. */
import type { Actor, WorkspaceMember } from '../../attio/types.js';
import type { Comment, Thread } from '../../attio/workTypes.js';
import { authorId, authorOf } from '../records/author.js';
import { type CommentPart, partsOf } from './mentions.js';

export interface ShownComment {
  id: string;
  author: string;
  /** Of the member, for the face beside the name. */
  authorId?: string;
  /** ISO time. */
  createdAt: string;
  /** Plain text, unescaped; those that name a colleague are mentions. */
  parts: CommentPart[];
}

export interface ShownThread {
  id: string;
  /** Oldest first; the first one is the thread's own. */
  comments: ShownComment[];
  /** Since when (ISO), and by whom where Attio says. */
  resolved?: { at: string; by?: string };
}

/** Attio names nobody at times (api.md section 11). */
const someone = (actor: Actor | null, members: readonly WorkspaceMember[]): string | undefined =>
  actor && actor.id !== null ? authorOf(actor, members) : undefined;

/**
 * `members`: empty where the key may not read them; then an author among them is `a colleague`, and mentions stay
 * addresses.
 */
export function shownComment(comment: Comment, members: readonly WorkspaceMember[]): ShownComment {
  const member = authorId(comment.author, members);
  return {
    id: comment.id.comment_id,
    author: authorOf(comment.author, members),
    ...(member !== undefined && { authorId: member }),
    createdAt: comment.created_at,
    parts: partsOf(comment.content_plaintext, members),
  };
}

/** In Attio’s order of comments; resolved where the first comment is. */
export function shownThread(thread: Thread, members: readonly WorkspaceMember[]): ShownThread {
  const [head] = thread.comments;
  const by = head && someone(head.resolved_by, members);
  return {
    id: thread.id.thread_id,
    comments: thread.comments.map((comment) => shownComment(comment, members)),
    ...(head?.resolved_at && { resolved: { at: head.resolved_at, ...(by !== undefined && { by }) } }),
  };
}
