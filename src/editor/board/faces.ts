/** What the board's script is told: columns and cards as plain data, every text on one line. Pure. */
import { stuckAfter } from '../../crm/pipeline/age.js';
import type { Card, Money, Pipeline, Stage } from '../../crm/pipeline/types.js';
import { durationWords } from '../../crm/targetTime.js';
import type { StagedMove } from '../pipeline/moves.js';
import { oneLine } from '../records/text.js';

/** A card as it is drawn. */
export interface Face {
  id: string;
  title: string;
  stage: Stage['id'];
  /** Milliseconds since 1970. */
  since?: number;
  createdAt: number;
  money?: Money;
  /** Member ids. */
  owners: string[];
  company?: string;
  /** A telling line, where the card says little else. */
  about?: string;
  /** A move that waits to be committed: where to, and since when. */
  staged?: { to: Stage['id']; at: number };
}

export interface Column {
  id: Stage['id'];
  title: string;
  archived?: true;
  /** Attio's target time in words. */
  target?: string;
  /** After so many milliseconds in it a card is stuck. */
  stuckAfter?: number;
}

export interface Person {
  id: string;
  name: string;
  initials: string;
  /** Of the disc with the initials: a class of record.css. */
  hue: number;
}

const moment = (iso: string | undefined): number | undefined => {
  const at = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? undefined : at;
};

/**
 * `move`: the one that waits for this card; to where the card stands already it does not show. A `since` that cannot be
 * read is left out, such a `createdAt` is 0. `about` only where there is no company.
 */
export function faceOf(card: Card, move: StagedMove | undefined): Face {
  const { id, title, stage, money, owners, company, description } = card;
  const since = moment(card.since);
  return {
    id,
    title: oneLine(title, 160),
    stage,
    createdAt: moment(card.createdAt) ?? 0,
    owners: [...owners],
    ...(since !== undefined && { since }),
    ...(money && { money }),
    ...(company && { company: oneLine(company.title, 80) }),
    ...(!company && description !== '' && { about: oneLine(description, 80) }),
    ...(move && move.to !== stage && { staged: { to: move.to, at: moment(move.at) ?? 0 } }),
  };
}

/**
 * One for each stage, in the pipeline’s order: archived ones and that of no stage (id null) too. `stuckDays`: for
 * stages without a target time of Attio’s; won, lost and no stage have no `stuckAfter`.
 */
export function columnsOf(pipeline: Pipeline, stuckDays: number): Column[] {
  return pipeline.stages.map((stage) => {
    const limit = stuckAfter(stage, stuckDays);
    return {
      id: stage.id,
      title: oneLine(stage.title, 80),
      ...(stage.archived && { archived: true as const }),
      ...(stage.targetTime !== undefined && { target: durationWords(stage.targetTime) }),
      ...(limit !== undefined && { stuckAfter: limit }),
    };
  });
}
