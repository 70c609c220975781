/** Keeps the Lists view as fresh as the catalog: a card that moved moves, and nothing is read again for it. */
import type { Card } from '../../crm/pipeline/types.js';
import type { Catalog, CatalogChange, ReadOptions } from '../../crm/types.js';
import { place } from '../stages/stageRows.js';
import type { Branch } from '../tree/branch.js';
import { Touched } from '../tree/touched.js';
import type { EntryNode, ListNode, ListStage, ListsNode } from './nodes.js';
import { entriesIn, stagesIn } from './parts.js';

type Make = (parent: ListNode | ListStage, card: Card) => EntryNode;

const READ: ReadOptions = { surface: 'lists', priority: 'bulk', names: 'known' };

/**
 * `show`: the row that is to be drawn anew, undefined for the whole view; `make`: the row of a card. Only rows that
 * were read are kept fresh, in the background; a failure is told to nobody, and leaves what is shown.
 */
export class ListsFreshness {
  readonly #root: Branch<ListNode>;
  readonly #catalog: Catalog;
  readonly #make: Make;
  readonly #touched: Touched<ListsNode>;
  readonly #subscription: { dispose(): void };

  constructor(root: Branch<ListNode>, catalog: Catalog, show: (node: ListsNode | undefined) => void, make: Make) {
    this.#root = root;
    this.#catalog = catalog;
    this.#make = make;
    this.#touched = new Touched(show);
    this.#subscription = catalog.onDidChange((change) => {
      // What is shown stays: nobody asked, so nobody is told. The next refresh will say what is wrong.
      this.#changed(change).catch(() => {});
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#touched.dispose();
  }

  /** All that was read is read again when it is asked for. */
  staleEverything(): void {
    for (const list of this.#root.nodes) staleList(list);
    this.#root.refresh(false);
  }

  /** The row of an entry, by the list's slug or id. */
  rowOf(list: string, entryId: string): EntryNode | undefined {
    const node = this.#list(list);
    return node && entriesIn(node).find(({ entry }) => entry.entryId === entryId.toLowerCase());
  }

  async #changed(change: CatalogChange): Promise<void> {
    switch (change.what) {
      case 'everything':
        this.staleEverything();
        this.#touched.add(undefined);
        return;
      case 'object':
        // Or a list: how it is set up may be another. The stages are read again, what is in them is not.
        for (const list of this.#root.nodes) {
          const mine = [list.list.slug, list.list.id, ...list.full.parent_object].includes(change.object);
          if (!mine || !list.branch.touched) continue;
          list.branch.refresh(false);
          this.#touched.add(list);
        }
        return;
      case 'record':
        await Promise.all(
          this.#root.nodes.flatMap((list) =>
            idsOf(list, change.ref.recordId).map((entryId) => this.#cardChanged(list, entryId, change.ref, true)),
          ),
        );
        return;
      case 'entry': {
        const list = this.#list(change.list);
        if (list) await this.#cardChanged(list, change.entryId, change.ref);
        return;
      }
      default:
        return;
    }
  }

  #list(slugOrId: string): ListNode | undefined {
    return this.#root.nodes.find(({ list }) => list.slug === slugOrId || list.id === slugOrId);
  }

  /** `stays`: it is where it was, and is not to be shown where it was not. */
  async #cardChanged(list: ListNode, id: string, ref: EntryNode['card']['ref'], stays = false): Promise<void> {
    const { pipeline, branch } = list;
    if (!pipeline || !branch.touched || !branch.settled || branch.failure?.of === 'list') return;
    const entryId = id.toLowerCase();
    const { object, recordId } = ref;
    const entry = { list: list.list.slug, entryId };
    const card = await this.#catalog.knownCard(pipeline, { id: entryId, ref: { object, recordId }, entry }, READ);
    // Grouped by something else meanwhile, or the account is another: these rows are not shown any more.
    if (branch.closed || list.pipeline !== pipeline) return;
    const row = entriesIn(list).find((one) => one.entry.entryId === entryId);
    if (pipeline.ref.attribute !== '') {
      const stages = stagesIn(list);
      list.counts?.moved(stages, entryId, card);
      const changed =
        row || !stays ? place(stages, row, card, this.#make) : stages.filter(({ stage }) => stage.id === card?.stage);
      for (const node of changed) this.#touched.add(node);
      if (list.counts) this.#touched.add(list);
      return;
    }
    if (row && card) {
      row.card = card;
      this.#touched.add(row);
    } else if (row) branch.remove(row);
    else if (card) branch.putFirst(this.#make(list, card));
    if (!row || !card) this.#touched.add(list);
  }
}

/** The entries of a record that are shown, or in what was counted. */
function idsOf(list: ListNode, recordId: string): string[] {
  const shown = entriesIn(list).filter(({ ref }) => ref.recordId === recordId);
  return [...new Set([...shown.map(({ entry }) => entry.entryId), ...(list.counts?.ofRecord(recordId) ?? [])])];
}

function staleList(list: ListNode): void {
  for (const stage of stagesIn(list)) {
    stage.branch.refresh(false);
    delete stage.counted;
  }
  delete list.counts;
  list.branch.refresh(false);
}
