/** Every operation of the client: where it goes, what it needs, how it is paced. Names are the client's group and method. */
import type { GateName } from './pacer.js';

export interface OperationSpec {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{names}` for what a call fills in. */
  path: string;
  /** POST queries and searches are reads. */
  kind: 'read' | 'write';
  /** What the key must be allowed to do; where the target is a list, `listScopes`. */
  scopes: readonly string[];
  listScopes?: readonly string[];
  /** Beside `read` or `write`: an own limit. */
  gate?: GateName;
  /** "Could not …": what a message says was tried. */
  doing: string;
}

const SCHEMA = { scopes: ['object_configuration:read'], listScopes: ['list_configuration:read'] } as const;
const RECORDS = { scopes: ['record_permission:read', 'object_configuration:read'] } as const;
const NOTES = { scopes: ['note:read', 'object_configuration:read', 'record_permission:read'] } as const;
const MEMBERS = { scopes: ['user_management:read'] } as const;

/** Paths and scopes as the documents have them (api.md section 4.1) [spec]. */
export const OPERATIONS = {
  'self.get': { method: 'GET', path: '/v2/self', kind: 'read', scopes: [], doing: 'check the key' },
  'objects.list': {
    method: 'GET',
    path: '/v2/objects',
    kind: 'read',
    scopes: SCHEMA.scopes,
    doing: 'list the objects',
  },
  'objects.get': {
    method: 'GET',
    path: '/v2/objects/{object}',
    kind: 'read',
    scopes: SCHEMA.scopes,
    doing: 'read the object',
  },
  'attributes.list': {
    method: 'GET',
    path: '/v2/{target}/{identifier}/attributes',
    kind: 'read',
    ...SCHEMA,
    doing: 'list the attributes',
  },
  'attributes.options': {
    method: 'GET',
    path: '/v2/{target}/{identifier}/attributes/{attribute}/options',
    kind: 'read',
    ...SCHEMA,
    doing: 'list the options of the attribute',
  },
  'attributes.statuses': {
    method: 'GET',
    path: '/v2/{target}/{identifier}/attributes/{attribute}/statuses',
    kind: 'read',
    ...SCHEMA,
    doing: 'list the statuses of the attribute',
  },
  'records.query': {
    method: 'POST',
    path: '/v2/objects/{object}/records/query',
    kind: 'read',
    ...RECORDS,
    gate: 'query',
    doing: 'query records',
  },
  'records.get': {
    method: 'GET',
    path: '/v2/objects/{object}/records/{record_id}',
    kind: 'read',
    ...RECORDS,
    doing: 'read the record',
  },
  'records.search': {
    method: 'POST',
    path: '/v2/objects/records/search',
    kind: 'read',
    ...RECORDS,
    doing: 'search records',
  },
  'notes.list': { method: 'GET', path: '/v2/notes', kind: 'read', ...NOTES, gate: 'notes.list', doing: 'list notes' },
  'notes.get': { method: 'GET', path: '/v2/notes/{note_id}', kind: 'read', ...NOTES, doing: 'read the note' },
  'notes.create': {
    method: 'POST',
    path: '/v2/notes',
    kind: 'write',
    scopes: ['note:read-write', 'object_configuration:read', 'record_permission:read'],
    doing: 'create the note',
  },
  'notes.delete': {
    method: 'DELETE',
    path: '/v2/notes/{note_id}',
    kind: 'write',
    scopes: ['note:read-write'],
    doing: 'delete the note',
  },
  'members.list': { method: 'GET', path: '/v2/workspace_members', kind: 'read', ...MEMBERS, doing: 'list the members' },
  'members.get': {
    method: 'GET',
    path: '/v2/workspace_members/{workspace_member_id}',
    kind: 'read',
    ...MEMBERS,
    doing: 'read the member',
  },
} as const satisfies Record<string, OperationSpec>;

export type KnownOperation = keyof typeof OPERATIONS;

export function specOf(name: KnownOperation): OperationSpec {
  return OPERATIONS[name];
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
