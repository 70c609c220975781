/** One HTTP request and its whole answer. No retries, no meaning. */
import type { Readable } from 'node:stream';
import { gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';

export interface HttpRequest {
  origin: string;
  /** Path and query. */
  path: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers: Record<string, string>;
  body?: string | Readable;
  headersMs: number;
  bodyMs: number;
  /** For the whole exchange, so that an answer in drips ends too. */
  totalMs: number;
  maxBytes: number;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export type BreakReason = 'network' | 'timeout' | 'truncated' | 'too-large' | 'aborted';

/** Why there is no answer, and what is known of the request. */
export class ExchangeBroke extends Error {
  override readonly name = 'ExchangeBroke';
  readonly reason: BreakReason;
  /** Whether the request may have reached the server: false is certain. */
  readonly sent: boolean;
  /** Status and headers, when the answer had begun. */
  readonly answer: Omit<HttpAnswer, 'text'> | undefined;

  constructor(reason: BreakReason, sent: boolean, answer: Omit<HttpAnswer, 'text'> | undefined, cause: unknown) {
    super(`the exchange broke: ${reason}`, { cause });
    this.reason = reason;
    this.sent = sent;
    this.answer = answer;
  }
}

export const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/**
 * Sends `request` and collects the answer, whatever its status; redirects are not followed. `sent` is called when it is
 * handed to a connection, which may be long after this call.
 * @throws ExchangeBroke, and nothing else.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  signal: AbortSignal,
  sent?: () => void,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let answer: Omit<HttpAnswer, 'text'> | undefined;
    let over = false;
    let size = 0;
    const chunks: Buffer[] = [];

    const end = (settle: () => void) => {
      if (over) return;
      over = true;
      clearTimeout(deadline);
      signal.removeEventListener('abort', aborted);
      settle();
    };
    const stop = (reason: BreakReason, cause: unknown) => {
      end(() => reject(new ExchangeBroke(reason, controller !== undefined, answer, cause)));
      controller?.abort(cause instanceof Error ? cause : new Error('stopped'));
    };
    const aborted = () => stop('aborted', signal.reason);
    const deadline = setTimeout(() => stop('timeout', new Error('no whole answer in time')), request.totalMs);

    if (signal.aborted) return aborted();
    signal.addEventListener('abort', aborted, { once: true });

    try {
      dispatcher.dispatch(
        {
          origin: request.origin,
          path: request.path,
          method: request.method,
          headers: request.headers,
          body: request.body ?? null,
          headersTimeout: request.headersMs,
          bodyTimeout: request.bodyMs,
        },
        {
          // Called when a connection is there, before the first byte goes out: until then nothing was sent.
          onRequestStart(started) {
            if (over) return started.abort(new Error('stopped before it was sent'));
            controller = started;
            sent?.();
          },
          onResponseStart(_, status, headers) {
            if (status < 200) return;
            answer = { status, headers: headers as HttpAnswer['headers'] };
            if (Number(headers['content-length']) > request.maxBytes) stop('too-large', undefined);
          },
          onResponseData(_, chunk) {
            size += chunk.length;
            if (size > request.maxBytes) return stop('too-large', undefined);
            chunks.push(chunk);
          },
          onResponseEnd() {
            const begun = answer!;
            decode(Buffer.concat(chunks), begun.headers['content-encoding'], request.maxBytes).then(
              (text) => end(() => resolve({ ...begun, text })),
              (error) => stop('truncated', error),
            );
          },
          onResponseError(_, error) {
            const code = (error as NodeJS.ErrnoException).code ?? '';
            const reason = TIMEOUT_CODES.has(code) ? 'timeout' : answer ? 'truncated' : 'network';
            stop(reason, error);
          },
        },
      );
    } catch (error) {
      stop('network', error);
    }
  });
}

function decode(bytes: Buffer, encoding: string | string[] | undefined, maxBytes: number): Promise<string> {
  if (encoding !== 'gzip') return Promise.resolve(bytes.toString('utf8'));
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: maxBytes }, (error, plain) =>
      error ? reject(error) : resolve(plain.toString('utf8')),
    );
  });
}
