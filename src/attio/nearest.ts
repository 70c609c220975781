/** Names what was probably meant: a slug or option that does not exist has a near neighbour more often than not. */
import { distance } from 'fastest-levenshtein';
import { AttioError, type AttioErrorDetails } from './errors.js';

/** Letters and digits alone: `Job Title`, `job-title` and `job_title` are the same to who mistypes. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** How many slips there may be in a name of so many letters. */
const slips = (length: number) => (length < 4 ? 1 : Math.max(2, Math.floor(length / 4)));

/**
 * How many slips lie between two plain names: letters that changed places are one, as `domian` for `domain`, and
 * the singular for the plural is none to speak of.
 */
function apart(wanted: string, other: string): number {
  if (wanted === other) return 0;
  const same = (word: string) => Math.min(swapped(wanted, word), distance(wanted, word));
  const singular = /[^s]s$/.test(other) ? same(other.replace(/(?<=i)es$|s$/, '')) + 0.5 : Number.POSITIVE_INFINITY;
  return Math.min(same(other), singular);
}

/** 1 when two neighbouring letters in the one, changed back, give the other. */
function swapped(a: string, b: string): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const at = [...a].findIndex((letter, n) => letter !== b[n]);
  const back = a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2);
  return back === b ? 1 : Number.POSITIVE_INFINITY;
}

/** The names, the likeliest meant first; those as near in the order they came. */
function byNearness(name: string, known: readonly string[]): string[] {
  const wanted = plain(name);
  const near = new Map(known.map((one) => [one, apart(wanted, plain(one))]));
  return [...known].sort((a, b) => near.get(a)! - near.get(b)!);
}

/**
 * The one of `known` that `name` most likely means: the same but for case and punctuation, else a few letters away
 * (`slips`). undefined when none is near.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  if (wanted === '') return undefined;
  let best: string | undefined;
  let least = slips(wanted.length) + 1;
  for (const one of known) {
    const slipped = apart(wanted, plain(one));
    if (slipped < least) {
      best = one;
      least = slipped;
    }
  }
  return best;
}

/** What a refusal says does not exist. */
export interface Unknown {
  of: 'object' | 'list' | 'attribute' | 'option' | 'status';
  name: string;
}

/**
 * Wordings of api.md section 7 and of the documents' examples [spec][wire]. Titles may have quotes in them, slugs have
 * none. That something "is not writable" or "takes a number" says that it is there.
 */
const WORDINGS: readonly [Unknown['of'], RegExp][] = [
  ['option', /\bselect option (?:title|ID|title\/ID) "(.+)"/is],
  ['status', /\bstatus (?:option )?(?:title|ID|title\/ID) "(.+)"/is],
  ['attribute', /^unknown_filter_attribute_slug:? *"?([\w.-]+)/i],
  ['attribute', /\bunknown attribute slug:? *"?([\w.-]+)/i],
  ['attribute', /\bno attribute was found for matching_attribute(?: slug\/ID)? "([^"]+)"/i],
  ['attribute', /\b(?:cannot|could not) find (?:an? )?attributes? with (?:slug\/ID|slug) "([^"]+)"/i],
  ['attribute', /\battribute with (?:slug\/ID|slug) "([^"]+)" (?:was )?not found/i],
  // The first step of a filter's path; nearly always an object.
  ['object', /\bobject or list with (?:slug\/ID|slug) "([^"]+)" (?:was )?not found/i],
  ['object', /\b(?:cannot|could not) find (?:an? )?object with (?:slug\/ID|slug) "([^"]+)"/i],
  ['object', /\bobject with (?:slug\/ID|slug) "([^"]+)" (?:was )?not found/i],
  ['list', /\b(?:cannot|could not) find (?:an? )?list with (?:slug\/ID|slug) "([^"]+)"/i],
  ['list', /\blist with (?:slug\/ID|slug) "([^"]+)" (?:was )?not found/i],
];

/** The name that Attio does not know, where the error is about one and tells. */
export function unknownIn({ kind, field, serverMessage = '' }: AttioErrorDetails): Unknown | undefined {
  if (kind !== 'validation' && kind !== 'not-found') return undefined;
  for (const [of, wording] of WORDINGS) {
    const name = wording.exec(serverMessage)?.[1];
    if (name !== undefined) return { of, name };
  }
  const pointed = /(?:^|\.)(?:values|entry_values|filter)\.([a-z][\w-]*)$/i.exec(field ?? '')?.[1];
  return pointed === undefined ? undefined : { of: 'attribute', name: pointed };
}

/** What a caller knows to exist. */
export interface Known {
  /** Slugs of objects, lists or attributes. */
  slugs?: readonly string[];
  /** Titles of options or statuses. */
  options?: readonly string[];
  /** Slug of the attribute whose options they are. */
  attribute?: string;
}

const MAX_LISTED = 8;

/**
 * The same error, with what was probably meant and what there is, when it is about a name that is not in `known`; else
 * the error itself.
 */
export function withSuggestion(error: AttioError, known: Known): AttioError {
  const { details } = error;
  const unknown = unknownIn(details);
  if (unknown === undefined) return error;
  const choice = unknown.of === 'option' || unknown.of === 'status';
  const names = (choice ? known.options : known.slugs) ?? [];
  if (names.length === 0 || names.includes(unknown.name)) return error;
  const meant = nearest(unknown.name, names);
  const rest = names.length - MAX_LISTED;
  const first = byNearness(unknown.name, names).slice(0, MAX_LISTED).join(', ');
  const listed = rest > 0 ? `${first}, and ${rest} more` : first;
  const guess = meant === undefined ? '' : `Did you mean “${meant}”? `;
  const { attribute } = known;
  const where = choice && attribute !== undefined ? ` in ${attribute}` : '';
  return new AttioError({
    ...details,
    ...(where && { field: attribute }),
    allowed: [...names],
    remedy: `${guess}There is no “${unknown.name}”${where}; there are: ${listed}.`,
    cause: error,
  });
}
