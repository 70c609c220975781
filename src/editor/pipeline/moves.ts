/** What every surface that moves cards between stages agrees on. Types only. */
import type { Card, Pipeline, Stage } from '../../crm/pipeline/types.js';

/** A card with what it stands in. */
export interface PipelineCard {
  account: string;
  pipeline: Pipeline;
  card: Card;
}

/** A move that waits to be committed (`attio.pipeline.stageMoves`). Ids only: nothing of the CRM is kept on disk. */
export interface StagedMove {
  account: string;
  /** As `PipelineRef`. */
  of: Pipeline['ref']['of'];
  attribute: string;
  /** Id of the card. */
  card: string;
  object: string;
  recordId: string;
  entryId?: string;
  from: Stage['id'];
  to: Stage['id'];
  /** What the person saw in the attribute, as it is written: ids only. */
  base: unknown[];
  /** ISO. */
  at: string;
  /** The card has moved; what is still to be written is the note about it, because that failed. */
  owesNote?: true;
  /**
   * A commit of it was agreed to (`at`, ISO), and what came of it is not known: Attio is looked at before it is written
   * again. `message`: the person's own words for the note that went with it; empty: none did.
   */
  sent?: { at: string; message: string };
}

export interface StagedMoves {
  /** Reads it anew: what other windows do is heard of a moment later. */
  refresh(): void;
  /** Of one account, oldest first. */
  list(account: string): readonly StagedMove[];
  /** Of one card; of a record that stands in several pipelines, that by `attribute`, or without it the oldest. */
  of(account: string, card: string, attribute?: string): StagedMove | undefined;
  /** Puts it in; a card that goes back to where it was has no move any more. */
  put(moves: readonly StagedMove[]): Promise<void>;
  /** Takes them out; one that another window has given another target since stays. */
  drop(moves: readonly StagedMove[]): Promise<void>;
  /**
   * Puts another, or none, in the place of each that still waits exactly as given. Where one does not, false, and the
   * others are replaced all the same; with `whole` none is.
   */
  swap(
    moves: readonly (readonly [is: StagedMove, next: StagedMove | undefined])[],
    options?: { whole?: boolean },
  ): Promise<boolean>;
  readonly onDidChange: (listener: (account: string) => unknown) => { dispose(): void };
}

/** `staged`: it waits to be committed. `declined`, `conflict`, `failed`: nothing has moved, and why was told. */
export type MoveOutcome = 'moved' | 'staged' | 'declined' | 'conflict' | 'failed' | 'nothing';
