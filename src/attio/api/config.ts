/** Objects, attributes, lists and members: how a workspace is set up. */
import type { Approved } from '../approved.js';
import type { Calls } from '../calls.js';
import type { CallOptions } from '../client.js';
import { ATTRIBUTE_WRITES, LIST_WRITES, OBJECT_WRITES } from '../configRequests.js';
import { many, nothing, one, page } from '../lenient.js';
import { pages } from '../pages.js';
import { QUERIES } from '../requests.js';
import * as read from '../schemas.js';
import type {
  AttioList,
  AttioObject,
  Attribute,
  Page,
  SelectOption,
  Status,
  View,
  ViewQuery,
  WorkspaceMember,
} from '../types.js';
import type {
  CreateAttribute,
  CreateList,
  CreateObject,
  CreateOption,
  CreateStatus,
  DeleteObject,
  Target,
  UpdateAttribute,
  UpdateList,
  UpdateObject,
  UpdateOption,
  UpdateStatus,
} from '../writes.js';

/** Archived ones too. */
export type WithArchived = CallOptions & { archived?: boolean };

export interface ObjectsApi {
  list(options?: CallOptions): Promise<AttioObject[]>;
  get(object: string, options?: CallOptions): Promise<AttioObject>;
  create(approved: Approved<CreateObject>, options?: CallOptions): Promise<AttioObject>;
  update(approved: Approved<UpdateObject>, options?: CallOptions): Promise<AttioObject>;
  delete(approved: Approved<DeleteObject>, options?: CallOptions): Promise<void>;
  views(object: string, query?: ViewQuery, options?: CallOptions): Promise<Page<View>>;
}

export interface AttributesApi {
  /** All pages, in Attio's order. */
  list(target: Target, identifier: string, options?: WithArchived): Promise<Attribute[]>;
  get(target: Target, identifier: string, attribute: string, options?: CallOptions): Promise<Attribute>;
  create(approved: Approved<CreateAttribute>, options?: CallOptions): Promise<Attribute>;
  update(approved: Approved<UpdateAttribute>, options?: CallOptions): Promise<Attribute>;
  options(target: Target, identifier: string, attribute: string, options?: WithArchived): Promise<SelectOption[]>;
  createOption(approved: Approved<CreateOption>, options?: CallOptions): Promise<SelectOption>;
  updateOption(approved: Approved<UpdateOption>, options?: CallOptions): Promise<SelectOption>;
  statuses(target: Target, identifier: string, attribute: string, options?: WithArchived): Promise<Status[]>;
  createStatus(approved: Approved<CreateStatus>, options?: CallOptions): Promise<Status>;
  updateStatus(approved: Approved<UpdateStatus>, options?: CallOptions): Promise<Status>;
}

export interface ListsApi {
  /** In the order of Attio's sidebar; only those that the key may see. */
  list(options?: CallOptions): Promise<AttioList[]>;
  get(list: string, options?: CallOptions): Promise<AttioList>;
  create(approved: Approved<CreateList>, options?: CallOptions): Promise<AttioList>;
  update(approved: Approved<UpdateList>, options?: CallOptions): Promise<AttioList>;
  views(list: string, query?: ViewQuery, options?: CallOptions): Promise<Page<View>>;
}

export interface MembersApi {
  list(options?: CallOptions): Promise<WorkspaceMember[]>;
  get(memberId: string, options?: CallOptions): Promise<WorkspaceMember>;
}

/** A page of attribute definitions; the documents name no most. */
const ATTRIBUTES_PAGE = 200;

const shown = (options: WithArchived | undefined) =>
  options?.archived === undefined ? {} : { query: { show_archived: options.archived } };

/**
 * Objects, in Attio's order and all at once; their saved views come by cursor (api.md sections 3 and 4.1). All methods
 * reject with AttioError only, and each call is told to the audit once.
 */
export function objectsApi(calls: Calls): ObjectsApi {
  return {
    list: (o) => calls.read('objects.list', o, {}, (call) => call.request(many(read.attioObject))),
    get: (object, o) =>
      calls.read('objects.get', o, { object }, (call) => call.request(one(read.attioObject), { object })),
    create: calls.writer('objects.create', 'object.create', OBJECT_WRITES.create, one(read.attioObject), (change) => ({
      object: change.apiSlug,
    })),
    update: calls.writer('objects.update', 'object.update', OBJECT_WRITES.update, one(read.attioObject), (change) => ({
      object: change.object,
    })),
    delete: calls.writer('objects.delete', 'object.delete', OBJECT_WRITES.delete, nothing, (change) => ({
      object: change.object,
    })),
    views: (object, query, o) =>
      calls.read('objects.views', o, { object }, async (call) =>
        call.request(page(read.view), { object }, { query: call.check(QUERIES.views, query ?? {}, 'query') }),
      ),
  };
}

