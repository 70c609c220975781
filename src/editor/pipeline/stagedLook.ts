/** What the moves that wait are about, as Attio has it now: they are kept by ids only. */
import type { Card, Pipeline } from '../../crm/pipeline/types.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { stageTitle } from '../stages/title.js';
import type { StagedMove } from './moves.js';

/**
 * `conflict`: it was moved meanwhile, by whomever. `done`: it is where it was to go. `gone`: it was deleted, merged, or taken
 * out of its list, or the pipeline or the stage is not there any more.
 */
export type MoveState = 'ready' | 'conflict' | 'done' | 'gone';

export interface SeenMove {
  move: StagedMove;
  state: MoveState;
  /** On one line. */
  title: string;
  /** Titles of stages: where it was staged from, where it is to go, and where it is now, which is empty of what is gone. */
  from: string;
  to: string;
  now: string;
  pipeline?: Pipeline;
  card?: Card;
}

const GONE = 'A card that is gone';

/** Reads each pipeline once and every card. In the order of `moves`. Rejects with AttioError. */
export async function lookAtMoves(
  { ui }: Pick<Services, 'ui'>,
  { catalog }: Connection,
  moves: readonly StagedMove[],
  surface: string,
): Promise<SeenMove[]> {
  const pipelines = new Map<string, Promise<Pipeline | undefined>>();
  const pipelineOf = ({ of, attribute }: StagedMove) => {
    const key = JSON.stringify([of, attribute]);
    const known = pipelines.get(key) ?? orGone(catalog.pipeline({ of, attribute }, { surface }));
    pipelines.set(key, known);
    return known;
  };
  const see = async (move: StagedMove): Promise<SeenMove> => {
    const pipeline = await pipelineOf(move);
    const ref = { object: move.object, recordId: move.recordId };
    const { of, entryId } = move;
    const entry = of.target === 'lists' && entryId !== undefined ? { list: of.list, entryId } : undefined;
    const which = { id: move.card, ref, ...(entry && { entry }) };
    const card = pipeline && (await catalog.card(pipeline, which, { surface, fresh: true }));
    const [from, to] = [stageTitle(pipeline, move.from), stageTitle(pipeline, move.to)];
    const target =
      pipeline && (move.to === null || pipeline.stages.some(({ id, archived }) => id === move.to && !archived));
    if (!pipeline || !card)
      return { move, state: 'gone', title: GONE, from, to, now: '', ...(pipeline && { pipeline }) };
    const state = card.stage === move.to ? 'done' : !target ? 'gone' : card.stage === move.from ? 'ready' : 'conflict';
    const title = oneLine(card.title, 80);
    return { move, state, title, from, to, now: stageTitle(pipeline, card.stage), pipeline, card };
  };
  return ui.progress({ title: 'Looking at the staged moves…', where: 'window' }, () => Promise.all(moves.map(see)));
}

async function orGone(asked: Promise<Pipeline>): Promise<Pipeline | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as { kind?: unknown }).kind === 'not-found') return undefined;
    throw error;
  }
}

/** `3 moves`, `1 move`. */
export const countedMoves = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'move' : 'moves'}`;

/** What is to be said of a move beside its title: `Negotiation → Won`. */
export const wayOf = ({ from, to }: SeenMove): string => `${from} → ${to}`;

/** What keeps a move from being made as it was staged; empty: nothing. */
export function troubleOf({ move, state, now, pipeline, to }: SeenMove): string {
  if (state === 'conflict') return `Conflict: it was moved to ${now} meanwhile`;
  if (state === 'done') {
    if (move.owesNote) return 'Moved; its note is still to be written';
    return `It is in ${to} already`;
  }
  if (state !== 'gone') return '';
  return pipeline
    ? 'Gone: it was deleted, merged or taken out, or its stage is not there any more'
    : 'Gone: what it stood in is not there any more';
}
