/**
 * What is read from Attio, leniently: unknown keys, types and enum members pass through, and null or nothing stands
 * where the documents say never (real answers have all of these, api.md section 11). Only the ids are insisted on: an
 * answer without them is of no use. The results are the types of types.ts.
 */
import { z } from 'zod';
import { actor, anyId, anything, flag, id, listOf, maybeText, type Reader, strings, text, theList } from './lenient.js';
import type {
  AttioList,
  AttioObject,
  AttioRecord,
  Attribute,
  AttributeValue,
  Entry,
  Merged,
  Note,
  RecordEntry,
  SearchHit,
  SelectOption,
  Self,
  SqlRow,
  Status,
  View,
  WorkspaceMember,
} from './types.js';

export type { Reader } from './lenient.js';

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

export const value: Reader<AttributeValue> = z.looseObject({
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

export const list: Reader<AttioList> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, list_id: id }),
  api_slug: text,
  name: text,
  // An array; a lone slug counts as one.
  parent_object: z
    .unknown()
    .transform((raw) => (Array.isArray(raw) ? raw : [raw]).filter((slug): slug is string => typeof slug === 'string')),
  workspace_access: maybeText,
  workspace_member_access: listOf(z.looseObject({ workspace_member_id: text, level: maybeText })),
  created_at: text,
  created_by_actor: actor,
});

export const entry: Reader<Entry> = z.looseObject({
  id: z.looseObject({ workspace_id: anyId, list_id: anyId, entry_id: id }),
  parent_record_id: text,
  parent_object: text,
  created_at: text,
  entry_values: z
    .record(z.string(), values)
    .nullish()
    .transform((map) => map ?? {}),
});

export const recordEntry: Reader<RecordEntry> = z.looseObject({
  list_id: id,
  list_api_slug: text,
  entry_id: id,
  created_at: text,
});

/** Of an object or a list: the one that it is not of is absent. */
export const view: Reader<View> = z.looseObject({
  id: z.looseObject({
    workspace_id: anyId,
    object_id: z.string().optional(),
    list_id: z.string().optional(),
    view_id: id,
  }),
  title: text,
  created_at: text,
});

export const merged: Reader<Merged> = z.looseObject({ new_record_id: id });

export const sqlRows: Reader<SqlRow[]> = z
  .looseObject({ rows: theList(z.record(z.string(), z.unknown())) })
  .transform((answer) => answer.rows);
