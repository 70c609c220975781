/** From what a command is given to the account it means. */
import { hasScopes } from '../../attio/scopes.js';
import type { Account, Connection, Services } from '../services.js';
import { NotSignedIn } from '../services.js';

/** The connection of a target's account, or of the active one. Rejects with NotSignedIn when there is none. */
export async function connectionFor(services: Services, target: { account?: string }): Promise<Connection> {
  if (target.account === undefined) return services.connections.current();
  const connection = await services.connections.forAccount(target.account);
  if (connection) return connection;
  const error = new NotSignedIn('signedOut');
  error.message = 'This belongs to an Attio account that is not signed in here. Sign in to it to see it.';
  throw error;
}

/** By the scopes of the account’s key as they are known; `read-write` is enough (api.md section 2.2). */
export const canReadNotes = (account: Account): boolean => hasScopes(account.scopes, 'note:read');
/** By the scopes as well, as they are known: who may write notes may read them, too. */
export const canWriteNotes = (account: Account): boolean => hasScopes(account.scopes, 'note:read-write');

/** Whether records can be changed, and put into lists: as the menus of the tree have it. */
export const canWriteRecords = (account: Account): boolean =>
  hasScopes(account.scopes, 'object_configuration:read', 'record_permission:read-write');
/**
 * Whether records can be put into lists, changed there and taken out: with what is read for that (api.md section 4.1).
 */
export const canWriteEntries = (account: Account): boolean =>
  hasScopes(account.scopes, 'object_configuration:read', 'list_configuration:read', 'list_entry:read-write');

/** Notes asked for at a time, the same everywhere so that one answer serves tree and page. */
export const NOTES_PER_PAGE = 10;
