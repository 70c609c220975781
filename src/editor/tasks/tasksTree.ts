/** The Tasks view. */
import { type Disposable, type EventEmitter, type TreeItem, TreeItemCheckboxState, type TreeView } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import { listed } from '../accounts/scopeWords.js';
import { isCancel } from '../command.js';
import { report } from '../failure.js';
import { onDidChangeMe } from '../members/me.js';
import type { Services } from '../services.js';
import { staleTasks } from '../todo/standing.js';
import type { LazyTree } from '../tree/lazyView.js';
import { type Place, saysLine, troubleLines } from '../tree/lines.js';
import { loadMoreOf } from '../tree/loadMore.js';
import { heal } from '../tree/parts.js';
import { NO_NAMES } from './names.js';
import type { DoneNode, TaskNode, TasksNode } from './nodes.js';
import { TASKS_VIEW } from './nodes.js';
import { present, tooltip } from './present.js';
import { lacksForTasks, onDidChangeTasksOf, tasksOf } from './scope.js';
import { TaskSession } from './session.js';
import { countTasks, stateChange, writeTasks } from './write.js';

/** What was read longer ago than this is read again when the view comes back into sight. */
const STALE_MS = 5 * 60_000;
/** Milliseconds in which several changes become one showing. */
const COALESCE_MS = 40;

type View = Pick<TreeView<TasksNode>, 'description' | 'badge' | 'onDidChangeVisibility' | 'onDidChangeCheckboxState'>;

/** A box that was checked (`done`) or unchecked. */
export interface Box {
  node: TaskNode;
  done: boolean;
}

/**
 * Open tasks by when they are due, and those that are done, of the account in use: grouped anew when a deadline or
 * midnight has passed. Reads through the catalog only; what is checked is written after an approval. `now`:
 * milliseconds since 1970.
 */
export class TasksTree implements LazyTree<TasksNode> {
  readonly #services: Services;
  readonly #changed: EventEmitter<TasksNode | undefined>;
  readonly #listeners: Disposable[];
  readonly #now: () => number;
  #view: View | undefined;
  #session: TaskSession | undefined;
  #regroup: NodeJS.Timeout | undefined;
  #showing: NodeJS.Timeout | undefined;

