/**
 * What the Attio REST API v2 answers with, in Attio's own names (snake_case, compound ids, times as ISO strings with
 * nanoseconds). Types only: the zod schemas that produce them are in schemas.ts, so that surfaces can name these
 * without loading zod. Unknown keys pass through.
 */
import type { ATTRIBUTE_TYPES } from './attributeTypes.js';

export interface Actor {
  type: 'workspace-member' | 'api-token' | 'system' | 'app' | (string & {});
  id: string | null;
}

/** `GET /v2/self`: flat, no `data`. `active: false` is HTTP 200 for an unknown, revoked or deleted token. */
export type Self =
  | { active: false }
  | {
      active: true;
      /** Space separated; `x:read-write` stands alone. */
      scope: string;
      client_id?: string | null;
      workspace_id: string;
      workspace_name: string;
      workspace_slug: string;
      workspace_logo_url?: string | null;
      authorized_by_workspace_member_id?: string | null;
      token_level?: string | null;
    };

export interface AttioObject {
  id: { workspace_id: string; object_id: string };
  api_slug: string | null;
  singular_noun: string | null;
  plural_noun: string | null;
  created_at: string;
}

/** The seventeen types the documents know; anything else passes through as its own name. */
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number] | (string & {});

export interface Attribute {
  id: { workspace_id: string; object_id: string; attribute_id: string };
  title: string;
  description: string | null;
  api_slug: string;
  type: AttributeType;
  is_system_attribute: boolean;
  is_writable: boolean;
  is_required: boolean;
  is_unique: boolean;
  is_multiselect: boolean;
  is_default_value_enabled: boolean;
  is_archived: boolean;
  default_value: unknown;
  relationship: unknown;
  created_at: string;
  config: {
    currency: { default_currency_code: string | null; display_type: string | null } | null;
    record_reference: { allowed_object_ids: string[] | null } | null;
  };
}

export interface SelectOption {
  id: { workspace_id: string; object_id: string; attribute_id: string; option_id: string };
  title: string;
  is_archived: boolean;
}

export interface Status {
  id: { workspace_id: string; object_id: string; attribute_id: string; status_id: string };
  title: string;
  is_archived: boolean;
  celebration_enabled?: boolean;
  target_time_in_status?: string | null;
}

/** One value of an attribute: the common fields, then what its type carries (api.md section 5). */
export interface AttributeValue {
  active_from: string;
  active_until: string | null;
  created_by_actor: Actor | null;
  attribute_type: AttributeType;
  [field: string]: unknown;
}

export interface AttioRecord {
  id: { workspace_id: string; object_id: string; record_id: string };
  created_at: string;
  web_url: string | null;
  values: Record<string, AttributeValue[]>;
}

export interface Note {
  id: { workspace_id: string; note_id: string };
  /** Object slug. */
  parent_object: string;
  parent_record_id: string;
  title: string;
  meeting_id?: string | null;
  content_plaintext: string;
  content_markdown: string;
  tags?: unknown[];
  created_by_actor: Actor | null;
  created_at: string;
}

export interface WorkspaceMember {
  id: { workspace_id: string; workspace_member_id: string };
  first_name: string | null;
  last_name: string | null;
  avatar_url: string | null;
  email_address: string;
  access_level: string;
  created_at: string;
}

/** `POST /v2/objects/records/search`: strings, not value objects. */
export interface SearchHit {
  id: { workspace_id: string; object_id: string; record_id: string };
  record_text: string;
  record_image: string | null;
  object_slug: string;
  email_addresses?: string[];
  phone_numbers?: string[];
  domains?: string[];
}

export type Filter = Record<string, unknown>;
export interface Sort {
  direction: 'asc' | 'desc';
  attribute?: string;
  path?: [string, string][];
  field?: string;
}

/** Body of `POST /v2/objects/{object}/records/query`. */
export interface RecordQuery {
  filter?: Filter;
  filter_view_id?: string;
  sorts?: Sort[];
  /** Default 500. */
  limit?: number;
  offset?: number;
}

/** Body of `POST /v2/objects/records/search`, less `request_as`, which the client adds. `query` is cut at 256 characters. */
export interface RecordSearch {
  query: string;
  objects: string[];
  /** 1 to 25. */
  limit?: number;
}

export interface NoteQuery {
  parent_object?: string;
  parent_record_id?: string;
  /** Default 10, at most 50. */
  limit?: number;
  offset?: number;
}

/** A list (of records): a pipeline, a target list. */
export interface AttioList {
  id: { workspace_id: string; list_id: string };
  api_slug: string;
  name: string;
  /** Slugs; one element except in lists of old. */
  parent_object: string[];
  workspace_access: AccessLevel | null;
  workspace_member_access: { workspace_member_id: string; level: AccessLevel | null }[];
  created_at: string;
  created_by_actor: Actor | null;
}

export type AccessLevel = 'full-access' | 'read-and-write' | 'read-only' | (string & {});

/** A record's place in a list. Carries no `web_url` and none of the record's own attributes. */
export interface Entry {
  id: { workspace_id: string; list_id: string; entry_id: string };
  parent_record_id: string;
  /** Object slug. */
  parent_object: string;
  created_at: string;
  entry_values: Record<string, AttributeValue[]>;
}

/** One of the lists that a record is in; a record can be in a list several times. */
export interface RecordEntry {
  list_id: string;
  list_api_slug: string;
  entry_id: string;
  created_at: string;
}

/** A saved view; its `view_id` goes into `filter_view_id` of a query. */
export interface View {
  id: { workspace_id: string; object_id?: string; list_id?: string; view_id: string };
  title: string;
  created_at: string;
}

/** What a merge made; both originals are gone, and the new record may not be readable for a while. */
export interface Merged {
  new_record_id: string;
}

export type SqlRow = Record<string, unknown>;

/** A page of what comes by cursor. `next` of null: there is no more. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface OffsetQuery {
  limit?: number;
  offset?: number;
}

export interface CursorQuery {
  limit?: number;
  cursor?: string;
}

/** Default 500, at most 1000 on a page. */
export interface ViewQuery extends CursorQuery {
  show_archived?: boolean;
}

export interface ValuesQuery extends OffsetQuery {
  /** Past values too, oldest first; refused for enriched attributes. */
  show_historic?: boolean;
}
