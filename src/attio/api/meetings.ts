/** Meetings, their call recordings, and webhooks. */
import type { Approved } from '../approved.js';
import type { Calls } from '../calls.js';
import type { CallOptions } from '../client.js';
import { many, nothing, one, page } from '../lenient.js';
import { QUERIES } from '../requests.js';
import type { CursorQuery, OffsetQuery, Page } from '../types.js';
import { MEETING_WRITES, RECORDING_WRITES, WEBHOOK_WRITES } from '../workRequests.js';
import * as read from '../workSchemas.js';
import type { CreatedWebhook, Meeting, MeetingQuery, Recording, Transcript, Webhook } from '../workTypes.js';
import type {
  CreateMeeting,
  CreateRecording,
  CreateWebhook,
  DeleteMeeting,
  DeleteRecording,
  DeleteWebhook,
  UpdateMeeting,
  UpdateWebhook,
} from '../writes.js';

export interface MeetingsApi {
  list(query: MeetingQuery, options?: CallOptions): Promise<Page<Meeting>>;
  get(meetingId: string, options?: CallOptions): Promise<Meeting>;
  create(approved: Approved<CreateMeeting>, options?: CallOptions): Promise<Meeting>;
  /** PATCH for `append`, PUT for `overwrite` (`meetings.overwrite` in the audit). */
  update(approved: Approved<UpdateMeeting>, options?: CallOptions): Promise<Meeting>;
  delete(approved: Approved<DeleteMeeting>, options?: CallOptions): Promise<void>;
}

export interface RecordingsApi {
  /** Default 50, at most 200. */
  list(meetingId: string, query?: CursorQuery, options?: CallOptions): Promise<Page<Recording>>;
  /** With its transcript, where it has one. */
  get(meetingId: string, recordingId: string, options?: CallOptions): Promise<Recording>;
  create(approved: Approved<CreateRecording>, options?: CallOptions): Promise<Recording>;
  delete(approved: Approved<DeleteRecording>, options?: CallOptions): Promise<void>;
  /** By pages, for the long ones. */
  transcript(
    meetingId: string,
    recordingId: string,
    query?: Pick<CursorQuery, 'cursor'>,
    options?: CallOptions,
  ): Promise<Transcript>;
}

export interface WebhooksApi {
  /** Default 10; 10 to 100. */
  list(query?: OffsetQuery, options?: CallOptions): Promise<Webhook[]>;
  get(webhookId: string, options?: CallOptions): Promise<Webhook>;
  /** The only answer with the secret that deliveries are signed with. */
  create(approved: Approved<CreateWebhook>, options?: CallOptions): Promise<CreatedWebhook>;
  update(approved: Approved<UpdateWebhook>, options?: CallOptions): Promise<Webhook>;
  delete(approved: Approved<DeleteWebhook>, options?: CallOptions): Promise<void>;
}

/**
 * Meetings, by cursor: 50 a page unless more are asked for, 200 at most (api.md section 3). An update writes the linked
 * records and nothing else. Rejects with AttioError.
 */
export function meetingsApi(calls: Calls): MeetingsApi {
  return {
    list: (query, o) =>
      calls.read('meetings.list', o, { object: query.linked_object, target: query.linked_record_id }, async (call) =>
        call.request(page(read.meeting), {}, { query: call.check(QUERIES.meetings, query, 'query') }),
      ),
    get: (meetingId, o) =>
      calls.read('meetings.get', o, { target: meetingId }, (call) =>
        call.request(one(read.meeting), { meeting_id: meetingId }),
      ),
    create: calls.writer('meetings.create', 'meeting.create', MEETING_WRITES.create, one(read.meeting), () => ({})),
    update: calls.writer(
      (change) => (change.mode === 'overwrite' ? 'meetings.overwrite' : 'meetings.update'),
      'meeting.update',
      MEETING_WRITES.update,
      one(read.meeting),
      (change) => ({ target: change.meetingId, attributes: ['linked_records'] }),
    ),
    delete: calls.writer('meetings.delete', 'meeting.delete', MEETING_WRITES.delete, nothing, (change) => ({
      target: change.meetingId,
    })),
  };
}

/**
 * Recordings of one meeting, without their transcripts where they are listed (api.md section 4.3). The audit knows them
 * by the recording's id, and lists and new ones by the meeting's. Rejects with AttioError.
 */
export function recordingsApi(calls: Calls): RecordingsApi {
  return {
    list: (meetingId, query, o) =>
      calls.read('recordings.list', o, { target: meetingId }, async (call) =>
        call.request(
          page(read.recording),
          { meeting_id: meetingId },
          { query: call.check(QUERIES.recordings, query ?? {}, 'query') },
        ),
      ),
    get: (meetingId, recordingId, o) =>
      calls.read('recordings.get', o, { target: recordingId }, (call) =>
        call.request(one(read.recording), { meeting_id: meetingId, call_recording_id: recordingId }),
      ),
    create: calls.writer(
      'recordings.create',
      'recording.create',
      RECORDING_WRITES.create,
      one(read.recording),
      (change) => ({ target: change.meetingId }),
    ),
    delete: calls.writer('recordings.delete', 'recording.delete', RECORDING_WRITES.delete, nothing, (change) => ({
      target: change.recordingId,
    })),
    transcript: (meetingId, recordingId, query, o) =>
      calls.read('recordings.transcript', o, { target: recordingId }, async (call) =>
        call.request(
          read.transcript,
          { meeting_id: meetingId, call_recording_id: recordingId },
          { query: call.check(QUERIES.transcript, query ?? {}, 'query') },
        ),
      ),
  };
}

/**
 * Webhooks. The audit has their ids, and not where they lead; their secret is in nothing but the answer of `create`.
 * Rejects with AttioError.
 */
export function webhooksApi(calls: Calls): WebhooksApi {
  return {
    list: (query, o) =>
      calls.read('webhooks.list', o, {}, async (call) =>
        call.request(many(read.webhook), {}, { query: call.check(QUERIES.webhooks, query ?? {}, 'query') }),
      ),
    get: (webhookId, o) =>
      calls.read('webhooks.get', o, { target: webhookId }, (call) =>
        call.request(one(read.webhook), { webhook_id: webhookId }),
      ),
    create: calls.writer(
      'webhooks.create',
      'webhook.create',
      WEBHOOK_WRITES.create,
      one(read.createdWebhook),
      () => ({}),
    ),
    update: calls.writer('webhooks.update', 'webhook.update', WEBHOOK_WRITES.update, one(read.webhook), (change) => ({
      target: change.webhookId,
    })),
    delete: calls.writer('webhooks.delete', 'webhook.delete', WEBHOOK_WRITES.delete, nothing, (change) => ({
      target: change.webhookId,
    })),
  };
}
