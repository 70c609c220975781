/** The Lists view: what waits to be committed, lists, their stages and entries. Reads through the catalog only. */
import type { CancellationToken, Disposable, EventEmitter, TreeItem } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { AttioList } from '../../attio/types.js';
import type { Card } from '../../crm/pipeline/types.js';
import type { ReadOptions } from '../../crm/types.js';
import type { StagedMove, StagedMoves } from '../pipeline/moves.js';
import { stagedMoves } from '../pipeline/stagedStore.js';
import { canWriteEntries } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { type GroupingChange, groupingOf, groupingsOf } from '../stages/chosen.js';
import { countAll } from '../stages/countAll.js';
import { isListed } from '../stages/present.js';
import { mergeStage, type RowMaker, stageRows } from '../stages/stageRows.js';
import { Branch, type Page } from '../tree/branch.js';
import type { LazyTree } from '../tree/lazyView.js';
import { saysLine, troubleLines } from '../tree/lines.js';
import { loadMoreOf } from '../tree/loadMore.js';
import { type Healing, heal } from '../tree/parts.js';
import { ListsFreshness } from './freshness.js';
import {
  type EntryNode,
  LISTS_VIEW,
  type ListNode,
  type ListStage,
  type ListsNode,
  type ListsParent,
  type MoveNode,
  type MovesNode,
} from './nodes.js';
import { isStage, moveRows, nobodyIn, stagesIn, ungrouped } from './parts.js';
import { listName, present, saidOf, tooltip } from './present.js';
import { entryFacts, memberNames } from './whole.js';

const SURFACE = 'lists';
const NEEDED = ['object_configuration:read', 'record_permission:read', 'list_configuration:read', 'list_entry:read'];
/** VS Code drops children that are on their way to it when their parent is said to have changed: they are let arrive. */
const COUNT_MS = 300;

/** What is shown of one account; thrown away as a whole when another is shown. */
interface Session {
  accountId: string;
  scopes: string;
  root: Branch<ListNode>;
  moves: MovesNode;
  freshness?: ListsFreshness;
}

/**
 * Shows the active account; another one, or other scopes, start it over. Where scopes are lacking one row says which.
 * What is folded is read when it is unfolded, an entry’s values with its tooltip.
 */
export class ListsTree implements LazyTree<ListsNode> {
  readonly #services: Services;
  readonly #changed: EventEmitter<ListsNode | undefined>;
  readonly #listeners: Disposable[];
  readonly #staged: StagedMoves;
  #session: Session | undefined;

