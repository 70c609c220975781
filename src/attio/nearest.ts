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

/** What a caller knows to exist. */
export interface Known {
  /** Slugs of objects, lists or attributes. */
  slugs?: readonly string[];
  /** Titles of options or statuses. */
  options?: readonly string[];
}

const MAX_LISTED = 12;

/** The name that Attio (or the check before it) does not know, where the error tells. */
function wrongName({ kind, code, field, serverMessage = '' }: AttioErrorDetails): string | undefined {
  if (kind !== 'validation' && kind !== 'not-found') return undefined;
  const quoted = /(?:slug\/ID|slug|title|attribute|option|status|object|list)s? "([^"]+)"/i.exec(serverMessage)?.[1];
  const filtered = /^unknown_filter_attribute_slug:? *"?([\w$.-]+)/i.exec(serverMessage)?.[1];
  if (quoted !== undefined || filtered !== undefined) return quoted ?? filtered;
  const named = code === 'unknown_filter_attribute_slug' || code === 'validation_type' || code === 'value_not_found';
  const last = named ? field?.split('.').at(-1) : undefined;
  return last !== undefined && /^\d+$/.test(last) ? undefined : last;
}

/**
 * The same error, with what was probably meant and what there is, when it is about a name that is not in `known`; else
 * the error itself.
 */
export function withSuggestion(error: AttioError, known: Known): AttioError {
  const { details } = error;
  const wrong = wrongName(details);
  const aboutChoice = /option|status/i.test(details.serverMessage ?? '') && known.options !== undefined;
  const names = (aboutChoice ? known.options : known.slugs) ?? [];
  if (wrong === undefined || names.length === 0 || names.includes(wrong)) return error;
  const meant = nearest(wrong, names);
  const listed = names.slice(0, MAX_LISTED).join(', ') + (names.length > MAX_LISTED ? ', …' : '');
  const guess = meant === undefined ? '' : `Did you mean “${meant}”? `;
  return new AttioError({
    ...details,
    allowed: [...names],
    remedy: `${guess}There is no “${wrong}”; there are: ${listed}.`,
    cause: error,
  });
}
