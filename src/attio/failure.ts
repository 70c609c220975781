/** Turns answers that are no success, and exchanges that broke, into an AttioError's details: kind, words and remedy. */
import type { AttioErrorDetails, AttioErrorKind, Fate } from './errors.js';
import type { ExchangeBroke, HttpAnswer } from './exchange.js';
import { missingScopes } from './scopes.js';
import { conflictingIds, type ErrorBody, fieldOf, readErrorBody, scopesNamed } from './serverMessage.js';
import { type Route, refusedByProxy, silentProxy, untrusted, type Words, wantsLogin } from './unreached.js';

/** What was tried, for the words and the fate. */
export interface Attempted extends Route {
  operation: string;
  /** "Could not …" */
  doing: string;
  kind: 'read' | 'write';
  /** Scopes the operation needs. */
  scopes: readonly string[];
  /** Scopes the key has, where known. */
  granted?: readonly string[];
  /** Host that was asked, for the words. */
  host: string;
  /** Maton stands between. */
  maton?: boolean;
}

const NEW_KEY = 'Sign in again with a working key ("Attio: Sign In").';
/** Stands alone: "try again" beside it would contradict it. */
const LOOK_FIRST = 'It may have been carried out: look in Attio before you repeat it.';

const REMEDIES: Record<AttioErrorKind, string> = {
  validation: 'Correct it and try again.',
  'not-found': 'It may have been deleted or merged, or this key may not see it: refresh, or search for it again.',
  'key-invalid': NEW_KEY,
  permission: 'Grant the key what is missing in Attio (Workspace settings, Developers), then sign in again.',
  'rate-limited': 'Attio limits how much may be asked at once: wait a moment and try again.',
  duplicate: 'Open the record that has this value already, or use another value.',
  'plan-limit': "Your workspace's plan does not include this or its limit is reached: see Billing in Attio's settings.",
  conflict: 'Something else changed at the same time: refresh and try again.',
  'too-large': 'Make it shorter or split it, then try again.',
  offline: 'Check your network connection, then try again.',
  proxy: 'Check the proxy in VS Code\'s settings ("http.proxy") or in HTTPS_PROXY, then try again.',
  timeout: 'The network or Attio is slow: try again in a moment.',
  server: "It is a fault on Attio's side: try again in a moment, and see status.attio.com if it stays.",
  unreadable:
    'Something between you and Attio may have changed the answer (a proxy, a sign-in page of the network): check and try again.',
  cancelled: 'Nothing to do; repeat it if you still want it.',
};

/** "Could not read the record (field): words." */
function sentence(tried: Attempted, words: string, field?: string): string {
  const where = field !== undefined && !words.includes(field) ? ` (${field})` : '';
  // Through Maton the same question is about a connection: its key is another thing.
  const doing = tried.maton && tried.operation === 'self.get' ? 'check the connection of Maton' : tried.doing;
  return `Could not ${doing}${where}: ${words
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.:]*$/, '')}.`;
}

/**
 * The details of a failure: “Could not …: words.” with a field where one is at fault, and a remedy by its kind unless
 * `more` has one. A write that may have happened says to look first, and never to try again.
 */
export function failure(
  tried: Attempted,
  kind: AttioErrorKind,
  words: string,
  more: Partial<AttioErrorDetails> & { fate: Fate },
): AttioErrorDetails {
  const remedy = more.remedy ?? REMEDIES[kind];
  const unsure = tried.kind === 'write' && more.fate === 'unknown';
  return {
    ...more,
    kind,
    operation: tried.operation,
    message: sentence(tried, words, more.field),
    remedy: !unsure ? remedy : /\bagain\b/i.test(remedy) ? LOOK_FIRST : `${remedy} ${LOOK_FIRST}`,
  };
}

/** How long Attio wants to be left alone: the same words whether it was asked or is known to have said so before. */
export function pauseWords(ms = 0): string {
  return `Attio has asked for a pause${ms > 0 ? ` of ${Math.ceil(ms / 1000)} s` : ''}`;
}

