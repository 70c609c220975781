/** How well records match what was typed: exact, prefix, word, fuzzy. Pure. */
import { matchSorter, rankings } from 'match-sorter';
import type { Match } from './types.js';

export interface Candidate extends Omit<Match, 'rank' | 'description'> {
  /** Asked only of those that match. */
  describe: () => string;
  /** Found by a look-up of the whole query: e-mail, domain, id or link. */
  exact?: boolean;
  /** Attio's search gave it, whatever we make of its text. */
  trusted?: boolean;
  /** E-mail addresses, domains, phone numbers: searched besides the title. */
  also?: readonly string[];
  /** ISO time, to put the newest first among equals. */
  createdAt?: string;
}

/** More than a person reads. */
const MAX_MATCHES = 50;
const RANKS: Match['rank'][] = ['exact', 'prefix', 'word', 'fuzzy'];

/** match-sorter's rank of each candidate for one word or phrase; 0 where nothing matches. */
function ranksFor(candidates: readonly Candidate[], phrase: string): Map<Candidate, number> {
  const ranks = new Map<Candidate, number>();
  matchSorter(candidates, phrase, {
    keys: [(one) => one.title, (one) => [...(one.also ?? [])]],
    threshold: rankings.MATCHES,
    sorter: (matched) => {
      for (const { item, rank } of matched) ranks.set(item, rank);
      return [];
    },
  });
  return ranks;
}

/** The candidates that match, best first, each record once. An empty query keeps the given order. */
export function rank(query: string, candidates: readonly Candidate[]): Match[] {
  const phrase = query.trim().replace(/\s+/g, ' ');
  const unique = dedupe(candidates);
  if (phrase === '') return unique.map((one) => toMatch(one, 'fuzzy'));
  const whole = ranksFor(unique, phrase);
  const words = phrase.split(' ');
  const each = words.length > 1 ? words.map((word) => ranksFor(unique, word)) : [whole];
  const scored = unique.flatMap((one, index) => {
    const full = whole.get(one) ?? 0;
    // All words must match somewhere, in whatever order.
    const worst = Math.min(...each.map((ranks) => ranks.get(one) ?? 0));
    const score = Math.max(full, worst);
    if (score < leastOf(phrase) && !one.exact && !one.trusted) return [];
    const place =
      one.exact || full >= rankings.EQUAL
        ? 0
        : full >= rankings.STARTS_WITH
          ? 1
          : score >= rankings.WORD_STARTS_WITH
            ? 2
            : 3;
    return [{ one, index, place, score }];
  });
  scored.sort(
    (a, b) =>
      a.place - b.place ||
      b.score - a.score ||
      (b.one.createdAt ?? '').localeCompare(a.one.createdAt ?? '') ||
      a.index - b.index,
  );
  return scored.slice(0, MAX_MATCHES).map(({ one, place }) => toMatch(one, RANKS[place]!));
}

/**
 * The rank from which a record counts as matching that Attio did not give. Letters that only stand in order count when
 * they stand close: match-sorter gives one plus the inverse of the stretch they take.
 */
function leastOf(phrase: string): number {
  return rankings.MATCHES + 1 / (2 * phrase.length);
}

/** The same record from several sources: what each of them knows, joined. */
function dedupe(candidates: readonly Candidate[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const one of candidates) {
    const key = one.ref.recordId.toLowerCase();
    const known = byId.get(key);
    if (!known) byId.set(key, one);
    else {
      byId.set(key, {
        ...known,
        describe: () => known.describe() || one.describe(),
        exact: known.exact || one.exact,
        trusted: known.trusted || one.trusted,
        also: [...(known.also ?? []), ...(one.also ?? [])],
        createdAt: known.createdAt ?? one.createdAt,
      });
    }
  }
  return [...byId.values()];
}

function toMatch({ ref, title, describe, objectNoun }: Candidate, rankName: Match['rank']): Match {
  return { ref, title, description: describe(), objectNoun, rank: rankName };
}
