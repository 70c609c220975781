/** Objects: create, update, delete; lists: create, update (api.md sections 4.1 and 4.2). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dropObject, noRows, renameObject, STANDARD, systemAttributes } from '../containers.js';
import { configEvent } from '../events.js';
import type { Container } from '../model.js';
import { emptyPayload, invalid, notFound, slugConflict } from '../problem.js';
import { actorOf, bodyOf, type Call, data, type Route, stampOf } from '../route.js';
import { listOut, objectOut } from '../wire.js';

const WRITE_OBJECTS = ['object_configuration:read-write'];
const WRITE_LISTS = ['list_configuration:read-write'];

/** As many as the sample's plan allows. */
const MAX_OBJECTS = 12;

const SLUG = z.string().regex(/^[\w-]+$/, 'Letters, digits, "_" and "-" only');
const OBJECT = z.object({
  api_slug: SLUG,
  singular_noun: z.string().min(1),
  plural_noun: z.string().min(1),
});
const CREATE_OBJECT = z.object({ data: OBJECT });
const UPDATE_OBJECT = z.object({ data: OBJECT.partial() });

const LEVEL = z.enum(['full-access', 'read-and-write', 'read-only']);
const LIST = z.object({
  name: z.string().min(1),
  api_slug: SLUG,
  workspace_access: LEVEL.nullable(),
  workspace_member_access: z.array(z.object({ workspace_member_id: z.uuid(), level: LEVEL })),
});
const CREATE_LIST = z.object({ data: LIST.extend({ parent_object: z.string() }) });
const UPDATE_LIST = z.object({ data: LIST.partial() });

function createObject(call: Call) {
  const { workspace } = call;
  const { data: given } = bodyOf(CREATE_OBJECT, call);
  const taken = workspace.objects.some(
    (one) => one.slug === given.api_slug || one.singular === given.singular_noun || one.plural === given.plural_noun,
  );
  if (taken) throw slugConflict('Failed to create object. Please ensure your api_slug and names are unique.');
  if (workspace.objects.length >= MAX_OBJECTS) {
    throw invalid('quota_exceeded', `Your plan allows ${MAX_OBJECTS} objects. Please upgrade to create more.`);
  }
  const object: Container = {
    kind: 'objects',
    id: randomUUID(),
    slug: given.api_slug,
    createdAt: stampOf(call).at,
    singular: given.singular_noun,
    plural: given.plural_noun,
    attributes: systemAttributes('objects'),
  };
  workspace.add(object, noRows());
  return data(objectOut(workspace.name, object));
}

function updateObject(call: Call) {
  const { workspace } = call;
  const object = workspace.object(call.params.object!);
  const { data: given } = bodyOf(UPDATE_OBJECT, call);
  if (Object.keys(given).length === 0) throw emptyPayload();
  const slug = given.api_slug ?? object.slug;
  if (slug !== object.slug) {
    if (STANDARD.has(object.slug)) {
      throw invalid('validation_type', 'The api_slug of a standard object cannot be changed.');
    }
    if (workspace.objects.some((one) => one.slug === slug)) {
      throw slugConflict('Failed to update object. Please ensure api_slug is unique.');
    }
    renameObject(workspace, object, slug);
  }
  object.singular = given.singular_noun ?? object.singular;
  object.plural = given.plural_noun ?? object.plural;
  return data(objectOut(workspace.name, object));
}

/** Custom objects only. How Attio refuses the others is not recorded; this is how it refuses other system edits. */
function deleteObject({ workspace, params }: Call) {
  const object = workspace.object(params.object!);
  if (STANDARD.has(object.slug)) throw invalid('system_edit_unauthorized', 'Cannot delete a standard object.');
  dropObject(workspace, object);
  return { body: {} };
}

function checkMembers({ workspace }: Call, access: { workspace_member_id: string }[] | undefined): void {
  for (const { workspace_member_id: id } of access ?? []) {
    if (!workspace.member(id)) throw invalid('value_not_found', `Workspace member with ID "${id}" not found.`);
  }
}

function createList(call: Call) {
  const { workspace } = call;
  const { data: given } = bodyOf(CREATE_LIST, call);
  const parent = workspace.findObject(given.parent_object);
  if (!parent) throw notFound(`Parent object with slug/ID "${given.parent_object}" not found.`);
  checkMembers(call, given.workspace_member_access);
  if (workspace.lists.some((one) => one.slug === given.api_slug)) {
    throw slugConflict(`A list with api_slug "${given.api_slug}" already exists.`);
  }
  if (given.workspace_access === null && !given.workspace_member_access.some(({ level }) => level === 'full-access')) {
    throw invalid('validation_type', 'Somebody must have full access to the list.');
  }
  const list: Container = {
    kind: 'lists',
    id: randomUUID(),
    slug: given.api_slug,
    createdAt: stampOf(call).at,
    singular: given.name,
    plural: given.name,
    parent: parent.slug,
    createdBy: actorOf(call),
    access: given.workspace_access,
    memberAccess: given.workspace_member_access,
    attributes: systemAttributes('lists', parent.slug),
  };
  workspace.add(list, noRows());
  workspace.publish(configEvent(workspace, list, 'created', actorOf(call)));
  return data(listOut(workspace.name, list));
}

function updateList(call: Call) {
  const { workspace } = call;
  const list = workspace.list(call.params.list!);
  const { data: given } = bodyOf(UPDATE_LIST, call);
  checkMembers(call, given.workspace_member_access);
  if (workspace.lists.some((one) => one !== list && one.slug === given.api_slug)) {
    throw slugConflict(`A list with api_slug "${given.api_slug}" already exists.`);
  }
  if (given.name !== undefined) list.singular = list.plural = given.name;
  if (given.api_slug !== undefined) list.slug = given.api_slug;
  if (given.workspace_access !== undefined) list.access = given.workspace_access;
  if (given.workspace_member_access !== undefined) list.memberAccess = given.workspace_member_access;
  workspace.publish(configEvent(workspace, list, 'updated', actorOf(call)));
  return data(listOut(workspace.name, list));
}

export const objectWriteRoutes: Route[] = [
  { method: 'POST', path: '/v2/objects', scopes: WRITE_OBJECTS, run: createObject },
  { method: 'PATCH', path: '/v2/objects/{object}', scopes: WRITE_OBJECTS, run: updateObject },
  {
    method: 'DELETE',
    path: '/v2/objects/{object}',
    scopes: ['object_configuration:read-write', 'record_permission:read-write'],
    run: deleteObject,
  },
  { method: 'POST', path: '/v2/lists', scopes: WRITE_LISTS, run: createList },
  { method: 'PATCH', path: '/v2/lists/{list}', scopes: WRITE_LISTS, run: updateList },
];
