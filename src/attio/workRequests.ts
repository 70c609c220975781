/** Writes of tasks, comments, meetings, recordings, files and webhooks: from plain data to what is sent (api.md sections 4 and 8) [spec]. */
import { z } from 'zod';
import { given, json, name, pastTime, type Sender, someOf, time, uuid, words } from './sent.js';
import { TASK_MAX, WEBHOOK_EVENTS } from './workWrites.js';

const linkedRecord = z.union(
  [
    z
      .strictObject({ object: name, recordId: uuid })
      .transform((link) => ({ target_object: link.object, target_record_id: link.recordId })),
    z
      .strictObject({
        object: name,
        matching: z
          .record(name, z.array(json).min(1))
          .refine((value) => Object.keys(value).length === 1, 'must name one attribute'),
      })
      .transform((link) => ({ target_object: link.object, ...link.matching })),
  ],
  'must be an object with a recordId, or with the value of one unique attribute',
);
const assignee = z.union(
  [
    z
      .strictObject({ memberId: uuid })
      .transform(({ memberId }) => ({ referenced_actor_type: 'workspace-member', referenced_actor_id: memberId })),
    z.strictObject({ email: words }).transform(({ email }) => ({ workspace_member_email_address: email })),
  ],
  'must be a memberId or an email',
);

const createTask: Sender = z
  .strictObject({
    kind: z.literal('task.create'),
    content: words.max(TASK_MAX, `must be at most ${TASK_MAX} characters`),
    deadlineAt: time.nullable(),
    isCompleted: z.boolean(),
    linkedRecords: z.array(linkedRecord),
    assignees: z.array(assignee),
  })
  .transform((change) => ({
    body: {
      data: {
        content: change.content,
        format: 'plaintext',
        deadline_at: change.deadlineAt,
        is_completed: change.isCompleted,
        linked_records: change.linkedRecords,
        assignees: change.assignees,
      },
    },
  }));

const updateTask: Sender = z
  .strictObject({
    kind: z.literal('task.update'),
    taskId: uuid,
    deadlineAt: time.nullish(),
    isCompleted: z.boolean().optional(),
    linkedRecords: z.array(linkedRecord).optional(),
    assignees: z.array(assignee).optional(),
    base: z.unknown().optional(),
  })
  .refine(...someOf('deadlineAt', 'isCompleted', 'linkedRecords', 'assignees'))
  .transform((change) => ({
    params: { task_id: change.taskId },
    body: {
      data: given({
        deadline_at: change.deadlineAt,
        is_completed: change.isCompleted,
        linked_records: change.linkedRecords,
        assignees: change.assignees,
      }),
    },
  }));

const deleteTask: Sender = z
  .looseObject({ kind: z.literal('task.delete'), taskId: uuid })
  .transform(({ taskId }) => ({ params: { task_id: taskId } }));

export const TASK_WRITES = { create: createTask, update: updateTask, delete: deleteTask };

const place = z.union(
  [
    z.strictObject({ threadId: uuid }).transform(({ threadId }) => ({ thread_id: threadId })),
    z
      .strictObject({ object: name, recordId: uuid })
      .transform(({ object, recordId }) => ({ record: { object, record_id: recordId } })),
    z
      .strictObject({ list: name, entryId: uuid })
      .transform(({ list, entryId }) => ({ entry: { list, entry_id: entryId } })),
  ],
  'must be a record, an entry or a thread',
);

const createComment: Sender = z
  .strictObject({
    kind: z.literal('comment.create'),
    on: place,
    content: words,
    authorId: uuid,
    createdAt: pastTime.optional(),
  })
  .transform((change) => ({
    target: 'entry' in change.on ? ('lists' as const) : ('objects' as const),
    body: {
      data: given({
        format: 'plaintext',
        content: change.content,
        author: { type: 'workspace-member', id: change.authorId },
        created_at: change.createdAt,
        ...change.on,
      }),
    },
  }));

const deleteComment: Sender = z
  .looseObject({ kind: z.literal('comment.delete'), commentId: uuid })
  .transform(({ commentId }) => ({ params: { comment_id: commentId } }));

export const COMMENT_WRITES = { create: createComment, delete: deleteComment };

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day like 2027-11-27');
const moment = z.union(
  [z.strictObject({ datetime: time, timezone: words.nullish() }).transform(given), z.strictObject({ date: day })],
  'must have a datetime (an ISO time) or a date (a day)',
);
const meetingLinks = z
  .array(z.strictObject({ object: name, recordId: uuid }))
  .max(50, 'must be at most 50')
  .transform((links) => links.map(({ object, recordId }) => ({ object, record_id: recordId })));

