/** Notes, tasks and comments: what people do about records. */
import type { Approved } from '../approved.js';
import type { Calls } from '../calls.js';
import type { CallOptions } from '../client.js';
import { many, nothing, one } from '../lenient.js';
import { NOTE_WRITES, noteAttributes, QUERIES } from '../requests.js';
import { note } from '../schemas.js';
import type { Note, NoteQuery } from '../types.js';
import { COMMENT_WRITES, TASK_WRITES } from '../workRequests.js';
import * as read from '../workSchemas.js';
import type { Comment, Task, TaskQuery, Thread, ThreadComments, ThreadPage, ThreadQuery } from '../workTypes.js';
import type {
  CreateComment,
  CreateNote,
  CreateTask,
  DeleteComment,
  DeleteNote,
  DeleteTask,
  UpdateNote,
  UpdateTask,
} from '../writes.js';

export interface NotesApi {
  list(query: NoteQuery, options?: CallOptions): Promise<Note[]>;
  get(noteId: string, options?: CallOptions): Promise<Note>;
  create(approved: Approved<CreateNote>, options?: CallOptions): Promise<Note>;
  update(approved: Approved<UpdateNote>, options?: CallOptions): Promise<Note>;
  delete(approved: Approved<DeleteNote>, options?: CallOptions): Promise<void>;
}

export interface TasksApi {
  /** Default 500. */
  list(query: TaskQuery, options?: CallOptions): Promise<Task[]>;
  get(taskId: string, options?: CallOptions): Promise<Task>;
  create(approved: Approved<CreateTask>, options?: CallOptions): Promise<Task>;
  update(approved: Approved<UpdateTask>, options?: CallOptions): Promise<Task>;
  delete(approved: Approved<DeleteTask>, options?: CallOptions): Promise<void>;
}

export interface ThreadsApi {
  list(query: ThreadQuery, options?: CallOptions): Promise<Thread[]>;
  get(threadId: string, query?: ThreadComments, options?: CallOptions): Promise<ThreadPage>;
}

export interface CommentsApi {
  get(commentId: string, options?: CallOptions): Promise<Comment>;
  create(approved: Approved<CreateComment>, options?: CallOptions): Promise<Comment>;
  delete(approved: Approved<DeleteComment>, options?: CallOptions): Promise<void>;
}

/**
 * Notes: a list gives 10 unless more are asked for, and 50 at most (api.md section 3). The audit says which parts are
 * written, and nothing of the text. Rejects with AttioError.
 */
export function notesApi(calls: Calls): NotesApi {
  return {
    list: (query, o) =>
      calls.read('notes.list', o, { object: query.parent_object, target: query.parent_record_id }, async (call) =>
        call.request(many(note), {}, { query: call.check(QUERIES.notes, query, 'query') }),
      ),
    get: (noteId, o) =>
      calls.read('notes.get', o, { target: noteId }, (call) => call.request(one(note), { note_id: noteId })),
    create: calls.writer('notes.create', 'note.create', NOTE_WRITES.create, one(note), (change) => ({
      object: change.parentObject,
      target: change.parentRecordId,
      attributes: noteAttributes(change),
    })),
    update: calls.writer('notes.update', 'note.update', NOTE_WRITES.update, one(note), (change) => ({
      target: change.noteId,
      attributes: (['title', 'content'] as const).filter((key) => change[key] !== undefined),
    })),
    delete: calls.writer('notes.delete', 'note.delete', NOTE_WRITES.delete, nothing, (change) => ({
      object: change.note?.parentObject,
      target: change.noteId,
    })),
  };
}

/**
 * Tasks; a list needs no record, and then is of the whole workspace. What is written of one may be any of deadline,
 * completion, links and assignees, never its text (api.md section 8.2). Rejects with AttioError.
 */
export function tasksApi(calls: Calls): TasksApi {
  return {
    list: (query, o) =>
      calls.read('tasks.list', o, { object: query.linked_object, target: query.linked_record_id }, async (call) =>
        call.request(many(read.task), {}, { query: call.check(QUERIES.tasks, query, 'query') }),
      ),
    get: (taskId, o) =>
      calls.read('tasks.get', o, { target: taskId }, (call) => call.request(one(read.task), { task_id: taskId })),
    create: calls.writer('tasks.create', 'task.create', TASK_WRITES.create, one(read.task), () => ({
      attributes: ['content', 'deadline_at', 'is_completed', 'linked_records', 'assignees'],
    })),
    update: calls.writer('tasks.update', 'task.update', TASK_WRITES.update, one(read.task), (change) => ({
      target: change.taskId,
      attributes: [
        ...(change.deadlineAt === undefined ? [] : ['deadline_at']),
        ...(change.isCompleted === undefined ? [] : ['is_completed']),
        ...(change.linkedRecords === undefined ? [] : ['linked_records']),
        ...(change.assignees === undefined ? [] : ['assignees']),
      ],
    })),
    delete: calls.writer('tasks.delete', 'task.delete', TASK_WRITES.delete, nothing, (change) => ({
      target: change.taskId,
    })),
  };
}

/**
 * Threads of one record or one entry, 10 unless more are asked for and 50 at most; the comments of one thread by cursor
 * (api.md section 3). The scopes differ: an entry's are those of lists.
 */
export function threadsApi(calls: Calls): ThreadsApi {
  return {
    list: (query, o) => {
      const onEntry = 'list' in query;
      const touched = onEntry
        ? { object: query.list, target: query.entry_id }
        : { object: query.object, target: query.record_id };
      return calls.read('threads.list', o, touched, async (call) =>
        call.request(
          many(read.thread),
          {},
          { query: call.check(QUERIES.threads, query, 'query'), target: onEntry ? 'lists' : 'objects' },
        ),
      );
    },
    get: (threadId, query, o) =>
      calls.read('threads.get', o, { target: threadId }, async (call) =>
        call.request(
          read.threadPage,
          { thread_id: threadId },
          { query: call.check(QUERIES.thread, query ?? {}, 'query') },
        ),
      ),
  };
}

/** Where a comment stands, as far as the change says. */
function placeOf({ on }: CreateComment) {
  if (!on || 'threadId' in on) return { target: on?.threadId };
  return 'list' in on ? { object: on.list, target: on.entryId } : { object: on.object, target: on.recordId };
}

/**
 * Comments by id. Attio neither lists nor changes single ones, and deletes a thread with its head (api.md section 8.3).
 */
export function commentsApi(calls: Calls): CommentsApi {
  return {
    get: (commentId, o) =>
      calls.read('comments.get', o, { target: commentId }, (call) =>
        call.request(one(read.comment), { comment_id: commentId }),
      ),
    create: calls.writer('comments.create', 'comment.create', COMMENT_WRITES.create, one(read.comment), placeOf),
    delete: calls.writer('comments.delete', 'comment.delete', COMMENT_WRITES.delete, nothing, (change) => ({
      target: change.commentId,
    })),
  };
}
