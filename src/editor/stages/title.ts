/** What stages are called, and where a move that waits goes, in words. Pure. */
import type { Card, Pipeline, Stage } from '../../crm/pipeline/types.js';
import type { StagedMove } from '../pipeline/moves.js';
import { oneLine } from '../records/text.js';

/**
 * On one line, 60 characters at most. `No stage` for null; what the pipeline does not have (any more), or a pipeline
 * that is gone, is `a stage that is gone`.
 */
export const stageTitle = (pipeline: Pick<Pipeline, 'stages'> | undefined, id: Stage['id']): string =>
  oneLine(
    pipeline?.stages.find((one) => one.id === id)?.title ?? (id === null ? 'No stage' : 'a stage that is gone'),
    60,
  );

/**
 * Where a card goes when its move is committed, beside its title: `→ Lost`. One that is there already says so, and one that
 * stands elsewhere than where it was staged from says from where.
 */
export function goesText(pipeline: Pipeline, card: Pick<Card, 'stage'>, { from, to, owesNote }: StagedMove): string {
  const title = (id: Stage['id']) => stageTitle(pipeline, id);
  if (card.stage === to) return owesNote ? 'its note is still to be written' : 'staged, but here already';
  return card.stage === from ? `→ ${title(to)}` : `→ ${title(to)}, staged from ${title(from)}`;
}

/** The same of a row that stands outside its stage: with where it is, and with the pipeline. `card`: as far as it was read. */
export function wayText(pipeline: Pipeline, card: Pick<Card, 'stage'> | undefined, move: StagedMove): string {
  const { from, to, owesNote } = move;
  const title = (id: Stage['id']) => stageTitle(pipeline, id);
  const where = ` in ${oneLine(pipeline.name, 60)}`;
  if (card?.stage === to)
    return owesNote
      ? `in ${title(to)}${where}; its note is still to be written`
      : `in ${title(to)} already, staged from ${title(from)}${where}`;
  if (card && card.stage !== from) return `in ${title(card.stage)} now, staged ${title(from)} → ${title(to)}${where}`;
  return `→ ${title(to)} from ${title(from)}${where}`;
}
