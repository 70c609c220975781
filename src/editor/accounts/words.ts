/** How accounts and their scopes are called, everywhere. */
import type { Account } from '../../attio/account.js';
import { hasScopes, WANTED_SCOPES } from '../../attio/scopes.js';
import { oneLine } from '../markdown.js';

/** The name a person reads; the sample workspace says what it is. */
export function accountLabel(account: Pick<Account, 'name' | 'via'>): string {
  const name = oneLine(account.name).trim() || 'Unnamed workspace';
  return account.via === 'sample' ? `${name} (sample)` : name;
}

/** How an account is reached, as the end of a sentence that starts with its name. */
export function reachedBy(account: Pick<Account, 'via'>): string {
  if (account.via === 'sample') return 'Made-up data on this machine; no key, no network';
  if (account.via === 'maton') return 'Through the Maton gateway; its key is in this machine’s keychain';
  return 'With an API key, kept in this machine’s keychain';
}

export interface ScopeReport {
  /** Wanted scopes that are granted, with what they are for. */
  granted: { scope: string; why: string }[];
  /** Wanted scopes to add, with what is off without them. */
  missing: { scope: string; why: string }[];
}

/** What an account's scopes allow of what this extension does. */
export function scopeReport(scopes: readonly string[]): ScopeReport {
  const report: ScopeReport = { granted: [], missing: [] };
  for (const { scope, why } of WANTED_SCOPES) {
    if (hasScopes(scopes, scope)) report.granted.push({ scope, why });
    // Half of it is there: only the writing half is off.
    else if (scope === 'note:read-write' && hasScopes(scopes, 'note:read')) {
      report.granted.push({ scope: 'note:read', why: 'read notes' });
      report.missing.push({ scope, why: 'create and delete notes' });
    } else report.missing.push({ scope, why });
  }
  return report;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** One sentence on what a key cannot do here and which scopes to add; undefined when nothing is missing. */
export function missingScopesSentence(scopes: readonly string[]): string | undefined {
  const { missing } = scopeReport(scopes);
  if (missing.length === 0) return undefined;
  const one = missing.length === 1;
  const off = missing.map(({ why }) => why).join('; ');
  return `Its key lacks ${one ? 'a scope' : `${missing.length} scopes`}, so this is off: ${off}. In Attio, add ${listed(missing.map(({ scope }) => scope))} to the key.`;
}
