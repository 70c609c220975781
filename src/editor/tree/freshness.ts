/** Keeps the tree as fresh as the catalog: only what was touched is shown anew, and changes that come together at once. */
import type { Catalog, CatalogChange } from '../../crm/types.js';
import { isCancel } from '../command.js';
import type { Branch } from './branch.js';
import type { ObjectNode, RecordNode, TreeNode } from './nodes.js';

/** Milliseconds in which several changes become one refresh. */
const COALESCE_MS = 40;

export class Freshness {
  readonly #root: Branch<ObjectNode>;
  readonly #catalog: Catalog;
  readonly #show: (node: TreeNode | undefined) => void;
  readonly #subscription: { dispose(): void };
  readonly #touched = new Set<TreeNode | undefined>();
  #timer: NodeJS.Timeout | undefined;

  constructor(root: Branch<ObjectNode>, catalog: Catalog, show: (node: TreeNode | undefined) => void) {
    this.#root = root;
    this.#catalog = catalog;
    this.#show = show;
    this.#subscription = catalog.onDidChange((change) => void this.#changed(change));
  }

  dispose(): void {
    this.#subscription.dispose();
    clearTimeout(this.#timer);
  }

  /** All that was read is read again when it is asked for. */
  staleEverything(): void {
    for (const object of this.#root.nodes) staleObject(object);
    this.#root.refresh(false);
  }

  async #changed(change: CatalogChange): Promise<void> {
    if (change.what === 'everything') {
      this.staleEverything();
      this.#touch(undefined);
      return;
    }
    if (change.what === 'object') {
      const object = this.#root.nodes.find(
        (node) => node.slug === change.object || node.object.id.object_id === change.object,
      );
      if (!object?.branch.touched) return;
      staleObject(object);
      this.#touch(object);
      return;
    }
    const record = this.#record(change.ref.recordId);
    if (!record) return;
    if (change.what === 'notes') {
      if (!record.branch.touched) return;
      record.branch.refresh(false);
      this.#touch(record);
    } else await this.#recordChanged(record);
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
      const summary = await this.#catalog.summary(record.ref, { surface: 'tree', priority: 'bulk' });
      if (record.branch.closed) return;
      if (!summary) {
        record.parent.branch.remove(record);
        this.#touch(record.parent);
      } else if (differs(record.summary, summary)) {
        record.summary = summary;
        this.#touch(record);
      }
    } catch (error) {
      // What is shown stays: nobody asked, so nobody is told. The next refresh will say what is wrong.
      if (!isCancel(error)) return;
    }
  }

  #touch(node: TreeNode | undefined): void {
    this.#touched.add(node);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const touched = [...this.#touched];
      this.#touched.clear();
      // A parent's refresh shows its children anew.
      const covered = (one: TreeNode | undefined): boolean => {
        if (one === undefined) return false;
        for (let above: TreeNode | undefined = one.parent; above; above = above.parent)
          if (touched.includes(above)) return true;
        return touched.includes(undefined);
      };
      for (const one of touched) if (!covered(one)) this.#show(one);
    }, COALESCE_MS);
  }
}

function staleObject(object: ObjectNode): void {
  for (const record of object.branch.nodes) record.branch.refresh(false);
  object.branch.refresh(false);
}

const differs = (a: RecordNode['summary'], b: RecordNode['summary']) => JSON.stringify(a) !== JSON.stringify(b);
