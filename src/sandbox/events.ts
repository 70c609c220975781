/** What happened in the workspace, as webhooks tell it: ids and who did it, never values (api.md section 8.4). */
import type { Actor } from '../attio/types.js';
import type { CommentRow, Container, NoteRow, Row } from './model.js';
import type { Workspace } from './workspace.js';

export const EVENT_TYPES = [
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
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

export interface WorkspaceEvent {
  event_type: EventType;
  id: Record<string, string>;
  actor: Actor;
  [more: string]: unknown;
}

type Change = 'created' | 'updated' | 'deleted';

/** A record or an entry was written; `attributeId` says where when it was updated. */
export function rowEvent(
  workspace: Workspace,
  container: Container,
  row: Pick<Row, 'id' | 'parentId'>,
  change: Change,
  actor: Actor,
  attributeId?: string,
): WorkspaceEvent {
  const attribute: Record<string, string> = attributeId === undefined ? {} : { attribute_id: attributeId };
  const workspace_id = workspace.name.id;
  if (container.kind === 'objects') {
    const id = { workspace_id, object_id: container.id, record_id: row.id, ...attribute };
    return { event_type: `record.${change}`, id, actor };
  }
  return {
    event_type: `list-entry.${change}`,
    id: { workspace_id, list_id: container.id, entry_id: row.id, ...attribute },
    parent_object_id: workspace.objectId(container.parent),
    parent_record_id: row.parentId,
    actor,
  };
}

/** A change to a note's title and one to its text are two events; `actor` is who made it. */
export function noteEvent(
  workspace: Workspace,
  note: NoteRow,
  type: 'note.created' | 'note.updated' | 'note.deleted' | 'note-content.updated',
  actor: Actor,
): WorkspaceEvent {
  return {
    event_type: type,
    id: { workspace_id: workspace.name.id, note_id: note.id },
    parent_object_id: workspace.objectId(note.object),
    parent_record_id: note.recordId,
    actor,
  };
}

/** A task was written; its event has no records, only who did it. */
export function taskEvent(workspace: Workspace, taskId: string, change: Change, actor: Actor): WorkspaceEvent {
  return { event_type: `task.${change}`, id: { workspace_id: workspace.name.id, task_id: taskId }, actor };
}

/** A comment was written or deleted, with the record it is about, and the entry where it is on one. */
export function commentEvent(
  workspace: Workspace,
  comment: CommentRow,
  change: 'created' | 'deleted',
  actor: Actor,
): WorkspaceEvent {
  return {
    event_type: `comment.${change}`,
    id: { workspace_id: workspace.name.id, comment_id: comment.id },
    thread_id: comment.threadId,
    object_id: workspace.objectId(comment.record.object),
    record_id: comment.record.recordId,
    ...(comment.entry && { list_id: comment.entry.listId, entry_id: comment.entry.entryId }),
    actor,
  };
}

/** A list, or an attribute of an object or a list, was made or changed. */
export function configEvent(
  workspace: Workspace,
  container: Container,
  change: Change,
  actor: Actor,
  attributeId?: string,
): WorkspaceEvent {
  const workspace_id = workspace.name.id;
  const of = container.kind === 'lists' ? 'list' : 'object';
  const attribute: Record<string, string> = attributeId === undefined ? {} : { attribute_id: attributeId };
  const id = { workspace_id, [`${of}_id`]: container.id, ...attribute };
  const type = attributeId === undefined ? `list.${change}` : `${of}-attribute.${change}`;
  return { event_type: type as EventType, id, actor };
}
