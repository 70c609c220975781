/** The Records view: objects, their records, the records' notes. Reads through the catalog only. */
import { type CancellationToken, type Disposable, EventEmitter, type TreeItem } from 'vscode';
import type { AttioObject, Note } from '../../attio/types.js';
import type { RecordSummary } from '../../crm/types.js';
import { canReadNotes, NOTES_PER_PAGE } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { Branch, type Page } from './branch.js';
import { Freshness } from './freshness.js';
import { emptyLine, failureLines } from './lines.js';
import type { Listed, MoreNode, NoteNode, ObjectNode, Parent, RecordNode, TreeNode } from './nodes.js';
import { present, tooltip } from './present.js';

const SURFACE = 'tree';
export const RECORDS_VIEW = 'attio.records';

/** What is shown of one account; thrown away as a whole when another is shown. */
interface Session {
  accountId: string;
  scopes: string;
  root: Branch<ObjectNode>;
  freshness?: Freshness;
}

/** A list of whatever kind, as far as asking again goes. */
type Healing = Pick<Branch<TreeNode>, 'nodes' | 'failure' | 'closed' | 'read' | 'retry'>;

export class RecordsTree implements Disposable {
  readonly #services: Services;
  readonly #changed: EventEmitter<TreeNode | undefined>;
  readonly #listeners: Disposable[];
  #session: Session | undefined;

  constructor(services: Services, changed = new EventEmitter<TreeNode | undefined>()) {
    this.#services = services;
    this.#changed = changed;
    this.#listeners = [
      services.connections.onDidChange(() => this.#startOver()),
      // Scopes can change while the account stays: what was refused may be allowed now.
      services.accounts.onDidChange(() => {
        const { active } = services.accounts;
        if (this.#session && this.#session.scopes !== active?.scopes.join(' ')) this.#startOver();
      }),
    ];
  }

  get onDidChangeTreeData() {
    return this.#changed.event;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#close();
  }

  getTreeItem(node: TreeNode): TreeItem {
    return present(node);
  }

  /** The tooltip, when the mouse rests: here what a record refers to is asked for by name. */
  async resolveTreeItem(item: TreeItem, node: TreeNode, token?: CancellationToken): Promise<TreeItem> {
    const summary = node.kind === 'record' ? await this.#whole(node, token) : undefined;
    item.tooltip = tooltip(node, summary);
    return item;
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

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.#objects();
    if (node.kind !== 'object' && node.kind !== 'record') return [];
    const { branch } = node;
    if (node.kind === 'record' && !this.#mayReadNotes(node)) return [emptyLine(node, 'notes-scope')];
    if (!branch.settled) await this.#busy(branch.read());
    return branch.closed ? [] : this.#listed(node, branch);
  }

  /** One page more of the list that `node` ends. Resolves to its first node, to go on from; the tree has been told. */
  async loadMore({ parent }: MoreNode): Promise<Listed | undefined> {
    const { branch } = parent;
    const already = branch.loadingMore;
    const loading: Promise<Listed | undefined> = branch.more();
    if (already) return undefined;
    this.#changed.fire(parent);
    const first = await this.#busy(loading);
    if (branch.closed) return undefined;
    this.#changed.fire(parent);
    return first;
  }

  /** Asks again for what failed, once; when that worked, also for what failed below it: an outage ends for all of them. */
  async retry(parent: Parent | undefined): Promise<void> {
    const branch: Healing | undefined = parent?.branch ?? this.#session?.root;
    if (branch) await this.#busy(this.#heal(branch));
    this.#changed.fire(parent);
  }

  async #heal(branch: Healing): Promise<void> {
    await branch.retry();
    await branch.read();
    if (!branch.closed && !branch.failure) await Promise.all(failedBelow(branch).map((failed) => failed.retry()));
  }

  /** Asks Attio again for one object's records, or for one record and its notes. */
  async refreshNode(node: Parent): Promise<void> {
    node.branch.refresh(true);
    if (node.kind === 'object') {
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
    this.#changed.fire(undefined);
  }

  #close(): void {
    const session = this.#session;
    this.#session = undefined;
    if (!session) return;
    session.freshness?.dispose();
    for (const object of session.root.nodes) {
      for (const record of object.branch.nodes) record.branch.close();
      object.branch.close();
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
    const lines = failureLines(root.failure, undefined, active.id);
    if (root.nodes.length === 0 && !root.failure) return [emptyLine(undefined, 'no-objects', active.id)];
    return [...lines, ...root.nodes];
  }

  #listed(parent: Parent, branch: Branch<RecordNode> | Branch<NoteNode>): TreeNode[] {
    const nodes: TreeNode[] = [...branch.nodes];
    const { failure } = branch;
    const lines = failureLines(failure, parent, parent.id);
    if (failure?.of === 'list') return [...lines, ...nodes];
    if (failure) return [...nodes, ...lines];
    if (nodes.length === 0) return [emptyLine(parent, parent.kind === 'object' ? 'no-records' : 'no-notes')];
    return branch.hasMore ? [...nodes, { kind: 'more', id: `${parent.id}/more`, parent }] : nodes;
  }

  async #connection({ accountId }: Session): Promise<Connection> {
    const connection = await this.#services.connections.current();
    if (connection.account.id !== accountId) throw new DOMException('Another account is shown now.', 'AbortError');
    return connection;
  }

