/** Writes of tasks, comments, meetings, recordings, files and webhooks, as plain data (see writes.ts). */
import type { Json } from './values.js';

/** By id, or by the value of a unique attribute, such as `{email_addresses: [{email_address}]}`. */
export type LinkedRecord = { object: string; recordId: string } | { object: string; matching: Record<string, Json[]> };
export type Assignee = { memberId: string } | { email: string };

/** So long is the text of a task at most (api.md section 8.2). */
export const TASK_MAX = 2000;

export interface CreateTask {
  kind: 'task.create';
  /** Plain text, at most 2000 characters; cannot be changed later. */
  content: string;
  /** ISO time. */
  deadlineAt: string | null;
  isCompleted: boolean;
  linkedRecords: LinkedRecord[];
  assignees: Assignee[];
}

/** What is given is replaced, the lists as a whole. */
export interface UpdateTask {
  kind: 'task.update';
  taskId: string;
  deadlineAt?: string | null;
  isCompleted?: boolean;
  linkedRecords?: LinkedRecord[];
  assignees?: Assignee[];
  /** What the person saw of what is changed, by the same names. Not sent. */
  base?: Pick<UpdateTask, 'deadlineAt' | 'isCompleted' | 'linkedRecords' | 'assignees'>;
}

export interface DeleteTask {
  kind: 'task.delete';
  taskId: string;
  /** What is deleted, as it is made again by an undo, and for the preview. Not sent; Attio having another by now is told. */
  task?: Omit<CreateTask, 'kind'>;
}

export type TaskWrite = CreateTask | UpdateTask | DeleteTask;

export interface CreateComment {
  kind: 'comment.create';
  /** Where: a new thread on a record or an entry, or an answer in a thread. */
  on: { object: string; recordId: string } | { list: string; entryId: string } | { threadId: string };
  /** Plain text; a member's e-mail address in it is a mention. */
  content: string;
  /** The member in whose name it stands. */
  authorId: string;
  /** ISO time, not in the future. */
  createdAt?: string;
}

/** That of a thread's first comment deletes the thread. */
export interface DeleteComment {
  kind: 'comment.delete';
  commentId: string;
  /** What is deleted, for the preview, and as it is made again by an undo. Not sent. */
  comment?: Omit<CreateComment, 'kind'>;
  /** It begins a thread, with so many replies, which go with it. Not sent. */
  replies?: number;
}

export type ThreadWrite = CreateComment | DeleteComment;

export type MeetingMoment = { datetime: string; timezone?: string | null } | { date: string };

/** Finds the meeting of the same `externalRef`, or creates it. */
export interface CreateMeeting {
  kind: 'meeting.create';
  title: string;
  description: string;
  start: MeetingMoment;
  end: MeetingMoment;
  isAllDay: boolean;
  participants: {
    email_address?: string;
    is_organizer: boolean;
    status: 'accepted' | 'tentative' | 'declined' | 'pending';
    name?: string;
  }[];
  linkedRecords?: { object: string; recordId: string }[];
  /** An id of one's own that does not change, or that of the calendar's event. */
  externalRef:
    | string
    | { ical_uid: string; provider: 'google' | 'microsoft'; is_recurring: boolean; original_start_time?: string };
}

/** Adds to the linked records, or puts these in their place; nothing else of a meeting can be changed. */
export interface UpdateMeeting {
  kind: 'meeting.update';
  mode: 'append' | 'overwrite';
  meetingId: string;
  linkedRecords: { object: string; recordId: string }[];
}

/** Refused for meetings of a calendar. */
export interface DeleteMeeting {
  kind: 'meeting.delete';
  meetingId: string;
}

export interface CreateRecording {
  kind: 'recording.create';
  meetingId: string;
  videoUrl?: string;
  /** Seconds. */
  transcript?: {
    speech: string;
    start_time: number;
    end_time: number;
    speaker: { name: string; email_address?: string };
  }[];
}

export interface DeleteRecording {
  kind: 'recording.delete';
  meetingId: string;
  recordingId: string;
}

export type MeetingWrite = CreateMeeting | UpdateMeeting | DeleteMeeting | CreateRecording | DeleteRecording;

/** A folder, or a file or folder that stays where it is. */
export interface CreateFile {
  kind: 'file.create';
  object: string;
  recordId: string;
  file:
    | { type: 'folder'; name: string; parentFolderId?: string }
    | {
        type: 'connected-file' | 'connected-folder';
        storageProvider: 'dropbox' | 'box' | 'google-drive' | 'microsoft-onedrive';
        externalId: string;
        microsoftDriveId?: string | null;
      };
}

/** The content itself is handed over beside the approval; it must be of this size. */
export interface UploadFile {
  kind: 'file.upload';
  object: string;
  recordId: string;
  parentFolderId?: string;
  name: string;
  contentType?: string;
  /** Bytes; at most 50 MB. */
  size: number;
}

/** A folder goes with what is in it. */
export interface DeleteFile {
  kind: 'file.delete';
  fileId: string;
}

export type FileWrite = CreateFile | UploadFile | DeleteFile;

/** What can be subscribed to (api.md section 8.4). */
export const WEBHOOK_EVENTS = [
  'call-recording.created',
  'comment.created',
  'comment.resolved',
  'comment.unresolved',
  'comment.deleted',
  'list.created',
  'list.updated',
  'list.deleted',
  'list-attribute.created',
  'list-attribute.updated',
  'list-entry.created',
  'list-entry.updated',
  'list-entry.deleted',
  'object-attribute.created',
  'object-attribute.updated',
  'note.created',
  'note-content.updated',
  'note.updated',
  'note.deleted',
  'record.created',
  'record.merged',
  'record.updated',
  'record.deleted',
  'task.created',
  'task.updated',
  'task.deleted',
  'workspace-member.created',
  'activity.created',
  'activity.updated',
  'activity.deleted',
  'activity-attribute.created',
  'activity-attribute.updated',
] as const;

export interface EventCondition {
  /** Path into the event, such as `id.object_id`. */
  field: string;
  operator: 'equals' | 'not_equals';
  value: string;
}
/** null: every event of the type. */
export type EventFilter = { $and: EventCondition[] } | { $or: EventCondition[] } | null;
export interface Subscription {
  event_type: (typeof WEBHOOK_EVENTS)[number];
  filter: EventFilter;
}

export interface CreateWebhook {
  kind: 'webhook.create';
  /** https. */
  targetUrl: string;
  subscriptions: Subscription[];
}

export interface UpdateWebhook {
  kind: 'webhook.update';
  webhookId: string;
  targetUrl?: string;
  /** In the place of all others. */
  subscriptions?: Subscription[];
}

export interface DeleteWebhook {
  kind: 'webhook.delete';
  webhookId: string;
}

export type WebhookWrite = CreateWebhook | UpdateWebhook | DeleteWebhook;
