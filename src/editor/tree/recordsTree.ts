/** The Records view. */
import { type CancellationToken, type Disposable, EventEmitter, type TreeItem, type TreeView } from 'vscode';
import type { RecordSummary } from '../../crm/types.js';
import { type FilterChange, type FilterStore, filtersOf } from '../filters/store.js';
import { specWords } from '../filters/words.js';
import type { StagedMove, StagedMoves } from '../pipeline/moves.js';
import { stagedMoves } from '../pipeline/stagedStore.js';
import { canReadNotes } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { groupingsOf } from '../stages/chosen.js';
import { isListed, stageText } from '../stages/present.js';
import { Branch } from './branch.js';
import { Freshness } from './freshness.js';
import { emptyLine, failureLines, nothingFits } from './lines.js';
import { loadMoreOf } from './loadMore.js';
import type { Listed, MoreNode, ObjectNode, ObjectStage, Parent, RecordNode, TreeNode } from './nodes.js';
import { closeRecords, type Healing, heal, titleOf } from './parts.js';
import { filterText, present, tooltip } from './present.js';
import { RecordNodes } from './recordNodes.js';

const SURFACE = 'tree';
export const RECORDS_VIEW = 'attio.records';
/** VS Code drops children that are on their way to it when their parent is said to have changed: they are let arrive. */
const COUNT_MS = 300;

/** What is shown of one account; thrown away as a whole when another is shown. */
interface Session {
  accountId: string;
  scopes: string;
  root: Branch<ObjectNode>;
  freshness?: Freshness;
}

/**
 * Objects, their saved views and records, the records’ notes, of the account in use: made anew when that or its scopes
 * change. Reads through the catalog only, when something is unfolded; what fails is a line below it.
 */
export class RecordsTree implements Disposable {
  readonly #services: Services;
  readonly #changed: EventEmitter<TreeNode | undefined>;
  readonly #listeners: Disposable[];
  readonly #filters: FilterStore;
  readonly #staged: StagedMoves;
  #view: Pick<TreeView<TreeNode>, 'description' | 'reveal' | 'visible'> | undefined;
  #session: Session | undefined;

  constructor(services: Services, changed = new EventEmitter<TreeNode | undefined>()) {
    this.#services = services;
    this.#changed = changed;
    this.#filters = filtersOf(services);
    this.#staged = stagedMoves(services);
    this.#listeners = [
      this.#filters.onDidChange((change) => void this.#filterChanged(change)),
      groupingsOf(services).onDidChange(
        ({ account, of }) => void this.#filterChanged({ accountId: account, objectId: of }),
      ),
      this.#staged.onDidChange((account) => {
        if (this.#session?.accountId === account) this.#changed.fire(undefined);
      }),
      services.connections.onDidChange(() => this.#startOver()),
      // Scopes can change while the account stays: what was refused may be allowed now.
      services.accounts.onDidChange(() => {
        const { active } = services.accounts;
        if (this.#session && this.#session.scopes !== active?.scopes.join(' ')) this.#startOver();
        this.#title();
      }),
    ];
  }

  /** The view that shows this tree: it is told what to say beside its name. */
  attach(view: Pick<TreeView<TreeNode>, 'description' | 'reveal' | 'visible'>): void {
    this.#view = view;
    this.#title();
  }

  get onDidChangeTreeData() {
    return this.#changed.event;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#close();
  }

  getTreeItem(node: TreeNode): TreeItem {
    return present(node, this.#waiting());
  }

  /** The tooltip, when the mouse rests: here what a record refers to is asked for by name. */
  async resolveTreeItem(item: TreeItem, node: TreeNode, token?: CancellationToken): Promise<TreeItem> {
    const summary = node.kind === 'record' ? await this.#whole(node, token) : undefined;
    item.tooltip = tooltip(node, summary, this.#waiting());
    return item;
  }

  #waiting(): readonly StagedMove[] {
    return this.#session ? this.#staged.list(this.#session.accountId) : [];
  }

  async #whole(node: RecordNode, token: CancellationToken | undefined): Promise<RecordSummary | undefined> {
    const session = this.#session;
    if (!session || node.branch.closed) return undefined;
    const controller = new AbortController();
    const listener = token?.onCancellationRequested(() => controller.abort());
    try {
      const { catalog } = await this.#connection(session);
      return await catalog.summary(node.ref, { surface: SURFACE, signal: controller.signal });
    } catch {
      // What the page told is enough for a tooltip.
      return undefined;
    } finally {
      listener?.dispose();
    }
  }

