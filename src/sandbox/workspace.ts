/** The state of a sample workspace: what it holds, and how its parts find each other. */

import type { WorkspaceEvent } from './events.js';
import { isUuid } from './ids.js';
import type {
  AttributeDef,
  CommentRow,
  Container,
  FileRow,
  MeetingRow,
  MemberRow,
  NoteRow,
  RecordingRow,
  Row,
  TaskRow,
  Value,
  ViewRow,
  WebhookRow,
} from './model.js';
import { invalid, mergeInProgress, notFound, recordNotFound } from './problem.js';
import type { Rows } from './rows.js';
import { Shelf } from './shelf.js';
import type { Lookup } from './values.js';

export interface WorkspaceName {
  id: string;
  name: string;
  slug: string;
}

/** Standard objects and lists name their rows' id so. */
const ID_SLUGS = new Set(['record_id', 'entry_id']);

/** What the workspace starts with of each kind, made when first asked for. */
export interface Seeds {
  notes(): readonly NoteRow[];
  tasks(): readonly TaskRow[];
  comments(): readonly CommentRow[];
  meetings(): readonly MeetingRow[];
  recordings(): readonly RecordingRow[];
  files(): readonly FileRow[];
  views(): readonly ViewRow[];
  webhooks(): readonly WebhookRow[];
}

export interface Parts {
  objects: Container[];
  lists: Container[];
  members: MemberRow[];
  /** By id of object or list. */
  rows: Map<string, Rows>;
  seeds?: Seeds;
}

/**
 * The one copy of the data that all routes read and write. `object`, `list`, `attribute`, `record` and `entry` throw a
 * Problem where there is none; `objectId` is empty then.
 */
export class Workspace implements Lookup {
  readonly name: WorkspaceName;
  readonly objects: Container[];
  readonly lists: Container[];
  readonly members: MemberRow[];
  /** By id. */
  readonly notes: Shelf<NoteRow>;
  readonly tasks: Shelf<TaskRow>;
  /** In threads, oldest first. */
  readonly comments: Shelf<CommentRow>;
  readonly meetings: Shelf<MeetingRow>;
  readonly recordings: Shelf<RecordingRow>;
  readonly files: Shelf<FileRow>;
  readonly views: Shelf<ViewRow>;
  readonly webhooks: Shelf<WebhookRow>;
  /** Records that are being merged into one: id of that one, and when it is there (ms). */
  readonly merging = new Map<string, number>();
  /** Told of everything that happens. */
  listener: ((event: WorkspaceEvent) => void) | undefined;
  readonly #rows: Map<string, Rows>;

  constructor(name: WorkspaceName, parts: Parts) {
    this.name = name;
    this.objects = parts.objects;
    this.lists = parts.lists;
    this.members = parts.members;
    this.#rows = parts.rows;
    this.notes = new Shelf(parts.seeds?.notes);
    this.tasks = new Shelf(parts.seeds?.tasks);
    this.comments = new Shelf(parts.seeds?.comments);
    this.meetings = new Shelf(parts.seeds?.meetings);
    this.recordings = new Shelf(parts.seeds?.recordings);
    this.files = new Shelf(parts.seeds?.files);
    this.views = new Shelf(parts.seeds?.views);
    this.webhooks = new Shelf(parts.seeds?.webhooks);
  }

  publish(event: WorkspaceEvent): void {
    this.listener?.(event);
  }

  /** Takes in a new object or list. */
  add(container: Container, rows: Rows): void {
    (container.kind === 'lists' ? this.lists : this.objects).push(container);
    this.#rows.set(container.id, rows);
  }

  /** Lets go of an object or list and all its rows. */
  drop(container: Container): void {
    const among = container.kind === 'lists' ? this.lists : this.objects;
    among.splice(among.indexOf(container), 1);
    this.#rows.delete(container.id);
  }

  /** An object by slug or id; 404 when there is none. */
  object(slugOrId: string): Container {
    const found = this.findObject(slugOrId);
    if (!found) throw notFound(`Object with slug/ID "${slugOrId}" not found.`);
    return found;
  }

  findObject(slugOrId: string): Container | undefined {
    return this.objects.find((one) => one.slug === slugOrId || one.id === slugOrId);
  }

