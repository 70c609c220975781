/** A connection as the extension opens one, to a sandbox. */
import type { Account } from '../../../src/attio/account.js';
import { type AttioApi, createClient } from '../../../src/attio/client.js';
import { parseScopes } from '../../../src/attio/scopes.js';
import type { Approver } from '../../../src/changes/change.js';
import { createChangeService } from '../../../src/changes/service.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import { memoryJournal } from '../../../src/editor/changes/journalStore.js';
import type { Connection } from '../../../src/editor/services.js';

export interface OpenConnection extends Connection {
  close(): Promise<void>;
}

/** Signs in, which costs the one request of it, and opens client, catalog and change service. */
export async function connectTo({ url, key }: { url: string; key: string }): Promise<OpenConnection> {
  const api = createClient({ baseUrl: url, key });
  const account = await accountOf(api);
  const catalog = createCatalog(api, account);
  const journal = memoryJournal(() => 7);
  const { preview, write, undo } = createChangeService({ api, catalog, account, journal });
  const close = async () => {
    catalog.dispose();
    await api.close();
  };
  return { account, api, catalog, journal, preview, write, undo, close };
}

async function accountOf(api: AttioApi): Promise<Account> {
  const self = await api.self.get({ surface: 'accounts' });
  if (!self.active) throw new Error('The sandbox does not know its own key.');
  return {
    id: `attio:${self.workspace_id}`,
    via: 'attio',
    workspaceId: self.workspace_id,
    slug: self.workspace_slug,
    name: self.workspace_name,
    scopes: parseScopes(self.scope),
  };
}

/** Says yes to everything, as somebody does who has read it. */
export const yes: Approver = async () => ({ how: 'asked', at: new Date().toISOString(), surface: 'bench' });
