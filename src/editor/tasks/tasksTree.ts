/** The Tasks view: open tasks by when they are due, and those that are done. Reads through the catalog only. */
import { type Disposable, type EventEmitter, type TreeItem, TreeItemCheckboxState, type TreeView } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { Task } from '../../attio/workTypes.js';
import { groupTasks, nextRegroup } from '../../crm/tasks/groups.js';
import type { CatalogChange, ReadOptions } from '../../crm/types.js';
import { onDidChangeMe } from '../members/me.js';
import type { Connection, Services } from '../services.js';
import { Branch } from '../tree/branch.js';
import type { LazyTree } from '../tree/lazyView.js';
import { saysLine, troubleLines } from '../tree/lines.js';
import { heal } from '../tree/parts.js';
import { calendar } from './calendar.js';
import { learnNames, NO_NAMES } from './names.js';
import type { DoneNode, DueNode, OpenList, TaskNode, TasksNode } from './nodes.js';
import { TASKS_VIEW } from './nodes.js';
import { present, tooltip } from './present.js';
import { onDidChangeTasksOf, questionOf, type TasksOf, tasksOf, tasksOfWords } from './scope.js';
import { countTasks, stateChange, writeTasks } from './write.js';

const SURFACE = 'tasks';
/** What was read longer ago than this is read again when the view comes back into sight. */
const STALE_MS = 5 * 60_000;
/** Milliseconds in which several changes become one showing. */
const COALESCE_MS = 40;
/** Groups that are unfolded when they are new. */
const OPEN = new Set(['overdue', 'today', 'week']);

/** What is shown of one account and of whom; thrown away as a whole when something else is shown. */
interface Session {
  accountId: string;
  scopes: string;
  of: TasksOf;
  /** All open tasks that have been read, whatever their group. */
  open: OpenList;
  done: DoneNode;
  groups: DueNode[];
  readAt: number;
  listener?: { dispose(): void };
}

type View = Pick<TreeView<TasksNode>, 'description' | 'badge' | 'onDidChangeVisibility' | 'onDidChangeCheckboxState'>;

export class TasksTree implements LazyTree<TasksNode> {
  readonly #services: Services;
  readonly #changed: EventEmitter<TasksNode | undefined>;
  readonly #listeners: Disposable[];
  readonly #now: () => number;
  #view: View | undefined;
  #session: Session | undefined;
  #regroup: NodeJS.Timeout | undefined;
  #showing: NodeJS.Timeout | undefined;

