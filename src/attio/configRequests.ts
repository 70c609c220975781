/** Writes of objects, attributes, options, statuses and lists: from plain data to what is sent (api.md section 4) [spec]. */
import { z } from 'zod';
import { CREATABLE_TYPES } from './attributeTypes.js';
import { given, json, name, type Sender, someOf, target, titleOrId, uuid, words } from './sent.js';

const createObject: Sender = z
  .strictObject({ kind: z.literal('object.create'), apiSlug: name, singularNoun: words, pluralNoun: words })
  .transform(({ apiSlug, singularNoun, pluralNoun }) => ({
    body: { data: { api_slug: apiSlug, singular_noun: singularNoun, plural_noun: pluralNoun } },
  }));

const updateObject: Sender = z
  .strictObject({
    kind: z.literal('object.update'),
    object: name,
    apiSlug: name.optional(),
    singularNoun: words.optional(),
    pluralNoun: words.optional(),
    base: z.unknown().optional(),
  })
  .refine(...someOf('apiSlug', 'singularNoun', 'pluralNoun'))
  .transform(({ object, apiSlug, singularNoun, pluralNoun }) => ({
    params: { object },
    body: { data: given({ api_slug: apiSlug, singular_noun: singularNoun, plural_noun: pluralNoun }) },
  }));

const deleteObject: Sender = z
  .looseObject({ kind: z.literal('object.delete'), object: name })
  .transform(({ object }) => ({ params: { object } }));

export const OBJECT_WRITES = { create: createObject, update: updateObject, delete: deleteObject };

const defaultValue = z
  .union(
    [
      z.strictObject({ type: z.literal('dynamic'), template: words }),
      z.strictObject({ type: z.literal('static'), template: z.array(json) }),
    ],
    'must be dynamic with a template, or static with values',
  )
  .nullish();

const config = z.strictObject({
  currency: z
    .strictObject({
      default_currency_code: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capitals'),
      display_type: z.enum(['code', 'name', 'narrowSymbol', 'symbol']),
    })
    .optional(),
  record_reference: z
    .strictObject({ allowed_objects: z.array(name).min(1, 'must name at least one object') })
    .optional(),
});

const of = { target, identifier: name };

const createAttribute: Sender = z
  .strictObject({
    kind: z.literal('attribute.create'),
    ...of,
    title: words,
    description: z.string().nullable(),
    apiSlug: name,
    type: z.enum(CREATABLE_TYPES),
    isRequired: z.boolean(),
    isUnique: z.boolean(),
    isMultiselect: z.boolean(),
    defaultValue,
    relationship: z
      .strictObject({ object: name, title: words, api_slug: name, is_multiselect: z.boolean() })
      .optional(),
    config: config.optional(),
  })
  .transform((change) => ({
    params: { target: change.target, identifier: change.identifier },
    body: {
      data: given({
        title: change.title,
        description: change.description,
        api_slug: change.apiSlug,
        type: change.type,
        is_required: change.isRequired,
        is_unique: change.isUnique,
        is_multiselect: change.isMultiselect,
        default_value: change.defaultValue,
        relationship: change.relationship,
        config: change.config ?? {},
      }),
    },
  }));

const updateAttribute: Sender = z
  .strictObject({
    kind: z.literal('attribute.update'),
    ...of,
    attribute: name,
    title: words.optional(),
    description: z.string().nullish(),
    apiSlug: name.optional(),
    isRequired: z.boolean().optional(),
    isUnique: z.boolean().optional(),
    defaultValue,
    config: config.optional(),
    isArchived: z.boolean().optional(),
    base: z.unknown().optional(),
  })
  .refine(
    ...someOf('title', 'description', 'apiSlug', 'isRequired', 'isUnique', 'defaultValue', 'config', 'isArchived'),
  )
  .transform((change) => ({
    params: { target: change.target, identifier: change.identifier, attribute: change.attribute },
    body: {
      data: given({
        title: change.title,
        description: change.description,
        api_slug: change.apiSlug,
        is_required: change.isRequired,
        is_unique: change.isUnique,
        default_value: change.defaultValue,
        config: change.config,
        is_archived: change.isArchived,
      }),
    },
  }));

