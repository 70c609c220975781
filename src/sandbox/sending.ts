/** Bytes out: a whole answer, or one of the ways in which answers fail to arrive. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from './problem.js';

/** More than Attio's largest documented value (10 MB of text). */
const MAX_BODY = 12_000_000;

/** Attio's limit for an uploaded file is 50 MB; the parts around it need some room. */
const MAX_FORM = 50_000_000 + 100_000;

/** The bytes of a request body; 413 when there are more than `max`. */
async function readBytes(request: IncomingMessage, max: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > max)
      throw new Problem(413, 'invalid_request_error', 'validation_type', 'The request body is too large.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** The JSON of a request body; undefined when there is none; a 400 or 413 when it is not JSON or too long. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request, MAX_BODY);
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Problem(400, 'invalid_request_error', 'validation_type', 'The request body is not valid JSON.');
  }
}

/** The parts of a multipart/form-data body; a 400 or 413 when it is none or too long. */
export async function readForm(request: IncomingMessage): Promise<FormData> {
  const bytes = await readBytes(request, MAX_FORM);
  try {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    return await new Response(new Uint8Array(bytes), { headers }).formData();
  } catch {
    const message = 'The request body is not multipart/form-data.';
    throw new Problem(400, 'invalid_request_error', 'validation_type', message);
  }
}

export interface Outgoing {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The whole answer at once; a 204 has no body. */
export function send(response: ServerResponse, { status, headers, body }: Outgoing): void {
  response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': body.length });
  response.end(status === 204 ? undefined : body);
}

/** Promises the whole and breaks off in the middle. */
export function sendTruncated(response: ServerResponse, { status, headers, body }: Outgoing): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

/** Sends the body in pieces over `ms` milliseconds. */
export async function sendSlowly(
  response: ServerResponse,
  { status, headers, body }: Outgoing,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
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
