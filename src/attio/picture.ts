/**
 * A small picture from an address that Attio names, such as a member's (`avatar_url`, api.md section 4.3). Neither the key
 * nor anything else of the account goes there.
 */
import type { ProxySettings } from './client.js';
import { systemClock } from './clock.js';
import { isLoopback } from './dispatcher.js';
import { download } from './download.js';

export const PICTURE_MAX_BYTES = 100_000;

/** Nobody waits for a picture: there are initials in its place. */
const TIMEOUT_MS = 10_000;
const TIMEOUTS = { connectMs: 5000, headersMs: 5000, bodyMs: 5000 };

export interface Picture {
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  bytes: Uint8Array;
}

export interface PictureOptions {
  proxy: ProxySettings | undefined;
  /** The account is a sample workspace on this machine: its pictures come from there. */
  local?: boolean;
  signal?: AbortSignal;
  timeoutMs?: number;
}

const begins = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((sign, index) => bytes[at + index] === sign.charCodeAt(0));

/** What the first bytes say it is, whatever its sender says; undefined: none of the kinds that are shown. */
export function pictureType(bytes: Uint8Array): Picture['type'] | undefined {
  if (begins(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins(bytes, '\xff\xd8\xff')) return 'image/jpeg';
  if (begins(bytes, 'GIF87a') || begins(bytes, 'GIF89a')) return 'image/gif';
  if (begins(bytes, 'RIFF') && begins(bytes, 'WEBP', 8)) return 'image/webp';
  return undefined;
}

/**
 * The address if a picture may be read from there: https to a name, not to this machine or a number, which no picture of
 * a colleague is at. `local`: http to this machine is what is asked for. Pure.
 */
export function pictureAddress(address: string, local = false): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.username !== '' || url.password !== '') return undefined;
  const here = isLoopback(url.hostname);
  if (local) return here && url.protocol === 'http:' ? url : undefined;
  const isNumber = /^\[|^\d+(\.\d+){3}$/.test(url.hostname);
  return url.protocol === 'https:' && !here && !isNumber ? url : undefined;
}

/** undefined: there is none that can be shown, whatever the reason. Never rejects. At most `PICTURE_MAX_BYTES`. */
export async function fetchPicture(address: string, options: PictureOptions): Promise<Picture | undefined> {
  const url = pictureAddress(address, options.local);
  if (!url) return undefined;
  const chunks: Uint8Array[] = [];
  const late = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const tried = {
    operation: 'members.picture',
    doing: 'read a picture',
    kind: 'read' as const,
    scopes: [],
    host: url.hostname,
    proxied: false,
  };
  try {
    await download(url.href, tried, {
      to: (chunk) => chunks.push(chunk),
      maxBytes: PICTURE_MAX_BYTES,
      signal: options.signal ? AbortSignal.any([options.signal, late]) : late,
      // From this machine to this machine only where that is meant; else a redirect must stay with https.
      base: options.local ? url.origin : 'https://api.attio.com',
      proxy: options.proxy,
      timeouts: TIMEOUTS,
      clock: systemClock,
      attempts: 1,
      userAgent: 'attio-crm-vscode',
    });
  } catch {
    return undefined;
  }
  const bytes = Buffer.concat(chunks);
  const type = pictureType(bytes);
  return type && { type, bytes };
}
