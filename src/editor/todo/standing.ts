/** The tasks that lines are linked to, as Attio has them: read together, remembered for a while, never by a keystroke. */
import { window } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { Task } from '../../attio/workTypes.js';
import type { Connection, Services } from '../services.js';
import type { FoundLine } from './document.js';

export const SURFACE = 'tasks.lines';
/** Colleagues complete tasks too; so long what was read is taken as it is. */
const AGE_MS = 2 * 60_000;
/** Somebody who was away for so long may have been in Attio. */
const AWAY_MS = 15_000;
/** So many tasks are asked for one by one; more go by the pages that the view of tasks reads too. */
const FEW = 3;
/** So many are asked for one by one that are on none of these pages: old ones, and those that are gone. */
const MAX_SINGLE = 20;
const MAX_KEPT = 2000;

/** null: there is no such task. */
interface Kept {
  task: Task | null;
  at: number;
}

const kept = new Map<string, Kept>();
let refresh = () => {};
const watched = new WeakSet<object>();

const keyOf = (account: string, taskId: string): string => `${account}/${taskId.toLowerCase()}`;

function keep(account: string, taskId: string, task: Task | null): void {
  const key = keyOf(account, taskId);
  kept.delete(key);
  kept.set(key, { task, at: Date.now() });
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
}

/** What is written here, or seen elsewhere, shows at once; what others do when the window is looked at again. */
function watch(services: Services, connection: Connection, changed: () => void): void {
  refresh = changed;
  if (!watched.has(services)) {
    watched.add(services);
    services.context.subscriptions.push(
      window.onDidChangeWindowState(({ focused }) => {
        if (!focused || kept.size === 0) return;
        for (const one of kept.values()) if (Date.now() - one.at > AWAY_MS) one.at = 0;
        changed();
      }),
    );
  }
  if (watched.has(connection)) return;
  watched.add(connection);
  connection.catalog.onDidChange((change) => {
    if (change.what !== 'task' && change.what !== 'everything') return;
    if (change.what === 'task') kept.delete(keyOf(connection.account.id, change.taskId));
    else kept.clear();
    changed();
  });
}

/** All that is shown beside lines is read anew. */
export function staleTasks(): void {
  for (const one of kept.values()) one.at = 0;
  refresh();
}

let later: NodeJS.Timeout | undefined;
/** A window that stays as it is asks nothing by itself: colleagues complete and delete tasks all the same. */
function lookAfterAWhile(): void {
  clearTimeout(later);
  later = setTimeout(() => {
    if (window.state.focused) refresh();
  }, AGE_MS);
  later.unref();
}

/** A task as it was just seen, which the lenses show too. */
export function learnTask(connection: Connection, taskId: string, task: Task | null): void {
  const before = kept.get(keyOf(connection.account.id, taskId))?.task;
  keep(connection.account.id, taskId, task);
  if (before?.is_completed !== task?.is_completed || !before !== !task) refresh();
}

export interface LinkedLine extends FoundLine {
  connection: Connection;
  /** null: Attio has no such task; undefined: it is not known. */
  task: Task | null | undefined;
}

/** The lines whose tasks are in an account of this machine whose key may read tasks, without having asked. */
export async function linkedLines(
  services: Services,
  lines: readonly FoundLine[],
  changed: () => void = refresh,
): Promise<LinkedLine[]> {
  const slugs = new Set(lines.flatMap(({ found }) => found.task?.link.workspace ?? []));
  const connections = new Map<string, Connection>();
  for (const slug of slugs) {
    const connection = await services.connections.forSlug(slug).catch(() => undefined);
    if (!connection || !hasScopes(connection.account.scopes, 'task:read')) continue;
    connections.set(slug, connection);
    watch(services, connection, changed);
  }
  return lines.flatMap((one) => {
    const link = one.found.task?.link;
    const connection = link && connections.get(link.workspace);
    if (!connection) return [];
    return [{ ...one, connection, task: kept.get(keyOf(connection.account.id, link.taskId))?.task }];
  });
}

/**
 * Reads what is not known, or too old, and resolves to the lines with it. Never rejects: what was not read stays as it
 * was. Goes on for whoever asks next when nobody waits any more: with each key press VS Code lets go of what it asked.
 */
export async function readTasks(lines: readonly LinkedLine[]): Promise<LinkedLine[]> {
  const now = Date.now();
  for (const [connection, own] of Map.groupBy(lines, (one) => one.connection)) {
    const { id } = connection.account;
    const old = (taskId: string) => {
      const known = kept.get(keyOf(id, taskId));
      return !known || now - known.at >= AGE_MS;
    };
    const wanted = [...new Set(own.map(({ found }) => found.task!.link.taskId))].filter(old);
    if (wanted.length > 0) await readOf(connection, wanted).catch(() => {});
  }
  if (lines.length > 0) lookAfterAWhile();
  return lines.map((one) => {
    const known = kept.get(keyOf(one.connection.account.id, one.found.task!.link.taskId));
    return { ...one, task: known ? known.task : one.task };
  });
}

async function readOf(connection: Connection, wanted: readonly string[]): Promise<void> {
  const { account, catalog } = connection;
  // What somebody wants to see anew is not to come from a cache.
  const fresh = wanted.some((taskId) => kept.get(keyOf(account.id, taskId))?.at === 0);
  const read = { surface: SURFACE, fresh };
  let left = new Set(wanted);
  const seen = (tasks: readonly Task[]) => {
    for (const task of tasks) {
      const taskId = task.id.task_id.toLowerCase();
      if (left.delete(taskId)) keep(account.id, taskId, task);
    }
  };
  if (left.size > FEW) seen((await catalog.tasks({ done: false }, 0, read)).tasks);
  if (left.size > FEW) seen((await catalog.tasks({ done: true }, 0, read)).tasks);
  left = new Set([...left].slice(0, MAX_SINGLE));
  await Promise.all(
    [...left].map(async (taskId) => keep(account.id, taskId, (await catalog.task(taskId, read)) ?? null)),
  );
}
