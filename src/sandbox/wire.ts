/** What goes out: the resources in Attio's own keys, in the order of the recordings (api.md section 4.3). */

import type { AttributeDef, Choice, Container, MemberRow, NoteRow, Row, Value } from './model.js';
import { recordUrl } from './seed.js';
import { activeValues, type Workspace, type WorkspaceName } from './workspace.js';

/** An object without its attributes. */
export function objectOut(workspace: WorkspaceName, object: Container) {
  return {
    id: { workspace_id: workspace.id, object_id: object.id },
    api_slug: object.slug,
    singular_noun: object.singular,
    plural_noun: object.plural,
    created_at: object.createdAt,
  };
}

/**
 * A list whose maker is not known is the system's. Where nothing is said of access, everybody's is full, and its
 * maker's by name.
 */
export function listOut(workspace: WorkspaceName, list: Container) {
  const maker = list.createdBy ?? { type: 'system', id: null };
  return {
    id: { workspace_id: workspace.id, list_id: list.id },
    api_slug: list.slug,
    created_at: list.createdAt,
    name: list.plural,
    workspace_access: list.access === undefined ? 'full-access' : list.access,
    workspace_member_access:
      list.memberAccess ?? (maker.id === null ? [] : [{ level: 'full-access', workspace_member_id: maker.id }]),
    parent_object: [list.parent],
    created_by_actor: maker,
  };
}

/** List attributes carry the list's id as `object_id`. */
export function attributeOut(workspace: Workspace, container: Container, attribute: AttributeDef) {
  const other = attribute.other && workspace.findObject(attribute.other.object);
  const back = other?.attributes.find((one) => one.slug === attribute.other?.attribute);
  return {
    id: attributeId(workspace.name, container, attribute),
    title: attribute.title,
    description: attribute.description,
    api_slug: attribute.slug,
    type: attribute.type,
    is_system_attribute: attribute.system,
    is_writable: !attribute.readOnly,
    is_required: attribute.required,
    is_unique: attribute.unique,
    is_multiselect: attribute.multi,
    is_default_value_enabled: attribute.defaultValue !== null,
    is_archived: attribute.archived,
    default_value: attribute.defaultValue,
    relationship:
      other && back
        ? {
            id: attributeId(workspace.name, other, back),
            object_slug: other.slug,
            api_slug: back.slug,
            is_multiselect: back.multi,
            title: back.title,
          }
        : null,
    created_at: attribute.createdAt,
    config: {
      currency: {
        default_currency_code: attribute.currency?.code ?? null,
        display_type: attribute.currency?.display ?? null,
      },
      record_reference: {
        allowed_object_ids: attribute.allowed?.map((slug) => workspace.findObject(slug)?.id ?? slug) ?? null,
      },
    },
  };
}

function attributeId(workspace: WorkspaceName, container: Container, attribute: AttributeDef) {
  return { workspace_id: workspace.id, object_id: container.id, attribute_id: attribute.id };
}

/** An option of a select. Of a list's attribute `object_id` is the list's id (api.md section 2). */
export function optionOut(workspace: WorkspaceName, container: Container, attribute: AttributeDef, option: Choice) {
  return {
    id: { ...attributeId(workspace, container, attribute), option_id: option.id },
    title: option.title,
    is_archived: option.archived,
  };
}

/** A status; `target_time_in_status` is an ISO duration or null. */
export function statusOut(workspace: WorkspaceName, container: Container, attribute: AttributeDef, status: Choice) {
  return {
    id: { ...attributeId(workspace, container, attribute), status_id: status.id },
    title: status.title,
    is_archived: status.archived,
    target_time_in_status: status.targetTime ?? null,
    celebration_enabled: status.celebrated,
  };
}

/** One value with its times (`active_until` is null while it holds), who wrote it, and what its type adds. */
export function valueOut(workspace: WorkspaceName, container: Container, attribute: AttributeDef, value: Value) {
  return {
    active_from: value.from,
    active_until: value.until,
    created_by_actor: value.by,
    ...expanded(workspace, container, attribute, value.data),
    attribute_type: attribute.type,
  };
}

/** Choices are stored by id and answered whole, so that a renamed or archived one shows at once. */
function expanded(
  workspace: WorkspaceName,
  container: Container,
  attribute: AttributeDef,
  data: Record<string, unknown>,
): Record<string, unknown> {
  const chosen = attribute.choices.find((one) => one.id === (data.option ?? data.status));
  if (!chosen) return data;
  if (attribute.type === 'status') return { status: statusOut(workspace, container, attribute, chosen) };
  return { option: optionOut(workspace, container, attribute, chosen) };
}

/** Every attribute that is not archived is a key. */
function valuesOut(workspace: Workspace, container: Container, row: Row) {
  return Object.fromEntries(
    container.attributes
      .filter((attribute) => !attribute.archived && attribute.slug !== 'parent_record')
      .map((attribute) => [
        attribute.slug,
        activeValues(attribute, row, container).map((value) => valueOut(workspace.name, container, attribute, value)),
      ]),
  );
}

/** A record with all its present values by slug; archived attributes are left out. */
export function recordOut(workspace: Workspace, object: Container, row: Row) {
  return {
    id: { workspace_id: workspace.name.id, object_id: object.id, record_id: row.id },
    created_at: row.createdAt,
    web_url: recordUrl(workspace.name.slug, object.slug, row.id),
    values: valuesOut(workspace, object, row),
  };
}

/** No `web_url`, and the parent apart from the values. */
export function entryOut(workspace: Workspace, list: Container, row: Row) {
  return {
    id: { workspace_id: workspace.name.id, list_id: list.id, entry_id: row.id },
    parent_record_id: row.parentId,
    parent_object: list.parent,
    created_at: row.createdAt,
    entry_values: valuesOut(workspace, list, row),
  };
}

/** A note with its text twice, as Markdown and plain (api.md section 8.1). */
export function noteOut(workspace: WorkspaceName, note: NoteRow) {
  return {
    id: { workspace_id: workspace.id, note_id: note.id },
    parent_object: note.object,
    parent_record_id: note.recordId,
    title: note.title,
    meeting_id: note.meetingId,
    content_plaintext: note.plaintext,
    content_markdown: note.markdown,
    tags: note.tags,
    created_by_actor: note.createdBy,
    created_at: note.createdAt,
  };
}

/** Where the picture of a member is, below the address of this server. */
export const AVATARS = '/_avatars/';

/** `origin`: of this server, where the pictures are. */
export function memberOut(workspace: WorkspaceName, member: MemberRow, origin: string) {
  return {
    id: { workspace_id: workspace.id, workspace_member_id: member.id },
    first_name: member.first,
    last_name: member.last,
    avatar_url: member.picture ? `${origin}${AVATARS}${member.id}.png` : null,
    email_address: member.email,
    access_level: member.access,
    created_at: member.createdAt,
  };
}
