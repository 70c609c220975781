/**
 * Attribute values as a person would write them, for all seventeen types (api.md section 5). Real answers hold nulls
 * where the documents promise values and types the documents do not know: nothing here throws, and what cannot be read
 * is left out.
 */
import type { AttributeValue } from '../attio/types.js';
import { type Formats, formatDay, formatMoment, formatMoney, formatNumber } from './format.js';
import { formatLocation } from './location.js';
import type { RecordRef, ValuePart } from './types.js';

/** What values refer to by id; each may answer undefined. */
export interface ValueContext extends Formats {
  recordName?(ref: RecordRef): string | undefined;
  memberName?(memberId: string): string | undefined;
  /** `Company` for `companies`. */
  objectNoun?(object: string): string | undefined;
}

type Write = (value: AttributeValue, context: ValueContext) => ValuePart | undefined;

const text = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
const part = (written: string | undefined, more: Partial<ValuePart> = {}): ValuePart | undefined =>
  written ? { text: written, ...more } : undefined;
const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** A number, also from the numeric strings of older documents. */
function numeric(value: unknown): number | undefined {
  if (value === null || value === undefined || text(value) === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** `Ada Lovelace` of a member, or what kind of thing acted. Empty: nobody. */
export function actorName(actor: { type?: unknown; id?: unknown }, context: ValueContext): string {
  const id = text(actor.id);
  switch (actor.type) {
    case 'workspace-member':
      return id === '' ? '' : (context.memberName?.(id) ?? 'Workspace member');
    case 'api-token':
      return 'API token';
    case 'system':
      return 'System';
    case 'app':
      return 'App';
    default:
      return humanize(text(actor.type));
  }
}

/** `in-person-meeting` -> `In-person meeting`; `next_step` -> `Next step`. */
export function humanize(slug: string): string {
  const words = slug.replace(/[_\s]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A web address that is safe to follow: nothing but http(s). */
function webHref(written: string): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(written)) return undefined;
  try {
    return new URL(written).href;
  } catch {
    return undefined;
  }
}

function titled(value: unknown): ValuePart | undefined {
  // The bare id is all that some answers have (api.md section 5, sources).
  const choice = object(value);
  return part(text(choice.title) || text(value), choice.is_archived === true ? { archived: true } : {});
}

const INTERACTIONS: Record<string, string> = {
  'calendar-event': 'Calendar event',
  call: 'Call',
  'chat-thread': 'Chat',
  email: 'Email',
  'in-person-meeting': 'In-person meeting',
  meeting: 'Meeting',
};

const plain: Write = ({ value }) => {
  const written = text(value);
  return part(written, { href: webHref(written) });
};

const WRITERS: Record<string, Write> = {
  text: plain,
  number: ({ value }, context) => {
    const number = numeric(value);
    return number === undefined ? undefined : part(formatNumber(number, context));
  },
  checkbox: ({ value }) => (typeof value === 'boolean' ? part(value ? 'Yes' : 'No') : undefined),
  currency: (value, context) => {
    const amount = numeric(value.currency_value);
    return amount === undefined
      ? undefined
      : part(formatMoney(amount, text(value.currency_code) || undefined, context));
  },
  date: ({ value }, context) => part(formatDay(text(value), context) ?? text(value)),
  timestamp: ({ value }, context) => part(formatMoment(text(value), context) ?? text(value)),
  rating: ({ value }) => {
    const stars = numeric(value);
    if (stars === undefined) return undefined;
    const full = Math.min(5, Math.max(0, Math.round(stars)));
    return part('★'.repeat(full) + '☆'.repeat(5 - full));
  },
  status: ({ status }) => titled(status),
  select: ({ option }) => titled(option),
  'record-reference': (value, context) => {
    const recordId = text(value.target_record_id);
    const target = text(value.target_object);
    if (recordId === '' || target === '') return undefined;
    const ref: RecordRef = { object: target, recordId };
    return part(context.recordName?.(ref) ?? context.objectNoun?.(target) ?? 'Record', { ref });
  },
  'actor-reference': (value, context) =>
    part(actorName({ type: value.referenced_actor_type, id: value.referenced_actor_id }, context)),
  location: (value, context) => part(formatLocation(value, context)),
  domain: ({ domain }) => {
    const name = text(domain);
    return part(name, { href: /^[^\s/\\@:?#]+$/.test(name) ? webHref(`https://${name}`) : undefined });
  },
  'email-address': (value) => {
    const address = text(value.email_address) || text(value.original_email_address);
    return part(address, {
      href: /^[^\s@]+@[^\s@]+$/.test(address) ? `mailto:${encodeURIComponent(address).replace('%40', '@')}` : undefined,
    });
  },
  'phone-number': (value) => {
    // `normalized_phone_number` in older answers.
    const number = text(value.phone_number) || text(value.normalized_phone_number) || text(value.original_phone_number);
    const digits = number.replace(/[^\d+]/g, '');
    return part(number, { href: /^\+?\d{3,}$/.test(digits) ? `tel:${digits}` : undefined });
  },
  interaction: (value, context) => {
    const kind = text(value.interaction_type);
    const when = formatMoment(text(value.interacted_at), context, 'day');
    const who = actorName(object(value.owner_actor), context);
    if (kind === '' && when === undefined) return undefined;
    return part(
      [
        INTERACTIONS[kind] ?? (humanize(kind.replaceAll('-', ' ')) || 'Interaction'),
        when && `on ${when}`,
        who && `with ${who}`,
      ]
        .filter(Boolean)
        .join(' '),
    );
  },
  'personal-name': (value) =>
    part(text(value.full_name) || [text(value.first_name), text(value.last_name)].filter(Boolean).join(' ')),
};

/** Fields that every value has and that say nothing about it. */
const COMMON = new Set(['active_from', 'active_until', 'created_by_actor', 'attribute_type']);

/** A value of a type we do not know: its own text, or the plain fields it has. */
const unknownType: Write = (value, context) => {
  if (typeof value.value === 'boolean') return WRITERS.checkbox!(value, context);
  const direct = plain(value, context);
  if (direct) return direct;
  const choice = titled(value.option ?? value.status ?? value.title);
  if (choice) return choice;
  const fields = Object.entries(value).filter(([key]) => !COMMON.has(key));
  return part(
    fields
      .map(([, field]) => text(field))
      .filter(Boolean)
      .join(', '),
  );
};

/** One part for each value that can be read; none for an unset attribute. */
export function valueParts(values: readonly AttributeValue[] | null | undefined, context: ValueContext): ValuePart[] {
  if (!Array.isArray(values)) return [];
  const parts: ValuePart[] = [];
  for (const value of values as unknown[]) {
    if (typeof value !== 'object' || value === null) continue;
    const known = value as AttributeValue;
    const write = Object.hasOwn(WRITERS, known.attribute_type) ? WRITERS[known.attribute_type]! : unknownType;
    const written = write(known, context);
    if (!written) continue;
    for (const key of Object.keys(written) as (keyof ValuePart)[]) if (written[key] === undefined) delete written[key];
    parts.push(written);
  }
  return parts;
}

/** The parts in one line: `Robotics, Hardware (archived)`. */
export function partsText(parts: readonly ValuePart[]): string {
  return parts.map((one) => (one.archived ? `${one.text} (archived)` : one.text)).join(', ');
}

/** The values in one line. */
export function valueText(values: readonly AttributeValue[] | null | undefined, context: ValueContext): string {
  return partsText(valueParts(values, context));
}

/** The records that values refer to, in order, each once. */
export function referencesOf(values: readonly AttributeValue[] | null | undefined): RecordRef[] {
  return valueParts(values, {}).flatMap((one) => (one.ref ? [one.ref] : []));
}

/** Whether writing these values takes the names of members. */
export function namesMembers(values: readonly AttributeValue[] | null | undefined): boolean {
  return (values ?? []).some((value) => {
    if (value?.attribute_type === 'actor-reference') return value.referenced_actor_type === 'workspace-member';
    return value?.attribute_type === 'interaction' && object(value.owner_actor).type === 'workspace-member';
  });
}