const createMeeting: Sender = z
  .strictObject({
    kind: z.literal('meeting.create'),
    title: z.string().max(1000, 'must be at most 1000 characters'),
    description: z.string().max(10_000, 'must be at most 10000 characters'),
    start: moment,
    end: moment,
    isAllDay: z.boolean(),
    participants: z
      .array(
        z.strictObject({
          email_address: words.optional(),
          is_organizer: z.boolean(),
          status: z.enum(['accepted', 'tentative', 'declined', 'pending']),
          name: words.optional(),
        }),
      )
      .max(500, 'must be at most 500'),
    linkedRecords: meetingLinks.optional(),
    externalRef: z.union(
      [
        words,
        z.strictObject({
          ical_uid: words,
          provider: z.enum(['google', 'microsoft']),
          is_recurring: z.boolean(),
          original_start_time: words.optional(),
        }),
      ],
      'must be an id of your own, or that of the calendar event',
    ),
  })
  .refine((change) => [change.start, change.end].every((one) => 'date' in one === change.isAllDay), {
    path: ['isAllDay'],
    message: 'goes with dates; a meeting that is not all day has datetimes',
  })
  .transform((change) => ({
    body: {
      data: given({
        title: change.title,
        description: change.description,
        start: change.start,
        end: change.end,
        is_all_day: change.isAllDay,
        participants: change.participants,
        linked_records: change.linkedRecords,
        external_ref: change.externalRef,
      }),
    },
  }));

const updateMeeting: Sender = z
  .strictObject({
    kind: z.literal('meeting.update'),
    mode: z.enum(['append', 'overwrite']),
    meetingId: uuid,
    linkedRecords: meetingLinks,
  })
  .transform(({ meetingId, linkedRecords }) => ({
    params: { meeting_id: meetingId },
    body: { data: { linked_records: linkedRecords } },
  }));

const deleteMeeting: Sender = z
  .looseObject({ kind: z.literal('meeting.delete'), meetingId: uuid })
  .transform(({ meetingId }) => ({ params: { meeting_id: meetingId } }));

export const MEETING_WRITES = { create: createMeeting, update: updateMeeting, delete: deleteMeeting };

const createRecording: Sender = z
  .strictObject({
    kind: z.literal('recording.create'),
    meetingId: uuid,
    videoUrl: z.url({ protocol: /^https$/, message: 'must be an https address' }).optional(),
    transcript: z
      .array(
        z.strictObject({
          speech: z.string(),
          start_time: z.number().min(0, 'must not be negative'),
          end_time: z.number(),
          speaker: z.strictObject({ name: z.string(), email_address: words.optional() }),
        }),
      )
      .max(4000, 'must be at most 4000 segments')
      .optional(),
  })
  .refine((change) => change.videoUrl !== undefined || change.transcript !== undefined, {
    path: ['videoUrl'],
    message: 'or transcript is needed',
  })
  .transform(({ meetingId, videoUrl, transcript }) => ({
    params: { meeting_id: meetingId },
    body: { data: given({ video_url: videoUrl, transcript }) },
  }));

const deleteRecording: Sender = z
  .looseObject({ kind: z.literal('recording.delete'), meetingId: uuid, recordingId: uuid })
  .transform(({ meetingId, recordingId }) => ({ params: { meeting_id: meetingId, call_recording_id: recordingId } }));

export const RECORDING_WRITES = { create: createRecording, delete: deleteRecording };

const subscriptions = z
  .array(
    z.strictObject({
      event_type: z.enum(WEBHOOK_EVENTS),
      filter: (() => {
        const conditions = z.array(
          z.strictObject({ field: words, operator: z.enum(['equals', 'not_equals']), value: z.string() }),
        );
        return z
          .union(
            [z.strictObject({ $and: conditions }), z.strictObject({ $or: conditions })],
            'must be $and or $or of conditions with field, operator and value, or null',
          )
          .nullable();
      })(),
    }),
  )
  .min(1, 'must name at least one event');
const targetUrl = z.url({ protocol: /^https$/, message: 'must be an https address' });

const createWebhook: Sender = z
  .strictObject({ kind: z.literal('webhook.create'), targetUrl, subscriptions })
  .transform((change) => ({
    body: { data: { target_url: change.targetUrl, subscriptions: change.subscriptions } },
  }));

const updateWebhook: Sender = z
  .strictObject({
    kind: z.literal('webhook.update'),
    webhookId: uuid,
    targetUrl: targetUrl.optional(),
    subscriptions: subscriptions.optional(),
  })
  .refine(...someOf('targetUrl', 'subscriptions'))
  .transform((change) => ({
    params: { webhook_id: change.webhookId },
    body: { data: given({ target_url: change.targetUrl, subscriptions: change.subscriptions }) },
  }));

const deleteWebhook: Sender = z
  .looseObject({ kind: z.literal('webhook.delete'), webhookId: uuid })
  .transform(({ webhookId }) => ({ params: { webhook_id: webhookId } }));

export const WEBHOOK_WRITES = { create: createWebhook, update: updateWebhook, delete: deleteWebhook };
