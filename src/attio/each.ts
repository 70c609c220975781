/** Everything that a listing operation finds, page after page (pages.ts). `limit` is the size of a page, not of the whole. */
import type { AttioApi, CallOptions } from './client.js';
import { cursorPages, onePage, pages } from './pages.js';
import type {
  AttioRecord,
  AttributeValue,
  Entry,
  Note,
  NoteQuery,
  OffsetQuery,
  RecordEntry,
  RecordQuery,
  RecordSearch,
  SearchHit,
  ValuesQuery,
  View,
  ViewQuery,
} from './types.js';
import type {
  AttioFile,
  Comment,
  FileQuery,
  Meeting,
  MeetingQuery,
  Recording,
  Task,
  TaskQuery,
  Thread,
  ThreadComments,
  ThreadQuery,
  TranscriptSegment,
  Webhook,
} from './workTypes.js';
import type { Target } from './writes.js';

type Each<T> = AsyncGenerator<T, void, undefined>;

/** Every record that a query finds; give `sorts` for a stable order. Default 500 a page. */
export function eachRecord(
  api: AttioApi,
  object: string,
  query: RecordQuery = {},
  options?: CallOptions,
): Each<AttioRecord> {
  return pages((limit, offset) => api.records.query(object, { ...query, limit, offset }, options), {
    limit: query.limit ?? 500,
    offset: query.offset,
    id: (record) => record.id.record_id,
    signal: options?.signal,
  });
}

/** Every entry of a list that a query finds. Default 500 a page. */
export function eachEntry(api: AttioApi, list: string, query: RecordQuery = {}, options?: CallOptions): Each<Entry> {
  return pages((limit, offset) => api.entries.query(list, { ...query, limit, offset }, options), {
    limit: query.limit ?? 500,
    offset: query.offset,
    id: (entry) => entry.id.entry_id,
    signal: options?.signal,
  });
}

/** The lists that a record is in. Default 100 a page. */
export function eachRecordEntry(
  api: AttioApi,
  object: string,
  recordId: string,
  query: OffsetQuery = {},
  options?: CallOptions,
): Each<RecordEntry> {
  return pages((limit, offset) => api.records.entries(object, recordId, { limit, offset }, options), {
    limit: query.limit ?? 100,
    offset: query.offset,
    id: (entry) => entry.entry_id,
    signal: options?.signal,
  });
}

/** The values of an attribute, past ones too where asked for. `of` is a record's object or an entry's list. */
export function eachValue(
  api: AttioApi,
  of: { target: Target; identifier: string; id: string },
  attribute: string,
  query: ValuesQuery = {},
  options?: CallOptions,
): Each<AttributeValue> {
  const { values } = of.target === 'lists' ? api.entries : api.records;
  return pages((limit, offset) => values(of.identifier, of.id, attribute, { ...query, limit, offset }, options), {
    limit: query.limit ?? 100,
    offset: query.offset,
    // Values have no ids; the same value from the same moment on is the same.
    id: (value) => JSON.stringify(value),
    signal: options?.signal,
  });
}

/** Every note that matches. Default 50 a page, the most there is. */
export function eachNote(api: AttioApi, query: NoteQuery = {}, options?: CallOptions): Each<Note> {
  return pages((limit, offset) => api.notes.list({ ...query, limit, offset }, options), {
    limit: query.limit ?? 50,
    offset: query.offset,
    id: (note) => note.id.note_id,
    signal: options?.signal,
  });
}

/** Every task that matches. Default 500 a page. */
export function eachTask(api: AttioApi, query: TaskQuery = {}, options?: CallOptions): Each<Task> {
  return pages((limit, offset) => api.tasks.list({ ...query, limit, offset }, options), {
    limit: query.limit ?? 500,
    offset: query.offset,
    id: (task) => task.id.task_id,
    signal: options?.signal,
  });
}

/** The threads of a record or an entry. Default 50 a page, the most there is. */
export function eachThread(api: AttioApi, query: ThreadQuery, options?: CallOptions): Each<Thread> {
  return pages((limit, offset) => api.threads.list({ ...query, limit, offset }, options), {
    limit: query.limit ?? 50,
    offset: query.offset,
    id: (thread) => thread.id.thread_id,
    signal: options?.signal,
  });
}

/** Every webhook of the key. Default 100 a page, the most there is. */
export function eachWebhook(api: AttioApi, query: OffsetQuery = {}, options?: CallOptions): Each<Webhook> {
  return pages((limit, offset) => api.webhooks.list({ limit, offset }, options), {
    limit: query.limit ?? 100,
    offset: query.offset,
    id: (webhook) => webhook.id.webhook_id,
    signal: options?.signal,
  });
}

/** The comments of a thread, the first one first. */
export function eachComment(
  api: AttioApi,
  threadId: string,
  query: ThreadComments = {},
  options?: CallOptions,
): Each<Comment> {
  const fetchPage = async (cursor: string | undefined) => {
    const { thread, next } = await api.threads.get(threadId, { ...query, cursor }, options);
    return { items: thread.comments, next };
  };
  return cursorPages(fetchPage, { id: (comment) => comment.id.comment_id, ...from(query, options) });
}

/** The saved views of an object or a list. */
export function eachView(
  api: AttioApi,
  target: Target,
  identifier: string,
  query: ViewQuery = {},
  options?: CallOptions,
): Each<View> {
  const { views } = target === 'lists' ? api.lists : api.objects;
  return cursorPages((cursor) => views(identifier, { ...query, cursor }, options), {
    id: (view) => view.id.view_id,
    ...from(query, options),
  });
}

/** Every meeting that matches, in the order asked for. */
export function eachMeeting(api: AttioApi, query: MeetingQuery = {}, options?: CallOptions): Each<Meeting> {
  return cursorPages((cursor) => api.meetings.list({ ...query, cursor }, options), {
    id: (meeting) => meeting.id.meeting_id,
    ...from(query, options),
  });
}

/** The call recordings of a meeting. */
export function eachRecording(api: AttioApi, meetingId: string, options?: CallOptions): Each<Recording> {
  return cursorPages((cursor) => api.recordings.list(meetingId, { cursor }, options), {
    id: (recording) => recording.id.call_recording_id,
    signal: options?.signal,
  });
}

/** What was said, in order. */
export function eachSegment(
  api: AttioApi,
  meetingId: string,
  recordingId: string,
  options?: CallOptions,
): Each<TranscriptSegment> {
  const fetchPage = async (cursor: string | undefined) => {
    const { segments, next } = await api.recordings.transcript(meetingId, recordingId, { cursor }, options);
    return { items: segments, next };
  };
  // People say the same word twice, but not in the same instant.
  const id = (one: TranscriptSegment) => JSON.stringify([one.start_time, one.end_time, one.speaker.name, one.speech]);
  return cursorPages(fetchPage, { id, signal: options?.signal });
}

/** The files and folders of a record, of all levels where no folder is named. */
export function eachFile(api: AttioApi, query: FileQuery, options?: CallOptions): Each<AttioFile> {
  return cursorPages((cursor) => api.files.list({ ...query, cursor }, options), {
    id: (file) => file.id.file_id,
    ...from(query, options),
  });
}

/** What a search finds: at most 25, there is no second page. */
export function eachHit(api: AttioApi, search: RecordSearch, options?: CallOptions): Each<SearchHit> {
  return onePage(() => api.records.search(search, options), {
    id: (hit) => hit.id.record_id,
    signal: options?.signal,
  });
}

function from(query: { cursor?: string }, options: CallOptions | undefined) {
  return { cursor: query.cursor, signal: options?.signal };
}