/**
 * Attributes of objects and of lists, with their options and statuses: archived ones only when asked for, all pages
 * read here (api.md section 3). Writes take an approval; Attio deletes none of these, they are archived.
 */
export function attributesApi(calls: Calls): AttributesApi {
  return {
    list: (target, identifier, o) =>
      calls.read('attributes.list', o, { object: identifier }, async (call) => {
        const fetchPage = (limit: number, offset: number) => {
          const query = { limit, offset, ...shown(o).query };
          return call.request(many(read.attribute), { target, identifier }, { query });
        };
        const all = pages(fetchPage, {
          limit: ATTRIBUTES_PAGE,
          id: (attribute) => attribute.id.attribute_id,
          // A round number may be the server's own, smaller, page.
          isLast: (got) => got.length < ATTRIBUTES_PAGE && got.length % 50 !== 0,
        });
        const list: Attribute[] = [];
        for await (const attribute of all) list.push(attribute);
        return list;
      }),
    get: (target, identifier, attribute, o) =>
      calls.read('attributes.get', o, { object: identifier, attributes: [attribute] }, (call) =>
        call.request(one(read.attribute), { target, identifier, attribute }),
      ),
    create: calls.writer(
      'attributes.create',
      'attribute.create',
      ATTRIBUTE_WRITES.create,
      one(read.attribute),
      (change) => ({ object: change.identifier, attributes: [change.apiSlug] }),
    ),
    update: calls.writer(
      'attributes.update',
      'attribute.update',
      ATTRIBUTE_WRITES.update,
      one(read.attribute),
      (change) => ({ object: change.identifier, attributes: [change.attribute] }),
    ),
    options: (target, identifier, attribute, o) =>
      calls.read('attributes.options', o, { object: identifier, attributes: [attribute] }, (call) =>
        call.request(many(read.selectOption), { target, identifier, attribute }, shown(o)),
      ),
    createOption: calls.writer(
      'attributes.createOption',
      'option.create',
      ATTRIBUTE_WRITES.createOption,
      one(read.selectOption),
      (change) => ({ object: change.identifier, attributes: [change.attribute] }),
    ),
    updateOption: calls.writer(
      'attributes.updateOption',
      'option.update',
      ATTRIBUTE_WRITES.updateOption,
      one(read.selectOption),
      (change) => ({ object: change.identifier, attributes: [change.attribute] }),
    ),
    statuses: (target, identifier, attribute, o) =>
      calls.read('attributes.statuses', o, { object: identifier, attributes: [attribute] }, (call) =>
        call.request(many(read.status), { target, identifier, attribute }, shown(o)),
      ),
    createStatus: calls.writer(
      'attributes.createStatus',
      'status.create',
      ATTRIBUTE_WRITES.createStatus,
      one(read.status),
      (change) => ({ object: change.identifier, attributes: [change.attribute] }),
    ),
    updateStatus: calls.writer(
      'attributes.updateStatus',
      'status.update',
      ATTRIBUTE_WRITES.updateStatus,
      one(read.status),
      (change) => ({ object: change.identifier, attributes: [change.attribute] }),
    ),
  };
}

/**
 * Lists and their saved views. Lists come all at once, views by cursor (api.md section 3); Attio deletes no lists.
 * Rejects with AttioError.
 */
export function listsApi(calls: Calls): ListsApi {
  return {
    list: (o) => calls.read('lists.list', o, {}, (call) => call.request(many(read.list))),
    get: (list, o) => calls.read('lists.get', o, { object: list }, (call) => call.request(one(read.list), { list })),
    create: calls.writer('lists.create', 'list.create', LIST_WRITES.create, one(read.list), (change) => ({
      object: change.apiSlug,
    })),
    update: calls.writer('lists.update', 'list.update', LIST_WRITES.update, one(read.list), (change) => ({
      object: change.list,
    })),
    views: (list, query, o) =>
      calls.read('lists.views', o, { object: list }, async (call) =>
        call.request(page(read.view), { list }, { query: call.check(QUERIES.views, query ?? {}, 'query') }),
      ),
  };
}

/** Members of the workspace, all at once (api.md section 3). Needs `user_management:read`; rejects with AttioError. */
export function membersApi(calls: Calls): MembersApi {
  return {
    list: (o) => calls.read('members.list', o, {}, (call) => call.request(many(read.member))),
    get: (memberId, o) =>
      calls.read('members.get', o, { target: memberId }, (call) =>
        call.request(one(read.member), { workspace_member_id: memberId }),
      ),
  };
}
