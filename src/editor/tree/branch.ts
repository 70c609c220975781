/** Lists of nodes that are read page by page. Knows nothing of VS Code. */

/** `C`: how a page is asked for, by an offset or a cursor. */
export interface Page<N, C = number> {
  nodes: N[];
  /** Of the next page; undefined at the end. */
  next: C | undefined;
}

export interface BranchOptions<N, C = number> {
  /** How the first page is asked for; default: by the offset 0. */
  first?: C;
  /** `fresh`: ask Attio even when the answer is known. */
  read: (at: C, fresh: boolean, signal: AbortSignal) => Promise<Page<N, C>>;
  /** A node that was read again: takes what is new into the old one, which VS Code and the branches below it know. */
  merge: (old: N, read: N) => N;
}

/** Pages read again at most when a list is refreshed; "Load more" goes on from there. */
const PAGES_AGAIN = 10;

/**
 * One list: single-flight, its failure kept until someone asks again, and answers of an earlier reading dropped.
 * Nothing is read before `read()`. `N`: nodes, the same where their `id` is; `C`: as of `Page`.
 */
export class Branch<N extends { id: string }, C = number> {
  readonly #options: BranchOptions<N, C>;
  #state: 'unread' | 'stale' | 'read' = 'unread';
  #fresh = false;
  #nodes: N[] = [];
  #pages = 0;
  #next: C | undefined;
  #failure: { error: unknown; at: Date; of: 'list' | 'more' } | undefined;
  #reading: Promise<void> | undefined;
  #more: Promise<N | undefined> | undefined;
  #abort = new AbortController();
  #closed = false;

  constructor(options: BranchOptions<N, C>) {
    this.#options = options;
  }

  get nodes(): readonly N[] {
    return this.#nodes;
  }
  /** Whether anything has been read, or tried. */
  get touched(): boolean {
    return this.#state !== 'unread' || this.#reading !== undefined;
  }
  /** `read()` has nothing to do. */
  get settled(): boolean {
    return this.#closed || this.#state === 'read';
  }
  get hasMore(): boolean {
    return this.#next !== undefined;
  }
  get loadingMore(): boolean {
    return this.#more !== undefined;
  }
  get failure(): { error: unknown; at: Date; of: 'list' | 'more' } | undefined {
    return this.#failure;
  }
  /** Its account is gone: nothing it knows or learns may show any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Reads what has not been read or is stale; resolves at once otherwise, also after a failure. Never rejects. */
  async read(): Promise<void> {
    while (!this.settled) {
      this.#reading ??= this.#readAll();
      await this.#reading;
    }
  }

  /** What is shown is read again at the next `read()`, as many pages as there are. */
  refresh(fresh: boolean): void {
    if (this.#state === 'unread' && !this.#reading) return;
    this.#letGo();
    this.#state = 'stale';
    this.#fresh ||= fresh;
  }

  /** The failed reading is tried once more at the next `read()` or `more()`. */
  async retry(): Promise<void> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure?.of === 'more') await this.more();
    else if (failure) this.refresh(true);
  }

  /** One page more. Resolves to its first node; undefined when there was none, or it failed. Never rejects. */
  async more(): Promise<N | undefined> {
    if (this.#next === undefined || this.#closed || this.#state !== 'read') return undefined;
    this.#more ??= this.#readMore(this.#next);
    return this.#more;
  }

  /** Takes out a node that turned out to be gone: what follows moves up by one, unless it did not count among it. */
  remove(node: N, counts = true): void {
    if (!this.#nodes.includes(node)) return;
    this.#nodes = this.#nodes.filter((one) => one !== node);
    if (counts) this.#move(-1);
  }

  /** Puts a node that has just come before all others, which so move down by one, unless its place is farther down still. */
  putFirst(node: N, counts = true): void {
    this.#nodes = [node, ...this.#nodes.filter(({ id }) => id !== node.id)];
    if (counts) this.#move(1);
  }

  #move(by: number): void {
    // A cursor knows its place by itself.
    if (typeof this.#next === 'number') this.#next = (this.#next + by) as C;
    // A page under way was asked for by where it was before.
    if (this.#more || this.#reading) this.refresh(false);
  }

  /** Something else is asked for from now on: what was read is let go. */
  restart(): void {
    this.#letGo();
    this.#state = 'unread';
    this.#fresh = false;
    this.#nodes = [];
    this.#pages = 0;
    this.#next = undefined;
    this.#failure = undefined;
  }

  close(): void {
    this.#closed = true;
    this.#letGo();
  }

  #letGo(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#reading = undefined;
    this.#more = undefined;
  }

  async #readAll(): Promise<void> {
    const { signal } = this.#abort;
    const fresh = this.#fresh;
    const wanted = Math.min(Math.max(1, this.#pages), PAGES_AGAIN);
    try {
      let nodes: N[] = [];
      let pages = 0;
      let next: C | undefined = this.#options.first ?? (0 as C);
      while (next !== undefined && pages < wanted) {
        const page: Page<N, C> = await this.#options.read(next, fresh, signal);
        if (signal.aborted) return;
        nodes = this.#join(nodes, page.nodes);
        next = page.next;
        pages++;
      }
      this.#nodes = nodes;
      this.#next = next;
      this.#pages = pages;
      this.#failure = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.#failure = { error, at: new Date(), of: 'list' };
    }
    this.#state = 'read';
    this.#fresh = false;
    this.#reading = undefined;
  }

  async #readMore(at: C): Promise<N | undefined> {
    const { signal } = this.#abort;
    const before = this.#nodes.length;
    try {
      const page = await this.#options.read(at, false, signal);
      if (signal.aborted) return undefined;
      this.#nodes = this.#join([...this.#nodes], page.nodes);
      this.#next = page.next;
      this.#pages++;
      this.#failure = undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      this.#failure = { error, at: new Date(), of: 'more' };
    }
    this.#more = undefined;
    return this.#nodes[before];
  }

  /** A record made meanwhile moves the others on: what comes twice is listed once, and now known to be here. */
  #join(nodes: N[], page: readonly N[]): N[] {
    const here = new Map(nodes.map((node) => [node.id, node]));
    const known = new Map(this.#nodes.map((node) => [node.id, node]));
    for (const read of page) {
      const again = here.get(read.id);
      if (again) {
        this.#options.merge(again, read);
        continue;
      }
      const old = known.get(read.id);
      const node = old ? this.#options.merge(old, read) : read;
      here.set(node.id, node);
      nodes.push(node);
    }
    return nodes;
  }
}
