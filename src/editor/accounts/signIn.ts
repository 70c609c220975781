/** Signing in: by API key, or to the sample workspace. */
import { commands } from 'vscode';
import { describe } from '../failure.js';
import type { Account, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import type { AccountStore } from './accountStore.js';
import { refreshAccount } from './checkKey.js';
import { askForKey, type EnteredKey } from './keyEntry.js';
import { tellSignedIn } from './tellSignedIn.js';
import { accountLabel } from './words.js';

type Way = (services: Services, store: AccountStore) => Promise<Account | undefined>;

/** The ways to sign in, in the order they are offered. */
const WAYS: PickItem<Way>[] = [
  {
    label: 'API key',
    detail: 'Your Attio workspace, with a key from its settings',
    icon: 'key',
    value: withKey,
  },
  {
    label: 'Maton gateway: a company’s managed connection',
    detail: 'Attio workspaces that are connected to Maton, with a key from Maton',
    icon: 'plug',
    value: async (services, store) => (await import('./matonConnections.js')).signInThroughMaton(services, store),
  },
  {
    label: 'Sample workspace',
    detail: 'Made-up companies, people and deals on this machine; nothing to sign up for',
    icon: 'beaker',
    value: withSample,
  },
];

/** Asks how, signs in, makes the account the active one. undefined when the person closed a box. */
export async function signIn(services: Services, store: AccountStore): Promise<Account | undefined> {
  const way = await services.ui.pick(WAYS, {
    title: 'Sign In to Attio',
    placeholder: 'How do you want to sign in?',
    ignoreFocusOut: true,
  });
  return way?.(services, store);
}

/** As `signIn`, with the Records view in front afterwards; closed, nothing is shown. */
export async function signInAndShow(services: Services, store: AccountStore): Promise<void> {
  if (await signIn(services, store)) await showRecords();
}

/** Signs in to the sample workspace and shows it. */
export async function exploreSample(services: Services, store: AccountStore): Promise<void> {
  await withSample(services, store);
  await showRecords();
}

/** Keeps a key that Attio has accepted, and says what it can and cannot do. */
export async function acceptKey(
  services: Services,
  store: AccountStore,
  { key, account }: EnteredKey,
): Promise<Account> {
  const replaces = store.find(account.id) !== undefined;
  await store.add(account, key);
  tellSignedIn(services, store, account, replaces ? 'replaced' : 'added');
  return account;
}

async function withKey(services: Services, store: AccountStore): Promise<Account | undefined> {
  const entered = await askForKey(services, 'Sign In to Attio with an API Key');
  return entered && acceptKey(services, store, entered);
}

async function withSample(services: Services, store: AccountStore): Promise<Account> {
  const { SEED_WORKSPACE } = await import('../../sandbox/server.js');
  const id = `sample:${SEED_WORKSPACE.id}`;
  const known = store.find(id);
  if (known) await store.setActive(id);
  else {
    const { name, slug } = SEED_WORKSPACE;
    await store.add({ id, via: 'sample', workspaceId: SEED_WORKSPACE.id, name, slug, scopes: [] });
  }
  const account = store.find(id)!;
  try {
    // Starts the server, which the views are about to need, and learns what its key may do.
    const fresh = await refreshAccount(services, store, account);
    services.ui.status(`Exploring ${accountLabel(fresh)}`);
    return fresh;
  } catch (error) {
    if (known === undefined) await store.remove(id);
    throw new Error(`The sample workspace could not be started. ${describe(error)}`, { cause: error });
  }
}

async function showRecords(): Promise<void> {
  await commands.executeCommand('attio.records.focus');
}
