/** How objects, attributes, options and statuses are set up now, by the names changes have for it. */
import type { AttioObject, Attribute, SelectOption, Status } from '../attio/types.js';
import type { Json, UpdateAttribute, UpdateObject, UpdateOption, UpdateStatus } from '../attio/writes.js';
import type { SchemaChange } from './change.js';
import { calling, orGone, type Room } from './room.js';

export type SchemaUpdate = UpdateObject | UpdateAttribute | UpdateOption | UpdateStatus;
export type State = Record<string, Json>;

export interface Found {
  id: string;
  /** What it is called. */
  title: string;
  state: State;
}

/** What a person calls the parts, in the order they are shown. */
export const LABELS: Record<string, string> = {
  singularNoun: 'Singular',
  pluralNoun: 'Plural',
  title: 'Title',
  apiSlug: 'Slug',
  type: 'Type',
  description: 'Description',
  isRequired: 'Required',
  isUnique: 'Unique',
  isMultiselect: 'Several values',
  defaultValue: 'Default value',
  config: 'Settings',
  relationship: 'Kept in step with',
  celebrationEnabled: 'Celebrated',
  targetTimeInStatus: 'Target time',
  isArchived: 'Archived',
};

/** An object by its id and plural noun; its slug and nouns are its state, null where Attio has none. */
export function objectState(object: AttioObject): Found {
  return {
    id: object.id.object_id,
    title: object.plural_noun ?? object.api_slug ?? object.id.object_id,
    state: { apiSlug: object.api_slug, singularNoun: object.singular_noun, pluralNoun: object.plural_noun },
  };
}

/**
 * An attribute's state; `config` has only what a change can write: the currency, and the objects of a reference by id.
 */
export function attributeState(attribute: Attribute): Found {
  const { currency, record_reference: reference } = attribute.config ?? {};
  const allowed = reference?.allowed_object_ids;
  const config: State = {
    ...(currency?.default_currency_code && {
      currency: {
        default_currency_code: currency.default_currency_code,
        display_type: currency.display_type ?? 'symbol',
      },
    }),
    ...(allowed && allowed.length > 0 && { record_reference: { allowed_objects: allowed } }),
  };
  return {
    id: attribute.id.attribute_id,
    title: attribute.title,
    state: {
      title: attribute.title,
      description: attribute.description,
      apiSlug: attribute.api_slug,
      isRequired: attribute.is_required,
      isUnique: attribute.is_unique,
      defaultValue: attribute.default_value as Json,
      config,
      isArchived: attribute.is_archived,
    },
  };
}

const optionState = (option: SelectOption): Found => ({
  id: option.id.option_id,
  title: option.title,
  state: { title: option.title, isArchived: option.is_archived },
});

const statusState = (status: Status): Found => ({
  id: status.id.status_id,
  title: status.title,
  state: {
    title: status.title,
    celebrationEnabled: status.celebration_enabled ?? false,
    targetTimeInStatus: status.target_time_in_status ?? null,
    isArchived: status.is_archived,
  },
});

/** All there are beside what a change is about: attributes of the same object, options of the same attribute. */
export async function siblings(change: SchemaChange, room: Room): Promise<Found[]> {
  const call = calling(room);
  const { api } = room;
  switch (change.kind) {
    case 'object.create':
    case 'object.update':
    case 'object.delete':
      return (await api.objects.list(call)).map(objectState);
    case 'attribute.create':
    case 'attribute.update': {
      const all = await api.attributes.list(change.target, change.identifier, { ...call, archived: true });
      return all.map(attributeState);
    }
    case 'option.create':
    case 'option.update': {
      const all = api.attributes.options(change.target, change.identifier, change.attribute, {
        ...call,
        archived: true,
      });
      return (await orPlanned(all, room)).map(optionState);
    }
    default: {
      const all = api.attributes.statuses(change.target, change.identifier, change.attribute, {
        ...call,
        archived: true,
      });
      return (await orPlanned(all, room)).map(statusState);
    }
  }
}

/** An attribute that an earlier change of the batch is still to create has no options yet; it is looked at again then. */
async function orPlanned<T>(asked: Promise<T[]>, { before }: Room): Promise<T[]> {
  return before && !before.made ? ((await orGone(asked)) ?? []) : asked;
}

/** What a change names by slug, title or id. */
export function named(change: SchemaChange): string | undefined {
  switch (change.kind) {
    case 'object.create':
    case 'attribute.create':
      return change.apiSlug;
    case 'object.update':
    case 'object.delete':
      return change.object;
    case 'attribute.update':
      return change.attribute;
    case 'option.update':
      return change.option;
    case 'status.update':
      return change.status;
    default:
      return change.title;
  }
}

/** By id, slug or exact title. */
export function among(all: readonly Found[], name: string | undefined): Found | undefined {
  return (
    all.find((one) => one.id === name) ??
    all.find((one) => (one.state.apiSlug === undefined ? one.title === name : one.state.apiSlug === name))
  );
}

/** What holds it, in words: `Company`, `the deal stage of Deal`. */
export async function holderOf(change: SchemaChange, room: Room): Promise<string> {
  if (change.kind.startsWith('object.') || !('identifier' in change)) return room.account.name;
  const { identifier, target } = change;
  const call = calling(room);
  const holder =
    target === 'objects'
      ? await orGone(room.api.objects.get(identifier, call)).then((one) => one?.singular_noun)
      : await orGone(room.api.lists.get(identifier, call)).then((one) => one && `the list ${one.name}`);
  const whose = holder ?? identifier;
  if (!('attribute' in change) || change.kind === 'attribute.update') return whose;
  const attribute = await orGone(room.api.attributes.get(target, identifier, change.attribute, call));
  return `${attribute?.title ?? change.attribute} of ${whose}`;
}

/** A part as a person reads it; empty: none. */
export function inWords(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (typeof value === 'object') {
    if (typeof value.type === 'string' && 'template' in value) return inWords(value.template);
    return Object.values(value).map(inWords).filter(Boolean).join(', ');
  }
  return String(value);
}

/** Whether two settings are the same, whatever the order of their keys; nothing and empty are. */
export function sameState(a: Json | undefined, b: Json | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === 'object') {
    const keys = Object.keys(value).sort();
    return keys.length === 0 ? 'null' : `{${keys.map((key) => `${key}:${canonical(value[key])}`).join()}}`;
  }
  return JSON.stringify(value);
}
