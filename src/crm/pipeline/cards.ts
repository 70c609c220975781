/** Cards: what a pipeline shows of an entry or a record. Pure. */
import type { Attribute, AttributeValue } from '../../attio/types.js';
import { writable } from '../edit/writable.js';
import { type Formats, formatMoney } from '../format.js';
import type { RecordRef, RecordSummary } from '../types.js';
import { referencesOf } from '../values.js';
import { moneyIn } from './money.js';
import type { Row } from './rows.js';
import { stageIn, stageSince } from './stages.js';
import type { Card, Pipeline } from './types.js';

/** What a card is made with. */
export interface CardParts {
  row: Row;
  /** Of the record. */
  summary: RecordSummary;
  /** Values of the record; of an entry, its parent's. */
  values: Record<string, AttributeValue[]> | undefined;
  /** Of the entry, where there is one. */
  own: readonly Attribute[];
  /** Of the record. */
  attributes: readonly Attribute[];
  recordName(ref: RecordRef): string | undefined;
  formats: Formats;
}

type Values = Record<string, AttributeValue[]> | undefined;

/** Members that an attribute names; what an app or a key did is nobody's. */
function membersIn(values: readonly AttributeValue[] | null | undefined): string[] {
  return writable(values, { type: 'actor-reference' }).flatMap((one) => {
    const id = (one as { referenced_actor_id?: unknown }).referenced_actor_id;
    return typeof id === 'string' ? [id] : [];
  });
}

function ownersIn(attributes: readonly Attribute[], values: Values, isOwner: boolean): string[] {
  for (const { api_slug: slug, type, is_archived, is_writable } of attributes) {
    if (type !== 'actor-reference' || is_archived || !is_writable || (slug === 'owner') !== isOwner) continue;
    const members = membersIn(values?.[slug]);
    if (members.length > 0) return members;
  }
  return [];
}

/** Attributes that refer to one company at most; the one of Attio's deals first. */
export function companyRefs(row: Row, values: Values): RecordRef[] {
  if (row.ref.object === 'companies') return [];
  const slugs = (all: Values) => Object.keys(all ?? {}).sort((a, b) => order(a) - order(b));
  const all = [
    ...slugs(values).map((slug) => values![slug]),
    ...(row.entry ? slugs(row.values) : []).map((slug) => row.values[slug]),
  ];
  for (const one of all) {
    const refs = referencesOf(Array.isArray(one) ? one.filter((value) => value?.active_until == null) : []);
    if (refs.length === 1 && refs[0]!.object === 'companies') return refs;
  }
  return [];
}

const order = (slug: string): number => (slug === 'associated_company' ? 0 : slug === 'company' ? 1 : 2);

/** One card. Nothing here throws: what real answers leave out, the card leaves out. */
export function cardOf(pipeline: Pipeline, parts: CardParts): Card {
  const { row, summary, values, own, attributes, formats } = parts;
  const of = { type: pipeline.type };
  const standing = row.values[pipeline.ref.attribute];
  const stage = stageIn(standing, of);
  const since = stageSince(standing);
  const { money: slug } = pipeline;
  const find = (among: readonly Attribute[]) => among.find((one) => one.api_slug === slug);
  const money =
    slug === undefined
      ? undefined
      : ((row.entry && moneyIn(row.values[slug], find(own))) ?? moneyIn(values?.[slug], find(attributes)));
  const entryValues = row.entry && row.values;
  const owners =
    [
      ownersIn(own, entryValues, true),
      ownersIn(attributes, values, true),
      ownersIn(own, entryValues, false),
      ownersIn(attributes, values, false),
    ].find((ids) => ids.length > 0) ?? [];
  const [ref] = companyRefs(row, values);
  const name = ref && parts.recordName(ref);
  const said = new Set<string | undefined>([
    name,
    stage === null ? undefined : pipeline.stages.find(({ id }) => id === stage)?.title,
    money && formatMoney(money.amount, money.currency || undefined, formats),
  ]);
  return {
    id: row.id,
    ref: row.ref,
    ...(row.entry && {
      entry: { list: pipeline.ref.of.target === 'lists' ? pipeline.ref.of.list : '', entryId: row.id },
    }),
    title: summary.title,
    description: summary.description
      .split(' · ')
      .filter((text) => !said.has(text))
      .join(' · '),
    stage,
    ...(since !== undefined && { since }),
    createdAt: row.createdAt,
    ...(money && { money }),
    owners,
    ...(ref && name && { company: { ref, title: name } }),
    base: writable(standing, of),
    readAt: row.readAt,
  };
}
