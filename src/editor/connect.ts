/** Opens a connection: client, catalog and change service of one account. Loaded on first use; nothing at start needs it. */
import { type ExtensionContext, workspace } from 'vscode';
import type { Account } from '../attio/account.js';
import { createClient, type ProxySettings } from '../attio/client.js';
import type { Operation } from '../attio/operation.js';
import { fetchPicture, type Picture } from '../attio/picture.js';
import type { Redactor } from '../audit/redact.js';
import { createChangeService } from '../changes/service.js';
import { createCatalog } from '../crm/createCatalog.js';
import { createExplain, type Explain } from '../crm/explain.js';
import { apiUrl, matonUrl } from './accounts/apiUrl.js';
import { createJournal } from './changes/journalFile.js';
import type { Connection } from './services.js';

export interface OpenConnection extends Connection {
  close(): Promise<void>;
}

interface Sandbox {
  url: string;
  key: string;
  close(): Promise<void>;
}

let sandbox: Promise<Sandbox> | undefined;

/** The sample workspace's server: one per window, started by the first who asks, closed with the window. */
function sampleServer(context: ExtensionContext, redactor: Redactor): Promise<Sandbox> {
  sandbox ??= import('../sandbox/server.js').then(async ({ startSandbox }) => {
    const started = await startSandbox();
    redactor.add(started.key);
    context.subscriptions.push({ dispose: () => void started.close() });
    return started;
  });
  sandbox.catch(() => {
    sandbox = undefined;
  });
  return sandbox;
}

/** VS Code's network settings as the client takes them. */
export function proxySettings(): ProxySettings {
  const http = workspace.getConfiguration('http');
  const off = http.get('proxySupport') === 'off';
  const url = http.get<string>('proxy');
  const authorization = http.get<string | null>('proxyAuthorization');
  return {
    strictSSL: http.get('proxyStrictSSL', true),
    systemCertificates: http.get('systemCertificates', true),
    // Off for VS Code is off for us: no proxy of the environment either.
    noProxy: off ? ['*'] : http.get<string[]>('noProxy', []),
    ...(url && { url }),
    ...(authorization && { authorization }),
  };
}

/** A small picture that Attio names, as VS Code's network settings have it; of the sample workspace, from this machine. */
export function pictureAt(account: Account, address: string): Promise<Picture | undefined> {
  const local = account.via === 'sample';
  return fetchPicture(address, { local, proxy: local ? { noProxy: ['127.0.0.1'] } : proxySettings() });
}

/**
 * Asks Attio nothing yet: a key that does not work shows with the first request. `onOperation` hears of each request.
 * Who opens it closes it. Rejects where the sample workspace’s server cannot start.
 */
export async function connect(options: {
  account: Account;
  /** undefined for the sample workspace, whose server makes its own. */
  key: string | undefined;
  context: ExtensionContext;
  redactor: Redactor;
  onOperation: (operation: Operation) => void;
}): Promise<OpenConnection> {
  const { account, context, redactor, onOperation } = options;
  const sample = options.key === undefined ? await sampleServer(context, redactor) : undefined;
  let explain: Explain = async (error) => error;
  const api = createClient({
    explain: (...refused) => explain(...refused),
    baseUrl: sample?.url ?? (account.via === 'maton' ? matonUrl(context) : apiUrl(context)),
    key: sample?.key ?? options.key ?? '',
    ...(account.via === 'maton' && { gateway: { via: 'maton', connectionId: account.connectionId ?? '' } }),
    scopes: account.scopes,
    // The sample workspace is on this machine; no proxy may come between.
    proxy: sample ? { noProxy: ['127.0.0.1'] } : proxySettings(),
    onOperation,
  });
  const catalog = createCatalog(api, account);
  explain = createExplain({ api, catalog });
  const journal = createJournal(context, account, redactor);
  const { preview, write, undo } = createChangeService({ api, catalog, account, journal });
  return {
    account,
    api,
    catalog,
    journal,
    preview,
    write,
    undo,
    close: async () => {
      catalog.dispose();
      await api.close();
    },
  };
}
