/** Writing and deleting comments, by whatever surface. */
import { hasScopes } from '../../attio/scopes.js';
import type { Comment, Thread } from '../../attio/workTypes.js';
import type { CreateComment, DeleteComment } from '../../attio/writes.js';
import type { ApplyOutcome } from '../../changes/change.js';
import type { CommentPlace } from '../../crm/types.js';
import { carryOut } from '../changes/carryOut.js';
import { whoAmI } from '../members/me.js';
import type { Account, Connection, Services } from '../services.js';
import { replyDrafts } from './drafts.js';
import { unknownCalls, withAddresses } from './mentions.js';

/** By the scope of comments alone, which writing includes; what they are on takes others. */
export const canReadComments = (account: Account): boolean => hasScopes(account.scopes, 'comment:read');

/**
 * By the scope of comments alone. Attio takes them in a member’s name only (api.md section 8.3), which `writeComment`
 * sees to.
 */
export const canWriteComments = (account: Account): boolean => hasScopes(account.scopes, 'comment:read-write');

/** What begins a thread there; an answer names the thread in its place. */
export const onOf = (place: CommentPlace): CreateComment['on'] => ('ref' in place ? place.ref : place);

export interface Writing {
  surface: string;
  /** What came of it when a button of a message wrote after all. */
  later?: (outcome: ApplyOutcome) => unknown;
}

/** Whether a reply was not written because its thread is not in Attio any more. */
export const isThreadGone = (outcome: ApplyOutcome | undefined): boolean =>
  outcome?.status === 'failed' && outcome.error.kind === 'not-found';

/** undefined: nobody said who writes. Rejects with AttioError. */
export async function writeComment(
  services: Services,
  connection: Connection,
  on: CreateComment['on'],
  text: string,
  { surface, later }: Writing,
): Promise<ApplyOutcome | undefined> {
  // Attio takes comments only in the name of a member (api.md section 8.3).
  const authorId = await whoAmI(services, connection);
  if (authorId === undefined) return undefined;
  // Names of colleagues are a scope of their own; what is written goes without.
  const members = text.includes('@') ? await connection.catalog.members({ surface }).catch(() => []) : [];
  const content = withAddresses(text, members).trim();
  const change: CreateComment = { kind: 'comment.create', on, content, authorId };
  const warnings = notMentioned(unknownCalls(text, members), connection.account);
  return carryOut(services, connection, change, { surface, warnings, ...(later && { later }) });
}

/** That nobody is told who was called by these. */
function notMentioned(calls: readonly string[], { scopes }: Account): string[] {
  if (calls.length === 0) return [];
  const why = hasScopes(scopes, 'user_management:read')
    ? 'no colleague goes by that name, or more than one does'
    : 'without the scope user_management:read the key does not know your colleagues by name';
  return [`${calls.map((call) => `“${call}”`).join(', ')} mentions nobody: ${why}.`];
}

/** What is deleted with a comment, as it was seen. */
export function deletionOf(thread: Thread, comment: Comment, place: CommentPlace): DeleteComment {
  const first = thread.comments[0] === comment;
  const { author, content_plaintext: content } = comment;
  const known = author?.type === 'workspace-member' && author.id !== null && content.trim() !== '';
  return {
    kind: 'comment.delete',
    commentId: comment.id.comment_id,
    ...(known && {
      comment: { on: first ? onOf(place) : { threadId: thread.id.thread_id }, content, authorId: author.id! },
    }),
    ...(first && { replies: thread.comments.length - 1 }),
  };
}

/**
 * What the approval of a deletion says where it takes a thread along in which the person has begun a reply: `homes` are
 * the record and entries (ids) that the reply may be kept with.
 */
export const keptReply = (
  services: Pick<Services, 'context'>,
  account: string,
  homes: readonly string[],
  thread: Thread,
  comment: Comment,
): string[] =>
  thread.comments[0] === comment &&
  replyDrafts(services, account, homes).some(({ threadId }) => threadId === thread.id.thread_id)
    ? ['The reply that you have begun here is kept: the record’s page offers it as a new comment.']
    : [];

/** `warnings`: what the approval says beside what it knows of the comment. Rejects only for faults of ours. */
export const deleteComment = (
  services: Services,
  connection: Connection,
  change: DeleteComment,
  { surface, later, warnings }: Writing & { warnings?: readonly string[] },
): Promise<ApplyOutcome> =>
  carryOut(services, connection, change, { surface, ...(later && { later }), ...(warnings && { warnings }) });
