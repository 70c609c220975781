/** Comments as changes know them: where they stand, what they are called, and how those are found that were lost. */
import type { Actor } from '../attio/types.js';
import type { Comment, Thread } from '../attio/workTypes.js';
import type { CreateComment } from '../attio/writes.js';
import { partsOf, plainText } from '../crm/commentText.js';
import { memberName } from '../crm/schema.js';
import type { CommentPlace, RecordRef } from '../crm/types.js';
import { pendingIndex } from './pending.js';
import { nameOf } from './recordLook.js';
import { calling, orGone, quoted, type Room, reading, type Target } from './room.js';

/** A thread with all of its comments, as far as they are read. */
export interface WholeThread {
  head: Comment;
  replies: Comment[];
  /** There are more than were read. */
  more: boolean;
}

/** Where comments stand, with what a person calls it. */
export interface NamedPlace {
  /** ` on Acme Robotics (Company)`, ` on Acme Robotics (Company) in the list Renewals`; nothing where it is not known. */
  on: string;
  place?: CommentPlace;
  target?: Target;
  /** There is no such record or entry (any more). */
  missing?: true;
}

/** Attio gives at most 250 comments of a thread at once (api.md section 4.2). */
const PAGE = 250;
const MAX_PAGES = 8;
/** Of a comment a sentence says so much. */
const MAX_QUOTED = 50;

/** `“Sounds good @Ada, I’ll call …”`: a comment on one line, mentions by name, cut at fifty characters. Never rejects. */
export async function commentTitle(content: string, room: Room): Promise<string> {
  const members = content.includes('@') ? await room.catalog.members(reading(room, false)).catch(() => []) : [];
  return quoted(plainText(partsOf(content, members)).replace(/\s+/g, ' '), MAX_QUOTED);
}

/**
 * Whether a comment begins its thread: the thread then has its id (api.md section 8.3) [wire], and is deleted with it.
 */
export const isHead = (comment: Comment): boolean =>
  comment.thread_id.toLowerCase() === comment.id.comment_id.toLowerCase();

/** undefined: there is no such thread (any more). Rejects with AttioError. */
export async function readThread(threadId: string, room: Room): Promise<WholeThread | undefined> {
  const comments: Comment[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
    const found = await orGone(room.api.threads.get(threadId, query, calling(room)));
    if (!found) return undefined;
    comments.push(...found.thread.comments);
    cursor = found.next ?? undefined;
    if (cursor === undefined) break;
  }
  const head = comments.find(isHead) ?? comments[0];
  return head && { head, replies: comments.filter((one) => one !== head), more: cursor !== undefined };
}

/** Where a comment of Attio's stands; one on an entry names the record of that entry too. */
export async function placeOf(comment: Comment, room: Room): Promise<CommentPlace | undefined> {
  const { entry, record } = comment;
  if (entry) {
    const list = await room.catalog.list(entry.list_id, reading(room, false));
    return { list: list?.api_slug ?? entry.list_id, entryId: entry.entry_id };
  }
  return record ? { ref: await refOf(record, room) } : undefined;
}

async function refOf({ object_id, record_id }: NonNullable<Comment['record']>, room: Room): Promise<RecordRef> {
  const object = await room.catalog.object(object_id, reading(room, false));
  return { object: object?.api_slug ?? object_id, recordId: record_id };
}

async function named(ref: RecordRef, where: string, place: CommentPlace, room: Room): Promise<NamedPlace> {
  const name = await nameOf(ref, room);
  if (name === undefined) return { on: where === '' ? ' on a record' : where, place, missing: true };
  const pending = pendingIndex(ref.recordId) !== undefined;
  return { on: ` on ${name}${where}`, place, ...(!pending && { target: { ...ref, title: name } }) };
}

const inList = async (list: string, room: Room): Promise<string> =>
  ` in the list ${(await room.catalog.list(list, reading(room, false)))?.name ?? list}`;

/** What the place of a comment is called. Rejects with AttioError. */
export async function namedPlaceOf(comment: Comment, room: Room): Promise<NamedPlace> {
  const place = await placeOf(comment, room);
  if (!place || !comment.record) return { on: '', ...(place && { place }) };
  const where = 'list' in place ? await inList(place.list, room) : '';
  return named(await refOf(comment.record, room), where, place, room);
}