  /** How many are shown stands on the row above, which VS Code has drawn already. */
  #tellCount(node: ObjectNode | ObjectStage): void {
    setTimeout(() => {
      if (!node.branch.closed && this.#says(node) !== node.said) this.#changed.fire(node);
    }, COUNT_MS);
  }

  #says(node: ObjectNode | ObjectStage): string | undefined {
    return node.kind === 'stage' ? stageText(node, this.#waiting()) : filterText(node);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.#objects();
    if (node.kind !== 'object' && node.kind !== 'stage' && node.kind !== 'record' && node.kind !== 'views') return [];
    const { branch } = node;
    if (node.kind === 'record' && !this.#mayReadNotes(node)) return [emptyLine(node, 'notes-scope')];
    if (!branch.settled) await this.#busy(branch.read());
    if (branch.closed) return [];
    if ((node.kind === 'object' || node.kind === 'stage') && this.#says(node) !== node.said) this.#tellCount(node);
    const listed = this.#listed(node, branch);
    return node.kind === 'object' && branch.failure?.of !== 'list' ? [node.views, ...listed] : listed;
  }

  /** One page more of the list that `node` ends. Resolves to its first node, to go on from; the tree has been told. */
  async loadMore({ parent }: MoreNode): Promise<Listed | undefined> {
    return loadMoreOf<Listed>(parent.branch, {
      show: () => this.#changed.fire(parent),
      busy: (work) => this.#busy(work),
    });
  }

  /** Asks again for what failed. */
  async retry(parent: Parent | undefined): Promise<void> {
    const branch: Healing | undefined = parent?.branch ?? this.#session?.root;
    if (branch) await this.#busy(heal(branch));
    this.#changed.fire(parent);
  }

  /** Asks Attio again for one object's records, or for one record and its notes. */
  async refreshNode(node: Parent): Promise<void> {
    node.branch.refresh(true);
    if (node.kind !== 'record') {
      await this.#busy(node.branch.read());
      this.#changed.fire(node);
    } else await this.#busy(this.#freshRecord(node));
  }

  /** Asks Attio again for everything that is shown; what is folded is read when it is unfolded. */
  async refreshAll(): Promise<void> {
    const session = this.#session;
    if (session) {
      const { catalog } = await this.#connection(session);
      catalog.forget({ what: 'everything' });
      session.freshness?.staleEverything();
    }
    this.#changed.fire(undefined);
  }

  async #freshRecord(node: RecordNode): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const { catalog } = await this.#connection(session);
    const summary = await catalog.summary(node.ref, { surface: SURFACE, fresh: true });
    if (node.branch.closed) return;
    if (summary) node.summary = summary;
    else node.parent.branch.remove(node);
    this.#changed.fire(summary ? node : node.parent);
  }

  #startOver(): void {
    this.#close();
    this.#title();
    this.#changed.fire(undefined);
  }

  /** Beside the view's name: the account, and what is filtered. */
  #title(): void {
    if (!this.#view) return;
    this.#view.description = titleOf(this.#services.accounts, this.#session?.root.nodes ?? []);
  }

  /** A filter or grouping was set or cleared: the object's records are asked for anew, and the tree shows them. */
  async #filterChanged({ accountId, objectId }: FilterChange): Promise<void> {
    const session = this.#session;
    const node = session?.root.nodes.find(({ object }) => object.id.object_id === objectId);
    if (!session || session.accountId !== accountId || !node) return;
    const shown = node.branch.touched;
    closeRecords(node);
    node.branch.restart();
    this.#setFilter(session, node);
    if (shown || node.filter) await this.#busy(node.branch.read());
    this.#changed.fire(node);
    if (node.filter && this.#view?.visible)
      await this.#view.reveal(node, { expand: true, select: false, focus: false });
  }

