/** Saved views of objects and lists (api.md section 4.3). */
import { z } from 'zod';
import { cursorPage, cursorQuery, paged } from '../cursor.js';
import type { Container } from '../model.js';
import { type Call, flag, queryOf, READ_OBJECTS, type Route } from '../route.js';

const QUERY = z.object({ ...cursorQuery(500, 1000), show_archived: flag.default(false) });

function viewsOf(call: Call, of: Container) {
  const query = queryOf(QUERY, call);
  const shown = call.workspace.views.list.filter(
    (view) => view.containerId === of.id && (query.show_archived || !view.archived),
  );
  const { page, next } = cursorPage(shown, query);
  const key = of.kind === 'lists' ? 'list_id' : 'object_id';
  const out = page.map((view) => ({
    id: { workspace_id: call.workspace.name.id, [key]: of.id, view_id: view.id },
    title: view.title,
    created_at: view.createdAt,
  }));
  return paged(out, next);
}

export const viewRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/objects/{object}/views',
    scopes: READ_OBJECTS,
    run: (call) => viewsOf(call, call.workspace.object(call.params.object!)),
  },
  {
    method: 'GET',
    path: '/v2/lists/{list}/views',
    scopes: ['list_configuration:read'],
    run: (call) => viewsOf(call, call.workspace.list(call.params.list!)),
  },
];
