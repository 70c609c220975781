/** Asks Attio whose a key is. Loaded when somebody signs in. */
import { createClient } from '../../attio/client.js';
import { AttioError } from '../../attio/errors.js';
import { parseScopes } from '../../attio/scopes.js';
import type { Self } from '../../attio/types.js';
import { proxySettings } from '../connect.js';
import { isDisconnected } from '../failure.js';
import type { Account, Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { apiUrl, matonUrl } from './apiUrl.js';

/** Stands in the audit for the account that a refused key does not tell. */
export const NOBODY: Account = {
  id: 'attio:',
  via: 'attio',
  workspaceId: '',
  slug: '',
  name: 'signing in',
  scopes: [],
};
/** The same of Maton, whose key may reach several workspaces or none. */
export const NOBODY_AT_MATON: Account = { ...NOBODY, id: 'maton:', via: 'maton' };

/** The account a `GET /v2/self` answer speaks of. Rejects an inactive one (HTTP 200 with `active: false`). */
function accountOf(self: Self, via: Account['via'], connectionId?: string): Account {
  if (!self.active)
    throw new AttioError({
      kind: 'key-invalid',
      operation: 'self.get',
      ...(via === 'maton'
        ? {
            message: 'Attio no longer accepts this connection of Maton: its access was taken away.',
            remedy: 'Connect Attio to Maton again, or choose another connection (“Attio: Maton Connections”).',
            through: 'maton',
          }
        : {
            message: 'Attio does not know this key: it was deleted or revoked, or a part of it is missing.',
            remedy: 'Copy it again, or make a new key in Attio’s settings.',
          }),
      fate: 'no',
      status: 200,
    });
  return {
    id: `${via}:${self.workspace_id}`,
    via,
    ...(connectionId !== undefined && { connectionId }),
    workspaceId: self.workspace_id,
    slug: self.workspace_slug,
    name: self.workspace_name,
    scopes: parseScopes(self.scope),
    ...(self.authorized_by_workspace_member_id && { memberId: self.authorized_by_workspace_member_id }),
  };
}

/**
 * The account of an API key, by `GET /v2/self`; with `connectionId`, the one that this connection of a Maton key reaches.
 * Stores nothing. Rejects with AttioError: `key-invalid` for a key that Attio (or Maton) does not take, else what kept the
 * question from being answered.
 */
export async function checkKey(
  { context, redactor, audit }: Services,
  key: string,
  signal?: AbortSignal,
  connectionId?: string,
): Promise<Account> {
  redactor.add(key);
  const maton = connectionId !== undefined;
  let account = maton ? NOBODY_AT_MATON : NOBODY;
  const operations: Parameters<typeof audit.record>[1][] = [];
  const api = createClient({
    baseUrl: maton ? matonUrl(context) : apiUrl(context),
    key,
    ...(maton && { gateway: { via: 'maton', connectionId } }),
    proxy: proxySettings(),
    onOperation: (operation) => operations.push(operation),
  });
  try {
    account = accountOf(await api.self.get({ surface: 'accounts', signal }), maton ? 'maton' : 'attio', connectionId);
    return account;
  } finally {
    // Only now is it known whose operation it was.
    for (const operation of operations) audit.record(account, operation);
    await api.close();
  }
}

/**
 * Asks again what a known account may do and how it is called, and remembers it. Rejects with AttioError; a dead key also
 * changes the account's state.
 */
export async function refreshAccount(services: Services, store: AccountStore, account: Account): Promise<Account> {
  let fresh: Account;
  const entered = store.entered(account.id);
  if (account.via === 'sample') {
    const connection = await services.connections.forAccount(account.id);
    if (connection === undefined) return account;
    fresh = accountOf(await connection.api.self.get({ surface: 'accounts' }), 'sample');
  } else {
    const key = await store.storedKey(account);
    if (key === undefined) return account;
    try {
      fresh = await checkKey(services, key, undefined, account.connectionId);
      // A second connection to one workspace has an id of its own.
      if (account.via === 'maton' && fresh.workspaceId === account.workspaceId) fresh.id = account.id;
    } catch (error) {
      if (AttioError.is(error, 'key-invalid') && store.entered(account.id) === entered)
        store.keyDead(account, isDisconnected(error) ? 'disconnected' : 'refused');
      throw error;
    }
  }
  // An API key belongs to one workspace for good; anything else is not this account. A key entered meanwhile was asked about
  // later than this one.
  if (fresh.id === account.id && store.entered(account.id) === entered) await store.update(fresh);
  return store.find(account.id) ?? account;
}