const BY_CODE: Record<string, AttioErrorKind> = {
  uniqueness_conflict: 'duplicate',
  quota_exceeded: 'plan-limit',
  billing_error: 'plan-limit',
  particle_gate_violation: 'plan-limit',
  concurrent_write_conflict: 'conflict',
  merge_in_progress: 'conflict',
  slug_conflict: 'conflict',
  multiple_match_results: 'conflict',
  rate_limit_exceeded: 'rate-limited',
};

const BY_STATUS: Record<number, AttioErrorKind> = {
  401: 'key-invalid',
  402: 'plan-limit',
  404: 'not-found',
  407: 'proxy',
  408: 'timeout',
  409: 'conflict',
  410: 'not-found',
  413: 'too-large',
  429: 'rate-limited',
};

/** What Attio uses; any other without a code may be somebody else's. */
const USUAL = new Set([400, 401, 403, 404, 409, 413, 422, 429]);
/** Where nobody told what there is to correct. */
const UNEXPLAINED =
  'Attio does not usually answer like this: see whether a proxy stands between, try again, and report it with the status if it stays.';

/** A remedy for what a code or wording tells more exactly than the kind. */
function specificRemedy(body: ErrorBody, kind: AttioErrorKind): string | undefined {
  const words = body.message ?? '';
  if (kind === 'not-found') {
    if (/endpoint/i.test(words))
      return 'Attio does not know this request: update the extension, and report it if it stays.';
    if (/\bobject\b/i.test(words))
      return 'The object may have been renamed, disabled or removed: refresh the objects and choose again.';
    if (/\blist\b/i.test(words))
      return 'The list may have been renamed or removed, or this key may not see it: refresh and choose again.';
    if (/\battribute\b/i.test(words))
      return 'The attribute may have been renamed or archived: refresh and choose again.';
    if (/\brecord\b/i.test(words))
      return 'It was deleted or merged into another, or is of another object: search for it by name.';
    if (/\bnote\b/i.test(words))
      return 'The note was deleted, or this key may not see it: refresh to see what is there now.';
    return undefined;
  }
  switch (body.code) {
    case 'merge_in_progress':
      return 'Attio is merging this record: try again in a minute.';
    case 'slug_conflict':
      return 'The name is taken: choose another one.';
    case 'multiple_match_results':
      return 'Several match: remove the duplicates in Attio, or name the one you mean.';
    case 'value_not_found':
      return 'Choose a value that exists in Attio; names must match exactly.';
    case 'missing_value':
      return 'Give a value for it: Attio requires one.';
    case 'system_edit_unauthorized':
    case 'immutable_value':
      return 'Attio does not let anyone change this; leave it out.';
    case 'self_merge':
      return 'Choose two different records.';
    case 'filter_error':
    case 'unknown_filter_attribute_slug':
    case 'invalid_filter_operator':
    case 'invalid_filter_field':
      return 'Check the attribute names and operators of the filter.';
    default:
      return undefined;
  }
}

/**
 * A refused 403: the key lacks scopes (named by Attio, else needed against granted), or it is dead. Attio answers both
 * with the same code (api.md section 7) [wire]. What Attio names is lacking whatever is remembered of the key: its
 * scopes can be changed at any time.
 */
