/** Things of one kind by id, in the order they came. What the sample starts with is made when first asked for. */
export class Shelf<T extends { id: string }> {
  readonly #seed: () => readonly T[];
  #held: Map<string, T> | undefined;

  constructor(seed: () => readonly T[] = () => []) {
    this.#seed = seed;
  }

  get #rows(): Map<string, T> {
    this.#held ??= new Map(this.#seed().map((row) => [row.id, row]));
    return this.#held;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id.toLowerCase());
  }

  set(row: T): T {
    this.#rows.set(row.id, row);
    return row;
  }

  delete(id: string): boolean {
    return this.#rows.delete(id.toLowerCase());
  }

  get list(): T[] {
    return [...this.#rows.values()];
  }
}
