/** What is done about records, as Attio answers with it: tasks, comments, meetings, recordings, files, webhooks. */
import type { Actor, CursorQuery, OffsetQuery } from './types.js';

export interface Task {
  id: { workspace_id: string; task_id: string };
  content_plaintext: string;
  deadline_at: string | null;
  is_completed: boolean;
  /** null also where Attio does not say. */
  completed_at: string | null;
  /** Object ids here, though writes take slugs; Attio leaves the key out at times [wire]. */
  linked_records: { target_object_id: string; target_record_id: string }[];
  assignees: { referenced_actor_type: string; referenced_actor_id: string }[];
  created_by_actor: Actor | null;
  created_at: string;
}

export interface TaskQuery extends OffsetQuery {
  /** Default `created_at:asc`. */
  sort?: 'created_at:asc' | 'created_at:desc' | 'completed_at:asc' | 'completed_at:desc';
  /** Together with `linked_record_id`, or not at all. */
  linked_object?: string;
  linked_record_id?: string;
  /** Member id or e-mail address; null: those that nobody is assigned to. */
  assignee?: string | null;
  is_completed?: boolean;
}

export interface Comment {
  id: { workspace_id: string; comment_id: string };
  /** That of a thread's first comment is its own id [wire]. */
  thread_id: string;
  content_plaintext: string;
  entry: { entry_id: string; list_id: string } | null;
  record: { record_id: string; object_id: string } | null;
  resolved_at: string | null;
  resolved_by: Actor | null;
  created_at: string;
  author: Actor | null;
}

export interface Thread {
  id: { workspace_id: string; thread_id: string };
  /** In a list of threads, at most 80 replies of each. */
  comments: Comment[];
  has_more_comments: boolean;
  created_at: string;
}

/** Of a record or of an entry. Default 10, at most 50. */
export type ThreadQuery = OffsetQuery & ({ object: string; record_id: string } | { list: string; entry_id: string });

/** A thread with one page of its comments. At most 250. */
export interface ThreadPage {
  thread: Thread;
  next: string | null;
}

export interface ThreadComments extends CursorQuery {
  /** ISO time. */
  created_after?: string;
}

export type MeetingTime = { datetime: string; timezone: string | null } | { date: string };

export interface Meeting {
  id: { workspace_id: string; meeting_id: string };
  title: string;
  description: string;
  is_all_day: boolean;
  start: MeetingTime | null;
  end: MeetingTime | null;
  participants: { status: string; is_organizer: boolean; email_address: string | null; name: string | null }[];
  linked_records: { object_slug: string; object_id: string; record_id: string }[];
  created_at: string;
  created_by_actor: Actor | null;
}

/** Default 50, at most 200. */
export interface MeetingQuery extends CursorQuery {
  /** Together with `linked_record_id`, or not at all. */
  linked_object?: string;
  linked_record_id?: string;
  /** E-mail addresses; a meeting with any of them counts, beside those of the linked record. */
  participants?: string[];
  sort?: 'start_asc' | 'start_desc';
  /** ISO times. */
  ends_from?: string;
  starts_before?: string;
  /** In which a day of an all-day meeting begins; default UTC. */
  timezone?: string;
}

export interface TranscriptSegment {
  speech: string;
  /** Seconds from the start of the recording. */
  start_time: number;
  end_time: number;
  speaker: { name: string };
}

export interface Recording {
  id: { workspace_id: string; meeting_id: string; call_recording_id: string };
  status: 'processing' | 'completed' | 'failed' | (string & {});
  web_url: string | null;
  created_by_actor: Actor | null;
  created_at: string;
  /** Absent in lists; null where there is none. */
  transcript?: { segments: TranscriptSegment[]; raw_transcript: string } | null;
}

/** One page of a transcript. */
export interface Transcript {
  id: { workspace_id: string; meeting_id: string; call_recording_id: string };
  segments: TranscriptSegment[];
  raw_transcript: string;
  web_url: string | null;
  next: string | null;
}

export type StorageProvider = 'attio' | 'dropbox' | 'box' | 'google-drive' | 'microsoft-onedrive' | (string & {});

export interface AttioFile {
  id: { workspace_id: string; file_id: string };
  file_type: 'file' | 'folder' | 'connected-file' | 'connected-folder' | (string & {});
  object_id: string;
  object_slug: string;
  record_id: string;
  storage_provider: StorageProvider;
  /** Of files and folders in Attio. */
  name: string | null;
  parent_folder_id: string | null;
  /** Of files elsewhere. */
  external_provider_file_id: string | null;
  microsoft_drive_id: string | null;
  content_type: string | null;
  /** Bytes. */
  content_size: number | null;
  created_by_actor: Actor | null;
  created_at: string;
}

/** Default 50, at most 200. */
export interface FileQuery extends CursorQuery {
  object: string;
  record_id: string;
  storage_provider?: StorageProvider;
  parent_folder_id?: string;
}

/** What a download was. */
export interface Downloaded {
  /** Bytes that were given out. */
  size: number;
  contentType: string | null;
  /** The name that the storage gives it; never a path. */
  name: string | null;
}

export interface WebhookSubscription {
  event_type: string;
  /** `{$and: […]}` or `{$or: […]}` of `{field, operator, value}`; null is everything. */
  filter: unknown;
}

export interface Webhook {
  id: { workspace_id: string; webhook_id: string };
  target_url: string;
  subscriptions: WebhookSubscription[];
  status: 'active' | 'degraded' | 'inactive' | (string & {});
  created_at: string;
}

/** The secret that deliveries are signed with comes with the creation, and never again. */
export interface CreatedWebhook extends Webhook {
  secret: string;
}
