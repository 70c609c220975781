/** What goes out of tasks, comments, threads, meetings, recordings, files and webhooks (api.md sections 4.3 and 8). */
import type { CommentRow, FileRow, MeetingRow, RecordingRow, RecordLink, TaskRow, WebhookRow } from './model.js';
import type { Workspace } from './workspace.js';

/** Links with the ids of their objects, not their slugs (api.md section 8.2). */
export function taskOut(workspace: Workspace, task: TaskRow) {
  return {
    id: { workspace_id: workspace.name.id, task_id: task.id },
    content_plaintext: task.content,
    deadline_at: task.deadlineAt,
    is_completed: task.completedAt !== null,
    completed_at: task.completedAt,
    linked_records: task.linked.map(({ object, recordId }) => ({
      target_object_id: workspace.objectId(object),
      target_record_id: recordId,
    })),
    assignees: task.assignees.map((id) => ({ referenced_actor_type: 'workspace-member', referenced_actor_id: id })),
    created_by_actor: task.createdBy,
    created_at: task.createdAt,
  };
}

/** `resolved_by` is null while unresolved [wire]. */
export function commentOut(workspace: Workspace, comment: CommentRow) {
  return {
    id: { workspace_id: workspace.name.id, comment_id: comment.id },
    thread_id: comment.threadId,
    created_at: comment.createdAt,
    resolved_at: comment.resolvedAt,
    record: { record_id: comment.record.recordId, object_id: workspace.objectId(comment.record.object) },
    entry: comment.entry && { entry_id: comment.entry.entryId, list_id: comment.entry.listId },
    content_plaintext: comment.content,
    resolved_by: comment.resolvedBy,
    author: comment.author,
  };
}

const linkOut = (workspace: Workspace, { object, recordId }: RecordLink) => ({
  object_slug: object,
  object_id: workspace.objectId(object),
  record_id: recordId,
});

/** Linked records with both the slug and the id of their objects. */
export function meetingOut(workspace: Workspace, meeting: MeetingRow) {
  return {
    id: { workspace_id: workspace.name.id, meeting_id: meeting.id },
    title: meeting.title,
    description: meeting.description,
    is_all_day: meeting.allDay,
    start: meeting.start,
    end: meeting.end,
    participants: meeting.participants,
    linked_records: meeting.linked.map((link) => linkOut(workspace, link)),
    created_at: meeting.createdAt,
    created_by_actor: meeting.createdBy,
  };
}

const recordingId = (workspace: Workspace, recording: RecordingRow) => ({
  workspace_id: workspace.name.id,
  meeting_id: recording.meetingId,
  call_recording_id: recording.id,
});

const callUrl = (workspace: Workspace, { meetingId, id }: RecordingRow) =>
  `https://app.attio.com/${workspace.name.slug}/calls/${meetingId}/${id}`;

/** A recording without its transcript, as lists have it. */
export function recordingOut(workspace: Workspace, recording: RecordingRow) {
  return {
    id: recordingId(workspace, recording),
    status: recording.status,
    web_url: callUrl(workspace, recording),
    created_by_actor: recording.createdBy,
    created_at: recording.createdAt,
  };
}

/** With the whole transcript, null where there is none. */
export function recordingWithTranscript(workspace: Workspace, recording: RecordingRow) {
  const { transcript } = recording;
  return {
    ...recordingOut(workspace, recording),
    transcript: transcript && { segments: transcript, raw_transcript: raw(transcript) },
  };
}

/** A page of segments, empty where there is none; `raw_transcript` is the whole on each page. */
export function transcriptOut(workspace: Workspace, recording: RecordingRow, page: RecordingRow['transcript']) {
  return {
    id: recordingId(workspace, recording),
    transcript: page ?? [],
    raw_transcript: raw(recording.transcript ?? []),
    web_url: `${callUrl(workspace, recording)}/transcript`,
  };
}

/** A line a speaker, as one would write it down. */
function raw(transcript: NonNullable<RecordingRow['transcript']>): string {
  const lines: string[] = [];
  let before = '';
  for (const { speech, speaker } of transcript) {
    if (speaker.name === before) lines[lines.length - 1] += ` ${speech}`;
    else lines.push(`${speaker.name}: ${speech}`);
    before = speaker.name;
  }
  return lines.join('\n');
}

/** The document has no shape for files of Attio itself; this is that of its folders, with type and size. */
export function fileOut(workspace: Workspace, file: FileRow) {
  const own = file.type === 'file' || file.type === 'folder';
  return {
    id: { workspace_id: workspace.name.id, file_id: file.id },
    object_id: workspace.objectId(file.record.object),
    object_slug: file.record.object,
    record_id: file.record.recordId,
    storage_provider: file.provider,
    created_by_actor: file.createdBy,
    created_at: file.createdAt,
    file_type: file.type,
    ...(own
      ? { name: file.name, parent_folder_id: file.parentId ?? null }
      : { external_provider_file_id: file.externalId, microsoft_drive_id: file.microsoftDriveId ?? null }),
    ...(file.content && { content_type: file.contentType, content_size: file.content().length }),
  };
}

/** A webhook without its secret, which only its making answers. */
export function webhookOut(workspace: Workspace, webhook: WebhookRow) {
  return {
    id: { workspace_id: workspace.name.id, webhook_id: webhook.id },
    target_url: webhook.targetUrl,
    status: webhook.status,
    subscriptions: webhook.subscriptions,
    created_at: webhook.createdAt,
  };
}
