/** List entries: create, assert by parent, update, delete (api.md sections 4.1 and 4.3). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { rowEvent } from '../events.js';
import type { Container, Row } from '../model.js';
import { invalid, notFound } from '../problem.js';
import { actorOf, bodyOf, type Call, data, type Route } from '../route.js';
import {
  checkRequired,
  checkUnique,
  createRow,
  immutableParent,
  type Parsed,
  parsedValues,
  writeValues,
} from '../rowWrites.js';
import { entryOut } from '../wire.js';

const WRITE_ENTRIES = ['list_entry:read-write', 'list_configuration:read'];

const VALUES = z.record(z.string(), z.unknown());
const CREATE = z.object({
  data: z.object({ parent_record_id: z.uuid(), parent_object: z.string(), entry_values: VALUES }),
});
const UPDATE = z.object({
  data: z.object({
    entry_values: VALUES,
    parent_record_id: z.unknown().optional(),
    parent_object: z.unknown().optional(),
  }),
});

/** The list and the record that an entry is to be made for. */
function placed(call: Call, message: (list: string) => string) {
  const { workspace, params } = call;
  const list = workspace.lists.find((one) => one.slug === params.list || one.id === params.list);
  if (!list) throw notFound(message(params.list!));
  const { data: given } = bodyOf(CREATE, call);
  const parent = workspace.findObject(given.parent_object);
  if (!parent) throw notFound(`Object with slug/ID "${given.parent_object}" not found.`);
  if (parent.slug !== list.parent) {
    throw invalid(
      'validation_type',
      `Entries of list "${list.slug}" are about "${list.parent}", not "${parent.slug}".`,
    );
  }
  if (workspace.merging.has(given.parent_record_id.toLowerCase())) {
    workspace.record(parent, given.parent_record_id, 'write');
  }
  const record = workspace.rows(parent).get(given.parent_record_id.toLowerCase());
  if (!record) throw invalid('value_not_found', `Parent record with slug/ID "${given.parent_record_id}" not found.`);
  return { list, record, values: parsedValues(workspace, list, given.entry_values) };
}

function out(call: Call, list: Container, id: string) {
  return data(entryOut(call.workspace, list, call.workspace.entry(list, id)));
}

function createIn(call: Call, list: Container, record: Row, values: Parsed) {
  checkRequired(list, values, true);
  checkUnique(call.workspace, list, values);
  const id = randomUUID();
  createRow(call, list, id, values, record.id);
  return out(call, list, id);
}

/** A record may be in a list several times. */
function create(call: Call) {
  const { list, record, values } = placed(call, (name) => `Could not find list with slug/ID "${name}".`);
  return createIn(call, list, record, values);
}

/** Creates, or updates the one entry of the record. */
function assertEntry(call: Call) {
  const { workspace } = call;
  const { list, record, values } = placed(call, (name) => `List with slug/ID "${name}" was not found.`);
  const found = [...workspace.rows(list).from()].filter((entry) => entry.parentId === record.id);
  if (found.length > 1) {
    throw invalid(
      'multiple_match_results',
      'Multiple entries were founds for the given parent record. Please remove duplicates or use the update or create entry endpoints instead.',
    );
  }
  const [entry] = found;
  if (!entry) return createIn(call, list, record, values);
  checkRequired(list, values, false);
  checkUnique(workspace, list, values, entry.id);
  writeValues(call, list, entry.id, values, () => 'replace');
  return out(call, list, entry.id);
}

/** PATCH prepends to multi-selects, PUT replaces them; the parent stays. */
function update(mode: 'replace' | 'prepend') {
  return (call: Call) => {
    const { workspace, params } = call;
    const list = workspace.list(params.list!);
    const { id } = workspace.entry(list, params.entry_id!);
    const { data: given } = bodyOf(UPDATE, call);
    if (given.parent_record_id !== undefined || given.parent_object !== undefined) throw immutableParent();
    const values = parsedValues(workspace, list, given.entry_values);
    checkRequired(list, values, false);
    checkUnique(workspace, list, values, id);
    writeValues(call, list, id, values, () => mode);
    return out(call, list, id);
  };
}

function remove(call: Call) {
  const { workspace, params } = call;
  const list = workspace.list(params.list!);
  const entry = workspace.entry(list, params.entry_id!);
  for (const comment of workspace.comments.list) {
    if (comment.entry?.entryId === entry.id) workspace.comments.delete(comment.id);
  }
  workspace.rows(list).remove(entry.id);
  workspace.publish(rowEvent(workspace, list, entry, 'deleted', actorOf(call)));
  return { body: {} };
}

const ONE = '/v2/lists/{list}/entries/{entry_id}';

export const entryWriteRoutes: Route[] = [
  { method: 'POST', path: '/v2/lists/{list}/entries', scopes: WRITE_ENTRIES, run: create },
  { method: 'PUT', path: '/v2/lists/{list}/entries', scopes: WRITE_ENTRIES, run: assertEntry },
  { method: 'PATCH', path: ONE, scopes: WRITE_ENTRIES, run: update('prepend') },
  { method: 'PUT', path: ONE, scopes: WRITE_ENTRIES, run: update('replace') },
  { method: 'DELETE', path: ONE, scopes: WRITE_ENTRIES, run: remove },
];
