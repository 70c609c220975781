/** What values refer to by id, read through the catalog, so that they can be read and written in words. */
import { hasScopes } from '../../attio/scopes.js';
import type { Attribute, WorkspaceMember } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { Choice, InputContext } from '../../crm/edit/types.js';
import { writtenText } from '../../crm/edit/writable.js';
import { objectKey } from '../../crm/schema.js';
import type { ReadOptions, RecordRef } from '../../crm/types.js';
import type { Connection } from '../services.js';

/** The record that a written reference is to; undefined for anything else. */
export function refOf(value: Json | undefined): RecordRef | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { target_object: object, target_record_id: recordId } = value;
  return typeof object === 'string' && typeof recordId === 'string' ? { object, recordId } : undefined;
}

/** In the written form (crm/edit/types.ts). The reverse of `refOf`. */
export const referenceTo = ({ object, recordId }: RecordRef): Json => ({
  target_object: object,
  target_record_id: recordId,
});

/** Whether the attribute has options or statuses, which `catalog.choices` knows. */
export const isChoice = ({ type }: Pick<Attribute, 'type'>): boolean => type === 'select' || type === 'status';

/** Slugs of the objects that an attribute's references may be to; all objects where Attio names none. */
export async function allowedObjects(
  { catalog }: Pick<Connection, 'catalog'>,
  attribute: Attribute,
  read: ReadOptions,
): Promise<string[]> {
  const ids = attribute.config?.record_reference?.allowed_object_ids ?? [];
  const objects = await catalog.objects(read);
  const allowed = objects.filter((one) => ids.includes(one.id.object_id) || ids.includes(objectKey(one)));
  return (allowed.length > 0 ? allowed : objects).map(objectKey);
}

/** The colleagues; none where the key may not read them. */
export async function colleagues({ account, catalog }: Connection, read: ReadOptions): Promise<WorkspaceMember[]> {
  return hasScopes(account.scopes, 'user_management:read') ? catalog.members(read) : [];
}

/** Language, time zone and country of this machine: how what a person types is read. */
export function conventions(): Pick<InputContext, 'now' | 'timeZone' | 'locale' | 'region'> {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  const { region } = new Intl.Locale(locale);
  return { now: new Date(), timeZone, locale, ...(region && { region }) };
}

/** Written values in one line, with the names of what they refer to; empty: none. */
export type Words = (attribute: Attribute, written: readonly Json[]) => Promise<string>;

/** `nameOf`: of records that are not in Attio yet. A name that cannot be read is left to its id: nothing rejects for it. */
export function wordsOf(
  connection: Connection,
  object: string,
  read: ReadOptions,
  nameOf: (ref: RecordRef) => string | undefined = () => undefined,
): Words {
  const { catalog } = connection;
  const soft = <T>(asked: Promise<T>, otherwise: T): Promise<T> => asked.catch(() => otherwise);
  return async (attribute, written) => {
    if (written.length === 0) return '';
    const names = new Map<string, string>();
    const name = async (ref: RecordRef) => {
      const title = nameOf(ref) ?? (await soft(catalog.summary(ref, read), undefined))?.title;
      if (title) names.set(ref.recordId, title);
    };
    const refs = written.flatMap((one) => refOf(one) ?? []);
    const [choices, members, objects] = await Promise.all([
      isChoice(attribute) ? soft<Choice[]>(catalog.choices(object, attribute.api_slug, read), []) : [],
      attribute.type === 'actor-reference' ? soft(colleagues(connection, read), []) : [],
      refs.length > 0 ? soft(catalog.objects(read), []) : [],
      ...refs.map(name),
    ]);
    return writtenText(attribute, written, { choices, members, objects, recordName: (ref) => names.get(ref.recordId) });
  };
}
