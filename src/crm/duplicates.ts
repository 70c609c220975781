/**
 * Records that are probably the same thing. Records are compared only where they share something (a mailbox, a domain,
 * a number, a name or all of a name but one letter), so that the work grows with the number of records and not with its
 * square. Pure.
 */
import { type Likeness, likeness, NEAR_LENGTH } from './duplicates/compare.js';
import type { Subject } from './duplicates/subject.js';

export { type Likeness, likeness, type Reason } from './duplicates/compare.js';
export { type Subject, subjectOf } from './duplicates/subject.js';

export type Certainty = 'sure' | 'likely' | 'possible';

export interface DuplicatePair extends Likeness {
  a: Subject;
  b: Subject;
  certainty: Certainty;
}

export interface Duplicates {
  /** The surest first. */
  pairs: DuplicatePair[];
  /** How many times two records were compared. */
  comparisons: number;
}

/** Of a score from 0 to 1: `sure` from 0.9, `likely` from 0.75, and `possible` for all below, however low. */
export const certaintyOf = (score: number): Certainty =>
  score >= 0.9 ? 'sure' : score >= 0.75 ? 'likely' : 'possible';

/** Where so many share something, it says little: each is then compared with its neighbours only. */
const MAX_BLOCK = 32;
const NEIGHBOURS = 6;
/** Records that can be told apart in one number together with what they share. */
const MAX_RECORDS = 2 ** 21;
/** Work between two pauses, in records or comparisons. */
const BREATH = 2_000;
const MAX_KEY = 64;

/** 32 bits of FNV-1a; two that are alike by chance are told apart when they are compared. */
function hash(kind: string, text: string): number {
  let value = 0x811c9dc5;
  for (const part of [kind, text]) {
    for (let at = 0; at < part.length; at++) value = Math.imul(value ^ part.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

/** What of a name others may have too that are nearly the same: all of it, and all of it but one letter. */
function* spellings({ name, person }: Subject): Generator<string> {
  if (!name) return;
  yield name.key;
  const { key, words } = name;
  if (key.length >= NEAR_LENGTH && key.length <= MAX_KEY) {
    for (let at = 0; at < key.length; at++) yield key.slice(0, at) + key.slice(at + 1);
  }
  if (person && words.length > 2) {
    for (let at = 0; at < words.length; at++) yield words.filter((_, other) => other !== at).join('');
  }
}

function* keysOf(subject: Subject): Generator<number> {
  for (const { key } of subject.emails) yield hash('e', key);
  for (const { key } of subject.domains) yield hash('d', key);
  for (const { key } of subject.phones) yield hash('p', key);
  for (const spelling of spellings(subject)) yield hash(subject.person ? 'n' : 't', spelling);
}

/** Rows of (what is shared, which record) as one number each, sorted: those that share something lie together. */
function* sortedRows(subjects: readonly Subject[]): Generator<void, Float64Array> {
  let rows = new Float64Array(Math.max(1024, subjects.length * 8));
  let count = 0;
  for (const [index, subject] of subjects.entries()) {
    if (index % BREATH === BREATH - 1) yield;
    for (const key of keysOf(subject)) {
      if (count === rows.length) {
        const more = new Float64Array(rows.length * 2);
        more.set(rows);
        rows = more;
      }
      rows[count++] = key * MAX_RECORDS + index;
    }
  }
  return rows.subarray(0, count).sort();
}

/** The work in pieces, so that others get their turn: pauses at each `yield`. */
export function* lookForDuplicates(all: readonly Subject[]): Generator<void, Duplicates> {
  if (all.length >= MAX_RECORDS) throw new RangeError('These are too many records to be compared at once.');
  // However they come, the same is found; a record that came twice is one.
  const subjects = [...new Map(all.map((one) => [one.recordId, one])).values()].sort((a, b) =>
    a.recordId < b.recordId ? -1 : 1,
  );
  const rows = yield* sortedRows(subjects);
  const seen = new Set<number>();
  const pairs: DuplicatePair[] = [];
  let since = 0;
  for (let from = 0; from < rows.length; ) {
    const key = Math.floor(rows[from]! / MAX_RECORDS);
    let to = from;
    while (to < rows.length && Math.floor(rows[to]! / MAX_RECORDS) === key) to++;
    const reach = to - from <= MAX_BLOCK ? MAX_BLOCK : NEIGHBOURS;
    for (let first = from; first < to; first++) {
      for (let second = first + 1; second < to && second <= first + reach; second++) {
        const [one, other] = [rows[first]! % MAX_RECORDS, rows[second]! % MAX_RECORDS];
        const pair = one * MAX_RECORDS + other;
        if (one === other || seen.has(pair)) continue;
        seen.add(pair);
        if (++since === BREATH) {
          since = 0;
          yield;
        }
        const [a, b] = [subjects[one]!, subjects[other]!];
        const like = likeness(a, b);
        if (like) pairs.push({ a, b, ...like, certainty: certaintyOf(like.score) });
      }
    }
    from = to;
  }
  pairs.sort(
    (x, y) => y.score - x.score || x.a.title.localeCompare(y.a.title) || (x.a.recordId < y.a.recordId ? -1 : 1),
  );
  return { pairs, comparisons: seen.size };
}

/** All at once, for few records. */
export function findDuplicates(subjects: readonly Subject[]): Duplicates {
  const work = lookForDuplicates(subjects);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
