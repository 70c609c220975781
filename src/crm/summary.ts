/** The few values that tell most about a record: one line beside its name, six for a hover. Pure. */
import type { AttioObject, AttioRecord, Attribute, AttributeValue } from '../attio/types.js';
import { labelOf, untitled } from './label.js';
import type { RecordRef, RecordSummary } from './types.js';
import { humanize, partsText, type ValueContext, valueParts } from './values.js';

const MAX_FACTS = 6;
const MAX_DESCRIPTION = 2;
const MAX_TEXT = 140;
/** Of a value with many parts so many are written. */
export const MAX_PARTS = 3;

/** How telling a type is. */
const WEIGHT: Record<string, number> = {
  domain: 95,
  'email-address': 94,
  status: 92,
  'record-reference': 85,
  currency: 80,
  'actor-reference': 74,
  'phone-number': 70,
  location: 65,
  select: 60,
  date: 55,
  rating: 52,
  text: 48,
  'personal-name': 46,
  interaction: 40,
  number: 35,
  checkbox: 25,
  timestamp: 20,
};
/** Upkeep of Attio's own, and pictures. */
const DULL =
  /^(record_id|entry_id|created_at|created_by|avatar_url|logo_url)$|follower|legacy|strongest_connection|_interaction$/;
const STAGE = /(^|_)(stage|status)$/;

interface Told {
  slug: string;
  title: string;
  weight: number;
  values: AttributeValue[];
}

const isLong = (text: string): boolean => text.length > MAX_TEXT || /[\r\n]/.test(text.trim());

function weigh(slug: string, values: AttributeValue[], attribute: Attribute | undefined): number {
  const type = values[0]?.attribute_type ?? '';
  let weight = WEIGHT[type] ?? 10;
  if (slug === 'last_interaction') return 58;
  if (DULL.test(slug)) return 1;
  if (type === 'select' && STAGE.test(slug)) weight = 91;
  if (slug === 'job_title') weight = 88;
  if (type === 'text') {
    const text = String(values[0]?.value ?? '');
    if (/^https?:/i.test(text)) weight = 15;
    else if (isLong(text)) weight = 12;
  }
  // What a team added says more than what comes with every workspace; a long list says less than one thing.
  if (attribute && !attribute.is_system_attribute) weight += 3;
  if (type === 'record-reference' && (values.length > MAX_PARTS || attribute?.is_multiselect)) weight -= 45;
  return weight;
}

/** The set attributes of a record but its label, most telling first. */
function tellings(record: AttioRecord, attributes: readonly Attribute[], label: string | undefined): Told[] {
  const known = new Map(attributes.map((attribute) => [attribute.api_slug, attribute]));
  const told: Told[] = [];
  for (const [slug, values] of Object.entries(record.values ?? {})) {
    const attribute = known.get(slug);
    if (!Array.isArray(values) || values.length === 0 || slug === label || attribute?.is_archived) continue;
    const weight = weigh(slug, values, attribute);
    if (weight > 10) told.push({ slug, title: attribute?.title ?? humanize(slug), weight, values });
  }
  return told.sort((a, b) => b.weight - a.weight);
}

/** Which of two descriptions' groups an attribute belongs to; undefined: not for one line. */
function descriptionGroup({ slug, values, weight }: Told): number | undefined {
  const type = values[0]?.attribute_type ?? '';
  if (type === 'domain') return 0;
  if (type === 'email-address') return 1;
  if (type === 'status' || (type === 'select' && STAGE.test(slug))) return 2;
  if (type === 'record-reference') return weight >= WEIGHT['record-reference']! ? 3 : undefined;
  return type === 'currency' ? 4 : undefined;
}

/** What may stand in the description, in its order; its first two that have words are shown. */
function descriptive(told: Told[]): Told[] {
  const groups = new Map<number, Told>();
  for (const one of told) {
    const group = descriptionGroup(one);
    if (group !== undefined && !groups.has(group)) groups.set(group, one);
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, one]) => one);
}

/** The values whose references must have names before `summarize` can write them. */
export function summaryNeeds(
  record: AttioRecord,
  attributes: readonly Attribute[],
  what: 'description' | 'all',
): AttributeValue[] {
  const told = tellings(record, attributes, labelOf(record)?.slug);
  const line = descriptive(told).slice(0, MAX_DESCRIPTION);
  const shown = what === 'description' ? line : [...line, ...told.slice(0, MAX_FACTS)];
  return shown.flatMap((one) => one.values.slice(0, MAX_PARTS));
}

/**
 * Writes the summary with the names that `context` knows. A reference without a name is left out of the description and
 * the facts, rather than shown as the word for its kind.
 */
export function summarizeRecord(
  record: AttioRecord,
  ref: RecordRef,
  object: AttioObject | undefined,
  attributes: readonly Attribute[],
  context: ValueContext,
): RecordSummary {
  const noun = object?.singular_noun ?? humanize(object?.api_slug ?? ref.object);
  const label = labelOf(record);
  const told = tellings(record, attributes, label?.slug);
  // Nor "Workspace member" for a colleague whose name is not known.
  const brief: ValueContext = { ...context, memberName: (id) => context.memberName?.(id) ?? '' };
  const write = ({ values }: Told): string => {
    const named = valueParts(values.slice(0, MAX_PARTS), brief).filter(
      (part) => !part.ref || context.recordName?.(part.ref) !== undefined,
    );
    const more = named.length > 0 && values.length > MAX_PARTS ? ` and ${values.length - MAX_PARTS} more` : '';
    return partsText(named).replace(/\s+/g, ' ').trim() + more;
  };
  const first = ({ values }: Told): string => write({ values: values.slice(0, 1) } as Told);
  return {
    ref,
    title: label?.title ?? untitled(noun),
    description: descriptive(told)
      .map(first)
      .filter((text) => text !== '' && text !== label?.title)
      .slice(0, MAX_DESCRIPTION)
      .join(' · '),
    objectNoun: noun,
    webUrl: record.web_url ?? null,
    facts: told
      .map((one) => ({ title: one.title, text: write(one) }))
      .filter((fact) => fact.text !== '')
      .slice(0, MAX_FACTS),
  };
}