  constructor(services: Services, changed: EventEmitter<TasksNode | undefined>, now: () => number = Date.now) {
    this.#services = services;
    this.#changed = changed;
    this.#now = now;
    const others = (accountId: string) => {
      if (accountId === this.#session?.accountId) this.#startOver();
    };
    this.#listeners = [
      services.connections.onDidChange(() => this.#startOver()),
      // Scopes can change while the account stays: what was refused may be allowed now.
      services.accounts.onDidChange(() => {
        const { active } = services.accounts;
        if (this.#session && this.#session.scopes !== active?.scopes.join(' ')) this.#startOver();
      }),
      onDidChangeTasksOf(others),
      onDidChangeMe((accountId) => {
        const { active } = services.accounts;
        // Who "me" is decides what is shown where it was everyone's for want of it, too.
        if (active?.id === accountId && JSON.stringify(tasksOf(services, active)) !== '{"of":"everyone"}')
          others(accountId);
      }),
    ];
  }

  /** The view that shows this tree: it is told whose tasks they are and how many are overdue; its boxes write. */
  attach(view: View): void {
    this.#view = view;
    this.#listeners.push(
      view.onDidChangeVisibility(({ visible }) => {
        const session = this.#session;
        if (!visible || !session) return;
        // A machine that slept has not counted the time.
        if (this.#now() - session.readAt < STALE_MS) return this.#soon();
        this.#stale(session, false);
        this.#changed.fire(undefined);
      }),
      view.onDidChangeCheckboxState(({ items }) => {
        const checked = items.flatMap(([node, state]) =>
          node.kind === 'task' ? [{ node, done: state === TreeItemCheckboxState.Checked }] : [],
        );
        if (checked.length > 0) void this.check(checked);
      }),
    );
  }

  get onDidChangeTreeData() {
    return this.#changed.event;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#close();
  }

  getTreeItem(node: TasksNode): TreeItem {
    return present(node, this.#now());
  }

  async resolveTreeItem(made: TreeItem, node: TasksNode): Promise<TreeItem> {
    if (node.kind === 'task' && node.names === NO_NAMES && this.#session)
      await this.#name(this.#session, [node]).catch(() => undefined);
    made.tooltip = tooltip(node, this.#now());
    return made;
  }

  getParent(node: TasksNode): TasksNode | undefined {
    return node.kind === 'more' && node.parent.kind === 'open' ? undefined : (node.parent as DueNode | DoneNode);
  }

  async getChildren(node?: TasksNode): Promise<TasksNode[]> {
    if (node === undefined) return this.#root();
    const session = this.#session;
    if (!session) return [];
    if (node.kind === 'due') {
      await this.#name(session, node.tasks);
      return node.tasks;
    }
    if (node.kind !== 'done') return [];
    const { branch } = node;
    if (!branch.settled) await this.#busy(branch.read());
    if (branch.closed) return [];
    await this.#name(session, branch.nodes);
    const lines = troubleLines<DoneNode>(branch.failure, { parent: node, path: node.id, view: TASKS_VIEW });
    if (branch.failure) return branch.failure.of === 'list' ? [...lines, ...branch.nodes] : [...branch.nodes, ...lines];
    if (branch.nodes.length === 0 && !branch.hasMore)
      return [saysLine({ parent: node, path: node.id, view: TASKS_VIEW }, 'nothing', 'dash', 'Nothing is done yet')];
    const more: TasksNode = { kind: 'more', id: `${node.id}/more`, parent: node, view: TASKS_VIEW };
    return branch.hasMore ? [...branch.nodes, more] : [...branch.nodes];
  }

  async loadMore(row: TasksNode): Promise<TasksNode | undefined> {
    if (row.kind !== 'more') return undefined;
    const { parent } = row;
    const { branch } = parent;
    const already = branch.loadingMore;
    const loading = branch.more();
    if (already) return undefined;
    const shown = parent.kind === 'done' ? parent : undefined;
    this.#changed.fire(shown);
    const first = await this.#busy(loading);
    if (branch.closed) return undefined;
    this.#changed.fire(shown);
    // Open tasks go to their groups, wherever these are.
    return parent.kind === 'done' ? first : undefined;
  }

  async retry(parent: TasksNode | undefined): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const branch = parent?.kind === 'done' ? parent.branch : session.open.branch;
    await this.#busy(heal(branch));
    this.#changed.fire(parent);
  }

  /** Asks Attio again for what is shown; what is folded is read when it is unfolded. */
  refreshAll(): void {
    if (this.#session) this.#stale(this.#session, true);
    this.#changed.fire(undefined);
  }

  /** Boxes were checked or unchecked: written as one, and put back where that came to nothing. */
  async check(boxes: readonly { node: TaskNode; done: boolean }[]): Promise<void> {
    const session = this.#session;
    if (!session) return;
    try {
      const connection = await this.#connection(session);
      const changes = boxes.map(({ node, done }) => stateChange(node.full, done));
      const all = boxes.every(({ done }) => done);
      const none = boxes.every(({ done }) => !done);
      const verb = all ? 'Complete' : none ? 'Reopen' : 'Change';
      const title = `${verb} ${countTasks(boxes.length)}`;
      await writeTasks(this.#services, connection, changes, title, { surface: 'tasks.check' });
    } finally {
      // What was written has told of itself; whatever was not is drawn as it is.
      this.#changed.fire(undefined);
    }
  }

  async #root(): Promise<TasksNode[]> {
    const { accounts } = this.#services;
    const { active } = accounts;
    // Signed out, the view is not there; until VS Code has heard of it, it is empty.
    if (active === undefined || accounts.state !== 'ready') return [];
    const place = { parent: undefined, path: `${active.id}/tasks`, view: TASKS_VIEW } as const;
    if (!hasScopes(active.scopes, 'task:read')) {
      const why =
        'This API key may not read tasks. Grant it task:read (or task:read-write) in Attio and sign in again.';
      return [saysLine(place, 'scope', 'lock', 'Tasks need the scope task:read', why)];
    }
    this.#session ??= this.#open(active.id, active.scopes);
    const session = this.#session;
    const { branch } = session.open;
    if (!branch.settled) await this.#busy(branch.read());
    if (branch.closed) return [];
    const groups = this.#grouped(session);
    await Promise.all([
      this.#name(
        session,
        groups.flatMap(({ open, tasks }) => (open ? tasks : [])),
      ),
      this.#say(session),
    ]);
    if (branch.closed) return [];
    const more: TasksNode = { kind: 'more', id: `${place.path}/more`, parent: session.open, view: TASKS_VIEW };
    const lines = troubleLines<DoneNode>(branch.failure, place);
    if (branch.failure?.of === 'list') return lines;
    return [
      ...(groups.length === 0 && !branch.hasMore ? this.#nothing(place) : groups),
      session.done,
      ...(lines.length > 0 ? lines : branch.hasMore ? [more] : []),
    ];
  }

  #nothing(place: { parent: undefined; path: string; view: typeof TASKS_VIEW }): TasksNode[] {
    const said = saysLine<DoneNode>(place, 'nothing', 'check', 'Nothing is due', 'No task is open among those shown.');
    const { active } = this.#services.accounts;
    if (!hasScopes(active?.scopes ?? [], 'task:read-write')) return [said];
    return [
      said,
      {
        kind: 'line',
        role: 'empty',
        id: `${place.path}/new`,
        parent: undefined,
        view: TASKS_VIEW,
        icon: 'add',
        label: 'New Task…',
        command: { command: 'attio.newTask', title: 'New Task…' },
      },
    ];
  }

  /** The groups as they are now, the known ones kept; and when they will be others. */
  #grouped(session: Session): DueNode[] {
    const { nodes, hasMore } = session.open.branch;
    const now = this.#now();
    const byFull = new Map(nodes.map((node) => [node.full, node]));
    const due = groupTasks([...byFull.keys()], now, calendar());
    const first = [...due.keys()].some((group) => OPEN.has(group));
    const known = new Map(session.groups.map((node) => [node.group, node]));
    session.groups = [...due].map(([group, tasks]) => {
      const id = `${session.accountId}/tasks/${group}`;
      const fresh: DueNode = { kind: 'due', id, parent: undefined, group, tasks: [], more: false, open: true };
      const node = known.get(group) ?? fresh;
      node.tasks = tasks.map((task) => byFull.get(task)!);
      for (const task of node.tasks) task.parent = node;
      node.more = hasMore;
      // Where nothing is pressing, what comes later is shown.
      node.open = OPEN.has(group) || !first;
      return node;
    });
    this.#badge(session, due.get('overdue')?.length ?? 0);
    this.#await(nodes, now);
    return session.groups;
  }

  /** A deadline passes, or midnight: told from what is known, nothing is asked. */
  #await(nodes: readonly TaskNode[], now: number): void {
    clearTimeout(this.#regroup);
    const at = nextRegroup(
      nodes.map(({ full }) => full.deadline_at),
      now,
      calendar(),
    );
    this.#regroup = setTimeout(() => this.#show(), Math.max(50, at - now));
    this.#regroup.unref();
  }

  #badge(session: Session, overdue: number): void {
    if (!this.#view || session !== this.#session) return;
    const more = session.open.branch.hasMore ? 'at least ' : '';
    this.#view.badge = overdue > 0 ? { value: overdue, tooltip: `${more}${countTasks(overdue)} overdue` } : undefined;
  }

  /** Whose tasks they are, beside the view's name. */
  async #say(session: Session): Promise<void> {
    if (!this.#view) return;
    try {
      const words = await tasksOfWords(await this.#connection(session), session.of, { surface: SURFACE });
      if (session === this.#session) this.#view.description = words;
    } catch {
      // The rows say what is wrong.
    }
  }

  /** Names what has none yet. Never rejects but for an account that is gone. */
  async #name(session: Session, nodes: readonly TaskNode[]): Promise<void> {
    const unnamed = nodes.filter(({ names }) => names === NO_NAMES);
    if (unnamed.length === 0) return;
    const connection = await this.#connection(session);
    const tasks = unnamed.map(({ full }) => full);
    const names = await learnNames(connection, tasks, { surface: SURFACE });
    for (const node of unnamed) node.names = names.get(node.task.id) ?? node.names;
  }

  #open(accountId: string, scopes: readonly string[]): Session {
    const active = this.#services.accounts.active!;
    const of = tasksOf(this.#services, active);
    const boxed = hasScopes(scopes, 'task:read-write');
    const read = (done: boolean) => async (offset: number, fresh: boolean, signal: AbortSignal) => {
      const connection = await this.#connection(session);
      const options: ReadOptions = { surface: SURFACE, signal, fresh };
      const question = { ...questionOf(this.#services, connection.account, of), done };
      const { tasks, next } = await connection.catalog.tasks(question, offset, options);
      if (offset === 0) session.readAt = this.#now();
      return { nodes: tasks.map((task) => this.#node(session, task, done, boxed)), next };
    };
    const merge = (old: TaskNode, { full }: TaskNode): TaskNode => {
      if (JSON.stringify(named(old.full)) !== JSON.stringify(named(full))) old.names = NO_NAMES;
      return Object.assign(old, { full });
    };
    const session: Session = {
      accountId,
      scopes: scopes.join(' '),
      of,
      open: { kind: 'open', branch: new Branch<TaskNode>({ read: read(false), merge }) },
      done: {
        kind: 'done',
        id: `${accountId}/tasks/done`,
        parent: undefined,
        branch: new Branch<TaskNode>({ read: read(true), merge }),
      },
      groups: [],
      readAt: this.#now(),
    };
    return session;
  }

  #node(session: Session, full: Task, done: boolean, boxed: boolean): TaskNode {
    const id = full.id.task_id;
    return {
      kind: 'task',
      id: `${session.accountId}/tasks/${done ? 'done' : 'open'}/${id}`,
      parent: done ? session.done : undefined,
      account: session.accountId,
      task: { id },
      full,
      boxed,
      names: NO_NAMES,
    };
  }

  async #connection(session: Session): Promise<Connection> {
    const connection = await this.#services.connections.current();
    if (connection.account.id !== session.accountId || session !== this.#session)
      throw new DOMException('Something else is shown now.', 'AbortError');
    session.listener ??= connection.catalog.onDidChange((change) => this.#catalogChanged(change, session, connection));
    return connection;
  }

  #catalogChanged(change: CatalogChange, session: Session, connection: Connection): void {
    if (change.what === 'everything') {
      this.#stale(session, false);
      this.#soon();
    }
    if (change.what === 'task') void this.#taskChanged(change.taskId, session, connection);
    if (change.what !== 'record') return;
    // A record has another name, or is gone: those that show it are named anew, from what is known.
    const { recordId } = change.ref;
    const shows = [...session.open.branch.nodes, ...session.done.branch.nodes].filter(({ full }) =>
      full.linked_records.some(({ target_record_id: id }) => id.toLowerCase() === recordId.toLowerCase()),
    );
    for (const node of shows) node.names = NO_NAMES;
    if (shows.length > 0) this.#soon();
  }

  /** What a write told of a task is put where it belongs; nothing is asked that is known. */
  async #taskChanged(taskId: string, session: Session, { account, catalog }: Connection): Promise<void> {
    const { open, done } = session;
    const has = (branch: Branch<TaskNode>) => branch.nodes.find(({ task }) => sameId(task.id, taskId));
    try {
      const task = await catalog.task(taskId, { surface: SURFACE, priority: 'bulk' });
      if (session !== this.#session) return;
      const fits = task !== undefined && (await this.#fits(session, task, account));
      for (const [list, isDone] of [
        [open.branch, false],
        [done.branch, true],
      ] as const) {
        const node = has(list);
        const belongs = fits && task.is_completed === isDone;
        if (node && belongs) {
          Object.assign(node, { full: task, names: NO_NAMES });
        } else if (node) list.remove(node);
        else if (belongs && !isDone && list.hasMore) {
          // Where it stands among those that have not been read, only Attio knows.
          list.refresh(false);
        } else if (belongs && list.touched) {
          const boxed = hasScopes(account.scopes, 'task:read-write');
          list.putFirst(this.#node(session, task, isDone, boxed));
        }
      }
    } catch {
      // Nobody asked, so nobody is told: the next reading says what is wrong.
      this.#stale(session, false);
    }
    this.#soon();
  }

  /** Whether a task is one of those that are shown. */
  async #fits(session: Session, task: Task, account: Connection['account']): Promise<boolean> {
    const { assignee, record } = questionOf(this.#services, account, session.of);
    const assigned = task.assignees.map(({ referenced_actor_id: id }) => id);
    if (assignee === null && assigned.length > 0) return false;
    if (typeof assignee === 'string' && !assigned.some((id) => sameId(id, assignee))) return false;
    return !record || task.linked_records.some(({ target_record_id: id }) => sameId(id, record.recordId));
  }

  #stale({ open, done }: Session, fresh: boolean): void {
    open.branch.refresh(fresh);
    done.branch.refresh(fresh);
  }

  /** Groups, badge and rows as they are now: also where the view is out of sight, whose badge is not. */
  #show(): void {
    const session = this.#session;
    if (!session) return;
    if (session.open.branch.settled && !session.open.branch.failure) this.#grouped(session);
    this.#changed.fire(undefined);
  }

  #soon(): void {
    this.#showing ??= setTimeout(() => {
      this.#showing = undefined;
      this.#show();
    }, COALESCE_MS);
  }

  #startOver(): void {
    this.#close();
    if (this.#view) {
      this.#view.badge = undefined;
      this.#view.description = undefined;
    }
    this.#changed.fire(undefined);
  }

  #close(): void {
    clearTimeout(this.#showing);
    clearTimeout(this.#regroup);
    this.#showing = undefined;
    const session = this.#session;
    this.#session = undefined;
    session?.open.branch.close();
    session?.done.branch.close();
    session?.listener?.dispose();
  }

  /** Work under way shows as the view's own progress. */
  #busy<T>(work: Promise<T>): Promise<T> {
    return this.#services.ui.progress({ title: '', where: { view: TASKS_VIEW } }, () => work);
  }
}

const sameId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What names are made of. */
const named = ({ assignees, linked_records }: Task) => [assignees, linked_records];
