/**
 * Makes a refusal say more: an unknown object, list, attribute, option or status is answered with the nearest one there
 * is and with all that may stand there; an attribute that Attio names by its id gets its title. The client asks here
 * once for every refused operation (`ClientOptions.explain`), so that every surface shows the same.
 */

import type { AttioApi, CallOptions } from '../attio/client.js';
import { type Asked, AttioError, EXPLAINING } from '../attio/errors.js';
import { type Unknown, unknownIn, withSuggestion } from '../attio/nearest.js';
import type { Attribute } from '../attio/types.js';
import { AgedCache, type Clock } from './cache.js';
import { objectKey } from './schema.js';
import type { Catalog } from './types.js';

type Target = 'objects' | 'lists';

/** Whose attributes. */
interface Place {
  target: Target;
  identifier: string;
}

/** What has to be known; the answer is one read, or what the catalog has already. */
type Question =
  | { about: 'objects' | 'lists' }
  | ({ about: 'attributes'; only?: 'unique' | 'writable' } & Place)
  | ({ about: 'options' | 'statuses'; attribute: string } & Place);

export interface ExplainSettings {
  /** Milliseconds an explanation may take; a person is waiting. */
  patienceMs?: number;
  clock?: Clock;
}

export interface ExplainParts {
  /** Asked for what the catalog does not keep. */
  api: {
    attributes: Pick<AttioApi['attributes'], 'list' | 'options' | 'statuses'>;
    lists: Pick<AttioApi['lists'], 'list'>;
  };
  catalog: Pick<Catalog, 'objects' | 'attributes' | 'onDidChange'>;
}

/** Never rejects; the error itself where there is nothing to add, or not soon. */
export type Explain = (error: AttioError, asked: Asked, signal?: AbortSignal) => Promise<AttioError>;

const PATIENCE_MS = 2000;
/** Options and attributes change seldom; a new one is missed in a remedy for so long at most. */
const KEPT_MS = 60_000;
/** After a failed look, refusals are not followed by one look each. */
const FAILED_MS = 30_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Found {
  names: string[];
  attributes?: Attribute[];
}

/** At most one read for an explanation, none when the answer is known; none that takes longer than `patienceMs`. */
export function createExplain({ api, catalog }: ExplainParts, settings: ExplainSettings = {}): Explain {
  const { patienceMs = PATIENCE_MS, clock = Date } = settings;
  /** undefined: the look failed. */
  const kept = new AgedCache<Found | undefined>({ max: 200, age: KEPT_MS }, clock);
  const looks = new Map<string, Promise<Found | undefined>>();
  catalog.onDidChange(({ what }) => {
    if (what === 'everything' || what === 'object') kept.clear();
  });

  async function read(question: Question, call: CallOptions): Promise<Found> {
    const options = { ...call, surface: EXPLAINING };
    switch (question.about) {
      case 'objects':
        return { names: (await catalog.objects(options)).map(objectKey) };
      case 'lists':
        return { names: (await api.lists.list(options)).map((list) => list.api_slug ?? list.id.list_id) };
      case 'attributes': {
        const { target, identifier } = question;
        // By its id, the catalog would first have to ask which object it is.
        const all =
          target === 'objects' && !UUID.test(identifier)
            ? await catalog.attributes(identifier, options)
            : await api.attributes.list(target, identifier, options);
        const attributes = all.filter((one) => !one.is_archived);
        return { names: attributes.map((one) => one.api_slug), attributes };
      }
      default: {
        const { about, target, identifier, attribute } = question;
        const choices = await api.attributes[about](target, identifier, attribute, options);
        return { names: choices.filter((one) => !one.is_archived).map((one) => one.title) };
      }
    }
  }

  /** Refusals that come together look once; the look is given up when it takes too long. */
  function look(question: Question): Promise<Found | undefined> {
    const { about } = question;
    const place = 'target' in question ? [question.target, question.identifier] : [];
    const key = JSON.stringify([about, ...place, 'attribute' in question ? question.attribute : '']);
    const known = kept.get(key);
    if (known) return Promise.resolve(known.value);
    const under = looks.get(key);
    if (under) return under;
    const late = new AbortController();
    const began = new Promise<undefined>((resolve) => {
      const timer = setTimeout(() => {
        resolve(undefined);
        late.abort();
      }, patienceMs);
      late.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
    const found = Promise.race([read(question, { signal: late.signal }).catch(() => undefined), began]).then(
      (answer) => {
        late.abort();
        looks.delete(key);
        kept.set(key, answer, answer === undefined ? FAILED_MS : KEPT_MS);
        return answer;
      },
    );
    looks.set(key, found);
    return found;
  }

  return async (error, asked, signal) => {
    try {
      const question = questionOf(error, asked);
      if (question === undefined || signal?.aborted) return error;
      const found = await unlessAborted(look(question), signal);
      return found === undefined ? error : told(error, question, found);
    } catch {
      return error;
    }
  };
}

async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return answer;
  let stop: () => void = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function told(error: AttioError, question: Question, { names, attributes }: Found): AttioError {
  const id = attributeIdIn(error);
  if (id !== undefined) {
    const named = attributes?.find((one) => one.id.attribute_id.toLowerCase() === id.toLowerCase());
    return named ? withTitle(error, named) : error;
  }
  if (question.about === 'options' || question.about === 'statuses')
    return withSuggestion(error, { options: names, attribute: question.attribute });
  const only = question.about === 'attributes' ? question.only : undefined;
  const fit = attributes?.filter((one) => (only === 'unique' ? one.is_unique : only !== 'writable' || one.is_writable));
  return withSuggestion(error, { slugs: fit?.map((one) => one.api_slug) ?? names });
}

/** `attribute with ID "…"` of a missing, taken or misplaced value (api.md section 7) [wire]. */
function attributeIdIn({ details }: AttioError): string | undefined {
  const id = /\battribute with ID "([^"]+)"/i.exec(details.serverMessage ?? '')?.[1];
  return id !== undefined && UUID.test(id) ? id : undefined;
}