function forbidden(
  tried: Attempted,
  words: string,
  more: Partial<AttioErrorDetails> & { fate: Fate },
): AttioErrorDetails {
  const named = scopesNamed(words);
  let missing = missingScopes(named, tried.granted ?? []);
  if (missing.length === 0) missing = named;
  if (missing.length === 0 && tried.granted !== undefined) missing = missingScopes(tried.scopes, tried.granted);
  if (missing.length === 0) {
    const said = `Attio refused the key: ${words}`;
    return failure(tried, 'key-invalid', said, {
      ...more,
      remedy: `The key was revoked or its scopes were changed. ${NEW_KEY}`,
    });
  }
  const one = missing.length === 1;
  const lacks = `the key lacks ${one ? 'the scope' : 'the scopes'} ${missing.join(', ')}`;
  return failure(
    tried,
    'permission',
    // Where Attio names them, its words say nothing else.
    named.length > 0 ? lacks : `${lacks}. ${words}`,
    {
      ...more,
      missingScopes: missing,
      remedy: `Grant ${one ? 'it' : 'them'} to the key in Attio (Workspace settings, Developers), then sign in again.`,
    },
  );
}

/** Attio quotes a value as it keeps it, `"{\"domain\":\"x.example\"}"`; a person reads `"x.example"`. */
function plainValues(words: string): string {
  return words.replace(/"(\{.*?\})"(?=\s|$)/gs, (quoted, json: string) => {
    for (const reading of [json, json.replace(/\\(.)/g, '$1')]) {
      try {
        const part = Object.values(JSON.parse(reading) as object).find(
          (one) => one !== null && typeof one !== 'object',
        );
        if (part !== undefined) return `"${part}"`;
      } catch {
        // Not JSON when read so.
      }
    }
    return quoted;
  });
}

function validationWords(body: ErrorBody): { words: string; field?: string; allowed?: string[] } {
  const issues = body.validation ?? [];
  const first = issues[0];
  if (!first) {
    const words = body.message ?? 'Attio gave no reason';
    return { words, field: body.message === undefined ? undefined : fieldOf(body.message) };
  }
  const said = issues
    .slice(0, 5)
    .map(
      (issue) =>
        `${issue.path || 'body'}: ${issue.message}${issue.allowed ? ` (allowed: ${issue.allowed.join(', ')})` : ''}`,
    )
    .join('; ');
  return {
    words: `${(body.message ?? 'not valid').replace(/[.]*$/, '')}: ${said}`,
    field: first.path || undefined,
    allowed: first.allowed,
  };
}

/** An answer whose status is not 2xx. `json` is its parsed body, undefined when it is no JSON. */
export function fromAnswer(
  tried: Attempted,
  answer: Omit<HttpAnswer, 'text'> & { text?: string },
  json: unknown,
  retryAfterMs: number | undefined,
): AttioErrorDetails {
  const { status } = answer;
  const body = readErrorBody(json);
  const write = tried.kind === 'write';
  const common = { status, code: body?.code, serverMessage: body?.message, retryAfterMs };
  if (status >= 300 && status < 400) {
    const words = `${tried.host} answered with a redirect (${status}), which was not followed so that the key goes nowhere else`;
    return failure(tried, 'unreadable', words, { ...common, fate: write ? 'unknown' : 'no' });
  }
  if (status >= 500) {
    const words = `Attio's server failed (${status}${body?.message ? `: ${body.message.replace(/\.+$/, '')}` : ''})`;
    return failure(tried, 'server', words, { ...common, fate: write ? 'unknown' : 'no' });
  }
  // Who answers 408 may have passed the request on.
  const no = { ...common, fate: write && status === 408 ? ('unknown' as const) : ('no' as const) };
  if (status === 407) return told(tried, 'proxy', wantsLogin(tried.authorized), no);
  if (!body && (status === 401 || status === 403) && (answer.text ?? '').trim() !== '') {
    return failure(
      tried,
      'proxy',
      `something between you and ${tried.host} refused (${status}) with a page that is not Attio's`,
      no,
    );
  }
  const reply: ErrorBody = body ?? {};
  if (status === 403 && BY_CODE[reply.code ?? ''] === undefined) {
    return forbidden(tried, reply.message ?? 'Attio gave no reason', no);
  }
  const kind = BY_CODE[reply.code ?? ''] ?? BY_STATUS[status] ?? 'validation';
  const { words, field, allowed } = validationWords(reply);
  const unread = `${tried.host} answered with status ${status} and nothing that can be read`;
  const plain = kind === 'duplicate' ? plainValues(words) : words;
  const strange = !USUAL.has(status) && reply.code === undefined;
  const stated = strange ? `${tried.host} answered with status ${status}: ${plain}` : plain;
  const said = kind === 'rate-limited' ? pauseWords(retryAfterMs) : body ? stated : unread;
  const remedy = specificRemedy(reply, kind) ?? (kind === 'validation' && (strange || !body) ? UNEXPLAINED : undefined);
  const conflicts = kind === 'duplicate' ? conflictingIds(words) : [];
  const fault =
    kind === 'key-invalid' || kind === 'rate-limited'
      ? undefined
      : (field ?? (reply.code?.includes('filter') ? 'filter' : status === 413 ? 'content' : undefined));
  return failure(tried, kind, said, {
    ...no,
    ...(body && fault !== undefined ? { field: fault } : {}),
    ...(allowed ? { allowed } : {}),
    ...(remedy === undefined ? {} : { remedy }),
    ...(conflicts.length > 0 ? { conflictingRecordIds: conflicts } : {}),
  });
}