/** What the place of a new thread is called. Rejects with AttioError. */
export async function namedTarget(
  on: Exclude<CreateComment['on'], { threadId: string }>,
  room: Room,
): Promise<NamedPlace> {
  if ('object' in on) {
    const ref = { object: on.object, recordId: on.recordId };
    return named(ref, '', { ref }, room);
  }
  const place = { list: on.list, entryId: on.entryId };
  const where = await inList(on.list, room);
  if (pendingIndex(on.entryId) !== undefined)
    return { on: ` on ${room.before?.names.get(pendingIndex(on.entryId)!) ?? 'a new entry'}`, place };
  const entry = await orGone(room.api.entries.get(on.list, on.entryId, calling(room)));
  if (!entry) return { on: ` on an entry${where}`, place, missing: true };
  return named({ object: entry.parent_object, recordId: entry.parent_record_id }, where, place, room);
}

/** What an author is called: `Ada Byron`; of what is no colleague what it is. */
export async function authorName(author: Actor | null, room: Room): Promise<string> {
  if (author?.type !== 'workspace-member' || author.id === null)
    return author?.type === 'api-token' ? 'an API key' : author?.type === 'app' ? 'an app' : 'Attio';
  const members = await room.catalog.members(reading(room, false)).catch(() => []);
  const known = members.find(({ id }) => id.workspace_member_id.toLowerCase() === author.id!.toLowerCase());
  return known ? memberName(known) : author.id;
}

/** Members whose e-mail address a text has, which Attio takes as mentions of them (api.md section 8.3). */
export async function mentionedIn(content: string, room: Room): Promise<string[]> {
  if (!content.includes('@')) return [];
  const text = content.toLowerCase();
  const members = await room.catalog.members(reading(room, false)).catch(() => []);
  return members
    .filter(({ email_address: email }) => email !== '' && text.includes(email.toLowerCase()))
    .map((one) => memberName(one));
}

/** A comment of Attio's as it would be written; undefined: its author is no colleague, and only those can be authors. */
export async function asWritten(comment: Comment, room: Room): Promise<Omit<CreateComment, 'kind'> | undefined> {
  const { author } = comment;
  if (author?.type !== 'workspace-member' || author.id === null || comment.content_plaintext.trim() === '')
    return undefined;
  const place = isHead(comment) ? await placeOf(comment, room) : undefined;
  if (isHead(comment) && !place) return undefined;
  const created = Date.parse(comment.created_at);
  return {
    on: place ? ('ref' in place ? place.ref : place) : { threadId: comment.thread_id },
    content: comment.content_plaintext,
    authorId: author.id,
    ...(!Number.isNaN(created) && { createdAt: new Date(created).toISOString() }),
  };
}

/** Everybody who shows comments of that place looks anew. */
export function tellPlace({ place }: NamedPlace, room: Room): void {
  if (place) room.catalog.forget({ what: 'comments', place });
}

/** So many of the newest threads of a record or an entry are searched, by pages of fifty. */
const MAX_THREAD_PAGES = 10;
const THREADS = 50;
/** A date that was given is kept to this. */
const SAME_MS = 2000;

/** The comment that this create made since `since` (milliseconds since 1970), when there is one. Rejects with AttioError. */
export async function findComment(
  change: CreateComment,
  since: number,
  except: ReadonlySet<string>,
  room: Room,
): Promise<Comment | undefined> {
  const given = change.createdAt === undefined ? undefined : Date.parse(change.createdAt);
  const isIt = (one: Comment): boolean => {
    const at = Date.parse(one.created_at);
    return (
      (given === undefined ? at >= since : Math.abs(at - given) <= SAME_MS) &&
      one.content_plaintext.trim() === change.content.trim() &&
      one.author?.id?.toLowerCase() === change.authorId.toLowerCase() &&
      !except.has(one.id.comment_id.toLowerCase())
    );
  };
  const { on } = change;
  if ('threadId' in on) {
    const thread = await readThread(on.threadId, room);
    return thread?.replies.find(isIt);
  }
  const where = 'list' in on ? { list: on.list, entry_id: on.entryId } : { object: on.object, record_id: on.recordId };
  for (let page = 0; page < MAX_THREAD_PAGES; page++) {
    const query = { ...where, limit: THREADS, offset: page * THREADS };
    const threads: Thread[] = (await orGone(room.api.threads.list(query, calling(room)))) ?? [];
    const found = threads.flatMap(({ comments }) => comments.filter(isHead)).find(isIt);
    if (found || threads.length < THREADS) return found;
  }
  return undefined;
}
