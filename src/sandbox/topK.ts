/** The best `most` of a stream, in the memory of `most`: a heap with the worst of the kept on top. */
export class TopK<T> {
  readonly #most: number;
  readonly #compare: (a: T, b: T) => number;
  readonly #heap: T[] = [];

  /** `compare` says which comes first, as for `sort`; no two may be equal. */
  constructor(most: number, compare: (a: T, b: T) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  get full(): boolean {
    return this.#heap.length >= this.#most;
  }

  /** The last of those that would be kept now. */
  get worst(): T | undefined {
    return this.#heap[0];
  }

  offer(item: T): void {
    if (this.#most <= 0) return;
    const heap = this.#heap;
    if (heap.length < this.#most) {
      heap.push(item);
      this.#up(heap.length - 1);
    } else if (this.#compare(item, heap[0]!) < 0) {
      heap[0] = item;
      this.#down(0);
    }
  }

  /** Best first. */
  get list(): T[] {
    return [...this.#heap].sort(this.#compare);
  }

  #up(from: number): void {
    for (let at = from; at > 0; ) {
      const above = (at - 1) >> 1;
      if (this.#compare(this.#heap[at]!, this.#heap[above]!) <= 0) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #down(from: number): void {
    for (let at = from; ; ) {
      let worst = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < this.#heap.length && this.#compare(this.#heap[below]!, this.#heap[worst]!) > 0) worst = below;
      }
      if (worst === at) return;
      this.#swap(at, worst);
      at = worst;
    }
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}
