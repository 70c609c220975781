/** Comments and threads on records and list entries (api.md sections 4.2 and 8.3). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { cursorPage, cursorQuery } from '../cursor.js';
import { commentEvent } from '../events.js';
import { backDated, moment } from '../links.js';
import type { CommentRow } from '../model.js';
import { inCamelCase, invalid, malformed, notFound, type Problem } from '../problem.js';
import { actorOf, bodyOf, type Call, count, data, need, queryOf, type Route } from '../route.js';
import { commentOut } from '../wireWork.js';
import type { Workspace } from '../workspace.js';

const ON_RECORD = ['object_configuration:read', 'record_permission:read'];
const ON_ENTRY = ['list_configuration:read', 'list_entry:read'];

const LIST = z.object({
  record_id: z.uuid().optional(),
  object: z.string().optional(),
  entry_id: z.uuid().optional(),
  list: z.string().optional(),
  limit: count(1, 50).default(10),
  offset: count(0).default(0),
});
const THREAD = z.object({ ...cursorQuery(250, 250), created_after: z.string().optional() });

/** `GET /v2/threads` shows this many replies of each thread, and says when there are more. */
const REPLIES = 80;

const CREATE = z.object({
  data: z.object({
    format: z.literal('plaintext'),
    content: z.string(),
    author: z.object({ type: z.literal('workspace-member'), id: z.uuid() }),
    created_at: z.string().optional(),
    thread_id: z.uuid().optional(),
    record: z.object({ object: z.string(), record_id: z.uuid() }).optional(),
    entry: z.object({ list: z.string(), entry_id: z.uuid() }).optional(),
  }),
});

function nothingSuch(message: string): Problem {
  return inCamelCase(invalid('value_not_found', message));
}

/** Comments on records and on entries need scopes of their own. */
function needFor(call: Call, entry: unknown): void {
  need(call, entry ? ON_ENTRY : ON_RECORD);
}

function thread(workspace: Workspace, threadId: string): CommentRow[] {
  return workspace.comments.list
    .filter((one) => one.threadId === threadId)
    .sort((a, b) => (a.id === threadId ? -1 : b.id === threadId ? 1 : a.createdAt < b.createdAt ? -1 : 1));
}

function threadOut(workspace: Workspace, comments: CommentRow[]) {
  const head = comments[0]!;
  return {
    id: { workspace_id: workspace.name.id, thread_id: head.threadId },
    comments: comments.map((one) => commentOut(workspace, one)),
    created_at: head.createdAt,
  };
}

function parentOf(call: Call): (comment: CommentRow) => boolean {
  const { workspace } = call;
  const query = queryOf(LIST, call);
  const record = query.record_id !== undefined && query.object !== undefined;
  const entry = query.entry_id !== undefined && query.list !== undefined;
  const given = [query.record_id, query.object, query.entry_id, query.list].filter((one) => one !== undefined).length;
  if (record === entry || given !== 2) {
    throw malformed('Query params', [
      { code: 'invalid', path: [], message: 'Pass either object and record_id, or list and entry_id' },
    ]);
  }
  needFor(call, entry);
  if (entry) {
    const list = workspace.list(query.list!);
    const { id } = workspace.entry(list, query.entry_id!);
    return (comment) => comment.entry?.entryId === id;
  }
  const object = workspace.object(query.object!);
  const { id } = workspace.record(object, query.record_id!);
  return (comment) => !comment.entry && comment.record.object === object.slug && comment.record.recordId === id;
}

/** Oldest first. */
function listThreads(call: Call) {
  const { workspace } = call;
  const isOurs = parentOf(call);
  const { limit, offset } = queryOf(LIST, call);
  const heads = workspace.comments.list.filter((one) => one.id === one.threadId && isOurs(one));
  heads.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const page = heads.slice(offset, offset + limit).map((head) => {
    const all = thread(workspace, head.id);
    return { ...threadOut(workspace, all.slice(0, 1 + REPLIES)), has_more_comments: all.length > 1 + REPLIES };
  });
  return data(page);
}

