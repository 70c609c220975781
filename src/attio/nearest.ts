/** Names what was probably meant: a slug or option that does not exist has a near neighbour more often than not. */
import { distance } from 'fastest-levenshtein';
import { AttioError, type AttioErrorDetails } from './errors.js';

/** Letters and digits alone: `Job Title`, `job-title` and `job_title` are the same to who mistypes. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** How many letters may differ in a name of so many: two letters that changed places are two. */
const slips = (length: number) => (length < 4 ? 1 : Math.max(2, Math.floor(length / 4)));

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
    const other = plain(one);
    const apart = other === wanted ? 0 : distance(wanted, other);
    if (apart < least) {
      best = one;
      least = apart;
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

const MAX_LISTED = 12;

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
  const listed = names.slice(0, MAX_LISTED).join(', ') + (names.length > MAX_LISTED ? ', …' : '');
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
