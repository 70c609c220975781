/** Who one is, and what there is: self, objects, lists, attributes, options, statuses, members. */
import { z } from 'zod';
import { seedId } from '../ids.js';
import type { AttributeDef, Container } from '../model.js';
import { invalid, notFound } from '../problem.js';
import { type Call, count, data, flag, queryOf, READ_OBJECTS, type Route } from '../route.js';
import { attributeOut, listOut, memberOut, objectOut, optionOut, statusOut } from '../wire.js';

const READ_LISTS = ['list_configuration:read'];
const READ_MEMBERS = ['user_management:read'];

/** `/v2/{target:objects|lists}/…`: objects and lists have attributes alike, under scopes of their own. */
const ofTarget = ({ target }: Record<string, string>) => (target === 'lists' ? READ_LISTS : READ_OBJECTS);

/** The object or list that a call is about. */
export function targetOf({ workspace, params }: Call): Container {
  const { target, identifier } = params as { target: string; identifier: string };
  return target === 'lists' ? workspace.list(identifier) : workspace.object(identifier);
}

/** The select or status attribute that a call is about; 400 when it is another type. */
export function choosable(call: Call, type: 'select' | 'status'): { of: Container; attribute: AttributeDef } {
  const of = targetOf(call);
  const attribute = call.workspace.attribute(of, call.params.attribute!);
  if (attribute.type !== type) throw invalid('validation_type', `This attribute is not a ${type} attribute.`);
  return { of, attribute };
}

const ARCHIVED = z.object({ show_archived: flag.default(false) });
const ATTRIBUTES = ARCHIVED.extend({ limit: count(1).optional(), offset: count(0).default(0) });

/** Who made the sample key. */
const AUTHORIZED_BY = seedId('members', 'ada');

/** `/v2/self` (api.md section 2.1): flat, and without a scope of its own. */
function self({ workspace: { name }, token }: Call) {
  return {
    body: {
      active: true,
      scope: token.scopes.join(' '),
      client_id: token.clientId,
      token_type: 'Bearer',
      exp: null,
      iat: token.issuedAt,
      sub: name.id,
      aud: token.clientId,
      iss: 'attio.com',
      token_level: 'workspace',
      authorized_by_workspace_member_id: AUTHORIZED_BY,
      workspace_id: name.id,
      workspace_name: name.name,
      workspace_slug: name.slug,
      workspace_logo_url: null,
    },
  };
}

export const configRoutes: Route[] = [
  { method: 'GET', path: '/v2/self', scopes: [], run: self },
  {
    method: 'GET',
    path: '/v2/objects',
    scopes: READ_OBJECTS,
    run: ({ workspace }) => data(workspace.objects.map((object) => objectOut(workspace.name, object))),
  },
  {
    method: 'GET',
    path: '/v2/objects/{object}',
    scopes: READ_OBJECTS,
    run: ({ workspace, params }) => data(objectOut(workspace.name, workspace.object(params.object!))),
  },
  {
    method: 'GET',
    path: '/v2/lists',
    scopes: READ_LISTS,
    run: ({ workspace }) => data(workspace.lists.map((list) => listOut(workspace.name, list))),
  },
  {
    method: 'GET',
    path: '/v2/lists/{list}',
    scopes: READ_LISTS,
    run: ({ workspace, params }) => data(listOut(workspace.name, workspace.list(params.list!))),
  },
  {
    method: 'GET',
    path: '/v2/{target:objects|lists}/{identifier}/attributes',
    scopes: ofTarget,
    run: (call) => {
      const of = targetOf(call);
      const { limit, offset, show_archived } = queryOf(ATTRIBUTES, call);
      const shown = of.attributes.filter((attribute) => show_archived || !attribute.archived);
      const page = shown.slice(offset, limit === undefined ? undefined : offset + limit);
      return data(page.map((attribute) => attributeOut(call.workspace, of, attribute)));
    },
  },
  {
    method: 'GET',
    path: '/v2/{target:objects|lists}/{identifier}/attributes/{attribute}',
    scopes: ofTarget,
    run: (call) => {
      const of = targetOf(call);
      return data(attributeOut(call.workspace, of, call.workspace.attribute(of, call.params.attribute!)));
    },
  },
  {
    method: 'GET',
    path: '/v2/{target:objects|lists}/{identifier}/attributes/{attribute}/options',
    scopes: ofTarget,
    run: (call) => {
      const { of, attribute } = choosable(call, 'select');
      const { show_archived } = queryOf(ARCHIVED, call);
      const shown = attribute.choices.filter((option) => show_archived || !option.archived);
      return data(shown.map((option) => optionOut(call.workspace.name, of, attribute, option)));
    },
  },
  {
    method: 'GET',
    path: '/v2/{target:objects|lists}/{identifier}/attributes/{attribute}/statuses',
    scopes: ofTarget,
    run: (call) => {
      const { of, attribute } = choosable(call, 'status');
      const { show_archived } = queryOf(ARCHIVED, call);
      const shown = attribute.choices.filter((status) => show_archived || !status.archived);
      return data(shown.map((status) => statusOut(call.workspace.name, of, attribute, status)));
    },
  },
  {
    method: 'GET',
    path: '/v2/workspace_members',
    scopes: READ_MEMBERS,
    run: ({ workspace, origin }) => data(workspace.members.map((member) => memberOut(workspace.name, member, origin))),
  },
  {
    method: 'GET',
    path: '/v2/workspace_members/{workspace_member_id}',
    scopes: READ_MEMBERS,
    run: ({ workspace, params, origin }) => {
      const id = params.workspace_member_id!;
      const member = workspace.members.find((one) => one.id === id.toLowerCase());
      if (!member) throw notFound(`Workspace member with ID "${id}" not found.`);
      return data(memberOut(workspace.name, member, origin));
    },
  },
];
