/** How the Records view follows the catalog. */
import type { AttioRecord } from '../../attio/types.js';
import type { Card, Pipeline } from '../../crm/pipeline/types.js';
import type { Catalog, CatalogChange, ReadOptions, RecordRef } from '../../crm/types.js';
import { isCancel } from '../command.js';
import { place } from '../stages/stageRows.js';
import type { Branch } from './branch.js';
import type { ObjectNode, ObjectStage, RecordNode, TreeNode } from './nodes.js';
import { objectOf, recordsIn, stagesOf } from './parts.js';
import { Touched } from './touched.js';

/** A filtered list may have to be asked for again after a change: during many changes not more often than this. */
const FILTERED_MS = 300;
const READ: ReadOptions = { surface: 'tree', priority: 'bulk', names: 'known' };

/** How nodes are made of what is new. */
export interface Makes {
  record(object: ObjectNode, record: AttioRecord): Promise<RecordNode | undefined>;
  card(stage: ObjectStage, card: Card): RecordNode;
}

/**
 * Keeps the tree as fresh as the catalog, until it is disposed of: only what was touched is shown anew, and changes
 * that come together at once. `show`: undefined for the whole view. What cannot be read stays as it is shown.
 */
export class Freshness {
  readonly #root: Branch<ObjectNode>;
  readonly #catalog: Catalog;
  readonly #make: Makes['record'];
  readonly #card: Makes['card'];
  readonly #subscription: { dispose(): void };
  readonly #touched: Touched<TreeNode>;
  readonly #filtered = new Set<ObjectNode>();
  #filteredTimer: NodeJS.Timeout | undefined;

  constructor(root: Branch<ObjectNode>, catalog: Catalog, show: (node: TreeNode | undefined) => void, makes: Makes) {
    this.#root = root;
    this.#catalog = catalog;
    this.#touched = new Touched(show);
    this.#make = makes.record;
    this.#card = makes.card;
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
    const object = record ? objectOf(record) : this.#object(change.ref.object);
    if (object?.filter) this.#filteredChanged(object);
    else if (object?.pipeline) return this.#cardChanged(object, object.pipeline, change.ref);
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
        for (const stage of stagesOf(one)) stage.branch.refresh(false);
        one.branch.refresh(false);
        this.#touched.add(one);
      }
      this.#filtered.clear();
    }, FILTERED_MS);
  }

  /** A record of a grouped object takes its place among the stages, from what is known of it. */
  async #cardChanged(object: ObjectNode, pipeline: Pipeline, ref: RecordRef): Promise<void> {
    if (!object.branch.touched || !object.branch.settled) return;
    const { object: slug, recordId } = ref;
    try {
      const card = await this.#catalog.knownCard(pipeline, { id: recordId, ref: { object: slug, recordId } }, READ);
      // Grouped by something else meanwhile, or the account is another: these rows are not shown any more.
      if (object.branch.closed || object.pipeline !== pipeline) return;
      const row = recordsIn(object).find((one) => one.ref.recordId === recordId);
      for (const node of place(stagesOf(object), row, card, this.#card)) this.#touched.add(node);
    } catch (error) {
      // As below.
      if (!isCancel(error)) return;
    }
  }

  /** Something was written to a record that the list, newest first, does not show: it may be new. */
  async #recordCame(object: ObjectNode, ref: RecordRef): Promise<void> {
    const { branch } = object;
    const record = this.#catalog.peek(ref);
    if (!record || !branch.touched || !branch.settled || branch.failure?.of === 'list') return;
    const made = Date.parse(record.created_at);
    const all = recordsIn(object);
    const [newest, oldest] = [all[0], all.at(-1)];
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
      const found = recordsIn(object).find(({ ref }) => ref.recordId === recordId);
      if (found) return found;
    }
    return undefined;
  }

  async #recordChanged(record: RecordNode): Promise<void> {
    try {
      const known = this.#catalog.peek(record.ref);
      // What a write told is summed up as a page's records are, and asks for nothing.
      const summary = known
        ? (await this.#catalog.summarize([known], record.ref.object, READ))[0]
        : await this.#catalog.summary(record.ref, READ);
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
  for (const record of recordsIn(object)) record.branch.refresh(false);
  for (const stage of stagesOf(object)) stage.branch.refresh(false);
  object.branch.refresh(false);
  object.views.branch.refresh(false);
}

const differs = (a: RecordNode['summary'], b: RecordNode['summary']) => JSON.stringify(a) !== JSON.stringify(b);
