/** Pairs of records that a person has said are two things, per account. Only ids are kept. */
import type { Services } from '../services.js';

const KEY = 'attio.notDuplicates';
/** The oldest go first. */
const KEPT = 5_000;

type Stored = Record<string, string[]>;

/**
 * By record ids: the same whichever comes first, in capitals or not. What `markPairs` takes and `notDuplicates` holds.
 */
export const pairKey = (a: string, b: string): string => [a.toLowerCase(), b.toLowerCase()].sort().join(' ');

function stored({ context }: Services): Stored {
  const all = context.globalState.get<Stored>(KEY, {});
  return typeof all === 'object' && all !== null ? all : {};
}

/**
 * As `pairKey` writes them, from this machine’s globalState; empty: none were marked, or what is kept cannot be read.
 */
export function notDuplicates(services: Services, accountId: string): Set<string> {
  const pairs = stored(services)[accountId];
  return new Set(Array.isArray(pairs) ? pairs : []);
}

/** Remembers pairs, or forgets them, and all of accounts that are gone. */
export async function markPairs(
  services: Services,
  accountId: string,
  pairs: readonly string[],
  different: boolean,
): Promise<void> {
  const all = stored(services);
  const others = (Array.isArray(all[accountId]) ? all[accountId] : []).filter((one) => !pairs.includes(one));
  const mine = different ? [...others, ...pairs].slice(-KEPT) : others;
  const known = Object.entries(all).filter(([id]) => services.accounts.list.some((account) => account.id === id));
  await services.context.globalState.update(KEY, { ...Object.fromEntries(known), [accountId]: mine });
}
