/**
 * The values of one attribute of a record or an entry: read, past ones too when asked for; and written whole, history
 * and all, as migrations do (api.md sections 4.2 and 5).
 */
import { z } from 'zod';
import type { AttributeDef, Container, Row, Value } from '../model.js';
import { nano } from '../model.js';
import { invalid } from '../problem.js';
import {
  type Answer,
  actorOf,
  bodyOf,
  type Call,
  count,
  data,
  queryOf,
  READ_RECORDS,
  type Route,
  WRITE_RECORDS,
} from '../route.js';
import { parseValue } from '../values.js';
import { valueOut } from '../wire.js';
import { activeValues } from '../workspace.js';

const VALUES = z.object({
  show_historic: z.enum(['true', 'false']).default('false'),
  limit: count(1).optional(),
  offset: count(0).default(0),
});

/** The document of this operation is not at hand; these are the keys that values have when they are read. */
const WRITE = z.object({
  data: z.union([z.array(z.unknown()), z.object({ values: z.array(z.unknown()) }).transform(({ values }) => values)]),
});
const DATED = z.looseObject({ active_from: z.string(), active_until: z.string().nullable().optional() });

interface Place {
  of: Container;
  row: Row;
  attribute: AttributeDef;
}

function place({ workspace, params }: Call, use: 'read' | 'write'): Place {
  const of = params.list === undefined ? workspace.object(params.object!) : workspace.list(params.list);
  const row =
    params.list === undefined ? workspace.record(of, params.record_id!, use) : workspace.entry(of, params.entry_id!);
  return { of, row, attribute: workspace.attribute(of, params.attribute!) };
}

/** Communication-intelligence and enriched attributes have no history to show. */
function hasNoHistory(attribute: AttributeDef): boolean {
  return (
    attribute.type === 'interaction' ||
    (attribute.readOnly && /^(strongest_|twitter_|logo_|avatar_)/.test(attribute.slug))
  );
}

function read(call: Call): Answer {
  const { of, row, attribute } = place(call, 'read');
  const { show_historic, limit, offset } = queryOf(VALUES, call);
  const historic = show_historic === 'true';
  if (historic && hasNoHistory(attribute)) {
    throw invalid('validation_type', 'Cannot set show_historic param to true when querying a COMINT attribute.');
  }
  const active = activeValues(attribute, row, of);
  const past = historic ? (row.values.get(attribute.id) ?? []).filter((value) => value.until !== null) : [];
  const all = [...past, ...active].slice(offset, limit === undefined ? undefined : offset + limit);
  return data(all.map((value) => valueOut(call.workspace.name, of, attribute, value)));
}

/** Replaces the whole history; no webhook is told, and the other side of a relationship is left as it is. */
function write(call: Call): Answer {
  const { workspace } = call;
  const { of, row, attribute } = place(call, 'write');
  if (attribute.readOnly) {
    throw invalid('system_edit_unauthorized', `Attribute with slug "${attribute.slug}" is not writable.`);
  }
  const { data: given } = bodyOf(WRITE, call);
  const values = given.map((input): Value => {
    const dated = DATED.safeParse(input);
    const { active_from, active_until, created_by_actor, attribute_type, ...rest } = (dated.data ?? {}) as Record<
      string,
      unknown
    >;
    const bare = Object.keys(rest).length === 1 ? Object.values(rest)[0] : rest;
    const keyed = ['record-reference', 'actor-reference', 'location', 'personal-name', 'phone-number'];
    const content = !dated.success ? input : keyed.includes(attribute.type) ? rest : bare;
    return {
      from: time(active_from) ?? nano(Date.now()),
      until: time(active_until) ?? null,
      by: actorOf(call),
      data: parseValue(attribute, content, workspace),
    };
  });
  const active = values.filter((value) => value.until === null);
  if (!attribute.multi && active.length > 1) {
    throw invalid('validation_type', `Attribute with slug "${attribute.slug}" takes a single value at a time.`);
  }
  if (attribute.required && active.length === 0) {
    throw invalid('missing_value', `Required value for attribute with ID "${attribute.id}" was not provided.`);
  }
  values.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  workspace.rows(of).edit(row.id)!.values.set(attribute.id, values);
  return data(values.map((value) => valueOut(workspace.name, of, attribute, value)));
}

function time(given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined;
  const ms = Date.parse(given.replace(/(\.\d{3})\d+/, '$1'));
  if (Number.isNaN(ms)) throw invalid('validation_type', 'active_from and active_until must be ISO 8601 timestamps.');
  return nano(ms);
}

const OF_RECORD = '/v2/objects/{object}/records/{record_id}/attributes/{attribute}/values';
const OF_ENTRY = '/v2/lists/{list}/entries/{entry_id}/attributes/{attribute}/values';

export const attributeValueRoutes: Route[] = [
  { method: 'GET', path: OF_RECORD, scopes: READ_RECORDS, run: read },
  { method: 'PUT', path: OF_RECORD, scopes: WRITE_RECORDS, run: write },
  { method: 'GET', path: OF_ENTRY, scopes: ['list_entry:read', 'list_configuration:read'], run: read },
  { method: 'PUT', path: OF_ENTRY, scopes: ['list_entry:read-write', 'list_configuration:read'], run: write },
];
