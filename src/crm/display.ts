/** The values of a record as its page shows them, by attribute. Pure. */
import type { AttioObject, AttioRecord, Attribute, AttributeValue, Entry } from '../attio/types.js';
import type { DisplayValue, ValuePart } from './types.js';
import { humanize, type ValueContext, valueParts } from './values.js';

/** Of a record with thousands of references its page names so many; the rest is a number. */
export const MAX_SHOWN = 50;

/** Attributes in Attio's order; one that came with a value and without a definition is still shown. */
export function displayValues(
  record: AttioRecord,
  object: AttioObject,
  attributes: readonly Attribute[],
  context: ValueContext,
): DisplayValue[] {
  const known = new Set(attributes.map((attribute) => attribute.api_slug));
  const strays = Object.entries(record.values ?? {}).filter(
    ([slug, values]) => !known.has(slug) && Array.isArray(values) && values.length > 0,
  );
  return [
    ...attributes.filter((one) => !one.is_archived),
    ...strays.map(([slug, values]) => strayAttribute(slug, values, object)),
  ].map((attribute) => {
    const values = record.values?.[attribute.api_slug] ?? [];
    const parts: ValuePart[] = valueParts(values.slice(0, MAX_SHOWN), context);
    if (values.length > MAX_SHOWN) {
      const rest = valueParts(values.slice(MAX_SHOWN), context);
      parts.push({ text: `and ${values.length - MAX_SHOWN} more`, rest });
    }
    return { attribute, parts };
  });
}

/** What somebody has said of an entry: its own values, in Attio's order, those it has. */
export function displayEntry(
  { entry_values: values }: Pick<Entry, 'entry_values'>,
  attributes: readonly Attribute[],
  context: ValueContext,
): DisplayValue[] {
  return attributes
    .filter((one) => !one.is_archived && !one.is_system_attribute && (values?.[one.api_slug]?.length ?? 0) > 0)
    .map((attribute) => ({ attribute, parts: valueParts(values[attribute.api_slug]!.slice(0, MAX_SHOWN), context) }));
}

/** A definition for a value that came without one. */
function strayAttribute(slug: string, values: AttributeValue[], object: AttioObject): Attribute {
  return {
    id: { ...object.id, attribute_id: slug },
    title: humanize(slug),
    description: null,
    api_slug: slug,
    type: values[0]?.attribute_type ?? 'text',
    is_system_attribute: false,
    is_writable: false,
    is_required: false,
    is_unique: false,
    is_multiselect: values.length > 1,
    is_default_value_enabled: false,
    is_archived: false,
    default_value: null,
    relationship: null,
    created_at: '',
    config: { currency: null, record_reference: null },
  };
}
