/** Answers a records or entries query without stopping everything else: long scans let others in between. */
import { setImmediate as breathe } from 'node:timers/promises';
import { compileFilter } from './filter.js';
import type { Container, Row } from './model.js';
import { compileSorts, type SortRequest } from './sort.js';
import type { Workspace } from './workspace.js';

export interface Query {
  filter?: unknown;
  sorts?: SortRequest[];
  limit: number;
  offset: number;
}

/** Milliseconds of scanning before others get a turn. */
const SLICE_MS = 8;

/** The page asked for, and a complexity score as in `x-attio-record-query-score`. Throws a 400 before any scan. */
export async function runQuery(workspace: Workspace, container: Container, query: Query) {
  const filter = query.filter === undefined ? undefined : compileFilter(workspace, container, query.filter);
  const sorts = compileSorts(workspace, container, query.sorts ?? []);
  const score = (filter?.conditions ?? 0) + (query.sorts?.length ?? 0);
  const rows = workspace.rows(container);
  const end = query.offset + query.limit;

  if (!filter && !sorts) return { rows: take(rows.from(query.offset), query.limit), score };

  const candidates = filter?.ids
    ? filter.ids.map((id) => rows.get(id.toLowerCase())).filter((row) => row !== undefined)
    : rows.from();
  const found: { row: Row; keys: ReturnType<NonNullable<typeof sorts>['keys']> }[] = [];
  let since = performance.now();
  for (const row of candidates) {
    if (!filter || filter.matches(row)) found.push({ row, keys: sorts?.keys(row) ?? [] });
    if (!sorts && found.length >= end) break;
    if (performance.now() - since > SLICE_MS) {
      await breathe();
      since = performance.now();
    }
  }
  if (sorts) found.sort((a, b) => sorts.compare(a.keys, b.keys));
  return { rows: found.slice(query.offset, end).map(({ row }) => row), score };
}

function take<T>(from: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  if (count <= 0) return taken;
  for (const one of from) {
    taken.push(one);
    if (taken.length >= count) break;
  }
  return taken;
}
