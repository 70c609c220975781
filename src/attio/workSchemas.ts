/** Readers of tasks, comments, meetings, recordings, files and webhooks: lenient, as those of schemas.ts. */
import { z } from 'zod';
import { actor, anyId, anything, flag, id, listOf, maybeText, type Reader, text } from './lenient.js';
import type {
  AttioFile,
  Comment,
  CreatedWebhook,
  Meeting,
  MeetingTime,
  Recording,
  Task,
  Thread,
  ThreadPage,
  Transcript,
  TranscriptSegment,
  Webhook,
} from './workTypes.js';

const number = z
  .number()
  .nullish()
  .transform((value) => value ?? 0)
  .catch(0);
const maybeNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);

export const task: Reader<Task> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, task_id: id }),
  content_plaintext: text,
  deadline_at: maybeText,
  is_completed: flag,
  completed_at: maybeText,
  linked_records: listOf(z.looseObject({ target_object_id: text, target_record_id: text })),
  assignees: listOf(z.looseObject({ referenced_actor_type: text, referenced_actor_id: text })),
  created_by_actor: actor,
  created_at: text,
});

export const comment: Reader<Comment> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, comment_id: id }),
  thread_id: text,
  content_plaintext: text,
  entry: z
    .looseObject({ entry_id: text, list_id: text })
    .nullish()
    .transform((value) => value ?? null),
  record: z
    .looseObject({ record_id: text, object_id: text })
    .nullish()
    .transform((value) => value ?? null),
  resolved_at: maybeText,
  resolved_by: actor,
  created_at: text,
  author: actor,
});

export const thread: Reader<Thread> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, thread_id: id }),
  comments: listOf(comment),
  has_more_comments: flag,
  created_at: text,
});

const pagination = z
  .looseObject({ next_cursor: maybeText })
  .nullish()
  .transform((value) => value?.next_cursor || null)
  .catch(null);

export const threadPage: Reader<ThreadPage> = z
  .looseObject({ data: thread, pagination })
  .transform((answer) => ({ thread: answer.data, next: answer.pagination }));

/** Anything but the two known forms is no time. */
const time: Reader<MeetingTime | null> = z
  .union([z.looseObject({ datetime: z.string(), timezone: maybeText }), z.looseObject({ date: z.string() })])
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);

export const meeting: Reader<Meeting> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, meeting_id: id }),
  title: text,
  description: text,
  is_all_day: flag,
  start: time,
  end: time,
  participants: listOf(z.looseObject({ status: text, is_organizer: flag, email_address: maybeText, name: maybeText })),
  linked_records: listOf(z.looseObject({ object_slug: text, object_id: text, record_id: text })),
  created_at: text,
  created_by_actor: actor,
});

const segment: Reader<TranscriptSegment> = z.looseObject({
  speech: text,
  start_time: number,
  end_time: number,
  speaker: z
    .looseObject({ name: text })
    .nullish()
    .transform((value) => value ?? { name: '' }),
});

const recordingId = z.looseObject({ workspace_id: anyId, meeting_id: anyId, call_recording_id: id });

export const recording: Reader<Recording> = z.looseObject({
  id: recordingId,
  status: text,
  web_url: maybeText,
  created_by_actor: actor,
  created_at: text,
  transcript: z.looseObject({ segments: listOf(segment), raw_transcript: text }).nullish(),
}) as Reader<Recording>;

export const transcript: Reader<Transcript> = z
  .looseObject({
    data: z.looseObject({ id: recordingId, transcript: listOf(segment), raw_transcript: text, web_url: maybeText }),
    pagination,
  })
  .transform(({ data, pagination: next }) => {
    const { transcript: segments, ...rest } = data;
    return { ...rest, segments, next };
  });

/** The documents have no shape for a file of Attio's own, so nothing but its id is insisted on. */
export const file: Reader<AttioFile> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, file_id: id }),
  file_type: text,
  object_id: text,
  object_slug: text,
  record_id: text,
  storage_provider: text,
  name: maybeText,
  parent_folder_id: maybeText,
  external_provider_file_id: maybeText,
  microsoft_drive_id: maybeText,
  content_type: maybeText,
  content_size: maybeNumber,
  created_by_actor: actor,
  created_at: text,
});

const webhookShape = {
  id: z.looseObject({ workspace_id: anyId, webhook_id: id }),
  target_url: text,
  subscriptions: listOf(z.looseObject({ event_type: text, filter: anything })),
  status: text,
  created_at: text,
};

export const webhook: Reader<Webhook> = z.looseObject(webhookShape);

export const createdWebhook: Reader<CreatedWebhook> = z.looseObject({ ...webhookShape, secret: text });
