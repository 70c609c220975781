/** Which attributes a person can fill in, and in what order they are asked for. Pure. */
import { WRITABLE_TYPES } from '../../attio/attributeTypes.js';
import type { Attribute } from '../../attio/types.js';

const WRITABLE: ReadonlySet<string> = new Set(WRITABLE_TYPES);

/** Whether values of this type can be written at all; false for interactions and for types we do not know. */
export function isWritableType(type: string): boolean {
  return WRITABLE.has(type);
}

/** Whether a person can change it: Attio takes it, it is in use, and its type is known. */
export function isEditable(attribute: Attribute): boolean {
  return attribute.is_writable && !attribute.is_archived && isWritableType(attribute.type);
}

const TITLE = /^(title|label|subject|full_name|display_name)$/;
const DULL = /(^|_)(url|link|logo|avatar|image)(_|$)|^(angellist|facebook|instagram|linkedin|twitter)$/;

/** How early an attribute is asked for; smaller is earlier. Told from slug and type, since Attio names no label. */
function rank(attribute: Attribute): number {
  const { api_slug: slug, type } = attribute;
  if (slug === 'name') return 0;
  if (type === 'personal-name') return 1;
  if (type === 'text' && TITLE.test(slug)) return 2;
  if (type === 'domain') return attribute.is_unique ? 3 : 12;
  if (type === 'email-address') return attribute.is_unique ? 4 : 12;
  if (attribute.is_unique) return 5;
  if (type === 'phone-number') return 6;
  if (type === 'status') return 7;
  if (slug === 'job_title') return 8;
  // One company or person it belongs to, before the many that belong to it.
  if (type === 'record-reference') return attribute.is_multiselect ? 14 : 9;
  if (type === 'actor-reference') return 10;
  if (type === 'currency') return 11;
  if (DULL.test(slug)) return 20;
  return 13;
}

/**
 * The attributes of a new record: those without which Attio refuses it, then the others that can be filled in; each
 * group with what names and identifies the record first, then in Attio's order. What is required and has a default
 * value can be left to Attio, and so leads the others.
 */
export function createOrder(attributes: readonly Attribute[]): { required: Attribute[]; others: Attribute[] } {
  const ordered = attributes
    .filter(isEditable)
    .map((attribute, at) => ({ attribute, at, rank: rank(attribute) }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ attribute }) => attribute);
  const must = (one: Attribute) => one.is_required && !one.is_default_value_enabled;
  const others = ordered.filter((one) => !must(one));
  return {
    required: ordered.filter(must),
    others: [...others.filter((one) => one.is_required), ...others.filter((one) => !one.is_required)],
  };
}
