/**
 * Writing the values of a record or an entry (api.md sections 0 and 5): everything a request says is checked before
 * anything of it is written, and webhooks are told.
 */
import { rowEvent } from './events.js';
import type { AttributeDef, Container, Value } from './model.js';
import { nano } from './model.js';
import { invalid } from './problem.js';
import { actorOf, type Call, stampOf } from './route.js';
import { parseValue } from './values.js';
import { activeValues, findAttribute, uniqueKey, type Workspace } from './workspace.js';
import { setValues } from './writing.js';

type Data = Record<string, unknown>;
/** Values as stored, by attribute. */
export type Parsed = Map<AttributeDef, Data[]>;

/** The values of a body, by attribute, in stored form; a 400 names the first that cannot be. */
export function parsedValues(workspace: Workspace, container: Container, values: Data): Parsed {
  const result: Parsed = new Map();
  for (const [slugOrId, given] of Object.entries(values)) {
    const attribute = findAttribute(container, slugOrId);
    if (!attribute) throw invalid('value_not_found', `Cannot find attribute with slug/ID "${slugOrId}".`);
    if (attribute.slug === 'parent_record') throw immutableParent();
    if (attribute.readOnly) {
      throw invalid('system_edit_unauthorized', `Attribute with slug "${attribute.slug}" is not writable.`);
    }
    const wrongKind = attribute.multi
      ? given !== null && !Array.isArray(given)
      : Array.isArray(given) && given.length > 1;
    if (wrongKind) {
      const expected = attribute.multi ? 'an array of values' : 'a single value';
      throw invalid('validation_type', `Attribute with slug "${attribute.slug}" takes ${expected}.`);
    }
    const inputs = given === null ? [] : Array.isArray(given) ? given : [given];
    result.set(
      attribute,
      inputs.map((input) => parseValue(attribute, input, workspace)),
    );
  }
  return result;
}

/** 400 for an update that would give an entry another record. */
export function immutableParent() {
  return invalid('immutable_value', 'The parent record for a list entry cannot be updated once created.');
}

/** Refuses what leaves a required attribute empty. `created`: attributes that are not named are empty too. */
export function checkRequired(container: Container, values: Parsed, created: boolean): void {
  for (const attribute of container.attributes.filter((one) => one.required && !one.archived)) {
    const given = values.get(attribute);
    if (given ? given.length === 0 : created) {
      throw invalid('missing_value', `Required value for attribute with ID "${attribute.id}" was not provided.`);
    }
  }
}

const keyOf = (given: Data) => uniqueKey({ data: given } as Value);

/** Ids of the rows that have one of these values in a unique attribute. */
export function holders(workspace: Workspace, container: Container, attribute: AttributeDef, given: Data[]): string[] {
  const keys = new Set(given.map(keyOf));
  const found = new Set<string>();
  for (const key of keys) {
    for (const row of workspace.rows(container).candidates(attribute, key)) {
      if (activeValues(attribute, row, container).some((value) => uniqueKey(value) === key)) found.add(row.id);
    }
  }
  return [...found];
}

/** Refuses values that are already another row's, and says whose. */
export function checkUnique(workspace: Workspace, container: Container, values: Parsed, self?: string): void {
  for (const [attribute, given] of values) {
    if (!attribute.unique) continue;
    for (const one of given) {
      const taken = holders(workspace, container, attribute, [one]).filter((id) => id !== self);
      if (taken.length === 0) continue;
      const field = ['domain', 'email_address', 'phone_number'].find((key) => key in one) ?? 'value';
      throw invalid(
        'uniqueness_conflict',
        `The value "${JSON.stringify({ [field]: one[field] })}" provided for attribute with ID "${attribute.id}" ` +
          `conflicts with one already in the system. Conflicting record IDs: ${taken.join(', ')}`,
      );
    }
  }
}

type ModeOf = (attribute: AttributeDef) => 'replace' | 'prepend';

/** Writes checked values, and tells of each attribute that came out different, on both sides of relationships. */
export function writeValues(call: Call, container: Container, id: string, values: Parsed, mode: ModeOf): void {
  const { workspace } = call;
  const actor = actorOf(call);
  const stamp = {
    ...stampOf(call),
    changed: (of: Container, row: { id: string; parentId?: string }, attribute: AttributeDef) =>
      workspace.publish(rowEvent(workspace, of, row, 'updated', actor, attribute.id)),
  };
  for (const [attribute, given] of values)
    setValues(workspace, container, id, attribute, given, mode(attribute), stamp);
}

/** Makes a row with checked values; those not named get their defaults. */
export function createRow(call: Call, container: Container, id: string, values: Parsed, parentId?: string): void {
  const { workspace } = call;
  const actor = actorOf(call);
  const stamp = stampOf(call);
  const row = {
    id,
    createdAt: stamp.at,
    createdBy: actor,
    values: new Map(),
    ...(parentId !== undefined && { parentId }),
  };
  workspace.rows(container).add(row);
  workspace.publish(rowEvent(workspace, container, row, 'created', actor));
  const changed = (of: Container, other: { id: string; parentId?: string }, attribute: AttributeDef) => {
    if (other.id !== id) workspace.publish(rowEvent(workspace, of, other, 'updated', actor, attribute.id));
  };
  for (const [attribute, given] of [...defaults(workspace, container, values), ...values]) {
    setValues(workspace, container, id, attribute, given, 'replace', { ...stamp, changed });
  }
}

/** Default values of the attributes that a creation does not name. */
function defaults(workspace: Workspace, container: Container, named: Parsed): Parsed {
  const result: Parsed = new Map();
  for (const attribute of container.attributes) {
    const value = attribute.defaultValue as { type?: string; template?: unknown } | null;
    if (value === null || attribute.readOnly || attribute.archived || named.has(attribute)) continue;
    if (value.type === 'static' && Array.isArray(value.template)) {
      result.set(
        attribute,
        value.template.map((one) => parseValue(attribute, one, workspace)),
      );
    } else if (typeof value.template === 'string' && value.template.startsWith('P')) {
      const due = nano(Date.now() + durationMs(value.template));
      result.set(attribute, [parseValue(attribute, due, workspace)]);
    }
  }
  return result;
}

/** Milliseconds of an ISO 8601 duration; months and years are as long as they are on average. */
function durationMs(text: string): number {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  const units = [31_557_600, 2_629_800, 604_800, 86_400, 3600, 60, 1];
  return units.reduce((sum, seconds, at) => sum + Number(parts?.[at + 1] ?? 0) * seconds * 1000, 0);
}
