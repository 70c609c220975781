/**
 * Records: create, assert, update, delete (api.md sections 0 and 5). Everything a request says is checked before
 * anything of it is written.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type AttributeDef, type Container, nano, type Value } from '../model.js';
import { invalid } from '../problem.js';
import { bodyOf, type Call, data, queryOf, type Route, WRITE_RECORDS } from '../route.js';
import { parseValue } from '../values.js';
import { recordOut } from '../wire.js';
import { activeValues, findAttribute, uniqueKey, type Workspace } from '../workspace.js';
import { setValues } from '../writing.js';

const BODY = z.object({ data: z.object({ values: z.record(z.string(), z.unknown()) }) });

type Data = Record<string, unknown>;
type Parsed = Map<AttributeDef, Data[]>;

/** The values of a body, by attribute, in stored form; a 400 names the first that cannot be. */
function parsed(workspace: Workspace, object: Container, values: Data): Parsed {
  const result: Parsed = new Map();
  for (const [slugOrId, given] of Object.entries(values)) {
    const attribute = findAttribute(object, slugOrId);
    if (!attribute) throw invalid('value_not_found', `Cannot find attribute with slug/ID "${slugOrId}".`);
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

/** Refuses what leaves a required attribute empty. `created`: attributes that are not named are empty too. */
function checkRequired(object: Container, values: Parsed, created: boolean): void {
  for (const attribute of object.attributes.filter((one) => one.required)) {
    const given = values.get(attribute);
    if (given ? given.length === 0 : created) {
      throw invalid('missing_value', `Required value for attribute with ID "${attribute.id}" was not provided.`);
    }
  }
}

const keyOf = (given: Data) => uniqueKey({ data: given } as Value);

/** Ids of the records that have one of these values in a unique attribute. */
function holders(workspace: Workspace, object: Container, attribute: AttributeDef, given: Data[]): string[] {
  const keys = new Set(given.map(keyOf));
  const found: string[] = [];
  if (keys.size === 0) return found;
  for (const row of workspace.rows(object).from()) {
    if (activeValues(attribute, row, object).some((value) => keys.has(uniqueKey(value)))) found.push(row.id);
  }
  return found;
}

/** Refuses values that are already another record's, and says whose. */
function checkUnique(workspace: Workspace, object: Container, values: Parsed, self?: string): void {
  for (const [attribute, given] of values) {
    if (!attribute.unique) continue;
    for (const one of given) {
      const taken = holders(workspace, object, attribute, [one]).filter((id) => id !== self);
      if (taken.length === 0) continue;
      const [field, value] = Object.entries(one).find(([, part]) => String(part).toLowerCase() === keyOf(one)) ?? [];
      throw invalid(
        'uniqueness_conflict',
        `The value "${JSON.stringify({ [field ?? 'value']: value })}" provided for attribute with ID "${attribute.id}" ` +
          `conflicts with one already in the system. Conflicting record IDs: ${taken.join(', ')}`,
      );
    }
  }
}

function write(
  call: Call,
  object: Container,
  id: string,
  values: Parsed,
  mode: (of: AttributeDef) => 'replace' | 'prepend',
) {
  const { workspace, token } = call;
  const stamp = { by: { type: 'api-token', id: token.clientId }, at: nano(Date.now()) };
  for (const [attribute, given] of values) setValues(workspace, object, id, attribute, given, mode(attribute), stamp);
  return data(recordOut(workspace, object, workspace.record(object, id)));
}

function createWith(call: Call, object: Container, values: Parsed) {
  checkRequired(object, values, true);
  checkUnique(call.workspace, object, values);
  const id = randomUUID();
  const createdBy = { type: 'api-token', id: call.token.clientId };
  call.workspace.rows(object).add({ id, createdAt: nano(Date.now()), createdBy, values: new Map() });
  return write(call, object, id, values, () => 'replace');
}

function create(call: Call) {
  const object = call.workspace.object(call.params.object!);
  return createWith(call, object, parsed(call.workspace, object, bodyOf(BODY, call).data.values));
}

/** Creates, or updates the one record that has the value of `matching_attribute`. */
function assertRecord(call: Call) {
  const { workspace } = call;
  const object = workspace.object(call.params.object!);
  const slug = queryOf(z.object({ matching_attribute: z.string() }), call).matching_attribute;
  const matching = findAttribute(object, slug);
  if (!matching) throw invalid('value_not_found', `No attribute was found for matching_attribute slug/ID "${slug}".`);
  if (!matching.unique) {
    throw invalid('matching_attribute_definition_not_unique', `The matching attribute "${slug}" is not unique.`);
  }
  const values = parsed(workspace, object, bodyOf(BODY, call).data.values);
  const given = values.get(matching) ?? [];
  if (given.length === 0) {
    throw invalid('missing_value', `Required value for attribute with ID "${matching.id}" was not provided.`);
  }
  const found = holders(workspace, object, matching, given);
  if (found.length > 1) {
    throw invalid('multiple_match_results', `Several records match on attribute "${slug}": ${found.join(', ')}.`);
  }
  const [id] = found;
  if (id === undefined) return createWith(call, object, values);
  checkRequired(object, values, false);
  checkUnique(workspace, object, values, id);
  return write(call, object, id, values, (attribute) => (attribute === matching ? 'prepend' : 'replace'));
}

/** PATCH prepends to multi-selects, PUT replaces them; both touch only what is sent. */
function update(mode: 'replace' | 'prepend') {
  return (call: Call) => {
    const object = call.workspace.object(call.params.object!);
    const { id } = call.workspace.record(object, call.params.record_id!);
    const values = parsed(call.workspace, object, bodyOf(BODY, call).data.values);
    checkRequired(object, values, false);
    checkUnique(call.workspace, object, values, id);
    return write(call, object, id, values, () => mode);
  };
}

/** The record goes, with its notes and list entries; other sides of relationships let go of it. */
function remove(call: Call) {
  const { workspace, token } = call;
  const object = workspace.object(call.params.object!);
  const { id } = workspace.record(object, call.params.record_id!);
  const stamp = { by: { type: 'api-token', id: token.clientId }, at: nano(Date.now()) };
  for (const attribute of object.attributes.filter((one) => one.other)) {
    setValues(workspace, object, id, attribute, [], 'replace', stamp);
  }
  for (const note of [...workspace.notes.values()]) {
    if (note.object === object.slug && note.recordId === id) workspace.notes.delete(note.id);
  }
  for (const list of workspace.lists.filter((one) => one.parent === object.slug)) {
    const entries = workspace.rows(list);
    for (const entry of [...entries.from()]) if (entry.parentId === id) entries.remove(entry.id);
  }
  workspace.rows(object).remove(id);
  return { body: {} };
}

const ONE = '/v2/objects/{object}/records/{record_id}';

export const recordWriteRoutes: Route[] = [
  { method: 'POST', path: '/v2/objects/{object}/records', scopes: WRITE_RECORDS, run: create },
  { method: 'PUT', path: '/v2/objects/{object}/records', scopes: WRITE_RECORDS, run: assertRecord },
  { method: 'PATCH', path: ONE, scopes: WRITE_RECORDS, run: update('prepend') },
  { method: 'PUT', path: ONE, scopes: WRITE_RECORDS, run: update('replace') },
  { method: 'DELETE', path: ONE, scopes: WRITE_RECORDS, run: remove },
];
