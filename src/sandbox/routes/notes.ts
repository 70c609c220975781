/** Notes (api.md sections 4.2 and 8.1). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { noteEvent } from '../events.js';
import { backDated } from '../links.js';
import type { NoteRow } from '../model.js';
import { fromMarkdown, fromPlaintext } from '../noteText.js';
import { notFound, Problem } from '../problem.js';
import { actorOf, bodyOf, type Call, count, data, queryOf, type Route } from '../route.js';
import { noteOut } from '../wire.js';

const READ = ['note:read', 'object_configuration:read', 'record_permission:read'];
const WRITE = ['note:read-write', 'object_configuration:read', 'record_permission:read'];

/** Attio documents a 413 and no number; this is the sample's. Characters. */
const MAX_CONTENT = 1_000_000;

const LIST = z.object({
  parent_object: z.string().optional(),
  parent_record_id: z.uuid().optional(),
  limit: count(1, 50).default(10),
  offset: count(0).default(0),
});
const FORMAT = z.enum(['plaintext', 'markdown']);
const CREATE = z.object({
  data: z.object({
    parent_object: z.string(),
    parent_record_id: z.uuid(),
    title: z.string(),
    format: FORMAT,
    content: z.string(),
    created_at: z.string().optional(),
    meeting_id: z.uuid().nullable().optional(),
  }),
});
const UPDATE = z.object({
  data: z.strictObject({ title: z.string().optional(), format: FORMAT.optional(), content: z.string().optional() }),
});

function found({ workspace, params }: Call): NoteRow {
  const note = workspace.notes.get(params.note_id!);
  if (!note) throw notFound(`Note with ID "${params.note_id}" was not found.`);
  return note;
}

function textOf(format: z.infer<typeof FORMAT>, content: string) {
  if (content.length > MAX_CONTENT) {
    throw new Problem(413, 'invalid_request_error', 'validation_type', 'The note content is too large.');
  }
  return format === 'markdown' ? fromMarkdown(content) : fromPlaintext(content);
}

/** Newest first. */
function list(call: Call) {
  const { parent_object, parent_record_id, limit, offset } = queryOf(LIST, call);
  const { workspace } = call;
  const object = parent_object === undefined ? undefined : workspace.object(parent_object);
  if (object && parent_record_id !== undefined) workspace.record(object, parent_record_id);
  const wanted = workspace.notes.list.filter(
    (note) =>
      (object === undefined || note.object === object.slug) &&
      (parent_record_id === undefined || note.recordId === parent_record_id.toLowerCase()),
  );
  wanted.sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  return data(wanted.slice(offset, offset + limit).map((note) => noteOut(workspace.name, note)));
}

function create(call: Call) {
  const { workspace } = call;
  const { data: given } = bodyOf(CREATE, call);
  const object = workspace.object(given.parent_object);
  const record = workspace.record(object, given.parent_record_id);
  const meeting = given.meeting_id ? workspace.meetings.get(given.meeting_id) : undefined;
  if (given.meeting_id && !meeting) throw notFound(`Meeting with ID "${given.meeting_id}" not found.`);
  const note: NoteRow = {
    id: randomUUID(),
    object: object.slug,
    recordId: record.id,
    title: given.title,
    ...textOf(given.format, given.content),
    meetingId: meeting?.id ?? null,
    tags: [],
    createdBy: actorOf(call),
    createdAt: backDated(given.created_at),
  };
  workspace.notes.set(note);
  workspace.publish(noteEvent(workspace, note, 'note.created', actorOf(call)));
  return data(noteOut(workspace.name, note));
}

/** `content` replaces the whole; without a `format` it is taken as plain text. */
function update(call: Call) {
  const note = found(call);
  const { data: given } = bodyOf(UPDATE, call);
  const changed: NoteRow = {
    ...note,
    ...(given.title !== undefined && { title: given.title }),
    ...(given.content !== undefined && textOf(given.format ?? 'plaintext', given.content)),
  };
  const { workspace } = call;
  workspace.notes.set(changed);
  if (given.title !== undefined) workspace.publish(noteEvent(workspace, changed, 'note.updated', actorOf(call)));
  if (given.content !== undefined) {
    workspace.publish(noteEvent(workspace, changed, 'note-content.updated', actorOf(call)));
  }
  return data(noteOut(call.workspace.name, changed));
}

export const noteRoutes: Route[] = [
  { method: 'GET', path: '/v2/notes', scopes: READ, run: list },
  { method: 'POST', path: '/v2/notes', scopes: WRITE, run: create },
  {
    method: 'GET',
    path: '/v2/notes/{note_id}',
    scopes: READ,
    run: (call) => data(noteOut(call.workspace.name, found(call))),
  },
  { method: 'PATCH', path: '/v2/notes/{note_id}', scopes: WRITE, run: update },
  {
    method: 'DELETE',
    path: '/v2/notes/{note_id}',
    scopes: ['note:read-write'],
    run: (call) => {
      const note = found(call);
      call.workspace.notes.delete(note.id);
      call.workspace.publish(noteEvent(call.workspace, note, 'note.deleted', actorOf(call)));
      return { body: {} };
    },
  },
];
