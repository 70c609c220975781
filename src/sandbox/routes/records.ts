/** Records: query, get, search. */
import { z } from 'zod';
import type { Container } from '../model.js';
import { invalid } from '../problem.js';
import { runQuery } from '../query.js';
import { type Answer, bodyOf, type Call, count, data, queryOf, READ_RECORDS, type Route } from '../route.js';
import { searchRecords } from '../search.js';
import { entryOut, recordOut } from '../wire.js';

const READ_ENTRIES = ['list_entry:read', 'list_configuration:read'];

/** The document names no maximum; clients use 500 and report larger ones refused (api.md section 3). */
const PAGE = 500;

const SORT = z.union([
  z.object({ direction: z.enum(['asc', 'desc']), attribute: z.string(), field: z.string().optional() }),
  z.object({
    direction: z.enum(['asc', 'desc']),
    path: z.array(z.array(z.string()).length(2)),
    field: z.string().optional(),
  }),
]);
const QUERY = z.object({
  filter: z.record(z.string(), z.unknown()).optional(),
  filter_view_id: z.uuid().optional(),
  sorts: z.array(SORT).optional(),
  limit: z.int().min(1).max(PAGE).default(PAGE),
  offset: z.int().min(0).default(0),
});

const REQUEST_AS = z.union([
  z.object({ type: z.literal('workspace') }),
  z.object({ type: z.literal('workspace-member'), workspace_member_id: z.uuid() }),
  z.object({ type: z.literal('workspace-member'), email_address: z.email() }),
]);
const SEARCH = z.object({
  query: z.string().max(256),
  objects: z.array(z.string()).min(1),
  request_as: REQUEST_AS,
  limit: z.int().min(1).max(25).default(25),
});

/** Sorts, limit and offset are not taken from a view, only its filter. */
function viewOf({ workspace }: Call, container: Container, id: string) {
  const view = workspace.views.get(id);
  if (view?.containerId !== container.id) throw invalid('value_not_found', `View with ID "${id}" not found.`);
  return view;
}

async function page(
  call: Call,
  container: Container,
  out: (row: Parameters<typeof recordOut>[2]) => unknown,
): Promise<Answer> {
  const query = bodyOf(QUERY, call);
  if (query.filter_view_id !== undefined) {
    if (query.filter) throw invalid('validation_type', 'filter and filter_view_id cannot be used together.');
  }
  const view = query.filter_view_id === undefined ? undefined : viewOf(call, container, query.filter_view_id);
  const filter = view ? (view.filter ?? undefined) : query.filter;
  const { rows, score } = await runQuery(call.workspace, container, { ...query, filter }, call.signal);
  return { ...data(rows.map(out)), headers: { 'x-attio-record-query-score': String(score) } };
}

async function search(call: Call): Promise<Answer> {
  const { query, objects, request_as, limit } = bodyOf(SEARCH, call);
  const { workspace } = call;
  if (request_as.type === 'workspace-member') {
    const named = 'email_address' in request_as ? request_as.email_address : request_as.workspace_member_id;
    if (!workspace.member(named)) throw invalid('value_not_found', `Workspace member "${named}" not found.`);
  }
  const containers = objects.map((slugOrId) => {
    const object = workspace.findObject(slugOrId);
    if (!object) throw invalid('value_not_found', `Object with slug/ID "${slugOrId}" not found.`);
    return object;
  });
  return data(await searchRecords(workspace, [...new Set(containers)], query, limit, call.searchLag, call.signal));
}

/** In which lists a record is. */
function entriesOf(call: Call): Answer {
  const { workspace, params } = call;
  const object = workspace.object(params.object!);
  const row = workspace.record(object, params.record_id!);
  const { limit, offset } = queryOf(
    z.object({ limit: count(1, 1000).default(100), offset: count(0).default(0) }),
    call,
  );
  const found = workspace.lists
    .filter((list) => list.parent === object.slug)
    .flatMap((list) =>
      [...workspace.rows(list).from()]
        .filter((entry) => entry.parentId === row.id)
        .map((entry) => ({
          list_id: list.id,
          list_api_slug: list.slug,
          entry_id: entry.id,
          created_at: entry.createdAt,
        })),
    );
  return data(found.slice(offset, offset + limit));
}

export const recordRoutes: Route[] = [
  { method: 'POST', path: '/v2/objects/records/search', scopes: READ_RECORDS, run: search },
  {
    method: 'POST',
    path: '/v2/objects/{object}/records/query',
    scopes: READ_RECORDS,
    run: (call) => {
      const object = call.workspace.object(call.params.object!);
      return page(call, object, (row) => recordOut(call.workspace, object, row));
    },
  },
  {
    method: 'GET',
    path: '/v2/objects/{object}/records/{record_id}',
    scopes: READ_RECORDS,
    run: ({ workspace, params }) => {
      const object = workspace.object(params.object!);
      return data(recordOut(workspace, object, workspace.record(object, params.record_id!)));
    },
  },
  {
    method: 'GET',
    path: '/v2/objects/{object}/records/{record_id}/entries',
    scopes: [...READ_RECORDS, 'list_entry:read'],
    run: entriesOf,
  },
  {
    method: 'POST',
    path: '/v2/lists/{list}/entries/query',
    scopes: READ_ENTRIES,
    run: (call) => {
      const list = call.workspace.list(call.params.list!);
      return page(call, list, (row) => entryOut(call.workspace, list, row));
    },
  },
  {
    method: 'GET',
    path: '/v2/lists/{list}/entries/{entry_id}',
    scopes: READ_ENTRIES,
    run: ({ workspace, params }) => {
      const list = workspace.list(params.list!);
      return data(entryOut(workspace, list, workspace.entry(list, params.entry_id!)));
    },
  },
];
