/** Addresses that say by themselves who may read what, for a while: downloads answer with a redirect to one. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long an address holds, ms. */
const HOLDS = 60_000;

const secret = randomBytes(32);

function signature(path: string, expires: string): string {
  return createHmac('sha256', secret).update(`${path}\n${expires}`).digest('hex');
}

/** `path` with an expiry and a signature behind it. */
export function signPath(path: string, now = Date.now()): string {
  const expires = String(now + HOLDS);
  return `${path}?expires=${expires}&signature=${signature(path, expires)}`;
}

/** Whether the query string of an address was signed here and still holds. */
export function isSigned(path: string, query: URLSearchParams, now = Date.now()): boolean {
  const expires = query.get('expires') ?? '';
  const given = Buffer.from(query.get('signature') ?? '');
  const right = Buffer.from(signature(path, expires));
  return given.length === right.length && timingSafeEqual(given, right) && Number(expires) > now;
}
