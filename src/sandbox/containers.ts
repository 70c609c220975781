/** Making and changing objects, lists and attributes of the sample workspace. */
import { randomUUID } from 'node:crypto';
import { type AttributeDef, type Container, nano, type Value } from './model.js';
import { heldRows, Rows } from './rows.js';
import type { Workspace } from './workspace.js';

type Basics = Pick<AttributeDef, 'slug' | 'title' | 'type'> & Partial<AttributeDef>;

/** An attribute with the usual settings where none are given. */
export function newAttribute(given: Basics): AttributeDef {
  return {
    id: randomUUID(),
    description: null,
    system: false,
    readOnly: false,
    required: false,
    unique: false,
    multi: false,
    archived: false,
    defaultValue: null,
    createdAt: nano(Date.now()),
    choices: [],
    ...given,
  };
}

/** What every object and list has by itself. */
export function systemAttributes(kind: Container['kind'], parent?: string): AttributeDef[] {
  const system = { system: true, readOnly: true };
  const id = kind === 'lists' ? ['entry_id', 'Entry ID'] : ['record_id', 'Record ID'];
  return [
    newAttribute({ slug: id[0]!, title: id[1]!, type: 'text', unique: true, ...system }),
    ...(parent === undefined
      ? []
      : [
          newAttribute({
            slug: 'parent_record',
            title: 'Parent record',
            type: 'record-reference',
            allowed: [parent],
            ...system,
          }),
        ]),
    newAttribute({
      slug: 'created_at',
      title: 'Created at',
      type: 'timestamp',
      defaultValue: { type: 'dynamic', template: 'PT0S' },
      ...system,
    }),
    newAttribute({
      slug: 'created_by',
      title: 'Created by',
      type: 'actor-reference',
      defaultValue: { type: 'dynamic', template: 'current-user' },
      ...system,
    }),
  ];
}

/** The rows of a container that was just made. */
export const noRows = () => new Rows(heldRows([]));

/** Whether an object is one of Attio's own. */
export const STANDARD: ReadonlySet<string> = new Set(['people', 'companies', 'deals', 'users', 'workspaces']);

/** Gives an object another slug, wherever it is pointed to by the old one. */
export function renameObject(workspace: Workspace, object: Container, slug: string): void {
  const old = object.slug;
  object.slug = slug;
  mapReferences(workspace, old, ({ data, ...value }) => ({ ...value, data: { ...data, target_object: slug } }));
  for (const container of [...workspace.objects, ...workspace.lists]) {
    if (container.parent === old) container.parent = slug;
    for (const attribute of container.attributes) {
      if (attribute.other?.object === old) attribute.other = { ...attribute.other, object: slug };
      attribute.allowed = attribute.allowed?.map((one) => (one === old ? slug : one));
    }
  }
  relink(workspace, (link) => (link.object === old ? { ...link, object: slug } : link));
}

/** Takes an object away with all that is about it. */
export function dropObject(workspace: Workspace, object: Container): void {
  const { slug } = object;
  mapReferences(workspace, slug, () => undefined);
  for (const list of workspace.lists.filter((one) => one.parent === slug)) workspace.drop(list);
  for (const container of [...workspace.objects, ...workspace.lists]) {
    container.attributes = container.attributes.filter(
      (one) => one.other?.object !== slug && !(one.allowed?.length === 1 && one.allowed[0] === slug),
    );
    for (const attribute of container.attributes) attribute.allowed = attribute.allowed?.filter((one) => one !== slug);
  }
  relink(workspace, (link) => (link.object === slug ? undefined : link));
  workspace.drop(object);
}

/**
 * Passes every value that points to a record of an object through `next`; what it drops goes. `oneWay`: only those that
 * no other side knows of.
 */
export function mapReferences(
  workspace: Workspace,
  slug: string,
  next: (value: Value) => Value | undefined,
  oneWay = false,
): void {
  for (const container of [...workspace.objects, ...workspace.lists]) {
    const rows = workspace.rows(container);
    for (const attribute of container.attributes) {
      if (attribute.slug === 'parent_record' || !attribute.allowed?.includes(slug) || (oneWay && attribute.other))
        continue;
      for (const row of rows.from()) {
        const values = row.values.get(attribute.id) ?? [];
        const mapped = values.flatMap((value) => (value.data.target_object === slug ? (next(value) ?? []) : value));
        if (mapped.length === values.length && mapped.every((value, at) => value === values[at])) continue;
        rows.edit(row.id)!.values.set(attribute.id, mapped);
      }
    }
  }
}

interface Link {
  object: string;
  recordId: string;
}

/** Passes every link to a record (of notes, comments, files, tasks, meetings) through `next`; what it drops goes. */
export function relink(workspace: Workspace, next: (link: Link) => Link | undefined): void {
  for (const note of workspace.notes.list) {
    const link = next({ object: note.object, recordId: note.recordId });
    if (link) workspace.notes.set({ ...note, ...link });
    else workspace.notes.delete(note.id);
  }
  for (const shelf of [workspace.comments, workspace.files] as const) {
    for (const one of shelf.list) {
      const record = next(one.record);
      if (!record) shelf.delete(one.id);
      else if (record !== one.record) shelf.set({ ...one, record } as never);
    }
  }
  for (const shelf of [workspace.tasks, workspace.meetings] as const) {
    for (const one of shelf.list) {
      const linked = one.linked.flatMap((link) => next(link) ?? []);
      const distinct = linked.filter(
        (link, at) =>
          linked.findIndex((other) => other.object === link.object && other.recordId === link.recordId) === at,
      );
      if (distinct.some((link, at) => link !== one.linked[at]) || distinct.length !== one.linked.length) {
        shelf.set({ ...one, linked: distinct } as never);
      }
    }
  }
}
