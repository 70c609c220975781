/** Ids that are the same at every start: the sample workspace derives them from names. */
import { createHash } from 'node:crypto';

/** A UUID (version 5 in form) derived from `name`; lower case. */
export function uuidFrom(name: string): string {
  const hash = createHash('sha1').update(`attio-sample:${name}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A whole number from 0 to `below - 1` that `name` always gives. */
export function pick(name: string, below: number): number {
  return createHash('sha1').update(name).digest().readUInt32BE(0) % below;
}

/**
 * The id of a thing of the sample workspace, by its kind and name: `seedId('companies', 'acme-robotics')`. Kinds of
 * records are object slugs; the others are `workspace`, `objects`, `attributes`, `options`, `statuses`, `lists`,
 * `entries`, `members`, `notes`, `tokens`, `tasks`, `comments`, `meetings`, `recordings`, `files`, `views`, `webhooks`,
 * `connections`. Names are those in `data/`.
 */
export function seedId(kind: string, name: string): string {
  return uuidFrom(`${kind}/${name}`);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Any version, in either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
