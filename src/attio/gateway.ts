/** How Attio is reached: directly, or through Maton, which keeps Attio's token and puts it in the place of its own key. */
import { isLoopback } from './dispatcher.js';

export type Gateway =
  | { via: 'attio' }
  /** `connectionId`: which of the connections that the Maton key has; always named, never Maton's default. */
  | { via: 'maton'; connectionId: string };

/** Where each is, unless a test says otherwise. */
export const BASE_URLS = { attio: 'https://api.attio.com', maton: 'https://api.maton.ai' } as const;

/** What every request of a client goes to and carries. */
export interface Route {
  /** Without a trailing slash. */
  baseUrl: string;
  headers: Record<string, string>;
  maton: boolean;
}

/** Whether requests pass Maton; undefined is Attio directly. */
export function throughMaton(gateway: Gateway | undefined): boolean {
  return gateway?.via === 'maton';
}

/** @throws TypeError when `url` is none that a key may be sent to: https, or this machine. */
export function checkBaseUrl(url: string): void {
  const base = new URL(url);
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLoopback(base.hostname))) {
    throw new TypeError('A key is sent only over https, or to this machine.');
  }
}

/**
 * The route of a client: `baseUrl` is Attio's or Maton's own. Maton has Attio's API below `/attio` and takes the
 * connection from a header (api.md section 10) [3p].
 * @throws TypeError for an address that no key may be sent to, or a connection that is no id.
 */
export function routeOf(baseUrl: string, gateway: Gateway = { via: 'attio' }): Route {
  checkBaseUrl(baseUrl);
  const base = baseUrl.replace(/\/+$/, '');
  if (gateway.via === 'attio') return { baseUrl: base, headers: {}, maton: false };
  if (!/^[\w.-]{1,200}$/.test(gateway.connectionId))
    throw new TypeError('A connection of Maton must be named by its id.');
  return { baseUrl: `${base}/attio`, headers: { 'maton-connection': gateway.connectionId }, maton: true };
}
