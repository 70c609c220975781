/** Every operation of the client: where it goes, what it needs, how it is paced. Names are the client's group and method. */
import type { GateName } from './pacer.js';

export interface OperationSpec {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{names}` for what a call fills in. */
  path: string;
  /** POST queries and searches are reads. */
  kind: 'read' | 'write';
  /** What the key must be allowed to do; where the target is a list (or a list's entry), `listScopes`. */
  scopes: readonly string[];
  listScopes?: readonly string[];
  /** Beside `read` or `write`: an own limit. */
  gate?: GateName;
  /** "Could not …": what a message says was tried. */
  doing: string;
}

type More = Pick<OperationSpec, 'gate' | 'listScopes'> & { kind?: 'read' };

function get(path: string, doing: string, scopes: readonly string[], more?: More): OperationSpec {
  return { method: 'GET', path, kind: 'read', scopes, doing, ...more };
}
const writer =
  (method: OperationSpec['method']) =>
  (path: string, doing: string, scopes: readonly string[], more?: More): OperationSpec => ({
    method,
    path,
    kind: 'write',
    scopes,
    doing,
    ...more,
  });
const post = writer('POST');
const put = writer('PUT');
const patch = writer('PATCH');
const del = writer('DELETE');

const OBJECTS = ['object_configuration:read'];
const SET_OBJECTS = ['object_configuration:read-write'];
const LISTS = ['list_configuration:read'];
const SET_LISTS = ['list_configuration:read-write'];
const RECORDS = ['record_permission:read', 'object_configuration:read'];
const SET_RECORDS = ['record_permission:read-write', 'object_configuration:read'];
const ENTRIES = ['list_entry:read', 'list_configuration:read'];
const SET_ENTRIES = ['list_entry:read-write', 'list_configuration:read'];
const NOTES = ['note:read', 'object_configuration:read', 'record_permission:read'];
const SET_NOTES = ['note:read-write', 'object_configuration:read', 'record_permission:read'];
const TASKS = ['task:read', ...RECORDS, 'user_management:read'];
const SET_TASKS = ['task:read-write', ...RECORDS, 'user_management:read'];
/** On records; `listScopes` are those on entries. */
const COMMENTS = ['comment:read', ...RECORDS];
const SET_COMMENTS = ['comment:read-write', ...RECORDS];
const ON_ENTRIES = { listScopes: ['comment:read', ...ENTRIES] };
const SET_ON_ENTRIES = { listScopes: ['comment:read-write', ...ENTRIES] };
const MEETINGS = ['meeting:read', 'record_permission:read'];
const SET_MEETINGS = ['meeting:read-write', 'record_permission:read'];
const RECORDINGS = ['meeting:read', 'call_recording:read'];
const SET_RECORDINGS = ['meeting:read', 'call_recording:read-write'];
const FILES = ['file:read', ...RECORDS];
const SET_FILES = ['file:read-write', ...RECORDS];
const MEMBERS = ['user_management:read'];

const OBJECT = '/v2/objects/{object}';
const RECORD = `${OBJECT}/records/{record_id}`;
const LIST = '/v2/lists/{list}';
const ENTRY = `${LIST}/entries/{entry_id}`;
const ATTRIBUTES = '/v2/{target}/{identifier}/attributes';
const ATTRIBUTE = `${ATTRIBUTES}/{attribute}`;
const VALUES = 'attributes/{attribute}/values';
const MEETING = '/v2/meetings/{meeting_id}';
const CALLS = `${MEETING}/call_recordings`;
const CALL = `${CALLS}/{call_recording_id}`;

const EITHER = { listScopes: LISTS };
const SET_EITHER = { listScopes: SET_LISTS };

/** Paths and scopes as the documents have them (api.md sections 4.1 and 4.2) [spec]. */
export const OPERATIONS = {
  'self.get': get('/v2/self', 'check the key', []),
  'objects.list': get('/v2/objects', 'list the objects', OBJECTS),
  'objects.get': get(OBJECT, 'read the object', OBJECTS),
  'objects.create': post('/v2/objects', 'create the object', SET_OBJECTS),
  'objects.update': patch(OBJECT, 'change the object', SET_OBJECTS),
  'objects.delete': del(OBJECT, 'delete the object', [...SET_OBJECTS, 'record_permission:read-write']),
  'objects.views': get(`${OBJECT}/views`, 'list the views of the object', OBJECTS),
  'attributes.list': get(ATTRIBUTES, 'list the attributes', OBJECTS, EITHER),
  'attributes.get': get(ATTRIBUTE, 'read the attribute', OBJECTS, EITHER),
  'attributes.create': post(ATTRIBUTES, 'create the attribute', SET_OBJECTS, SET_EITHER),
  'attributes.update': patch(ATTRIBUTE, 'change the attribute', SET_OBJECTS, SET_EITHER),
  'attributes.options': get(`${ATTRIBUTE}/options`, 'list the options of the attribute', OBJECTS, EITHER),
  'attributes.createOption': post(`${ATTRIBUTE}/options`, 'create the option', SET_OBJECTS, SET_EITHER),
  'attributes.updateOption': patch(`${ATTRIBUTE}/options/{option}`, 'change the option', SET_OBJECTS, SET_EITHER),
  'attributes.statuses': get(`${ATTRIBUTE}/statuses`, 'list the statuses of the attribute', OBJECTS, EITHER),
  'attributes.createStatus': post(`${ATTRIBUTE}/statuses`, 'create the status', SET_OBJECTS, SET_EITHER),
  'attributes.updateStatus': patch(`${ATTRIBUTE}/statuses/{status}`, 'change the status', SET_OBJECTS, SET_EITHER),
  'records.query': post(`${OBJECT}/records/query`, 'query records', RECORDS, { kind: 'read', gate: 'query' }),
  'records.get': get(RECORD, 'read the record', RECORDS),
  'records.search': post('/v2/objects/records/search', 'search records', RECORDS, { kind: 'read' }),
  'records.create': post(`${OBJECT}/records`, 'create the record', SET_RECORDS),
  'records.assert': put(`${OBJECT}/records`, 'create or update the record', SET_RECORDS),
  'records.update': patch(RECORD, 'update the record', SET_RECORDS),
  'records.overwrite': put(RECORD, 'update the record', SET_RECORDS),
  'records.delete': del(RECORD, 'delete the record', SET_RECORDS),
  'records.merge': post(`${OBJECT}/records/merge`, 'merge the records', SET_RECORDS, { gate: 'merge' }),
  'records.values': get(`${RECORD}/${VALUES}`, 'read the values of the attribute', RECORDS),
  'records.writeValues': put(`${RECORD}/${VALUES}`, 'write the values of the attribute', SET_RECORDS),
  'records.entries': get(`${RECORD}/entries`, 'list the lists of the record', [...RECORDS, 'list_entry:read']),
  'lists.list': get('/v2/lists', 'list the lists', LISTS),
  'lists.get': get(LIST, 'read the list', LISTS),
  'lists.create': post('/v2/lists', 'create the list', SET_LISTS),
  'lists.update': patch(LIST, 'change the list', SET_LISTS),
  'lists.views': get(`${LIST}/views`, 'list the views of the list', LISTS),
  'entries.query': post(`${LIST}/entries/query`, 'query entries of the list', ENTRIES, { kind: 'read', gate: 'query' }),
  'entries.get': get(ENTRY, 'read the entry', ENTRIES),
  'entries.create': post(`${LIST}/entries`, 'add the record to the list', SET_ENTRIES),
  'entries.assert': put(`${LIST}/entries`, 'add the record to the list or update its entry', SET_ENTRIES),
  'entries.update': patch(ENTRY, 'update the entry', SET_ENTRIES),
  'entries.overwrite': put(ENTRY, 'update the entry', SET_ENTRIES),
  'entries.delete': del(ENTRY, 'remove the entry from the list', SET_ENTRIES),
  'entries.values': get(`${ENTRY}/${VALUES}`, 'read the values of the attribute', ENTRIES),
  'entries.writeValues': put(`${ENTRY}/${VALUES}`, 'write the values of the attribute', SET_ENTRIES),
  'notes.list': get('/v2/notes', 'list notes', NOTES, { gate: 'notes.list' }),
  'notes.get': get('/v2/notes/{note_id}', 'read the note', NOTES),
  'notes.create': post('/v2/notes', 'create the note', SET_NOTES),
  'notes.update': patch('/v2/notes/{note_id}', 'update the note', SET_NOTES),
  'notes.delete': del('/v2/notes/{note_id}', 'delete the note', ['note:read-write']),
  'tasks.list': get('/v2/tasks', 'list tasks', TASKS),
  'tasks.get': get('/v2/tasks/{task_id}', 'read the task', TASKS),
  'tasks.create': post('/v2/tasks', 'create the task', SET_TASKS),
  'tasks.update': patch('/v2/tasks/{task_id}', 'update the task', SET_TASKS),
  'tasks.delete': del('/v2/tasks/{task_id}', 'delete the task', ['task:read-write']),
  'threads.list': get('/v2/threads', 'list the comments', COMMENTS, ON_ENTRIES),
  'threads.get': get('/v2/threads/{thread_id}', 'read the thread', COMMENTS, ON_ENTRIES),
  'comments.get': get('/v2/comments/{comment_id}', 'read the comment', COMMENTS, ON_ENTRIES),
  'comments.create': post('/v2/comments', 'create the comment', SET_COMMENTS, SET_ON_ENTRIES),
  'comments.delete': del('/v2/comments/{comment_id}', 'delete the comment', SET_COMMENTS, SET_ON_ENTRIES),
  'meetings.list': get('/v2/meetings', 'list meetings', MEETINGS),
  'meetings.get': get(MEETING, 'read the meeting', MEETINGS),
  'meetings.create': post('/v2/meetings', 'create the meeting', SET_MEETINGS),
  'meetings.update': patch(MEETING, 'link records to the meeting', SET_MEETINGS),
  'meetings.overwrite': put(MEETING, 'set the linked records of the meeting', SET_MEETINGS),
  'meetings.delete': del(MEETING, 'delete the meeting', SET_MEETINGS),
  'recordings.list': get(CALLS, 'list the call recordings', RECORDINGS),
  'recordings.get': get(CALL, 'read the call recording', RECORDINGS),
  'recordings.create': post(CALLS, 'create the call recording', SET_RECORDINGS, { gate: 'recordings.create' }),
  'recordings.delete': del(CALL, 'delete the call recording', SET_RECORDINGS),
  'recordings.transcript': get(`${CALL}/transcript`, 'read the transcript', RECORDINGS),
  'files.list': get('/v2/files', 'list the files', FILES),
  'files.get': get('/v2/files/{file_id}', 'read the file entry', FILES),
  'files.create': post('/v2/files', 'create the folder or link', SET_FILES),
  'files.upload': post('/v2/files/upload', 'upload the file', SET_FILES),
  'files.download': get('/v2/files/{file_id}/download', 'download the file', FILES),
  'files.delete': del('/v2/files/{file_id}', 'delete the file', SET_FILES),
  'webhooks.list': get('/v2/webhooks', 'list the webhooks', ['webhook:read']),
  'webhooks.get': get('/v2/webhooks/{webhook_id}', 'read the webhook', ['webhook:read']),
  'webhooks.create': post('/v2/webhooks', 'create the webhook', ['webhook:read-write']),
  'webhooks.update': patch('/v2/webhooks/{webhook_id}', 'update the webhook', ['webhook:read-write']),
  'webhooks.delete': del('/v2/webhooks/{webhook_id}', 'delete the webhook', ['webhook:read-write']),
  'members.list': get('/v2/workspace_members', 'list the members', MEMBERS),
  'members.get': get('/v2/workspace_members/{workspace_member_id}', 'read the member', MEMBERS),
  'sql.query': post('/v2/sql', 'run the SQL query', RECORDS, { kind: 'read' }),
} satisfies Record<string, OperationSpec>;

/** Maton's own operations, on connections (api.md section 10) [3p]. They need no scope: a Maton key may do all of it. */
export const MATON_OPERATIONS = {
  'connections.list': get('/connections', 'list the connections of Maton', []),
  'connections.get': get('/connections/{connection_id}', 'read the connection of Maton', []),
  'connections.create': post('/connections', 'create a connection of Maton', []),
  'connections.delete': del('/connections/{connection_id}', 'delete the connection of Maton', []),
} satisfies Record<string, OperationSpec>;

const ALL: Record<string, OperationSpec> = { ...OPERATIONS, ...MATON_OPERATIONS };

export type KnownOperation = keyof typeof OPERATIONS | keyof typeof MATON_OPERATIONS;

/** One operation, Attio's or Maton's, by its name: `notes.create`. */
export function specOf(name: KnownOperation): OperationSpec {
  return ALL[name]!;
}

/** The scopes an operation needs; `target` matters to those that work on objects and lists alike. */
export function scopesFor(name: KnownOperation, target?: string): readonly string[] {
  const spec = specOf(name);
  return target === 'lists' && spec.listScopes ? spec.listScopes : spec.scopes;
}

/** The gates an operation passes, the narrowest last. */
export function gatesFor(spec: OperationSpec): readonly GateName[] {
  return spec.gate ? [spec.kind, spec.gate] : [spec.kind];
}

/** The path with its `{names}` filled in, escaped. The values are checked before (requests.ts). */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name]!));
}
