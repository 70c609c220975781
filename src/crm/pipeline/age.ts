/** How long a card has stood in its stage, and when that is too long. Pure. */
import { durationMs } from '../targetTime.js';
import { kindOf } from './digest.js';
import type { Stage } from './types.js';

const DAY_MS = 86_400_000;

/**
 * After how many milliseconds in a stage something is stuck: Attio's target time of the stage, else `stuckDays`; undefined:
 * never, for what is won or lost may stay.
 */
export function stuckAfter(stage: Stage, stuckDays: number): number | undefined {
  if (stage.id === null || kindOf(stage) !== 'open') return undefined;
  const target = stage.targetTime === undefined ? undefined : durationMs(stage.targetTime);
  return target ?? stuckDays * DAY_MS;
}
