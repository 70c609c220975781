/**
 * What a failure looks like: an icon, a few words, the whole sentence, and what helps. Pure; every surface that shows one
 * takes its words from here, so that a failure reads the same wherever it is met.
 */
import { AttioError, type AttioErrorKind } from '../../attio/errors.js';
import type { NotSignedIn } from '../services.js';

export interface Trouble {
  /** Codicon id. */
  icon: string;
  /** A few words for a narrow sidebar. */
  label: string;
  /** What happened, on what. */
  message: string;
  /** What to do next; may be empty. */
  remedy: string;
  /** The command that helps, beside asking again. */
  help?: { title: string; command: string };
  /** Whether asking again can be of use. */
  again: boolean;
  /** Attio's execution id, for a report to Attio. */
  executionId?: string;
}

const ICONS: Partial<Record<AttioErrorKind, string>> = {
  permission: 'lock',
  'rate-limited': 'watch',
  'key-invalid': 'key',
  offline: 'debug-disconnect',
  proxy: 'globe',
  timeout: 'clockface',
  'not-found': 'question',
  'plan-limit': 'circle-slash',
};

const LABELS: Partial<Record<AttioErrorKind, string>> = {
  'key-invalid': 'Attio refuses the API key',
  offline: 'Attio cannot be reached',
  proxy: 'The proxy refuses the connection',
  timeout: 'Attio did not answer in time',
  'not-found': 'Not found',
  'plan-limit': 'Not part of the Attio plan',
  unreadable: 'Attio’s answer cannot be read',
  server: 'Attio’s server failed',
};

const clock = (time: Date) =>
  time.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function label(error: AttioError, now: Date): string {
  const { missingScopes, retryAfterMs, status } = error.details;
  if (error.kind === 'permission')
    return missingScopes?.length ? `Missing scope ${missingScopes.join(', ')}` : 'Not permitted to this API key';
  if (error.kind === 'rate-limited')
    return retryAfterMs === undefined
      ? 'Too many requests'
      : `Wait until ${clock(new Date(now.getTime() + retryAfterMs))}`;
  if (error.kind === 'server' && status !== undefined)
    return `${/\bMaton failed\b/.test(error.message) ? 'Maton failed' : LABELS.server} (${status})`;
  return LABELS[error.kind] ?? 'Attio refuses the request';
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** `now`: when it failed, for the time that a rate limit ends. */
export function trouble(error: unknown, now: Date): Trouble {
  if (AttioError.is(error)) {
    const { executionId, through } = error.details;
    const maton = through === 'maton';
    return {
      icon: ICONS[error.kind] ?? 'error',
      label: maton && error.kind === 'key-invalid' ? 'Maton no longer lets this through' : label(error, now),
      message: error.message,
      remedy: error.remedy,
      again: error.kind !== 'key-invalid',
      ...(executionId !== undefined && { executionId }),
      ...(error.kind === 'key-invalid' && {
        help: { title: maton ? 'Maton Key or Connection' : 'Enter API Key Again', command: 'attio.enterKey' },
      }),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === 'NotSignedIn') {
    const { state, trouble } = error as NotSignedIn;
    const missing = state === 'keyMissing';
    return {
      icon: missing ? 'key' : 'sign-in',
      label: missing ? capital(trouble?.short ?? 'API key missing') : 'Not signed in',
      message,
      remedy: '',
      again: false,
      help: missing
        ? { title: trouble?.button ?? 'Enter API Key Again', command: 'attio.enterKey' }
        : { title: 'Sign In', command: 'attio.signIn' },
    };
  }
  return { icon: 'error', label: 'Something went wrong', message, remedy: '', again: true };
}

/** A failure as one sentence after another: what happened, what to do. */
export function sentences({ message, remedy }: Pick<Trouble, 'message' | 'remedy'>): string {
  return `${message} ${remedy}`.trim();
}

/** A failure as a row of a list that is picked from: two lines, since a row is cut where the box ends. */
export function troubleRow(error: unknown, now: Date): { icon: string; label: string; detail: string } {
  const found = trouble(error, now);
  return { icon: found.icon, label: found.label, detail: sentences(found) };
}
