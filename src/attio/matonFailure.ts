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
  const said = wordsOf(json);
  if (isAttios(json) || said === undefined || status < 400) {
    const details = fromAnswer(tried, answer, json, retryAfterMs);
    if (details.kind === 'permission') return { ...details, remedy: allow(details.missingScopes ?? []) };
    if (details.kind !== 'key-invalid') return details;
    const remedy = isAttios(json)
      ? `Attio no longer accepts this connection of Maton: ${RECONNECT}.`
      : 'Sign in again with a working Maton key ("Attio: Sign In").';
    return { ...details, remedy };
  }
  const write = tried.kind === 'write';
  const unsure = write && (status >= 500 || status === 408);
  const common = { status, serverMessage: said, retryAfterMs, fate: unsure ? ('unknown' as const) : ('no' as const) };
  const fail = (kind: AttioErrorKind, words: string, more: Partial<AttioErrorDetails>) =>
    failure(tried, kind, `${words}: ${said}`, { ...common, ...more });
  switch (status) {
    case 401:
      return fail('key-invalid', 'Maton refused its key', {
        remedy:
          'Sign in again with a working Maton key ("Attio: Sign In"); keys are in the settings of your Maton account.',
      });
    case 403: {
      const missing = missingScopes(scopesNamed(said), tried.granted ?? []);
      return fail('permission', 'the connection of Maton may not do this', {
        ...(missing.length > 0 ? { missingScopes: missing } : {}),
        remedy: allow(missing),
      });
    }
    case 404:
      return fail('not-found', 'Maton does not know it', {
        remedy: /connection/i.test(said)
          ? `The connection was deleted: ${RECONNECT}.`
          : 'Maton may have changed: update the extension, and report it if it stays.',
      });
    case 429:
      return fail('rate-limited', 'Maton limits how much may be asked', {});
    default:
      break;
  }
  if (status >= 500) {
    return fail('server', `Maton failed (${status})`, {
      remedy: 'It is a fault on the side of Maton: try again in a moment.',
    });
  }
  if (/connection/i.test(said)) {
    return fail('key-invalid', 'there is no working connection to Attio', {
      code: 'no_connection',
      remedy: `${capital(RECONNECT)}, or choose another one.`,
    });
  }
  return fail('validation', 'Maton did not accept it', {});
}
