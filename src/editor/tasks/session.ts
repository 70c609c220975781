/** The tasks of one account and one choice of whose: read, grouped, named, and kept as fresh as the catalog. */
import { hasScopes } from '../../attio/scopes.js';
import type { Task } from '../../attio/workTypes.js';
import { groupTasks, nextRegroup } from '../../crm/tasks/groups.js';
import type { CatalogChange, ReadOptions } from '../../crm/types.js';
import type { Account, Connection, Services } from '../services.js';
import { Branch } from '../tree/branch.js';
import { calendar } from './calendar.js';
import { learnNames, NO_NAMES } from './names.js';
import type { DoneNode, DueNode, OpenList, TaskNode } from './nodes.js';
import { questionOf, type TasksOf, tasksOf, tasksOfWords } from './scope.js';

const SURFACE = 'tasks';
/** Groups that are unfolded when they are new. */
const OPEN = new Set(['overdue', 'today', 'week']);

/** What is shown; thrown away as a whole when another account or other tasks are shown. */
export class TaskSession {
  readonly accountId: string;
  readonly scopes: string;
  readonly of: TasksOf;
  /** All open tasks that have been read, whatever their group. */
  readonly open: OpenList;
  readonly done: DoneNode;
  /** When the first page was read (milliseconds since 1970). */
  readAt: number;
  /** Whether tasks can be checked off. */
  readonly #boxed: boolean;
  #groups: DueNode[] = [];
  #listener: { dispose(): void } | undefined;
  #closed = false;