  /** A list by slug or id; 404 when there is none. */
  list(slugOrId: string): Container {
    const found = this.lists.find((one) => one.slug === slugOrId || one.id === slugOrId);
    if (!found) throw notFound(`List with slug/ID "${slugOrId}" not found.`);
    return found;
  }

  /** An attribute by slug or id; 404 when there is none. */
  attribute(container: Container, slugOrId: string): AttributeDef {
    const found = findAttribute(container, slugOrId);
    if (!found) throw notFound(`Attribute with slug/ID "${slugOrId}" not found.`);
    return found;
  }

  /** The records of an object, or the entries of a list. */
  rows(container: Container): Rows {
    return this.#rows.get(container.id)!;
  }

  /** A record; 404 when there is none, and a refusal while it is being merged. */
  record(container: Container, id: string, use: 'read' | 'write' = 'read'): Row {
    this.#checkMerged(id.toLowerCase(), use);
    const row = this.rows(container).get(id.toLowerCase());
    if (!row) throw recordNotFound(id);
    return row;
  }

  /** An entry; 404 when there is none. */
  entry(list: Container, id: string): Row {
    const row = this.rows(list).get(id.toLowerCase());
    if (!row) throw notFound(`List entry with ID "${id}" not found.`);
    return row;
  }

  #checkMerged(id: string, use: 'read' | 'write'): void {
    const until = this.merging.get(id);
    if (until === undefined) return;
    if (Date.now() < until) throw mergeInProgress(use);
    this.merging.delete(id);
  }

  /** The id of an object by slug; empty when it is gone. */
  objectId(slug: string | undefined): string {
    return (slug !== undefined && this.findObject(slug)?.id) || '';
  }

  member(idOrEmail: string): MemberRow | undefined {
    const wanted = idOrEmail.toLowerCase();
    return this.members.find((one) => one.id === wanted || one.email === wanted);
  }

  objectSlug(slugOrId: string): string | undefined {
    return this.findObject(slugOrId)?.slug;
  }

  recordExists(object: string, id: string): boolean {
    const container = this.findObject(object);
    return container !== undefined && this.rows(container).get(id) !== undefined;
  }

  recordByUnique(object: string, attribute: string, value: string): string | undefined {
    const container = this.findObject(object);
    const definition = container && findAttribute(container, attribute);
    if (!container || !definition) return undefined;
    if (ID_SLUGS.has(definition.slug)) return isUuid(value) ? value : undefined;
    if (!definition.unique) throw invalid('validation_type', `Attribute "${attribute}" is not unique.`);
    const wanted = value.toLowerCase();
    for (const row of this.rows(container).candidates(definition, wanted)) {
      if (activeValues(definition, row, container).some((one) => uniqueKey(one) === wanted)) return row.id;
    }
    return undefined;
  }

  memberId(emailOrId: string): string | undefined {
    return this.member(emailOrId)?.id;
  }
}

/** By slug or id, archived ones too; undefined: there is none. */
export function findAttribute(container: Container, slugOrId: string): AttributeDef | undefined {
  return container.attributes.find((one) => one.slug === slugOrId || one.id === slugOrId);
}

/** What makes two values of a unique attribute the same. */
export function uniqueKey({ data }: Value): string {
  return String(data.domain ?? data.email_address ?? data.phone_number ?? data.value ?? '').toLowerCase();
}

/** The present values of a row's attribute; those that are facts about the row itself are made here. */
export function activeValues(attribute: AttributeDef, row: Row, container: Container): Value[] {
  const fact = attribute.system ? rowFact(attribute, row, container) : undefined;
  if (fact) return [{ from: row.createdAt, until: null, by: row.createdBy, data: fact }];
  return (row.values.get(attribute.id) ?? []).filter((value) => value.until === null);
}

function rowFact(attribute: AttributeDef, row: Row, container: Container): Record<string, unknown> | undefined {
  switch (attribute.slug) {
    case 'record_id':
    case 'entry_id':
      return { value: row.id };
    case 'created_at':
      return { value: row.createdAt };
    case 'created_by':
      return { referenced_actor_type: row.createdBy.type, referenced_actor_id: row.createdBy.id };
    case 'parent_record':
      return { target_object: container.parent, target_record_id: row.parentId };
    default:
      return undefined;
  }
}
