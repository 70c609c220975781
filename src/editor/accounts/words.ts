/** How accounts and their scopes are called, everywhere. */
import type { Account } from '../../attio/account.js';
import { hasScopes } from '../../attio/scopes.js';
import { OPTIONAL_SCOPES, WANTED_SCOPES } from '../../attio/wantedScopes.js';
import { shortId } from './names.js';

export { accountLabel, accountSuffix, shortId, workspaceName } from './names.js';

/** How an account is reached, as the end of a sentence that starts with its name. */
export function reachedBy(account: Pick<Account, 'via' | 'connectionId'>): string {
  if (account.via === 'sample') return 'Made-up data on this machine; no key, no network';
  if (account.via === 'maton')
    return `Through the Maton gateway, connection ${shortId(account.connectionId ?? '')}; its key is in this machine’s keychain`;
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
  for (const { scope, why, half } of WANTED_SCOPES) {
    const read = scope.replace(/-write$/, '');
    if (hasScopes(scopes, scope)) report.granted.push({ scope, why });
    // Half of it is there: only the writing half is off.
    else if (half && hasScopes(scopes, read)) {
      report.granted.push({ scope: read, why: half.reads });
      report.missing.push({ scope, why: half.writes });
    } else report.missing.push({ scope, why });
  }
  report.granted.push(...OPTIONAL_SCOPES.filter(({ scope }) => hasScopes(scopes, scope)));
  return report;
}
