/** Which note of the outbox is sent next, and when what failed is tried again. Pure. */
import type { AttioError, AttioErrorKind } from '../attio/errors.js';
import type { OutboxItem } from './outboxItem.js';

/**
 * A host that dies while it sends leaves a request behind that Attio may still act on. So long after the sending began, a
 * note that is not found is not sent again yet.
 */
export const GRACE_MS = 15_000;

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;
/** An item that failed so often by itself does not hold up those of other records any longer. */
const HOLDS_UP = 3;

/** Attio, the network or the key may be better later: the note is sent by itself then. */
const PASSING: ReadonlySet<AttioErrorKind> = new Set([
  'offline',
  'proxy',
  'timeout',
  'server',
  'rate-limited',
  'unreadable',
  'conflict',
  'cancelled',
  'key-invalid',
]);
/** What would meet the next note just the same. */
const OF_ALL: ReadonlySet<AttioErrorKind> = new Set(['offline', 'proxy', 'timeout', 'rate-limited', 'key-invalid']);

/** Whether the same write may succeed later without anybody's doing, or once the key is right again. */
export const isPassing = ({ kind }: Pick<AttioError, 'kind'>): boolean => PASSING.has(kind);
/**
 * Whether the failure is of the network, the pace or the key, so that nothing else of the account need be tried now.
 */
export const stopsAll = ({ kind }: Pick<AttioError, 'kind'>): boolean => OF_ALL.has(kind);

/** Milliseconds until the next try, after so many: doubling up to five minutes, as long as Attio asks at least. */
export function backoff(attempts: number, asked = 0, random: () => number = Math.random): number {
  const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return Math.max(asked, Math.round(ms * (0.8 + 0.4 * random())));
}

/** What is left to do with it by itself. */
export const isOpen = ({ state }: Pick<OutboxItem, 'state'>): boolean =>
  state === 'waiting' || state === 'sending' || state === 'unknown';

/** It may be in Attio: it was sent, and its end was never written down. */
export const isUnsure = ({ since, state }: Pick<OutboxItem, 'since' | 'state'>): boolean =>
  since !== undefined && state !== 'sent';

/** The record or note that an item is about: what is sent to one and the same stays in order whatever happens. */
export function subjectOf({ change }: Pick<OutboxItem, 'change'>): string {
  return (change.kind === 'note.create' ? change.parentRecordId : change.noteId).toLowerCase();
}

export interface Asked {
  /** Tried whatever their time, also what was refused: these ids, or all that wait. */
  now?: ReadonlySet<string> | 'all';
  /** Tried already in this round. */
  tried: ReadonlySet<string>;
}

function isDue(item: OutboxItem, { now, tried }: Asked, at: number): boolean {
  if (tried.has(item.id)) return false;
  const wanted = now === 'all' ? isOpen(item) : now?.has(item.id) === true;
  if (wanted) return item.state !== 'sent';
  if (!isOpen(item)) return false;
  const { notBefore = 0 } = item;
  // A clock that was set back must not hold it for ever.
  return notBefore <= at || notBefore > at + 2 * LONGEST_MS;
}

/** Those of one account (in order of approval) that nothing before them holds up, tried or not. */
function* free(items: readonly OutboxItem[], passes: (item: OutboxItem) => boolean): Generator<OutboxItem> {
  const held = new Set<string>();
  let all = false;
  for (const item of items) {
    const subject = subjectOf(item);
    if (!held.has(subject) && (!all || passes(item))) yield item;
    if (!isOpen(item)) continue;
    held.add(subject);
    if (item.attempts < HOLDS_UP) all = true;
  }
}

/** The next of one account's, which come in the order of their approval; undefined: nothing to do now. */
export function nextDue(items: readonly OutboxItem[], asked: Asked, at: number): OutboxItem | undefined {
  const named = ({ id }: OutboxItem) => asked.now !== undefined && asked.now !== 'all' && asked.now.has(id);
  for (const item of free(items, named)) if (isDue(item, asked, at)) return item;
  return undefined;
}

/** Milliseconds until something is due; undefined: nothing is by itself. */
export function untilDue(items: readonly OutboxItem[], at: number): number | undefined {
  const times = [...free(items, () => false)]
    .filter(isOpen)
    .map(({ notBefore = 0 }) => Math.max(0, Math.min(LONGEST_MS, notBefore - at)));
  return times.length === 0 ? undefined : Math.min(...times);
}