function withTitle(error: AttioError, { id, title, api_slug }: Attribute): AttioError {
  const { details } = error;
  const quoted = new RegExp(`attribute with ID "${id.attribute_id}"`, 'gi');
  return new AttioError({
    ...details,
    message: details.message.replace(quoted, () => `the attribute “${title}” (${api_slug})`),
    field: api_slug,
    cause: error,
  });
}

/** What there is to look up; undefined when the error is not about a name, or where to look is not known. */
function questionOf(error: AttioError, asked: Asked): Question | undefined {
  const place = placeOf(asked);
  if (attributeIdIn(error) !== undefined) return place && { about: 'attributes', ...place };
  const unknown = unknownIn(error.details);
  if (unknown === undefined) return undefined;
  switch (unknown.of) {
    case 'object':
      return { about: 'objects' };
    case 'list':
      return { about: 'lists' };
    case 'attribute':
      return attributesOf(error, asked, unknown, place);
    default:
      return choicesOf(asked, unknown, place);
  }
}

function placeOf({ params }: Asked): Place | undefined {
  if (params.object !== undefined) return { target: 'objects', identifier: params.object };
  if (params.list !== undefined) return { target: 'lists', identifier: params.list };
  if (params.identifier === undefined) return undefined;
  return { target: params.target === 'lists' ? 'lists' : 'objects', identifier: params.identifier };
}

function attributesOf(error: AttioError, asked: Asked, { name }: Unknown, place?: Place): Question | undefined {
  const { filter, sorts, data } = bodyOf(asked);
  const step = stepIn([filter, sorts], (_, attribute) => attribute === name);
  const where = step ? placeOfStep(step, place) : place;
  if (where === undefined) return undefined;
  const matching = /matching_attribute/i.test(error.details.serverMessage ?? '');
  const only = matching ? 'unique' : data === undefined ? undefined : 'writable';
  return { about: 'attributes', ...where, ...(only && { only }) };
}

function choicesOf(asked: Asked, { of, name }: Unknown, place?: Place): Question | undefined {
  const about = of === 'status' ? ('statuses' as const) : ('options' as const);
  const { filter, data } = bodyOf(asked);
  const written = objectOf(objectOf(data).values ?? objectOf(data).entry_values);
  const step = stepIn([filter], (path) => holds(path.constraints, name));
  if (step) {
    const where = placeOfStep(step, place);
    return { about, ...where, attribute: step[1] };
  }
  const attribute =
    asked.params.attribute ??
    Object.keys(written).find((slug) => holds(written[slug], name)) ??
    filteredBy(filter, name);
  return place && attribute !== undefined ? { about, ...place, attribute } : undefined;
}

/** The first step of a path is in what is queried, which may be a list; the others are in objects. */
function placeOfStep([of]: Step, place: Place | undefined): Place {
  return place?.identifier === of ? place : { target: 'objects', identifier: of };
}

type Data = Record<string, unknown>;
/** `[object or list, attribute]` of a path (api.md section 6). */
type Step = [string, string];

const objectOf = (input: unknown): Data =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Data) : {};
const bodyOf = ({ body }: Asked): Data => objectOf(body);

/** Filters are trees that people write: a few levels, not thousands. */
const DEEPEST = 30;

/** Whether a value, or anything in it, is this text. */
function holds(value: unknown, text: string, depth = 0): boolean {
  if (value === text) return true;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  return Object.values(value).some((inner) => holds(inner, text, depth + 1));
}

/** The last step of a path that `fits`, or the step itself whose attribute fits. */
function stepIn(node: unknown, fits: (path: Data, attribute: string) => boolean, depth = 0): Step | undefined {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return undefined;
  const { path } = node as Data;
  if (Array.isArray(path)) {
    const steps = path.filter(
      (step): step is Step => Array.isArray(step) && typeof step[0] === 'string' && typeof step[1] === 'string',
    );
    return steps.findLast((step) => fits(node as Data, step[1]));
  }
  for (const inner of Object.values(node)) {
    const found = stepIn(inner, fits, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** The attribute that a filter compares with this text. */
function filteredBy(node: unknown, text: string, depth = 0): string | undefined {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return undefined;
  for (const [key, inner] of Object.entries(node)) {
    const nested = Array.isArray(node) || key.startsWith('$');
    const found = nested ? filteredBy(inner, text, depth + 1) : holds(inner, text) ? key : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
