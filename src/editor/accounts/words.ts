/** How accounts and their scopes are called, everywhere. */
import type { Account } from '../../attio/account.js';
import { hasScopes, WANTED_SCOPES } from '../../attio/scopes.js';
import { oneLine } from '../markdown.js';
import type { AccountTrouble } from '../services.js';
import type { KeyProblem } from './accountStore.js';

type Named = Pick<Account, 'name' | 'via'> & Partial<Account>;

/** The name a person reads, without how it is reached. */
export function workspaceName({ name }: Pick<Account, 'name'>): string {
  return oneLine(name).trim() || 'Unnamed workspace';
}

/** What tells accounts of one workspace apart, in brackets; empty for an API key's. */
export function accountSuffix({ via, id, workspaceId, connectionId }: Named): string {
  if (via === 'sample') return ' (sample)';
  if (via !== 'maton') return '';
  // The second and further connections to one workspace are named.
  return id === `maton:${workspaceId}` || !connectionId
    ? ' (through Maton)'
    : ` (through Maton, ${shortId(connectionId)})`;
}

/** The name a person reads; the sample workspace and Maton's say what they are. */
export function accountLabel(account: Named): string {
  return workspaceName(account) + accountSuffix(account);
}

/** Enough of a connection's id to tell it from others. */
export const shortId = (connectionId: string): string => connectionId.split('-')[0]!.slice(0, 12);

/** How an account is reached, as the end of a sentence that starts with its name. */
export function reachedBy(account: Pick<Account, 'via' | 'connectionId'>): string {
  if (account.via === 'sample') return 'Made-up data on this machine; no key, no network';
  if (account.via === 'maton')
    return `Through the Maton gateway, connection ${shortId(account.connectionId ?? '')}; its key is in this machine’s keychain`;
  return 'With an API key, kept in this machine’s keychain';
}

/** What is wrong with an account, in words: a few for the status bar, a sentence, what to do, and the button that does it. */
export function troubleWords(account: Named, problem: KeyProblem | undefined): AccountTrouble {
  const name = accountLabel(account);
  const maton = account.via === 'maton';
  const key = maton ? 'Maton key' : 'API key';
  const button = maton ? 'Enter Maton Key' : 'Enter API Key';
  switch (problem) {
    case 'refused':
      return {
        short: 'key no longer works',
        sentence: `${maton ? 'Maton' : 'Attio'} no longer accepts the ${key} of ${name}.`,
        next: `It may have been deleted ${maton ? 'at Maton' : 'in Attio'}. Enter a new one to go on.`,
        button,
      };
    case 'disconnected':
      return {
        short: 'not connected',
        sentence: `The Maton connection of ${name} no longer works: it was deleted, or its access to Attio was taken away.`,
        next: 'Choose another one or connect anew to go on.',
        button: 'Choose a Connection',
      };
    default:
      return {
        short: 'key missing',
        sentence: `The ${key} of ${name} is no longer in this machine’s keychain.`,
        next: 'Enter it again to go on; nothing else is lost.',
        button,
      };
  }
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
export function missingScopesSentence(scopes: readonly string[], via: Account['via'] = 'attio'): string | undefined {
  const { missing } = scopeReport(scopes);
  if (missing.length === 0) return undefined;
  const one = missing.length === 1;
  const off = missing.map(({ why }) => why).join('; ');
  const names = listed(missing.map(({ scope }) => scope));
  const lacks = `lacks ${one ? 'a scope' : `${missing.length} scopes`}, so this is off: ${off}.`;
  return via === 'maton'
    ? `Its connection ${lacks} Connect it anew and allow ${names} on Attio’s page.`
    : `Its key ${lacks} In Attio, add ${names} to the key.`;
}
