/** Records: create, assert, update, delete, and the history of one attribute (api.md sections 0, 4.2 and 5). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mapReferences } from '../containers.js';
import { rowEvent } from '../events.js';
import type { AttributeDef, Container, Value } from '../model.js';
import { invalid } from '../problem.js';
import { actorOf, bodyOf, type Call, data, queryOf, type Route, stampOf, WRITE_RECORDS } from '../route.js';
import {
  checkRequired,
  checkUnique,
  createRow,
  holders,
  type Parsed,
  parsedValues,
  writeValues,
} from '../rowWrites.js';
import { recordOut } from '../wire.js';
import { findAttribute } from '../workspace.js';
import { setValues } from '../writing.js';

const BODY = z.object({ data: z.object({ values: z.record(z.string(), z.unknown()) }) });

function write(
  call: Call,
  object: Container,
  id: string,
  values: Parsed,
  mode: (of: AttributeDef) => 'replace' | 'prepend',
) {
  writeValues(call, object, id, values, mode);
  return data(recordOut(call.workspace, object, call.workspace.record(object, id)));
}

function createWith(call: Call, object: Container, values: Parsed) {
  checkRequired(object, values, true);
  checkUnique(call.workspace, object, values);
  const id = randomUUID();
  createRow(call, object, id, values);
  return data(recordOut(call.workspace, object, call.workspace.record(object, id)));
}

function create(call: Call) {
  const object = call.workspace.object(call.params.object!);
  return createWith(call, object, parsedValues(call.workspace, object, bodyOf(BODY, call).data.values));
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
  const values = parsedValues(workspace, object, bodyOf(BODY, call).data.values);
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
  workspace.record(object, id, 'write');
  checkRequired(object, values, false);
  checkUnique(workspace, object, values, id);
  return write(call, object, id, values, (attribute) => (attribute === matching ? 'prepend' : 'replace'));
}

/** PATCH prepends to multi-selects, PUT replaces them; both touch only what is sent. */
function update(mode: 'replace' | 'prepend') {
  return (call: Call) => {
    const object = call.workspace.object(call.params.object!);
    const { id } = call.workspace.record(object, call.params.record_id!, 'write');
    const values = parsedValues(call.workspace, object, bodyOf(BODY, call).data.values);
    checkRequired(object, values, false);
    checkUnique(call.workspace, object, values, id);
    return write(call, object, id, values, () => mode);
  };
}

/** The record goes, with its notes, comments, files and list entries; whatever pointed to it lets go of it. */
function remove(call: Call) {
  const { workspace } = call;
  const object = workspace.object(call.params.object!);
  const row = workspace.record(object, call.params.record_id!, 'write');
  const { id } = row;
  const stamp = stampOf(call);
  for (const attribute of object.attributes.filter((one) => one.other)) {
    setValues(workspace, object, id, attribute, [], 'replace', stamp);
  }
  const isHere = (value: Value) => value.data.target_record_id === id;
  mapReferences(workspace, object.slug, (value) => (isHere(value) ? undefined : value), true);
  const isIt = (link: { object: string; recordId: string }) => link.object === object.slug && link.recordId === id;
  for (const note of workspace.notes.list) if (isIt(note)) workspace.notes.delete(note.id);
  for (const comment of workspace.comments.list) if (isIt(comment.record)) workspace.comments.delete(comment.id);
  for (const file of workspace.files.list) if (isIt(file.record)) workspace.files.delete(file.id);
  for (const task of workspace.tasks.list.filter((one) => one.linked.some(isIt))) {
    workspace.tasks.set({ ...task, linked: task.linked.filter((link) => !isIt(link)) });
  }
  for (const meeting of workspace.meetings.list.filter((one) => one.linked.some(isIt))) {
    workspace.meetings.set({ ...meeting, linked: meeting.linked.filter((link) => !isIt(link)) });
  }
  for (const list of workspace.lists.filter((one) => one.parent === object.slug)) {
    const entries = workspace.rows(list);
    for (const entry of [...entries.from()]) if (entry.parentId === id) entries.remove(entry.id);
  }
  workspace.rows(object).remove(id);
  workspace.publish(rowEvent(workspace, object, row, 'deleted', actorOf(call)));
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