function told(
  tried: Attempted,
  kind: AttioErrorKind,
  { words, remedy }: Words,
  more: Partial<AttioErrorDetails> & { fate: Fate },
): AttioErrorDetails {
  return failure(tried, kind, words, { ...more, remedy });
}

/** undici's wrapper around what a server behind a proxy did wrong in its handshake. */
const WRAPPER = 'UND_ERR_PRX_TLS';

/** The code of a Node or undici error, looking into what it was caused by (several addresses may have been tried). */
export function codeOf(error: unknown): string {
  for (let e = error, depth = 0; typeof e === 'object' && e !== null && depth < 5; depth++) {
    const { code, cause, errors } = e as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string' && code !== WRAPPER) return code;
    e = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return '';
}

/** There is no one to talk to; asking again soon changes nothing. */
const NOBODY = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
]);

/** Whether a failure to connect is of the kind that a few seconds do not heal. */
export function nobodyThere(error: unknown): boolean {
  return NOBODY.has(codeOf(error));
}

/** An exchange without a whole answer. `said` are the words of its cause, already free of secrets. */
export function fromBreak(tried: Attempted, broke: ExchangeBroke, said: string, cause: Error): AttioErrorDetails {
  const code = codeOf(broke.cause);
  const fate: Fate = tried.kind === 'write' && broke.sent ? 'unknown' : 'no';
  const more = { fate, cause, ...(broke.answer ? { status: broke.answer.status } : {}) };
  const why = code === '' ? said : code;
  switch (broke.reason) {
    case 'aborted':
      return failure(tried, 'cancelled', 'it was cancelled', more);
    case 'timeout':
      if (broke.sent) return failure(tried, 'timeout', `${tried.host} did not answer in time`, more);
      if (tried.proxied) return told(tried, 'timeout', silentProxy(tried.host), more);
      return failure(tried, 'timeout', `${tried.host} did not accept a connection in time`, more);
    case 'truncated':
      return failure(tried, 'unreadable', `the answer of ${tried.host} broke off (${why})`, more);
    case 'too-large':
      return failure(tried, 'unreadable', `the answer of ${tried.host} is larger than any sensible one`, {
        ...more,
        remedy: 'Ask for fewer at once.',
      });
    case 'network':
      break;
  }
  const trust = untrusted(code, tried.host, tried.system);
  if (trust) return told(tried, 'proxy', trust, more);
  if (tried.proxied && !broke.sent)
    return told(tried, 'proxy', refusedByProxy(said, code, tried.host, tried.authorized), more);
  if (broke.sent)
    return failure(tried, 'offline', `the connection to ${tried.host} broke before an answer came (${why})`, more);
  return failure(tried, 'offline', `${tried.host} cannot be reached (${why})`, more);
}
