/** The cards of a board, and what of them the script has not been told yet. */
import type { Card } from '../../crm/pipeline/types.js';
import type { StagedMoves } from '../pipeline/moves.js';
import { type Face, faceOf } from './faces.js';

/** What has changed since the script was told last. */
export interface CardsMessage {
  put: Face[];
  drop: string[];
}

/** Cards by id; what goes to the script are those of which the look has changed. */
export class BoardCards {
  readonly #cards = new Map<string, Card>();
  /** The look of each as it was told, as JSON. */
  readonly #told = new Map<string, string>();
  readonly #touched = new Set<string>();

  /** `staged`: the move that waits for a card. */
  constructor(readonly staged: (card: string) => ReturnType<StagedMoves['of']>) {}

  get count(): number {
    return this.#cards.size;
  }

  get(id: string): Card | undefined {
    return this.#cards.get(id);
  }

  ids(): string[] {
    return [...this.#cards.keys()];
  }

  /** Those of a record. */
  of(recordId: string): Card[] {
    return [...this.#cards.values()].filter(({ ref }) => ref.recordId === recordId);
  }

  put(cards: readonly Card[]): void {
    for (const card of cards) {
      this.#cards.set(card.id, card);
      this.#touched.add(card.id);
    }
  }

  drop(ids: readonly string[]): void {
    for (const id of ids) if (this.#cards.delete(id)) this.#touched.add(id);
  }

  /** Every card may look otherwise now: other moves wait. */
  touchAll(): void {
    for (const id of this.#cards.keys()) this.#touched.add(id);
  }

  clear(): void {
    this.drop(this.ids());
  }

  /** The script has been loaded anew and knows nothing. */
  untold(): void {
    this.#told.clear();
    this.#touched.clear();
    this.touchAll();
  }

  /** What the script is to be told now; undefined: nothing. */
  news(): CardsMessage | undefined {
    const put: Face[] = [];
    const drop: string[] = [];
    for (const id of this.#touched) {
      const card = this.#cards.get(id);
      if (!card) {
        if (this.#told.delete(id)) drop.push(id);
        continue;
      }
      const face = faceOf(card, this.staged(id));
      const look = JSON.stringify(face);
      if (this.#told.get(id) === look) continue;
      this.#told.set(id, look);
      put.push(face);
    }
    this.#touched.clear();
    return put.length + drop.length > 0 ? { put, drop } : undefined;
  }
}
