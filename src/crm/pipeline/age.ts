/** How long a card has stood in its stage, and whether that is too long. Pure. */
import type { Card, Pipeline, Stage } from './types.js';

const DAY = 86_400_000;
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
/** Milliseconds of a year, month, week, day, hour, minute, second. */
const UNITS = [365 * DAY, 30 * DAY, 7 * DAY, DAY, DAY / 24, DAY / 1440, 1000];

/** Milliseconds of an ISO duration; a month is 30 days. undefined: it is none, or no time at all. */
export function durationMs(iso: string): number | undefined {
  const match = DURATION.exec(iso);
  if (!match) return undefined;
  const all = UNITS.reduce((sum, unit, at) => sum + unit * Number(match[at + 1] ?? 0), 0);
  return all > 0 ? all : undefined;
}

/**
 * The stages in which nothing is stuck however long it stays: from the first that Attio celebrates on (won, and after it
 * lost or put on ice), and those that are archived. Attio does not tell otherwise which stages are the end.
 */
export function endStages({ stages }: Pick<Pipeline, 'stages'>): ReadonlySet<Stage['id']> {
  const won = stages.findIndex(({ celebrated }) => celebrated);
  return new Set(stages.filter(({ archived }, at) => archived || (won >= 0 && at >= won)).map(({ id }) => id));
}

/**
 * After how many milliseconds in a stage something is stuck: Attio's target time of the stage, else `stuckDays`; undefined:
 * never, for the stage is an end, or none.
 */
export function stuckAfter(stage: Stage, ends: ReadonlySet<Stage['id']>, stuckDays: number): number | undefined {
  const target = stage.targetTime === undefined ? undefined : durationMs(stage.targetTime);
  if (target !== undefined) return target;
  return stage.id === null || ends.has(stage.id) ? undefined : stuckDays * DAY;
}

/** Milliseconds that a card has stood in its stage; undefined where Attio does not say. */
export function ageInStage({ since }: Pick<Card, 'since'>, now: number): number | undefined {
  const from = since === undefined ? Number.NaN : Date.parse(since);
  return Number.isNaN(from) ? undefined : Math.max(0, now - from);
}