  constructor(services: Services, changed: EventEmitter<ListsNode | undefined>) {
    this.#services = services;
    this.#changed = changed;
    this.#staged = stagedMoves(services);
    this.#listeners = [
      groupingsOf(services).onDidChange((change) => this.#grouped(change)),
      this.#staged.onDidChange((account) => this.#stagedChanged(account)),
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

  getTreeItem(node: ListsNode): TreeItem {
    return present(node, this.#waiting());
  }

  /** The tooltip, when the mouse rests: here an entry's values and the names of colleagues are asked for. */
  async resolveTreeItem(made: TreeItem, node: ListsNode, token?: CancellationToken): Promise<TreeItem> {
    const session = this.#session;
    if (node.kind !== 'entry' || !session) {
      made.tooltip = tooltip(node, this.#waiting());
      return made;
    }
    const controller = new AbortController();
    const listener = token?.onCancellationRequested(() => controller.abort());
    try {
      const connection = await this.#connection(session);
      const read: ReadOptions = { surface: SURFACE, signal: controller.signal };
      const [names, values, card] = await Promise.all([
        memberNames(connection, node.card.owners, read),
        entryFacts(connection, node, read),
        connection.catalog.knownCard(node.pipeline, node.card, read),
      ]);
      made.tooltip = tooltip(card ? { ...node, card } : node, this.#waiting(), names, values);
    } catch {
      // What the page told is enough for a tooltip.
      made.tooltip = tooltip(node, this.#waiting());
    } finally {
      listener?.dispose();
    }
    return made;
  }

  getParent(node: ListsNode): ListsNode | undefined {
    return node.parent;
  }

  async getChildren(node?: ListsNode): Promise<ListsNode[]> {
    if (node === undefined) return this.#roots();
    if (node.kind !== 'list' && node.kind !== 'stage' && node.kind !== 'moves') return [];
    const { branch } = node;
    if (!branch.settled) await this.#busy(branch.read());
    if (branch.closed) return [];
    this.#tellLater(node);
    return this.#listed(node);
  }

  async loadMore(row: ListsNode): Promise<ListsNode | undefined> {
    if (row.kind !== 'more') return undefined;
    const { parent } = row;
    return loadMoreOf<ListsNode>(parent.branch, {
      show: () => this.#changed.fire(parent),
      busy: (work) => this.#busy(work),
    });
  }

  async retry(parent: ListsNode | undefined): Promise<void> {
    const branch: Healing | undefined = parent && 'branch' in parent ? parent.branch : this.#session?.root;
    if (branch) await this.#busy(heal(branch));
    this.#changed.fire(parent);
  }

  /** Asks Attio again for everything that is shown; what is folded is read when it is unfolded. */
  async refreshAll(): Promise<void> {
    const session = this.#session;
    if (session) {
      const { catalog } = await this.#connection(session);
      // Heard below: all that was read is read again when it is asked for.
      catalog.forget({ what: 'everything' });
      session.freshness?.staleEverything();
      session.moves.branch.refresh(false);
    }
    this.#changed.fire(undefined);
  }

  /** Reads everything in a list, so that each of its stages says exactly how much is in it. */
  async count(node: ListsNode | undefined): Promise<void> {
    const session = this.#session;
    if (node?.kind !== 'list' || !session) return;
    if (!node.branch.settled) await this.#busy(node.branch.read());
    const { pipeline } = node;
    if (node.branch.failure || !pipeline) return this.#changed.fire(node);
    const { catalog } = await this.#connection(session);
    const stages = stagesIn(node);
    const counts = await countAll(this.#services, catalog, pipeline, stages, {
      surface: SURFACE,
      name: listName(node),
    });
    // Another grouping meanwhile: these are not its stages.
    if (!counts || node.branch.closed || stagesIn(node)[0] !== stages[0]) return;
    node.counts = counts;
    this.#changed.fire(node);
  }

  /** The row of an entry as it stands now, where it was read. */
  rowOf(list: string, entryId: string): EntryNode | undefined {
    return this.#session?.freshness?.rowOf(list, entryId);
  }

  #waiting(): readonly StagedMove[] {
    const session = this.#session;
    return session ? this.#staged.list(session.accountId) : [];
  }

  /** How much is shown stands on the row above, which VS Code has drawn already. */
  #tellLater(node: ListsParent): void {
    setTimeout(() => {
      for (const one of [node, node.parent]) {
        if (!one || one.kind === 'moves' || one.branch.closed) continue;
        const said = saidOf(one, this.#waiting());
        if (said !== one.said) this.#changed.fire(one);
      }
    }, COUNT_MS);
  }

  async #roots(): Promise<ListsNode[]> {
    const { accounts } = this.#services;
    const { active } = accounts;
    // Signed out, the view is not there; until VS Code has heard of it, it is empty.
    if (active === undefined || accounts.state !== 'ready') return [];
    const place = { parent: undefined, path: `${active.id}/lists`, view: LISTS_VIEW } as const;
    const missing = NEEDED.filter((scope) => !hasScopes(active.scopes, scope));
    if (missing.length > 0) {
      const why = `This API key may not read lists. Grant it ${missing.join(', ')} in Attio and sign in again.`;
      return [saysLine(place, 'scope', 'lock', `Lists need the scope ${missing.join(', ')}`, why)];
    }
    this.#session ??= this.#open(active.id, active.scopes);
    const { root, moves } = this.#session;
    if (!root.settled) await this.#busy(root.read());
    // Another account meanwhile: its own lists, never these.
    if (root.closed) return this.#roots();
    const waiting = this.#waiting().length > 0 ? [moves] : [];
    const lines = troubleLines<ListsParent>(root.failure, place);
    if (root.nodes.length === 0 && !root.failure) {
      const why =
        'This workspace has no list that the API key can see. Lists are made in Attio; private ones are seen by keys of their members.';
      return [...waiting, saysLine(place, 'no-lists', 'circle-slash', 'No lists that this key can see', why)];
    }
    return [...waiting, ...lines, ...root.nodes];
  }

  #listed(parent: ListsParent): ListsNode[] {
    const { branch } = parent;
    const place = { parent, path: parent.id, view: LISTS_VIEW } as const;
    const nodes: ListsNode[] = branch.nodes.filter((node) => node.kind !== 'stage' || isListed(node));
    const lines = troubleLines<ListsParent>(branch.failure, place);
    if (branch.failure) return branch.failure.of === 'list' ? [...lines, ...nodes] : [...nodes, ...lines];
    if (nodes.length === 0 && !branch.hasMore && parent.kind !== 'moves') return nobodyIn(parent, this.#mayAdd());
    return branch.hasMore ? [...nodes, { kind: 'more', id: `${parent.id}/more`, parent, view: LISTS_VIEW }] : nodes;
  }

  #mayAdd(): boolean {
    const { active } = this.#services.accounts;
    return active !== undefined && canWriteEntries(active);
  }

  /** A list is grouped by something else now: its rows are others. */
  #grouped({ account, of }: GroupingChange): void {
    const session = this.#session;
    const node = session?.root.nodes.find(({ list }) => list.id === of);
    if (!session || session.accountId !== account || !node) return;
    for (const stage of stagesIn(node)) stage.branch.close();
    node.branch.restart();
    delete node.pipeline;
    delete node.counts;
    this.#changed.fire(node);
  }

  /** Marks, and what waits at the top of the view. */
  #stagedChanged(account: string): void {
    const session = this.#session;
    if (session?.accountId !== account) return;
    session.moves.branch.refresh(false);
    this.#changed.fire(undefined);
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
    session.moves.branch.close();
    for (const list of session.root.nodes) {
      for (const stage of stagesIn(list)) stage.branch.close();
      list.branch.close();
    }
    session.root.close();
  }

