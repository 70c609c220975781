/** One written value as it stands in a document: the forms that a person would type. Pure. */

import { LOCATION_KEYS } from '../../attio/attributeTypes.js';
import type { Attribute, WorkspaceMember } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { recordUrl } from '../../attio/webUrl.js';
import { memberName } from '../schema.js';
import type { RecordGround } from './ground.js';

/** A scalar, or a map of a name's or location's parts. */
export type Shown = string | number | boolean | Record<string, string>;

export const NAME_KEYS = ['first_name', 'last_name', 'full_name'] as const;

type Fields = Record<string, Json>;
const fields = (value: Json): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** A name before `<id>`: on one line, without what would look like the id. */
export function beforeId(name: string): string {
  const line = name
    .replace(/[\p{Cc}\p{Cs}<>\u2028-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= 80 ? line : `${[...line.slice(0, 160)].slice(0, 79).join('').trimEnd()}…`;
}

/** `Ada Lovelace <ada@northwind.example>`. */
export function memberText(member: WorkspaceMember): string {
  const name = beforeId(memberName(member));
  return name === '' || name === member.email_address ? member.email_address : `${name} <${member.email_address}>`;
}

/** Slugs of the objects that a reference may point to; empty: any. */
export function allowedObjects(attribute: Attribute, objects: RecordGround['objects']): string[] {
  const ids = attribute.config?.record_reference?.allowed_object_ids ?? [];
  return ids.flatMap((id) => {
    const object = objects.find((one) => one.id.object_id === id);
    return object ? [object.api_slug ?? id] : [];
  });
}

/** `Acme Corp <id>`, or with its link where the id alone would not say which object it is of. */
export function referenceText(
  ref: { object: string; recordId: string },
  name: string | undefined,
  attribute: Attribute,
  ground: Pick<RecordGround, 'objects' | 'account'>,
): string {
  const allowed = allowedObjects(attribute, ground.objects);
  const object =
    ground.objects.find((one) => one.id.object_id === ref.object || one.api_slug === ref.object)?.api_slug ??
    ref.object;
  const plain = allowed.length === 1 && allowed[0] === object;
  const id = plain ? ref.recordId : recordUrl(ground.account.slug, object, ref.recordId);
  const shown = beforeId(name ?? '');
  return shown === '' ? id : `${shown} <${id}>`;
}

/** The title of an option; with its id where another one has the same title. */
function choiceText(id: string, attribute: Attribute, ground: RecordGround): string {
  const choices = ground.choices.get(attribute.api_slug) ?? [];
  const choice = choices.find((one) => one.id === id);
  if (!choice || choice.title.trim() === '') return id;
  return choices.some((one) => one.id !== id && one.title === choice.title) ? id : choice.title;
}

/** A name whose parts can be told from its words is one line; any other is a map. */
function nameShown(value: Fields): Shown {
  const [first, last, full] = [text(value.first_name), text(value.last_name), text(value.full_name)];
  const whole = [first, last].filter((part) => part !== '').join(' ');
  const oneWord = /^[^\s,]+$/;
  if (full === whole && oneWord.test(first) && oneWord.test(last)) return whole;
  if (full === whole && oneWord.test(first) && last === '') return whole;
  return { first_name: first, last_name: last, ...(full !== whole && { full_name: full }) };
}

/** `value`: in the written form of the attribute's type. */
export function shown(value: Json, attribute: Attribute, ground: RecordGround): Shown {
  switch (attribute.type) {
    case 'select':
    case 'status':
      return choiceText(text(value), attribute, ground);
    case 'record-reference': {
      const ref = { object: text(fields(value).target_object), recordId: text(fields(value).target_record_id) };
      return referenceText(ref, ground.recordName(ref), attribute, ground);
    }
    case 'actor-reference': {
      const id = text(fields(value).referenced_actor_id);
      const member = ground.members.find((one) => one.id.workspace_member_id === id);
      return member ? memberText(member) : id;
    }
    case 'personal-name':
      return nameShown(fields(value));
    case 'phone-number':
      return text(fields(value).original_phone_number);
    case 'location':
      return Object.fromEntries(
        LOCATION_KEYS.flatMap((key) => {
          const part = fields(value)[key];
          return part === null || part === undefined ? [] : [[key, text(part)]];
        }),
      );
    default:
      return typeof value === 'object' ? JSON.stringify(value) : value;
  }
}
