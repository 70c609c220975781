/** What becomes of the moves that wait when one more is put in. Pure. */
import type { StagedMove } from './moves.js';

/** One card has one move in one attribute, however often it was put elsewhere. */
export const keyOfMove = ({ account, attribute, card }: Pick<StagedMove, 'account' | 'attribute' | 'card'>): string =>
  `${account} ${attribute} ${card.toLowerCase()}`;

/**
 * What waits for a card for which `known` waits and `next` is put in; undefined: nothing any more, for it goes back to
 * where it is. What the person saw last is what counts, and how long it waits goes by the first time it left its stage.
 */
export function restaged(known: StagedMove | undefined, next: StagedMove): StagedMove | undefined {
  if (next.from === next.to) return undefined;
  return known && known.from === next.from && !known.owesNote ? { ...next, at: known.at } : next;
}

/** Whether both mean the same: what was looked at is still what waits. */
export const sameMove = (one: StagedMove, other: StagedMove): boolean =>
  keyOfMove(one) === keyOfMove(other) && one.to === other.to && one.owesNote === other.owesNote;

/** Oldest first; of the same moment by card, so that the order stays. */
export const byAge = (a: StagedMove, b: StagedMove): number =>
  a.at === b.at ? (keyOfMove(a) < keyOfMove(b) ? -1 : 1) : a.at < b.at ? -1 : 1;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isStage = (value: unknown): boolean => value === null || isText(value);

/** A move as it was read from disk; undefined: it is none that this version knows. */
export function asMove(value: unknown): StagedMove | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const move = value as Partial<StagedMove>;
  const of = move.of as { target?: unknown; list?: unknown; object?: unknown } | undefined;
  const grouped =
    of?.target === 'lists' ? isText(of.list) && isText(move.entryId) : of?.target === 'objects' && isText(of.object);
  const named = [move.account, move.attribute, move.card, move.object, move.recordId, move.at].every(isText);
  const { sent } = move;
  const known = sent === undefined || (isText(sent?.at) && typeof sent.message === 'string');
  const stages = isStage(move.from) && isStage(move.to) && Array.isArray(move.base);
  return grouped && named && stages && known ? (value as StagedMove) : undefined;
}
