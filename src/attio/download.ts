/**
 * Reads a file from where Attio's redirect leads to: a signed address of a storage. Neither the key nor anything else of
 * the account goes there; the address itself is a secret for as long as it holds, so it is never in an error.
 */

import type { Dispatcher } from 'undici';
import { header } from './answer.js';
import type { ProxySettings } from './client.js';
import { type Clock, sleep } from './clock.js';
import { createDispatcher, isLoopback, type Timeouts } from './dispatcher.js';
import { AttioError, type AttioErrorDetails } from './errors.js';
import { TIMEOUT_CODES } from './exchange.js';
import { type Attempted, codeOf, failure } from './failure.js';
import { refusedByProxy, untrusted } from './unreached.js';
import type { Downloaded } from './workTypes.js';

export interface DownloadOptions {
  /** Gets each piece; the next is read when it is done. */
  to: (chunk: Uint8Array) => unknown;
  maxBytes: number;
  signal: AbortSignal;
  /** Origin of the API: one on this machine may lead to this machine. */
  base: string;
  proxy: ProxySettings | undefined;
  timeouts: Timeouts;
  clock: Clock;
  /** How often the whole is tried while nothing has come. */
  attempts: number;
  userAgent: string;
}

const RETRY_MS = 1000;
const MAX_HOPS = 3;

/** `report.pdf` of a Content-Disposition; without any path. */
function nameOf(header: string | undefined): string | null {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(header ?? '');
  let name = plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2];
  try {
    if (extended !== undefined) name = decodeURIComponent(extended.trim());
  } catch {
    // The plain form has to do.
  }
  const last = name?.trim().split(/[/\\]/).at(-1) ?? '';
  return last === '' || last === '.' || last === '..' ? null : last;
}

/**
 * Gives the file at `location` to `to`, piece by piece.
 * @throws AttioError: `unreadable` for an address that is not followed, a file over `maxBytes` or one that broke off;
 * `not-found` or `server` as the storage answers; `cancelled`, `timeout`, `offline` as elsewhere; `validation` when `to` fails.
 */
export async function download(location: string, tried: Attempted, options: DownloadOptions): Promise<Downloaded> {
  const state = { size: 0 };
  for (let attempt = 1; ; attempt++) {
    try {
      return await follow(location, tried, options, state);
    } catch (error) {
      if (!AttioError.is(error)) throw error;
      const again =
        ['offline', 'timeout', 'server', 'unreadable'].includes(error.kind) && error.details.field === undefined;
      if (!again || state.size > 0 || attempt >= options.attempts) throw error;
      await sleep(options.clock, RETRY_MS * attempt, options.signal).catch(() => {
        throw fail(tried, 'cancelled', 'it was cancelled');
      });
    }
  }
}

function fail(
  tried: Attempted,
  kind: AttioErrorDetails['kind'],
  words: string,
  more: Partial<AttioErrorDetails> = {},
): AttioError {
  return new AttioError(failure(tried, kind, words, { fate: 'no', ...more }));
}

async function follow(
  location: string,
  tried: Attempted,
  options: DownloadOptions,
  state: { size: number },
): Promise<Downloaded> {
  let from = options.base;
  let next = location;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const url = URL.canParse(next, from) ? new URL(next, from) : undefined;
    const local = url?.protocol === 'http:' && isLoopback(url.hostname) && isLoopback(new URL(options.base).hostname);
    if (!url || (url.protocol !== 'https:' && !local)) {
      throw fail(tried, 'unreadable', 'Attio leads to an address that is not followed: it is not https', {
        field: 'location',
      });
    }
    const answer = await one(url, tried, options, state);
    if (typeof answer !== 'string') return answer;
    from = url.href;
    next = answer;
  }
  throw fail(tried, 'unreadable', 'the storage leads from address to address', { field: 'location' });
}

/** One request without a key: the file, or where it is instead. */
async function one(
  url: URL,
  tried: Attempted,
  options: DownloadOptions,
  state: { size: number },
): Promise<Downloaded | string> {
  const { to, maxBytes, signal, timeouts } = options;
  const { dispatcher, route } = createDispatcher(url.origin, options.proxy, timeouts);
  const tooLarge = () =>
    fail(tried, 'too-large', `the file is larger than ${Math.round(maxBytes / 1_000_000)} MB`, {
      remedy: 'Open the record in Attio and download it there.',
      field: 'file',
    });
  let begun = false;
  try {
    const answer: Dispatcher.ResponseData = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { 'user-agent': options.userAgent },
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyMs,
      signal,
    });
    begun = true;
    const { statusCode: status, headers, body } = answer;
    const location = header(headers, 'location');
    if (status >= 300 && status < 400 && location !== undefined) return location;
    if (status !== 200) {
      const kind = status >= 500 ? 'server' : status === 404 || status === 410 ? 'not-found' : 'unreadable';
      const words = `the storage at ${url.hostname} answered with status ${status}`;
      const remedy = status >= 500 ? undefined : 'Its address holds for a short time only: try again.';
      throw fail(tried, kind, words, { status, ...(remedy && { remedy, field: 'location' }) });
    }
    const promised = Number(header(headers, 'content-length') ?? Number.NaN);
    if (promised > maxBytes) throw tooLarge();
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (state.size + chunk.length > maxBytes) throw tooLarge();
      state.size += chunk.length;
      await Promise.resolve(chunk)
        .then(to)
        .catch((cause: unknown) => {
          throw fail(tried, 'validation', 'what came could not be stored', {
            field: 'to',
            remedy: 'Check the place that it is stored at (space, permissions), then try again.',
            cause,
          });
        });
      signal.throwIfAborted();
    }
    const contentType = header(headers, 'content-type') ?? null;
    return { size: state.size, contentType, name: nameOf(header(headers, 'content-disposition')) };
  } catch (error) {
    if (AttioError.is(error)) throw error;
    if (signal.aborted) throw fail(tried, 'cancelled', 'it was cancelled');
    const code = codeOf(error);
    const why = `${url.hostname}${code === '' ? '' : ` (${code})`}`;
    if (TIMEOUT_CODES.has(code)) throw fail(tried, 'timeout', `${why} did not answer in time`);
    if (begun) throw fail(tried, 'unreadable', `the file broke off on its way from ${why}`);
    const trust = untrusted(code, url.hostname, route.system);
    if (trust) throw fail(tried, 'proxy', trust.words, { remedy: trust.remedy });
    if (!route.proxied) throw fail(tried, 'offline', `${why} cannot be reached`);
    const said = error instanceof Error ? error.message : '';
    const proxy = refusedByProxy(said, code, url.hostname, route.authorized);
    throw fail(tried, 'proxy', proxy.words, { remedy: proxy.remedy });
  } finally {
    await dispatcher.destroy().catch(() => undefined);
  }
}