const choiceOf = { ...of, attribute: name };

const createOption: Sender = z
  .strictObject({ kind: z.literal('option.create'), ...choiceOf, title: words })
  .transform(({ kind: _, title, ...params }) => ({ params, body: { data: { title } } }));

const updateOption: Sender = z
  .strictObject({
    kind: z.literal('option.update'),
    ...choiceOf,
    option: titleOrId,
    title: words.optional(),
    isArchived: z.boolean().optional(),
    base: z.unknown().optional(),
  })
  .refine(...someOf('title', 'isArchived'))
  .transform(({ kind: _, base: __, title, isArchived, ...params }) => ({
    params,
    body: { data: given({ title, is_archived: isArchived }) },
  }));

const duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/,
    'must be an ISO duration',
  )
  .nullish();

const createStatus: Sender = z
  .strictObject({
    kind: z.literal('status.create'),
    ...choiceOf,
    title: words,
    celebrationEnabled: z.boolean().optional(),
    targetTimeInStatus: duration,
  })
  .transform(({ kind: _, title, celebrationEnabled, targetTimeInStatus, ...params }) => ({
    params,
    body: {
      data: given({ title, celebration_enabled: celebrationEnabled, target_time_in_status: targetTimeInStatus }),
    },
  }));

const updateStatus: Sender = z
  .strictObject({
    kind: z.literal('status.update'),
    ...choiceOf,
    status: titleOrId,
    title: words.optional(),
    celebrationEnabled: z.boolean().optional(),
    targetTimeInStatus: duration,
    isArchived: z.boolean().optional(),
    base: z.unknown().optional(),
  })
  .refine(...someOf('title', 'celebrationEnabled', 'targetTimeInStatus', 'isArchived'))
  .transform(({ kind: _, base: __, title, celebrationEnabled, targetTimeInStatus, isArchived, ...params }) => ({
    params,
    body: {
      data: given({
        title,
        celebration_enabled: celebrationEnabled,
        target_time_in_status: targetTimeInStatus,
        is_archived: isArchived,
      }),
    },
  }));

export const ATTRIBUTE_WRITES = {
  create: createAttribute,
  update: updateAttribute,
  createOption,
  updateOption,
  createStatus,
  updateStatus,
};

const access = z.enum(['full-access', 'read-and-write', 'read-only']);
const members = z
  .array(z.strictObject({ workspaceMemberId: uuid, level: access }))
  .transform((list) => list.map((one) => ({ workspace_member_id: one.workspaceMemberId, level: one.level })));

const createList: Sender = z
  .strictObject({
    kind: z.literal('list.create'),
    name: words,
    apiSlug: name,
    parentObject: name,
    workspaceAccess: access.nullable(),
    memberAccess: members,
  })
  .transform((change) => ({
    body: {
      data: {
        name: change.name,
        api_slug: change.apiSlug,
        parent_object: change.parentObject,
        workspace_access: change.workspaceAccess,
        workspace_member_access: change.memberAccess,
      },
    },
  }));

const updateList: Sender = z
  .strictObject({
    kind: z.literal('list.update'),
    list: name,
    name: words.optional(),
    apiSlug: name.optional(),
    workspaceAccess: access.nullish(),
    memberAccess: members.optional(),
  })
  .refine(...someOf('name', 'apiSlug', 'workspaceAccess', 'memberAccess'))
  .transform((change) => ({
    params: { list: change.list },
    body: {
      data: given({
        name: change.name,
        api_slug: change.apiSlug,
        workspace_access: change.workspaceAccess,
        workspace_member_access: change.memberAccess,
      }),
    },
  }));

export const LIST_WRITES = { create: createList, update: updateList };
