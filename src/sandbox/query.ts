/**
 * Answers a records or entries query without stopping everything else, and in the memory of what is shown: sorts keep
 * the best so far, not all.
 */
import { compileFilter } from './filter.js';
import type { Container, Row } from './model.js';
import { compileSorts, type SortRequest } from './sort.js';
import { TopK } from './topK.js';
import { inTurns } from './turns.js';
import type { Workspace } from './workspace.js';

export interface Query {
  filter?: unknown;
  sorts?: SortRequest[];
  limit: number;
  offset: number;
}

/** The page asked for, and a complexity score as in `x-attio-record-query-score`. Throws a 400 before any scan. */
export async function runQuery(workspace: Workspace, container: Container, query: Query, signal?: AbortSignal) {
  const filter = query.filter === undefined ? undefined : compileFilter(workspace, container, query.filter);
  const sorts = compileSorts(workspace, container, query.sorts ?? []);
  const score = (filter?.conditions ?? 0) + (query.sorts?.length ?? 0);
  const rows = workspace.rows(container);
  const { offset, limit } = query;
  const end = offset + limit;
  // Rows are kept in the order of their creation, so that this sort is none.
  const ordered = !sorts || sorts.byCreation !== undefined;

  if (!filter && !sorts) return { rows: take(rows.from(offset), limit), score };
  if (!filter && sorts?.byCreation) return { rows: take(rows.byCreation(sorts.byCreation, offset), limit), score };

  const all = () => (sorts?.byCreation ? rows.byCreation(sorts.byCreation) : rows.from());
  const few = filter?.ids
    ? filter.ids.map((id) => rows.get(id.toLowerCase())).filter((row) => row !== undefined)
    : filter?.unique && rows.candidates(filter.unique.attribute, filter.unique.key);
  const matches = (row: Row) => !filter || filter.matches(row);

  if (ordered && !(few && sorts)) {
    const page: Row[] = [];
    let matched = 0;
    await inTurns(
      few ?? all(),
      (row) => {
        if (!matches(row)) return true;
        if (matched >= offset) page.push(row);
        matched += 1;
        return matched < end;
      },
      signal,
    );
    return { rows: page, score };
  }

  interface Found {
    row: Row;
    keys: ReturnType<NonNullable<typeof sorts>['keys']>;
    at: number;
  }
  const best = new TopK<Found>(end, (a, b) => sorts!.compare(a.keys, b.keys) || a.at - b.at);
  let at = 0;
  await inTurns(
    few ?? rows.from(),
    (row) => {
      if (matches(row)) best.offer({ row, keys: sorts!.keys(row), at });
      at += 1;
    },
    signal,
  );
  return { rows: best.list.slice(offset, end).map(({ row }) => row), score };
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