  constructor(services: Services, changed: EventEmitter<TasksNode | undefined>, now: () => number = Date.now) {
    this.#services = services;
    this.#changed = changed;
    this.#now = now;
    const { accounts, connections } = services;
    this.#listeners = [
      connections.onDidChange(() => this.#startOver()),
      // Scopes can change while the account stays: what was refused may be allowed now.
      accounts.onDidChange(() => {
        if (this.#session && this.#session.scopes !== accounts.active?.scopes.join(' ')) this.#startOver();
      }),
      onDidChangeTasksOf((accountId) => {
        if (accountId === this.#session?.accountId) this.#startOver();
      }),
      // Who “me” is may decide whose are shown, also where they were everyone's for want of it.
      onDidChangeMe((accountId) => {
        const { active } = accounts;
        const session = this.#session;
        if (!session || active?.id !== accountId) return;
        const now = tasksOf(services, active);
        if (session.of.of === 'mine' || now.of !== session.of.of) this.#startOver();
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
        if (this.#now() - session.readAt >= STALE_MS) session.stale(false);
        // A machine that slept has not counted the time.
        this.#soon();
      }),
      view.onDidChangeCheckboxState(({ items }) => {
        const boxes = items.flatMap(([node, state]) =>
          node.kind === 'task' ? [{ node, done: state === TreeItemCheckboxState.Checked }] : [],
        );
        if (boxes.length > 0) this.check(boxes).catch((error) => this.#report(error));
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
    if (node.kind === 'task' && node.names === NO_NAMES) await this.#session?.name([node]).catch(() => undefined);
    made.tooltip = tooltip(node, this.#now());
    return made;
  }

  getParent(node: TasksNode): TasksNode | undefined {
    const { parent } = node;
    return parent?.kind === 'open' ? undefined : parent;
  }

  async getChildren(node?: TasksNode): Promise<TasksNode[]> {
    if (node === undefined) return this.#root();
    const session = this.#session;
    if (!session) return [];
    if (node.kind === 'due') {
      await session.name(node.tasks).catch(() => undefined);
      return session.closed ? [] : node.tasks;
    }
    if (node.kind !== 'done') return [];
    const { branch } = node;
    if (!branch.settled) await this.#busy(branch.read());
    if (branch.closed) return [];
    await session.name(branch.nodes).catch(() => undefined);
    if (session.closed) return [];
    const place: Place<DoneNode> = { parent: node, path: node.id, view: TASKS_VIEW };
    const lines = troubleLines<DoneNode>(branch.failure, place);
    if (branch.failure) return branch.failure.of === 'list' ? [...lines, ...branch.nodes] : [...branch.nodes, ...lines];
    if (branch.nodes.length === 0 && !branch.hasMore)
      return [saysLine(place, 'nothing', 'dash', 'Nothing is done yet')];
    const more: TasksNode = { kind: 'more', id: `${node.id}/more`, parent: node, view: TASKS_VIEW };
    return branch.hasMore ? [...branch.nodes, more] : [...branch.nodes];
  }

  async loadMore(row: TasksNode): Promise<TasksNode | undefined> {
    if (row.kind !== 'more') return undefined;
    const { parent } = row;
    const shown = parent.kind === 'done' ? parent : undefined;
    const first = await loadMoreOf(parent.branch, {
      show: () => this.#changed.fire(shown),
      busy: (work) => this.#busy(work),
    });
    // Open tasks go to their groups, wherever these are.
    return shown && first;
  }

  async retry(parent: TasksNode | undefined): Promise<void> {
    const branch = parent?.kind === 'done' ? parent.branch : this.#session?.open.branch;
    if (branch) await this.#busy(heal(branch));
    this.#changed.fire(parent);
  }

  /** Asks Attio again for what is shown, beside lines too; what is folded is read when it is unfolded. */
  refreshAll(): void {
    this.#session?.stale(true);
    this.#changed.fire(undefined);
    staleTasks();
  }

  /** Writes what was checked and unchecked, together; boxes go back where that came to nothing. */
  async check(boxes: readonly Box[]): Promise<void> {
    let written = false;
    try {
      const connection = await this.#session?.connection();
      if (!connection) return;
      const states = new Set(boxes.map(({ done }) => done));
      const verb = states.size > 1 ? 'Change' : boxes[0]?.done ? 'Complete' : 'Reopen';
      const changes = boxes.map(({ node, done }) => stateChange(node.full, done));
      const title = `${verb} ${countTasks(boxes.length)}`;
      const outcome = await writeTasks(this.#services, connection, changes, title, { surface: 'tasks.check' });
      // What was already as it was to be is told to nobody.
      written = outcome.status === 'applied' && outcome.applied.approval !== undefined;
    } finally {
      // What was written has told of itself; whatever was not is drawn as it is.
      if (!written) this.#changed.fire(undefined);
    }
  }

  async #report(error: unknown): Promise<void> {
    if (!isCancel(error)) await report(error, this.#services);
  }

  async #root(): Promise<TasksNode[]> {
    const { accounts } = this.#services;
    const { active } = accounts;
    // Signed out, the view is not there; until VS Code has heard of it, it is empty.
    if (active === undefined || accounts.state !== 'ready') return [];
    const place: Place<DoneNode> = { parent: undefined, path: `${active.id}/tasks`, view: TASKS_VIEW };
    const lacks = lacksForTasks(active);
    if (lacks.length > 0) {
      const grant = listed(lacks.map((scope) => (scope === 'task:read' ? 'task:read (or task:read-write)' : scope)));
      const why = `This API key may not read tasks. Grant it ${grant} in Attio and sign in again.`;
      const scopes = `the ${lacks.length === 1 ? 'scope' : 'scopes'} ${listed(lacks)}`;
      return [saysLine(place, 'scope', 'lock', `Tasks need ${scopes}`, why)];
    }
    this.#session ??= new TaskSession(this.#services, active, this.#now, () => this.#soon());
    const session = this.#session;
    const { branch } = session.open;
    if (!branch.settled) await this.#busy(branch.read());
    if (session.closed) return [];
    if (branch.failure?.of === 'list') return troubleLines<DoneNode>(branch.failure, place);
    const groups = this.#grouped(session);
    const shown = groups.flatMap(({ open, tasks }) => (open ? tasks : []));
    // What keeps names from being read is told by what is read for its own sake.
    await Promise.all([session.name(shown), this.#say(session)]).catch(() => undefined);
    if (session.closed) return [];
    const lines = troubleLines<DoneNode>(branch.failure, place);
    const more: TasksNode = { kind: 'more', id: `${place.path}/more`, parent: session.open, view: TASKS_VIEW };
    return [
      ...(groups.length > 0 || branch.hasMore ? groups : this.#nothing(place)),
      session.done,
      ...(lines.length > 0 ? lines : branch.hasMore ? [more] : []),
    ];
  }

  #nothing(place: Place<DoneNode>): TasksNode[] {
    const said = saysLine(place, 'nothing', 'check', 'Nothing is due', 'None of these tasks is open.');
    const { active } = this.#services.accounts;
    if (!hasScopes(active?.scopes ?? [], 'task:read-write')) return [said];
    const command = { command: 'attio.newTask', title: 'New Task…' };
    return [said, { ...saysLine(place, 'new', 'add', 'New Task…'), command }];
  }

  /** The groups as they are now, told the badge; and when they will be others, a deadline or midnight having passed. */
  #grouped(session: TaskSession) {
    const groups = session.groups();
    const overdue = groups.find(({ group }) => group === 'overdue')?.tasks.length ?? 0;
    const more = session.open.branch.hasMore ? 'at least ' : '';
    if (this.#view && session === this.#session)
      this.#view.badge = overdue > 0 ? { value: overdue, tooltip: `${more}${countTasks(overdue)} overdue` } : undefined;
    clearTimeout(this.#regroup);
    this.#regroup = setTimeout(() => this.#show(), Math.max(50, session.nextRegroup() - this.#now()));
    this.#regroup.unref();
    return groups;
  }

  /** Whose tasks they are, beside the view's name. */
  async #say(session: TaskSession): Promise<void> {
    if (!this.#view) return;
    const words = await session.words();
    if (session === this.#session) this.#view.description = words;
  }

  /** Groups, badge and rows as they are now, from what is known: also where the view is out of sight, whose badge is not. */
  #show(): void {
    const session = this.#session;
    if (!session) return;
    const { branch } = session.open;
    if (branch.settled && branch.failure?.of !== 'list') this.#grouped(session);
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
    this.#session?.close();
    this.#session = undefined;
  }

  /** Work under way shows as the view's own progress. */
  #busy<T>(work: Promise<T>): Promise<T> {
    return this.#services.ui.progress({ title: '', where: { view: TASKS_VIEW } }, () => work);
  }
}
