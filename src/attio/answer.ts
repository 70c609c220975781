/** What is read off an HTTP answer, whatever it is about. */
import type { HttpAnswer } from './exchange.js';
import { retryAfterMs } from './retryAfter.js';

type Headers = HttpAnswer['headers'];

/** A header by its lower-case name; the first, where there are several. */
export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The body is not JSON. */
export const BROKEN = Symbol('not JSON');

/** The value of a JSON body; undefined when it is empty, BROKEN when it is something else. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return BROKEN;
  }
}

/** Whether the answer calls itself JSON. */
export function saysJson({ headers }: Pick<HttpAnswer, 'headers'>): boolean {
  return /json/i.test(header(headers, 'content-type') ?? '');
}

/** Where a redirect leads to; undefined when it is none. */
export function redirectTo({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): string | undefined {
  return status >= 300 && status < 400 ? header(headers, 'location') : undefined;
}

/** Attio's own name for what it did, of at most 64 characters. */
export function executionIdOf({ headers }: Pick<HttpAnswer, 'headers'>): string | undefined {
  return header(headers, 'x-attio-execution-id')?.slice(0, 64);
}

/**
 * Milliseconds that the answer asks to wait (see `retryAfterMs`), from its own date where it has one: this computer's
 * clock, `now`, may be wrong by more than the wait.
 */
export function retryAfterOf({ headers }: Pick<HttpAnswer, 'headers'>, now: Date): number | undefined {
  const dated = Date.parse(header(headers, 'date') ?? '');
  return retryAfterMs(header(headers, 'retry-after'), Number.isNaN(dated) ? now : new Date(dated));
}
