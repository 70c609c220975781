/** Rows that look different now. */

/** Milliseconds in which several changes become one refresh. */
const COALESCE_MS = 40;

interface Row {
  parent: unknown;
}

/**
 * What comes together is shown at once, and what stands below a shown row not twice. `show`: undefined for the whole
 * view. Disposed of, it shows nothing more.
 */
export class Touched<N extends Row> {
  readonly #show: (node: N | undefined) => void;
  readonly #nodes = new Set<N | undefined>();
  #timer: NodeJS.Timeout | undefined;

  constructor(show: (node: N | undefined) => void) {
    this.#show = show;
  }

  /** undefined: the whole view. */
  add(node: N | undefined): void {
    this.#nodes.add(node);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const all = [...this.#nodes];
      this.#nodes.clear();
      for (const one of all) if (!this.#covered(one, all)) this.#show(one);
    }, COALESCE_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#nodes.clear();
  }

  /** A parent's refresh shows its children anew. */
  #covered(node: N | undefined, all: readonly (N | undefined)[]): boolean {
    if (node === undefined) return false;
    for (let above = node.parent as N | undefined; above; above = above.parent as N | undefined)
      if (all.includes(above)) return true;
    return all.includes(undefined);
  }
}
