/**
 * The records of an object (or entries of a list), newest first. Beneath is a source that is addressed by index and
 * never changes, and may make its rows when asked for one, so that its size costs no memory; above it lies what was
 * written since. A page costs what it shows.
 */
import type { AttributeDef, Row } from './model.js';

/** Rows by index, newest first. `find` gives the index of an id without looking through all of them, or -1. */
export interface RowSource {
  readonly size: number;
  at(index: number): Row;
  find(id: string): number;
  /** Indices of the rows that may have this in a unique attribute; all may when it is not there. */
  holding?(attribute: AttributeDef, key: string): Iterable<number>;
}

/** A source that holds its rows. */
export function heldRows(list: readonly Row[]): RowSource {
  const index = new Map(list.map((row, at) => [row.id, at]));
  return { size: list.length, at: (at) => list[at]!, find: (id) => index.get(id) ?? -1 };
}

export class Rows {
  readonly #source: RowSource;
  /** Rows of the source that were changed. */
  readonly #changed = new Map<string, Row>();
  readonly #removed = new Set<string>();
  /** Oldest first. */
  readonly #created = new Map<string, Row>();

  constructor(source: RowSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#source.size - this.#removed.size + this.#created.size;
  }

  get(id: string): Row | undefined {
    const written = this.#created.get(id) ?? this.#changed.get(id);
    if (written || this.#removed.has(id)) return written;
    const at = this.#source.find(id);
    return at < 0 ? undefined : this.#source.at(at);
  }

  /** Rows that may have `key` (as `uniqueKey` writes it) in a unique attribute: not all of them are looked through. */
  *candidates(attribute: AttributeDef, key: string): Generator<Row> {
    yield* this.#created.values();
    yield* this.#changed.values();
    const { size } = this.#source;
    const indices = this.#source.holding?.(attribute, key) ?? indicesBelow(size);
    for (const index of indices) {
      const row = this.#source.at(index);
      if (!this.#removed.has(row.id) && !this.#changed.has(row.id)) yield row;
    }
  }

  add(row: Row): void {
    this.#created.set(row.id, row);
  }

  /** The row to write to: the source's own are copied before they are changed. */
  edit(id: string): Row | undefined {
    const row = this.get(id);
    if (!row || this.#created.has(id) || this.#changed.has(id)) return row;
    const copy = { ...row, values: new Map([...row.values].map(([key, values]) => [key, [...values]])) };
    this.#changed.set(id, copy);
    return copy;
  }

  remove(id: string): boolean {
    if (!this.get(id)) return false;
    if (!this.#created.delete(id)) {
      this.#changed.delete(id);
      this.#removed.add(id);
    }
    return true;
  }

  /** From the `offset`th on, newest first. Skips what it need not make. */
  *from(offset = 0): Generator<Row> {
    let skip = offset;
    for (const row of [...this.#created.values()].reverse()) {
      if (skip > 0) skip -= 1;
      else yield row;
    }
    const start = this.#removed.size === 0 ? skip : 0;
    if (this.#removed.size === 0) skip = 0;
    for (let at = start; at < this.#source.size; at++) {
      const row = this.#source.at(at);
      if (this.#removed.has(row.id)) continue;
      if (skip > 0) skip -= 1;
      else yield this.#changed.get(row.id) ?? row;
    }
  }
}

function* indicesBelow(size: number): Generator<number> {
  for (let index = 0; index < size; index++) yield index;
}