function getThread(call: Call) {
  const { workspace, params } = call;
  const all = thread(workspace, params.thread_id!.toLowerCase());
  const [head] = all;
  if (!head) throw notFound(`Thread with ID "${params.thread_id}" was not found.`);
  needFor(call, head.entry);
  const query = queryOf(THREAD, call);
  const after = query.created_after === undefined ? '' : moment('created_after', query.created_after);
  const { page, next } = cursorPage(
    all.filter((one) => one.createdAt > after),
    query,
  );
  const out = { ...threadOut(workspace, all), comments: page.map((one) => commentOut(workspace, one)) };
  return { body: { data: out, pagination: { next_cursor: next } } };
}

function found(call: Call, words: (id: string) => string): CommentRow {
  const comment = call.workspace.comments.get(call.params.comment_id!);
  if (!comment) throw notFound(words(call.params.comment_id!));
  needFor(call, comment.entry);
  return comment;
}

/** Where a new comment goes: thread, record and entry. */
function placeOf(
  call: Call,
  given: z.output<typeof CREATE>['data'],
): Pick<CommentRow, 'record' | 'entry'> & { thread?: string } {
  const { workspace } = call;
  if (given.thread_id !== undefined) {
    const [head] = thread(workspace, given.thread_id.toLowerCase());
    if (!head) throw nothingSuch('The referenced Thread could not be found, it might have been deleted.');
    needFor(call, head.entry);
    return { record: head.record, entry: head.entry, thread: head.threadId };
  }
  needFor(call, given.entry);
  if (given.record !== undefined) {
    const object = workspace.findObject(given.record.object);
    const row = object && workspace.rows(object).get(given.record.record_id.toLowerCase());
    if (!object || !row) throw nothingSuch(`The referenced record "${given.record.record_id}" could not be found.`);
    return { record: { object: object.slug, recordId: row.id }, entry: null };
  }
  const { list: named, entry_id } = given.entry!;
  const list = workspace.lists.find((one) => one.slug === named || one.id === named);
  const row = list && workspace.rows(list).get(entry_id.toLowerCase());
  if (!list || !row) throw nothingSuch(`The referenced list entry "${entry_id}" could not be found.`);
  return { record: { object: list.parent!, recordId: row.parentId! }, entry: { listId: list.id, entryId: row.id } };
}

function create(call: Call) {
  const { workspace } = call;
  const { data: given } = bodyOf(CREATE, call);
  const parents = [given.thread_id, given.record, given.entry].filter((one) => one !== undefined);
  if (parents.length !== 1) {
    throw malformed('Body payload', [
      { code: 'invalid', path: ['data'], message: 'Exactly one of thread_id, record and entry is expected' },
    ]);
  }
  const { thread: threadId, ...place } = placeOf(call, given);
  const author = workspace.members.find((one) => one.id === given.author.id.toLowerCase());
  if (!author) throw nothingSuch(`The referenced workspace member "${given.author.id}" could not be found.`);
  const id = randomUUID();
  const comment = workspace.comments.set({
    id,
    threadId: threadId ?? id,
    content: given.content,
    ...place,
    author: { type: 'workspace-member', id: author.id },
    resolvedAt: null,
    resolvedBy: null,
    createdAt: backDated(given.created_at),
  });
  workspace.publish(commentEvent(workspace, comment, 'created', actorOf(call)));
  return data(commentOut(workspace, comment));
}

/** The head of a thread takes its thread along. */
function remove(call: Call) {
  const { workspace } = call;
  const comment = found(call, (id) => `Could not find Comment with ID "${id}".`);
  const gone = comment.id === comment.threadId ? thread(workspace, comment.threadId) : [comment];
  for (const one of gone) {
    workspace.comments.delete(one.id);
    workspace.publish(commentEvent(workspace, one, 'deleted', actorOf(call)));
  }
  return { body: {} };
}

const READ = ['comment:read'];
const WRITE = ['comment:read-write'];

export const commentRoutes: Route[] = [
  { method: 'GET', path: '/v2/threads', scopes: READ, run: listThreads },
  { method: 'GET', path: '/v2/threads/{thread_id}', scopes: READ, run: getThread },
  { method: 'POST', path: '/v2/comments', scopes: WRITE, run: create },
  {
    method: 'GET',
    path: '/v2/comments/{comment_id}',
    scopes: READ,
    run: (call) =>
      data(
        commentOut(
          call.workspace,
          found(call, (id) => `Comment with ID "${id}" was not found.`),
        ),
      ),
  },
  { method: 'DELETE', path: '/v2/comments/{comment_id}', scopes: WRITE, run: remove },
];