  constructor(
    private readonly services: Services,
    account: Account,
    private readonly now: () => number,
    /** Something is to be shown anew. */
    private readonly changed: () => void,
  ) {
    this.accountId = account.id;
    this.scopes = account.scopes.join(' ');
    this.of = tasksOf(services, account);
    this.readAt = now();
    this.#boxed = hasScopes(account.scopes, 'task:read-write');
    this.open = { kind: 'open', branch: this.#branch(false) };
    const id = `${account.id}/tasks/done`;
    this.done = { kind: 'done', id, parent: undefined, branch: this.#branch(true) };
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.open.branch.close();
    this.done.branch.close();
    this.#listener?.dispose();
  }

  /** All that was read is read again when it is asked for; `fresh`: of Attio even where the answer is known. */
  stale(fresh: boolean): void {
    this.open.branch.refresh(fresh);
    this.done.branch.refresh(fresh);
  }

  /** Rejects with an AbortError where another account, or other tasks, are shown by now. */
  async connection(): Promise<Connection> {
    const connection = await this.services.connections.current();
    if (connection.account.id !== this.accountId || this.#closed)
      throw new DOMException('Something else is shown now.', 'AbortError');
    this.#listener ??= connection.catalog.onDidChange((change) => this.#catalogChanged(change, connection));
    return connection;
  }

  /** The groups as they are now, the known ones kept. */
  groups(): DueNode[] {
    const { nodes, hasMore } = this.open.branch;
    const rows = new Map(nodes.map((node) => [node.full, node]));
    const due = groupTasks([...rows.keys()], this.now(), calendar());
    const pressing = [...due.keys()].some((group) => OPEN.has(group));
    const known = new Map(this.#groups.map((node) => [node.group, node]));
    this.#groups = [...due].map(([group, tasks]) => {
      // VS Code remembers by it what was unfolded: each choice of whose tasks has groups of its own.
      const id = `${this.accountId}/tasks/${Object.values(this.of).join('/')}/${group}`;
      const fresh: DueNode = { kind: 'due', id, parent: undefined, group, tasks: [], more: false, open: true };
      const node = known.get(group) ?? fresh;
      node.tasks = tasks.map((task) => rows.get(task)!);
      for (const task of node.tasks) task.parent = node;
      node.more = hasMore;
      // Where nothing is pressing, what comes later is shown.
      node.open = OPEN.has(group) || !pressing;
      return node;
    });
    return this.#groups;
  }

  /** When the groups may be others (milliseconds since 1970). */
  nextRegroup(): number {
    const deadlines = this.open.branch.nodes.map(({ full }) => full.deadline_at);
    return nextRegroup(deadlines, this.now(), calendar());
  }

  /** Whose tasks they are, in words. */
  async words(): Promise<string> {
    return tasksOfWords(await this.connection(), this.of, { surface: SURFACE });
  }

  /** Names what has no names yet, together. Rejects only where something else is shown by now. */
  async name(nodes: readonly TaskNode[]): Promise<void> {
    const unnamed = nodes.filter(({ names }) => names === NO_NAMES);
    if (unnamed.length === 0) return;
    const tasks = unnamed.map(({ full }) => full);
    const names = await learnNames(await this.connection(), tasks, { surface: SURFACE });
    for (const node of unnamed) node.names = names.get(node.task.id) ?? node.names;
  }

  #branch(done: boolean): Branch<TaskNode> {
    return new Branch<TaskNode>({
      read: async (offset, fresh, signal) => {
        const { account, catalog } = await this.connection();
        const options: ReadOptions = { surface: SURFACE, signal, fresh };
        const question = { ...questionOf(this.services, account, this.of), done };
        const { tasks, next } = await catalog.tasks(question, offset, options);
        if (offset === 0) this.readAt = this.now();
        return { nodes: tasks.map((task) => this.#node(task, done)), next };
      },
      merge: (old, { full }) => {
        if (JSON.stringify(named(old.full)) !== JSON.stringify(named(full))) old.names = NO_NAMES;
        return Object.assign(old, { full });
      },
    });
  }

  #node(full: Task, done: boolean): TaskNode {
    const id = full.id.task_id;
    return {
      kind: 'task',
      id: `${this.accountId}/tasks/${done ? 'done' : 'open'}/${id}`,
      parent: done ? this.done : undefined,
      account: this.accountId,
      task: { id },
      full,
      boxed: this.#boxed,
      names: NO_NAMES,
    };
  }

  #catalogChanged(change: CatalogChange, connection: Connection): void {
    if (change.what === 'everything') {
      this.stale(false);
      this.changed();
    }
    if (change.what === 'task') void this.#taskChanged(change.taskId, connection);
    if (change.what !== 'record') return;
    // A record has another name, or is gone: those that show it are named anew, from what is known.
    const shows = [...this.open.branch.nodes, ...this.done.branch.nodes].filter(({ full }) =>
      full.linked_records.some(({ target_record_id: id }) => sameId(id, change.ref.recordId)),
    );
    for (const node of shows) node.names = NO_NAMES;
    if (shows.length > 0) this.changed();
  }

  /** What a write told of a task is put where it belongs; nothing is asked that is known. */
  async #taskChanged(taskId: string, { account, catalog }: Connection): Promise<void> {
    try {
      const task = await catalog.task(taskId, { surface: SURFACE, priority: 'bulk' });
      if (this.#closed) return;
      const fits = task !== undefined && this.#fits(task, account);
      this.#place(taskId, task, fits && !task.is_completed, this.open.branch);
      this.#place(taskId, task, fits && task.is_completed, this.done.branch);
    } catch {
      // Nobody asked, so nobody is told: the next reading says what is wrong.
      this.stale(false);
    }
    this.changed();
  }

  #place(taskId: string, task: Task | undefined, belongs: boolean, branch: Branch<TaskNode>): void {
    const node = branch.nodes.find((one) => sameId(one.task.id, taskId));
    if (!task || !belongs) {
      if (node) branch.remove(node);
    } else if (node) Object.assign(node, { full: task, names: NO_NAMES });
    else if (branch === this.open.branch && branch.hasMore) {
      // Where it stands among those that have not been read, only Attio knows.
      branch.refresh(false);
    } else if (branch.touched) branch.putFirst(this.#node(task, task.is_completed));
  }

  /** Whether a task is one of those that are shown. */
  #fits(task: Task, account: Account): boolean {
    const { assignee, record } = questionOf(this.services, account, this.of);
    const assigned = task.assignees.map(({ referenced_actor_id: id }) => id);
    if (assignee === null && assigned.length > 0) return false;
    if (typeof assignee === 'string' && !assigned.some((id) => sameId(id, assignee))) return false;
    return !record || task.linked_records.some(({ target_record_id: id }) => sameId(id, record.recordId));
  }
}

const sameId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What names are made of. */
const named = ({ assignees, linked_records }: Task) => [assignees, linked_records];
