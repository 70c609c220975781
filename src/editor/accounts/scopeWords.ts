/** Sentences about scopes, for messages: apart from words.ts, which every start loads. */
import type { Account } from '../../attio/account.js';
import { scopeReport } from './words.js';

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/**
 * What a key cannot do here and which scopes to add; undefined when nothing is missing. Many are not named: the message
 * would be all names, and its button copies them.
 */
export function missingScopesSentence(scopes: readonly string[], via: Account['via'] = 'attio'): string | undefined {
  const { missing } = scopeReport(scopes);
  if (missing.length === 0) return undefined;
  const one = missing.length === 1;
  const off = missing.map(({ why }) => why).join('; ');
  const names = missing.length > 3 ? 'them all' : listed(missing.map(({ scope }) => scope));
  const lacks = `lacks ${one ? 'a scope' : `${missing.length} scopes`}, so this is off: ${off}.`;
  return via === 'maton'
    ? `Its connection ${lacks} Connect it anew and allow ${names} on Attio’s page.`
    : `Its key ${lacks} In Attio, add ${names} to the key.`;
}
