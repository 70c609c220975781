/** How accounts are called, everywhere. Apart from words.ts, which nothing at start needs. */
import type { Account } from '../../attio/account.js';
import { oneLine } from '../oneLine.js';

export type Named = Pick<Account, 'name' | 'via'> & Partial<Account>;

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