  #setFilter(session: Session, node: ObjectNode): void {
    const spec = this.#filters.get(session.accountId, node.object.id.object_id);
    if (spec) node.filter = { spec, words: specWords(spec) };
    else delete node.filter;
    this.#title();
  }

  #close(): void {
    const session = this.#session;
    this.#session = undefined;
    if (!session) return;
    session.freshness?.dispose();
    for (const object of session.root.nodes) {
      closeRecords(object);
      object.branch.close();
      object.views.branch.close();
    }
    session.root.close();
  }

  /** Work under way shows as the view's own progress. */
  #busy<T>(work: Promise<T>): Promise<T> {
    return this.#services.ui.progress({ title: '', where: { view: RECORDS_VIEW } }, () => work);
  }

  #mayReadNotes({ ref }: RecordNode): boolean {
    const account = this.#services.accounts.list.find(({ id }) => id === ref.account);
    return account !== undefined && canReadNotes(account);
  }

  async #objects(): Promise<TreeNode[]> {
    const { accounts } = this.#services;
    const { active } = accounts;
    // The view's welcome says what to do.
    if (active === undefined || accounts.state !== 'ready') return [];
    this.#session ??= this.#open(active.id, active.scopes);
    const { root } = this.#session;
    if (!root.settled) await this.#busy(root.read());
    // Another account meanwhile: its own objects, never these.
    if (root.closed) return this.#objects();
    this.#title();
    const lines = failureLines(root.failure, undefined, active.id);
    if (root.nodes.length === 0 && !root.failure) return [emptyLine(undefined, 'no-objects', active.id)];
    return [...lines, ...root.nodes];
  }

  #listed(parent: Parent, branch: Parent['branch']): TreeNode[] {
    const nodes: TreeNode[] = branch.nodes.filter((node) => node.kind !== 'stage' || isListed(node));
    if (parent.kind === 'object' && parent.waiting !== undefined) nodes.unshift(emptyLine(parent, 'view-not-grouped'));
    const { failure } = branch;
    const lines = failureLines(failure, parent, parent.id);
    if (failure?.of === 'list') return [...lines, ...nodes];
    if (failure) return [...nodes, ...lines];
    if (nodes.length === 0) {
      if (parent.kind === 'object' && parent.filter) return nothingFits(parent);
      const why = { object: 'no-records', stage: 'no-cards', record: 'no-notes', views: 'no-views' } as const;
      return [emptyLine(parent, why[parent.kind])];
    }
    return branch.hasMore ? [...nodes, { kind: 'more', id: `${parent.id}/more`, parent }] : nodes;
  }

  async #connection({ accountId }: Session): Promise<Connection> {
    const connection = await this.#services.connections.current();
    if (connection.account.id !== accountId) throw new DOMException('Another account is shown now.', 'AbortError');
    return connection;
  }

  #open(accountId: string, scopes: readonly string[]): Session {
    const nodes = new RecordNodes({
      services: this.#services,
      accountId,
      connection: () => this.#connection(session),
      filterOf: (node) => this.#setFilter(session, node),
      titled: () => this.#title(),
    });
    const root = new Branch<ObjectNode>({
      read: async (_offset, fresh, signal) => {
        const { catalog } = await this.#connection(session);
        session.freshness ??= new Freshness(session.root, catalog, (node) => this.#changed.fire(node), {
          record: async (object, record) => (await nodes.records(object, [record]))[0],
          card: (stage, card) => nodes.card(stage, card),
        });
        const objects = await catalog.objects({ surface: SURFACE, signal, fresh });
        return { nodes: objects.map((object) => nodes.object(object)), next: undefined };
      },
      merge: (old, read) => Object.assign(old, { object: read.object, slug: read.slug }),
    });
    const session: Session = { accountId, scopes: scopes.join(' '), root };
    return session;
  }
}
