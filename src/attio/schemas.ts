/**
 * What is read from Attio, leniently: unknown keys, types and enum members pass through, and null or nothing stands
 * where the documents say never (real answers have all of these, api.md section 11). Only the ids are insisted on: an
 * answer without them is of no use. The results are the types of types.ts.
 */
import { z } from 'zod';
import type {
  Actor,
  AttioObject,
  AttioRecord,
  Attribute,
  AttributeValue,
  Note,
  SearchHit,
  SelectOption,
  Self,
  Status,
  WorkspaceMember,
} from './types.js';

/** A reader: parses or says where it could not. */
export type Reader<T> = z.ZodType<T, unknown>;

const id = z.string().min(1);
/** An id that is known from elsewhere, or not needed. */
const anyId = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const maybeText = z
  .string()
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)
  .catch(false);
const strings = z
  .array(z.string().nullable())
  .nullish()
  .transform((list) => list?.filter((item) => item !== null) ?? [])
  .catch([]);
const anything = z
  .unknown()
  .optional()
  .transform((value) => value ?? null);

/** A list that may be null, with nulls in it. */
const listOf = <T>(item: Reader<T>) =>
  z
    .array(item.nullable())
    .nullish()
    .transform((list) => (list ?? []).filter((entry): entry is Exclude<typeof entry, null> => entry !== null));

const actor = z
  .looseObject({ type: text, id: maybeText })
  .nullish()
  .transform((value): Actor | null => value ?? null)
  .catch(null);

export const self: Reader<Self> = z.union([
  z.looseObject({ active: z.literal(false) }).transform((): Self => ({ active: false })),
  z.looseObject({
    active: z.literal(true),
    scope: text,
    workspace_id: id,
    workspace_name: text,
    workspace_slug: text,
    client_id: z.string().nullish(),
    workspace_logo_url: z.string().nullish().catch(null),
    authorized_by_workspace_member_id: z.string().nullish(),
    token_level: z.string().nullish(),
  }),
]);

export const attioObject: Reader<AttioObject> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, object_id: id }),
  api_slug: maybeText,
  singular_noun: maybeText,
  plural_noun: maybeText,
  created_at: text,
});

export const attribute: Reader<Attribute> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, object_id: anyId, attribute_id: id }),
  title: text,
  description: maybeText,
  api_slug: id,
  type: text,
  is_system_attribute: flag,
  is_writable: flag,
  is_required: flag,
  is_unique: flag,
  is_multiselect: flag,
  is_default_value_enabled: flag,
  is_archived: flag,
  default_value: anything,
  relationship: anything,
  created_at: text,
  config: z
    .looseObject({
      currency: z
        .looseObject({ default_currency_code: maybeText, display_type: maybeText })
        .nullish()
        .transform((value) => value ?? null)
        .catch(null),
      record_reference: z
        .looseObject({
          allowed_object_ids: z
            .array(z.string())
            .nullish()
            .transform((list) => list ?? null)
            .catch(null),
        })
        .nullish()
        .transform((value) => value ?? null)
        .catch(null),
    })
    .nullish()
    .transform((value) => value ?? { currency: null, record_reference: null }),
});

const optionOf = <K extends 'option_id' | 'status_id'>(key: K) =>
  z.looseObject({ workspace_id: anyId, object_id: anyId, attribute_id: anyId, [key]: id } as {
    workspace_id: typeof anyId;
    object_id: typeof anyId;
    attribute_id: typeof anyId;
  } & Record<K, typeof id>);

export const selectOption: Reader<SelectOption> = z.looseObject({
  id: optionOf('option_id'),
  title: text,
  is_archived: flag,
});

export const status: Reader<Status> = z.looseObject({
  id: optionOf('status_id'),
  title: text,
  is_archived: flag,
  celebration_enabled: flag,
  target_time_in_status: maybeText,
});

const value: Reader<AttributeValue> = z.looseObject({
  active_from: text,
  active_until: maybeText,
  created_by_actor: actor,
  attribute_type: text,
});

/** Always an array [wire]; a lone value counts as one. What is no value object at all is left out. */
const values: Reader<AttributeValue[]> = z
  .unknown()
  .transform((raw) => (Array.isArray(raw) ? raw : [raw]).filter((item) => typeof item === 'object' && item !== null))
  .pipe(z.array(value));

export const record: Reader<AttioRecord> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, object_id: anyId, record_id: id }),
  created_at: text,
  web_url: maybeText,
  values: z
    .record(z.string(), values)
    .nullish()
    .transform((map) => map ?? {}),
});

export const searchHit: Reader<SearchHit> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, object_id: anyId, record_id: id }),
  record_text: text,
  record_image: maybeText,
  object_slug: text,
  email_addresses: strings,
  phone_numbers: strings,
  domains: strings,
});

export const note: Reader<Note> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, note_id: id }),
  parent_object: text,
  parent_record_id: text,
  title: text,
  meeting_id: maybeText,
  content_plaintext: text,
  content_markdown: text,
  tags: z
    .array(z.unknown())
    .nullish()
    .transform((list) => list ?? [])
    .catch([]),
  created_by_actor: actor,
  created_at: text,
});

export const member: Reader<WorkspaceMember> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, workspace_member_id: id }),
  first_name: maybeText,
  last_name: maybeText,
  avatar_url: maybeText,
  email_address: text,
  access_level: text,
  created_at: text,
});

/** `{data: …}`: what almost everything comes in (api.md section 2). */
export function one<T>(item: Reader<T>): Reader<T> {
  return z.looseObject({ data: item }).transform((answer) => answer.data as T);
}

/** `{data: […]}`; null is an empty list. */
export function many<T>(item: Reader<T>): Reader<T[]> {
  return z.looseObject({ data: listOf(item) }).transform((answer) => answer.data as T[]);
}

/** Deletes answer `{}` or nothing; what stands in it does not matter. */
export const nothing: Reader<void> = z.unknown().transform(() => undefined);
