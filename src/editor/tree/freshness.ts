/** Keeps the tree as fresh as the catalog: only what was touched is shown anew, and changes that come together at once. */
import type { AttioRecord } from '../../attio/types.js';
import type { Catalog, CatalogChange, ReadOptions, RecordRef } from '../../crm/types.js';
import { isCancel } from '../command.js';
import type { Branch } from './branch.js';
import type { ObjectNode, RecordNode, TreeNode } from './nodes.js';
import { Touched } from './touched.js';

/** A filtered list may have to be asked for again after a change: during many changes not more often than this. */
const FILTERED_MS = 300;

export class Freshness {
  readonly #root: Branch<ObjectNode>;
  readonly #catalog: Catalog;
  readonly #make: (object: ObjectNode, record: AttioRecord) => Promise<RecordNode | undefined>;
  readonly #subscription: { dispose(): void };
  readonly #touched: Touched<TreeNode>;
  readonly #filtered = new Set<ObjectNode>();
  #filteredTimer: NodeJS.Timeout | undefined;

  /** `make`: the node of a record that is new to the list. */
  constructor(
    root: Branch<ObjectNode>,
    catalog: Catalog,
    show: (node: TreeNode | undefined) => void,
    make: (object: ObjectNode, record: AttioRecord) => Promise<RecordNode | undefined>,
  ) {
    this.#root = root;
    this.#catalog = catalog;
    this.#touched = new Touched(show);
    this.#make = make;
    this.#subscription = catalog.onDidChange((change) => void this.#changed(change));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#touched.dispose();
    clearTimeout(this.#filteredTimer);
  }

  /** All that was read is read again when it is asked for. */
  staleEverything(): void {
    for (const object of this.#root.nodes) staleObject(object);
    this.#root.refresh(false);
  }

  async #changed(change: CatalogChange): Promise<void> {
    if (change.what === 'everything') {
      this.staleEverything();
      this.#touched.add(undefined);
      return;
    }
    if (change.what === 'object') {
      const object = this.#object(change.object);
      if (!object?.branch.touched) return;
      staleObject(object);
      this.#touched.add(object);
      return;
    }
    // Of entries, tasks and comments the tree of records shows nothing.
    if (change.what !== 'record' && change.what !== 'notes') return;
    const record = this.#record(change.ref.recordId);
    if (change.what === 'notes') {
      if (!record?.branch.touched) return;
      record.branch.refresh(false);
      this.#touched.add(record);
      return;
    }
    const object = record?.parent ?? this.#object(change.ref.object);
    if (object?.filter) this.#filteredChanged(object);
    if (record) await this.#recordChanged(record);
    else if (object && !object.filter) await this.#recordCame(object, change.ref);
  }

  #object(slugOrId: string): ObjectNode | undefined {
    return this.#root.nodes.find((node) => node.slug === slugOrId || node.object.id.object_id === slugOrId);
  }

  /** Whether a record fits now, and where it stands, the catalog knows or asks Attio; when the list is shown, and once. */
  #filteredChanged(object: ObjectNode): void {
    if (!object.branch.touched) return;
    this.#filtered.add(object);
    this.#filteredTimer ??= setTimeout(() => {
      this.#filteredTimer = undefined;
      for (const one of this.#filtered) {
        one.branch.refresh(false);
        this.#touched.add(one);
      }
      this.#filtered.clear();
    }, FILTERED_MS);
  }

  /** Something was written to a record that the list, newest first, does not show: it may be new. */
  async #recordCame(object: ObjectNode, ref: RecordRef): Promise<void> {
    const { branch } = object;
    const record = this.#catalog.peek(ref);
    if (!record || !branch.touched || !branch.settled || branch.failure?.of === 'list') return;
    const made = Date.parse(record.created_at);
    const [newest, oldest] = [branch.nodes[0], branch.nodes.at(-1)];
    if (newest && made < Date.parse(newest.createdAt)) {
      // Farther down than what is shown, or among it, where the page itself says the place.
      if (branch.hasMore && made <= Date.parse(oldest!.createdAt)) return;
      branch.refresh(false);
      this.#touched.add(object);
      return;
    }
    try {
      const node = await this.#make(object, record);
      if (!node || branch.closed || branch.nodes.some(({ id }) => id === node.id)) return;
      branch.putFirst(node);
      this.#touched.add(object);
    } catch {
      // The next refresh shows it.
    }
  }

  #record(recordId: string): RecordNode | undefined {
    for (const object of this.#root.nodes) {
      const found = object.branch.nodes.find(({ ref }) => ref.recordId === recordId);
      if (found) return found;
    }
    return undefined;
  }

  async #recordChanged(record: RecordNode): Promise<void> {
    try {
      const read: ReadOptions = { surface: 'tree', priority: 'bulk', names: 'known' };
      const known = this.#catalog.peek(record.ref);
      // What a write told is summed up as a page's records are, and asks for nothing.
      const summary = known
        ? (await this.#catalog.summarize([known], record.ref.object, read))[0]
        : await this.#catalog.summary(record.ref, read);
      if (record.branch.closed) return;
      if (!summary) {
        record.parent.branch.remove(record);
        this.#touched.add(record.parent);
      } else if (differs(record.summary, summary)) {
        record.summary = summary;
        this.#touched.add(record);
      }
    } catch (error) {
      // What is shown stays: nobody asked, so nobody is told. The next refresh will say what is wrong.
      if (!isCancel(error)) return;
    }
  }
}

function staleObject(object: ObjectNode): void {
  for (const record of object.branch.nodes) record.branch.refresh(false);
  object.branch.refresh(false);
  object.views.branch.refresh(false);
}

const differs = (a: RecordNode['summary'], b: RecordNode['summary']) => JSON.stringify(a) !== JSON.stringify(b);
