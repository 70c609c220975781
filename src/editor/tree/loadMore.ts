/** What "Load more" does in every view. */
/** What is asked of a list: `Branch` has it. */
interface Pages<N> {
  readonly loadingMore: boolean;
  readonly closed: boolean;
  more(): Promise<N | undefined>;
}

/** What a view does around it. */
export interface Loading {
  /** Shows anew what has the list. */
  show(): void;
  /** Work under way shows as the view's own progress. */
  busy<T>(work: Promise<T>): Promise<T>;
}

/** One page more of a list. Resolves to its first node, to go on from; undefined where it was under way already or came to nothing. */
export async function loadMoreOf<N>(branch: Pages<N>, { show, busy }: Loading): Promise<N | undefined> {
  const already = branch.loadingMore;
  const loading = branch.more();
  if (already) return undefined;
  show();
  const first = await busy(loading);
  if (branch.closed) return undefined;
  show();
  return first;
}
