/**
 * What an answer through Maton means. Maton refuses in words of its own (400 no connection, 401 its key, 403 scopes, 429;
 * api.md section 10) [3p]; what Attio says it passes on, but then the remedy is at Maton too: there is no Attio key here.
 */
import type { AttioErrorDetails, AttioErrorKind } from './errors.js';
import type { HttpAnswer } from './exchange.js';
import { type Attempted, failure, fromAnswer } from './failure.js';
import { missingScopes } from './scopes.js';
import { scopesNamed } from './serverMessage.js';

const RECONNECT = 'connect Attio to Maton again and choose the new connection ("Attio: Sign In")';
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function allow(missing: readonly string[]): string {
  const what = missing.length > 0 ? missing.join(', ') : 'all that is asked for';
  return `${capital(RECONNECT)}; on the page where Attio asks, allow ${what}.`;
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Attio's own errors name their status and a code. */
function isAttios(json: unknown): boolean {
  const body = object(json);
  return (
    (body.status_code ?? body.statusCode) !== undefined ||
    (typeof body.type === 'string' && typeof body.code === 'string')
  );
}

/** Maton's words, under any of the names that APIs use. */
function wordsOf(json: unknown): string | undefined {
  const body = object(json);
  for (const said of [body.error, object(body.error).message, body.message, body.detail]) {
    if (typeof said === 'string' && said.trim() !== '') return said;
  }
  return undefined;
}

/** Statuses by which Maton itself refuses, with whatever body or none. */
const OWN_STATUS = new Set([401, 402, 429]);
/** Of a 400: nothing stands behind the key, in one word or another. */
const NOT_CONNECTED = /\bconnect(?:ion|ed|or)|\bapps?\b|\bintegration/i;

const isPage = (body: string | undefined) => /^\s*</.test(body ?? '');

/** Words that came as no JSON; the start of them, where they are that many. */
function plainText({ text = '' }: { text?: string }): string | undefined {
  const words = text.replace(/\s+/g, ' ').trim();
  return words === '' || /^[<{[]/.test(words) ? undefined : words.slice(0, 200);
}

/** What is named as lacking; else what the operation needs and the connection is not known to have. */
function lackingOf(tried: Attempted, said = ''): string[] {
  const named = scopesNamed(said);
  const missing = missingScopes(named, tried.granted ?? []);
  return missing.length > 0 ? missing : named;
}

/** As `fromAnswer`, for a client that goes through Maton. */
export function fromMaton(...answered: Parameters<typeof meaning>): AttioErrorDetails {
  return { ...meaning(...answered), through: 'maton' };
}

function meaning(
  tried: Attempted,
  answer: Omit<HttpAnswer, 'text'> & { text?: string },
  json: unknown,
  retryAfterMs: number | undefined,
): AttioErrorDetails {
  const { status } = answer;
  const own = isAttios(json);
  const said = own
    ? undefined
    : (wordsOf(json) ?? plainText(answer) ?? (status === 401 ? 'it gave no reason' : undefined));
  // Whoever refuses with a page of its own stands between here and Maton.
  const page = !own && status < 500 && wordsOf(json) === undefined && isPage(answer.text);
  if (own || page || status < 400 || (said === undefined && !OWN_STATUS.has(status) && status < 500)) {
    const details = fromAnswer(tried, answer, json, retryAfterMs);
    if (details.kind === 'permission') {
      const message = details.message.replace('the key lacks', 'the connection of Maton lacks');
      return { ...details, message, remedy: allow(details.missingScopes ?? []) };
    }
    if (details.kind !== 'key-invalid') return details;
    return { ...details, remedy: `Attio no longer accepts this connection of Maton: ${RECONNECT}.` };
  }
  const write = tried.kind === 'write';
  const unsure = write && (status >= 500 || status === 408);
  const common = { status, serverMessage: said, retryAfterMs, fate: unsure ? ('unknown' as const) : ('no' as const) };
  const fail = (kind: AttioErrorKind, words: string, more: Partial<AttioErrorDetails>) =>
    failure(tried, kind, said === undefined ? words : `${words}: ${said}`, { ...common, ...more });
  switch (status) {
    case 401:
      return fail('key-invalid', 'Maton refused its key', {
        remedy:
          'Sign in again with a working Maton key ("Attio: Sign In"); keys are in the settings of your Maton account.',
      });
    case 403: {
      const missing = lackingOf(tried, said);
      return fail('permission', 'the connection of Maton may not do this', {
        ...(missing.length > 0 ? { missingScopes: missing } : {}),
        remedy: allow(missing),
      });
    }
    case 404:
      return fail('not-found', 'Maton does not know it', {
        remedy: /connection/i.test(said ?? '')
          ? `The connection was deleted: ${RECONNECT}.`
          : 'Maton may have changed: update the extension, and report it if it stays.',
      });
    case 402:
      return fail('plan-limit', 'the plan of your Maton account does not include this, or its limit is reached (402)', {
        remedy: "See the plan and the billing in your Maton account's settings.",
      });
    case 429:
      return fail('rate-limited', 'Maton limits how much may be asked', {
        remedy: 'Maton limits how much may be asked at once: wait a moment and try again.',
      });
    default:
      break;
  }
  if (status >= 500) {
    return fail('server', `Maton failed (${status})`, {
      remedy: 'It is a fault on the side of Maton: try again in a moment.',
    });
  }
  if (said !== undefined && NOT_CONNECTED.test(said)) {
    return fail('key-invalid', 'there is no working connection to Attio', {
      code: 'no_connection',
      remedy: `${capital(RECONNECT)}, or choose another one.`,
    });
  }
  // Another status than 400 says nothing of what there is to correct.
  const remedy = 'Try again, and report it with the status if it stays.';
  return fail('validation', `Maton did not accept it (${status})`, status === 400 ? {} : { remedy });
}