  #open(accountId: string, scopes: readonly string[]): Session {
    const root = new Branch<ObjectNode>({
      read: async (_offset, fresh, signal) => {
        const { catalog } = await this.#connection(session);
        session.freshness ??= new Freshness(session.root, catalog, (node) => this.#changed.fire(node));
        const objects = await catalog.objects({ surface: SURFACE, signal, fresh });
        return { nodes: objects.map((object) => this.#objectNode(session, object)), next: undefined };
      },
      merge: (old, read) => Object.assign(old, { object: read.object, slug: read.slug }),
    });
    const session: Session = { accountId, scopes: scopes.join(' '), root };
    return session;
  }

  #objectNode(session: Session, object: AttioObject): ObjectNode {
    const { object_id } = object.id;
    const node: ObjectNode = {
      kind: 'object',
      id: `${session.accountId}/${object_id}`,
      parent: undefined,
      object,
      slug: object.api_slug ?? object_id,
      branch: new Branch<RecordNode>({
        read: (offset, fresh, signal) => this.#readRecords(session, node, offset, fresh, signal),
        merge: (old, read) => Object.assign(old, { summary: read.summary }),
      }),
    };
    return node;
  }

  async #readRecords(
    session: Session,
    parent: ObjectNode,
    offset: number,
    fresh: boolean,
    signal: AbortSignal,
  ): Promise<Page<RecordNode>> {
    const { catalog } = await this.#connection(session);
    const read = { surface: SURFACE, signal, fresh };
    const { records, next } = await catalog.recordsPage(parent.slug, { offset }, read);
    // A page costs one request: names of what its records refer to show where they are known.
    const summaries = await catalog.summarize(records, parent.slug, { surface: SURFACE, signal, names: 'known' });
    return { nodes: summaries.map((summary) => this.#recordNode(session, parent, summary)), next };
  }

  #recordNode(session: Session, parent: ObjectNode, summary: RecordSummary): RecordNode {
    const { recordId } = summary.ref;
    const node: RecordNode = {
      kind: 'record',
      id: `${parent.id}/${recordId}`,
      parent,
      ref: { account: session.accountId, object: parent.slug, recordId },
      summary,
      branch: new Branch<NoteNode>({
        read: async (offset, fresh, signal) => {
          const { catalog } = await this.#connection(session);
          const page = { offset, limit: NOTES_PER_PAGE };
          const { notes, next } = await catalog.notesOf(node.ref, page, { surface: SURFACE, signal, fresh });
          return { nodes: notes.map((note) => noteNode(session, node, note)), next };
        },
        merge: (old, read) => Object.assign(old, { note: read.note, full: read.full }),
      }),
    };
    return node;
  }
}

/** The lists under this one, at any depth, that could not be read. */
function failedBelow(branch: Healing): Healing[] {
  return branch.nodes.flatMap((node) => {
    if (node.kind !== 'object' && node.kind !== 'record') return [];
    const below: Healing = node.branch;
    return below.failure ? [below, ...failedBelow(below)] : failedBelow(below);
  });
}

function noteNode({ accountId }: Session, parent: RecordNode, full: Note): NoteNode {
  const { note_id } = full.id;
  return {
    kind: 'note',
    id: `${parent.id}/${note_id}`,
    parent,
    account: accountId,
    note: { id: note_id, parentObject: full.parent_object, parentRecordId: full.parent_record_id, title: full.title },
    full,
  };
}
