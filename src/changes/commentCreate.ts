/** Writing comments: a thread on a record or an entry, or a reply. None is written twice. */
import type { Approval } from '../attio/approved.js';
import { scopesFor } from '../attio/operations.js';
import type { Comment } from '../attio/workTypes.js';
import type { CreateComment } from '../attio/writes.js';
import { approve } from './approve.js';
import type { Preview, PreviewField } from './change.js';
import {
  asWritten,
  authorName,
  commentTitle,
  findComment,
  isHead,
  mentionedIn,
  type NamedPlace,
  namedPlaceOf,
  namedTarget,
  tellPlace,
} from './commentState.js';
import { createOnce } from './createOnce.js';
import { pendingIndex } from './pending.js';
import { type Carried, calling, type Family, head, listed, orGone, type Room, refused } from './room.js';
import { keyOf } from './shape.js';
import { dueText } from './taskState.js';

interface Seen extends NamedPlace {
  /** Of a reply: the comment that begins its thread, in words. */
  answers?: string;
}

/** Where it goes. Rejects with AttioError. */
async function see(change: CreateComment, room: Room): Promise<Seen> {
  const { on } = change;
  if (!('threadId' in on)) return namedTarget(on, room);
  const pending = pendingIndex(on.threadId);
  if (pending !== undefined) return { on: '', answers: room.before?.names.get(pending) ?? 'a new comment' };
  // The first comment of a thread has the thread's id (api.md section 8.3).
  const first = await orGone(room.api.comments.get(on.threadId, calling(room)));
  if (!first) {
    const message = 'The reply was not sent to Attio: its thread is not there any more.';
    throw refused(change, 'not-found', message, 'Somebody deleted the thread: begin a new one.');
  }
  return { ...(await namedPlaceOf(first, room)), answers: await commentTitle(first.content_plaintext, room) };
}

/** What did not stick, as sentences. */
async function differencesOf(change: CreateComment, comment: Comment, room: Room): Promise<string[]> {
  const told: string[] = [];
  if (comment.content_plaintext.trim() !== change.content.trim())
    told.push(`Attio stored the comment as ${await commentTitle(comment.content_plaintext, room)}.`);
  if (comment.author?.id?.toLowerCase() !== change.authorId.toLowerCase())
    told.push(`Attio has ${await authorName(comment.author, room)} as its author.`);
  return told;
}

export const commentCreate: Family<CreateComment> = {
  async look(change, room) {
    const lookedAt = room.now();
    const key = keyOf(change);
    const onEntry = 'list' in change.on;
    const seen = await see(change, room);
    const author = { type: 'workspace-member', id: change.authorId } as const;
    const [name, mentioned, title] = await Promise.all([
      authorName(author, room),
      mentionedIn(change.content, room),
      commentTitle(change.content, room),
    ]);
    const { place } = seen;
    const lists = onEntry || (place !== undefined && 'list' in place);
    const { warnings, ...rest } = head(scopesFor('comments.create', lists ? 'lists' : undefined), room.account);
    const does = seen.answers === undefined ? 'Comment' : `Reply to ${seen.answers}`;
    const did = seen.answers === undefined ? 'Commented' : `Replied to ${seen.answers}`;
    const fields: PreviewField[] = [
      { label: 'Comment', after: change.content },
      { label: 'By', after: name },
      ...(mentioned.length > 0 ? [{ label: 'Mentions', after: listed(mentioned) }] : []),
      ...(change.createdAt === undefined ? [] : [{ label: 'Date', after: dueText(change.createdAt) }]),
    ];
    const preview: Preview = {
      sentence: `${does}${seen.on}: ${title}`,
      ...rest,
      verb: seen.answers === undefined ? 'Comment' : 'Reply',
      fields,
      warnings: [
        ...warnings,
        ...(seen.missing
          ? [`The ${onEntry ? 'entry' : 'record'} was not found in Attio: it may have been deleted or merged.`]
          : []),
        ...(name === change.authorId
          ? [`Nobody in the workspace is known as ${change.authorId}: Attio is likely to refuse.`]
          : []),
      ],
      destructive: false,
    };

    const created = async (comment: Comment, approval: Approval, alreadyDone: boolean): Promise<Carried> => {
      room.made.add(comment.id.comment_id.toLowerCase());
      room.uncertain.delete(key);
      tellPlace(seen, room);
      const written = await asWritten(comment, room).catch(() => undefined);
      return {
        applied: {
          change,
          approval,
          comment,
          ...(alreadyDone && { alreadyDone }),
          differences: await differencesOf(change, comment, room),
          undo: {
            kind: 'comment.delete',
            commentId: comment.id.comment_id,
            ...(written && { comment: written }),
            ...(isHead(comment) && { replies: 0 }),
          },
        },
        past: `${did}${seen.on}: ${title}`,
        ...(seen.target && { target: seen.target }),
      };
    };

    return {
      preview,
      creates: title,
      carry: (approval) =>
        createOnce(room, {
          key,
          lookedAt,
          noun: 'The comment',
          done: 'written',
          find: (since, except) => findComment(change, since, except, room),
          send: (started) => room.api.comments.create(approve(change, approval, started), calling(room)),
          made: (one, alreadyDone) => created(one, approval, alreadyDone),
        }),
    };
  },
};
