/** Cards that have changed outside the board: looked at one by one, a moment later, each once. */
import type { Card } from '../../crm/pipeline/types.js';

type Known = Pick<Card, 'id' | 'ref' | 'entry'>;

/** Milliseconds in which several changes of a card become one look. */
const COALESCE_MS = 40;
/** From so many on, pages of five hundred are cheaper. */
const MANY = 20;

export interface ChangedParts {
  read(card: Known): Promise<void>;
  readAll(): Promise<void>;
  failed(error: unknown): void;
}

/**
 * Calls `read` for each card that it was told of, COALESCE_MS after the last word, and `failed` with the first failure;
 * where more than MANY wait, `readAll`, whose failure is its own.
 */
export class ChangedCards {
  readonly #parts: ChangedParts;
  readonly #waiting = new Map<string, Known>();
  /** Changed since the reading of all began: what it finds of them may be older. */
  readonly #since = new Set<string>();
  /** Being moved by the board itself, with what was heard of them since. */
  readonly #held = new Map<string, Known | undefined>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ChangedParts) {
    this.#parts = parts;
  }

  /** All cards are read from now on. */
  begin(): void {
    this.#since.clear();
  }

  /** Whether it changed since. */
  has(id: string): boolean {
    return this.#since.has(id);
  }

  add(card: Known): void {
    this.#since.add(card.id);
    if (this.#held.has(card.id)) {
      this.#held.set(card.id, card);
      return;
    }
    this.#waiting.set(card.id, card);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), COALESCE_MS);
  }

  /** What is heard of a card until the release is the board's own doing; `expected`: and came out as it should. */
  hold(id: string): (expected: boolean) => void {
    this.#held.set(id, undefined);
    return (expected) => {
      const heard = this.#held.get(id);
      this.#held.delete(id);
      if (expected) this.#since.add(id);
      else if (heard) this.add(heard);
    };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  async #look(): Promise<void> {
    const cards = [...this.#waiting.values()];
    this.#waiting.clear();
    if (cards.length > MANY) return this.#parts.readAll();
    await Promise.all(cards.map((card) => this.#parts.read(card))).catch((error) => this.#parts.failed(error));
  }
}
