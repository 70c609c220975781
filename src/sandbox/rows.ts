/**
 * The records of an object (or entries of a list), newest first. Beneath is a source that is addressed by index and
 * never changes, and may make its rows when asked for one, so that its size costs no memory; above it lies what was
 * written since. A page costs what it shows.
 */
import type { AttributeDef, Row } from './model.js';

/** Rows by index, newest first, by `createdAt`. `find` gives the index of an id without looking through all of them, or -1. */
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

/** Rows of the source are handed out as they are: only those from `edit` may be written to. */
export class Rows {
  readonly #source: RowSource;
  /** Rows of the source that were changed. */
  readonly #changed = new Map<string, Row>();
  /** Indices in the source of the rows that were removed, by id. */
  readonly #removed = new Map<string, number>();
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
    const copy: Row = {
      id: row.id,
      createdAt: row.createdAt,
      createdBy: row.createdBy,
      ...(row.parentId !== undefined && { parentId: row.parentId }),
      values: new Map([...row.values].map(([key, values]) => [key, [...values]])),
    };
    this.#changed.set(id, copy);
    return copy;
  }

  remove(id: string): boolean {
    if (!this.get(id)) return false;
    if (!this.#created.delete(id)) {
      this.#changed.delete(id);
      this.#removed.set(id, this.#source.find(id));
    }
    return true;
  }

  /** In the order of creation: the source is in it already, what was written since is put where it belongs. */
  *byCreation(direction: 'asc' | 'desc', offset = 0): Generator<Row> {
    const sign = direction === 'asc' ? 1 : -1;
    const before = (a: Row, b: Row) => sign * (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0);
    const written = [...this.#created.values()].reverse().sort(before);
    const gone = this.#goneSteps(direction);
    const { size } = this.#source;
    const at = (step: number) => this.#source.at(direction === 'asc' ? size - 1 - step : step);
    // Where each written row comes, so that what is skipped need not be made.
    let next = 0;
    let step = stepOf(offset, gone);
    for (const row of written) {
      const place = firstStep(size, (one) => before(row, at(one)) <= 0);
      const visible = place - gone.filter((one) => one < place).length;
      if (visible + next >= offset) break;
      next += 1;
      step = stepOf(offset - next, gone);
    }
    for (; step < size; step++) {
      const row = at(step);
      if (this.#removed.size > 0 && this.#removed.has(row.id)) continue;
      while (next < written.length && before(written[next]!, row) <= 0) yield written[next++]!;
      yield this.#changed.get(row.id) ?? row;
    }
    yield* written.slice(next);
  }

  /** From the `offset`th on, what was written last first. Skips what it need not make. */
  *from(offset = 0): Generator<Row> {
    let skip = offset;
    for (const row of [...this.#created.values()].reverse()) {
      if (skip > 0) skip -= 1;
      else yield row;
    }
    for (let at = stepOf(skip, this.#goneSteps('desc')); at < this.#source.size; at++) {
      const row = this.#source.at(at);
      if (this.#removed.size > 0 && this.#removed.has(row.id)) continue;
      yield this.#changed.get(row.id) ?? row;
    }
  }

  /** Which steps of a walk through the source lead to rows that are gone; in order. */
  #goneSteps(direction: 'asc' | 'desc'): number[] {
    const { size } = this.#source;
    const steps = [...this.#removed.values()].map((index) => (direction === 'asc' ? size - 1 - index : index));
    return steps.sort((a, b) => a - b);
  }
}

/** The step before which `visible` rows are met that are not gone. */
function stepOf(visible: number, gone: readonly number[]): number {
  let step = visible;
  for (const one of gone) {
    if (one > step) break;
    step += 1;
  }
  return step;
}

/** The first of `size` steps from which on `holds`. */
function firstStep(size: number, holds: (step: number) => boolean): number {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One source behind another; the first is held, so that looking through it is cheap. */
export function joined(first: RowSource, second: RowSource): RowSource {
  return {
    size: first.size + second.size,
    at: (index) => (index < first.size ? first.at(index) : second.at(index - first.size)),
    find(id) {
      const found = first.find(id);
      if (found >= 0) return found;
      const later = second.find(id);
      return later < 0 ? -1 : first.size + later;
    },
    *holding(attribute, key) {
      yield* first.holding?.(attribute, key) ?? indicesBelow(first.size);
      for (const index of second.holding?.(attribute, key) ?? indicesBelow(second.size)) yield first.size + index;
    },
  };
}

function* indicesBelow(size: number): Generator<number> {
  for (let index = 0; index < size; index++) yield index;
}
