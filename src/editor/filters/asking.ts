/** What the questions of the filter flow share. */
import type { AttioObject, Attribute } from '../../attio/types.js';
import { typeName } from '../../crm/describe.js';
import { oneLine } from '../records/text.js';
import { aboutKind, type Kind, kinds } from '../schema/kinds.js';
import type { Connection, Services } from '../services.js';
import { BACK, type Back } from '../ui.js';
import type { FilterSpec } from './spec.js';

export const SURFACE = 'records.filter';
export const READ = { surface: SURFACE };

export interface Asking {
  services: Services;
  connection: Connection;
  object: AttioObject;
  /** Slug, or the id of an object without one. */
  slug: string;
  /** `Filter Deals`. */
  title: string;
}

/** Of every box but the first: Back leads to the one before. */
export const box = ({ title }: Asking, more = ''): { title: string; ignoreFocusOut: true; back: Back } => ({
  title: more ? `${title}: ${oneLine(more, 60)}` : title,
  ignoreFocusOut: true,
  back: BACK,
});

/** `Deals`, on one line; the singular, the slug, or `Records` where Attio has no plural. */
export const pluralOf = ({ plural_noun, singular_noun, api_slug }: AttioObject): string =>
  oneLine(plural_noun ?? singular_noun ?? api_slug ?? 'Records');

/** What it takes to say the filter later without the schema. */
export function rememberAttribute(names: FilterSpec['names'], { api_slug, title, config }: Attribute): void {
  names[api_slug] = oneLine(title, 60);
  const currency = config?.currency?.default_currency_code;
  if (currency) names[`${api_slug}:currency`] = currency;
}

/** Types that Attio alone makes attributes of. */
const ATTIOS: Record<string, string> = { interaction: 'comment-discussion', 'personal-name': 'person' };

/** The icon that a type has wherever one chooses by type. */
const typeIcon = (type: string): string =>
  kinds.includes(type as Kind) ? aboutKind(type as Kind).icon : (ATTIOS[type] ?? 'symbol-field');

const kept = (attribute: Attribute) => attribute.is_system_attribute && !attribute.is_writable;

/** The attributes one can choose from, what people fill in before what Attio keeps. */
export async function attributesOf({ connection, slug }: Asking, fits: (one: Attribute) => boolean) {
  const attributes = (await connection.catalog.attributes(slug, READ)).filter((one) => !one.is_archived && fits(one));
  const sorted = [...attributes.filter((one) => !kept(one)), ...attributes.filter(kept)];
  return sorted.map((value) => ({
    label: oneLine(value.title) || value.api_slug,
    description: typeName(value.type),
    icon: typeIcon(value.type),
    group: kept(value) ? 'Kept by Attio' : 'Attributes',
    value,
  }));
}
