/** Bytes out: a whole answer, or one of the ways in which answers fail to arrive. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from './problem.js';

/** More than Attio's largest documented value (10 MB of text). */
const MAX_BODY = 12_000_000;

/** The JSON of a request body; undefined when there is none; a 400 or 413 when it is not JSON or too long. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY)
      throw new Problem(413, 'invalid_request_error', 'validation_type', 'The request body is too large.');
    chunks.push(chunk as Buffer);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Problem(400, 'invalid_request_error', 'validation_type', 'The request body is not valid JSON.');
  }
}

export interface Outgoing {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export function send(response: ServerResponse, { status, headers, text }: Outgoing): void {
  const body = Buffer.from(text);
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

/** Promises the whole and breaks off in the middle. */
export function sendTruncated(response: ServerResponse, { status, headers, text }: Outgoing): void {
  const body = Buffer.from(text);
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

/** Sends the body in pieces over `ms` milliseconds. */
export async function sendSlowly(
  response: ServerResponse,
  { status, headers, text }: Outgoing,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const body = Buffer.from(text);
  const pieces = Math.max(1, Math.min(20, body.length));
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.flushHeaders();
  for (let piece = 0; piece < pieces && !response.destroyed; piece++) {
    await wait(ms / pieces, undefined, { signal });
    const end = Math.floor((body.length * (piece + 1)) / pieces);
    response.write(body.subarray(Math.floor((body.length * piece) / pieces), end));
  }
  response.end();
}

/** Cuts the connection without a word. */
export function cut(response: ServerResponse): void {
  const { socket } = response;
  if (socket && 'resetAndDestroy' in socket) socket.resetAndDestroy();
  response.destroy();
}