  /** Work under way shows as the view's own progress. */
  #busy<T>(work: Promise<T>): Promise<T> {
    return this.#services.ui.progress({ title: '', where: { view: LISTS_VIEW } }, () => work);
  }

  async #connection(session: Session): Promise<Connection> {
    const connection = await this.#services.connections.current();
    if (connection.account.id !== session.accountId)
      throw new DOMException('Another account is shown now.', 'AbortError');
    return connection;
  }

  #open(accountId: string, scopes: readonly string[]): Session {
    const root = new Branch<ListNode>({
      read: async (_offset, fresh, signal) => {
        const { catalog } = await this.#connection(session);
        session.freshness ??= new ListsFreshness(
          session.root,
          catalog,
          (node) => {
            this.#changed.fire(node);
            if (this.#staged.list(accountId).length === 0) return;
            // A card may stand elsewhere by now than where it was staged from.
            moves.branch.refresh(false);
            this.#changed.fire(moves);
          },
          (parent, card) => this.#entry(session, parent, card),
        );
        const lists = await catalog.lists({ surface: SURFACE, signal, fresh });
        return { nodes: lists.map((list) => this.#listNode(session, list)), next: undefined };
      },
      merge: (old, read) => Object.assign(old, { list: read.list, full: read.full }),
    });
    const moves: MovesNode = {
      kind: 'moves',
      id: `${accountId}/lists/moves`,
      parent: undefined,
      account: accountId,
      branch: new Branch<MoveNode>({
        read: async (_offset, _fresh, signal) => {
          const connection = await this.#connection(session);
          const read = { surface: SURFACE, signal };
          return { nodes: await moveRows(connection, moves, this.#staged.list(accountId), read), next: undefined };
        },
        merge: (old, read) => Object.assign(old, read, { parent: old.parent }),
      }),
    };
    const session: Session = { accountId, scopes: scopes.join(' '), root, moves };
    return session;
  }

  #listNode(session: Session, full: AttioList): ListNode {
    const { list_id } = full.id;
    const node: ListNode = {
      kind: 'list',
      id: `${session.accountId}/lists/${list_id}`,
      parent: undefined,
      account: session.accountId,
      list: { id: list_id, slug: full.api_slug },
      full,
      branch: new Branch<ListStage | EntryNode>({
        read: (offset, fresh, signal) => this.#readList(session, node, offset, fresh, signal),
        merge: (old, read) => {
          if (isStage(old)) return isStage(read) ? mergeStage(old, read) : old;
          return isStage(read) ? old : mergeEntry(old, read);
        },
      }),
    };
    return node;
  }

  /** Its stages, with no request but for how it is set up; or a page of its entries. */
  async #readList(
    session: Session,
    node: ListNode,
    offset: number,
    fresh: boolean,
    signal: AbortSignal,
  ): Promise<Page<ListStage | EntryNode>> {
    const connection = await this.#connection(session);
    const { catalog } = connection;
    const read: ReadOptions = { surface: SURFACE, signal, fresh };
    const { of } = ungrouped(node.full);
    if (offset === 0) {
      const by = await groupingOf(this.#services, connection, of, node.list.id, read);
      node.pipeline = await catalog.pipeline({ of, attribute: by?.api_slug ?? '' }, read);
    }
    const pipeline = node.pipeline!;
    if (pipeline.ref.attribute !== '') {
      return { nodes: stageRows(node, pipeline, this.#maker(session)), next: undefined };
    }
    const page = await catalog.cards(pipeline, { stage: null, offset }, { ...read, names: 'known' });
    return { nodes: page.cards.map((card) => this.#entry(session, node, card)), next: page.next };
  }

  #maker(session: Session): RowMaker<ListNode, EntryNode> {
    return {
      account: session.accountId,
      surface: SURFACE,
      catalog: async () => (await this.#connection(session)).catalog,
      card: (parent, card) => this.#entry(session, parent, card),
      merge: mergeEntry,
    };
  }

  #entry(session: Session, parent: ListNode | ListStage, card: Card): EntryNode {
    const list = parent.kind === 'list' ? parent : parent.parent;
    return {
      kind: 'entry',
      id: `${parent.id}/${card.id}`,
      parent,
      account: session.accountId,
      pipeline: parent.pipeline!,
      card,
      ref: { ...card.ref, account: session.accountId },
      entry: { list: list.list.slug, entryId: card.id },
    };
  }
}

function mergeEntry(old: EntryNode, { card, pipeline, ref }: EntryNode): EntryNode {
  delete old.guest;
  return Object.assign(old, { card, pipeline, ref });
}
