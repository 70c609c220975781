/** What is known of a text while it is read, and what is told about it. */
import type { Nodes } from 'mdast';
import type { LostKind } from './kept.js';
import type { Block, Line } from './model.js';

export interface Reading {
  /** Tells that the text from `first` to `last` is not kept as it is, and what stands for it. */
  lost(kind: LostKind, first: Nodes, last: Nodes, after: Line[] | Block[]): void;
  /** `lost`, to be told when more of the text is read. */
  later(kind: LostKind, first: Nodes, last: Nodes): (after: Line[]) => void;
  /** The same for what `read` gives; what is lost inside it is part of it, and not told again. */
  whole<T extends Block[]>(kind: LostKind, node: Nodes, read: () => T): T;
  /** Where a name points to (`[name]: https://…`). */
  definition(identifier: string): { url: string; title?: string | null };
  /** The number of a footnote, by first mention. */
  footnote(identifier: string): number;
}
