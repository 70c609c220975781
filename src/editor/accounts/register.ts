/** Accounts: the store, VS Code's Accounts menu, the status bar, and the commands. The flows load when first used. */
import type { ExtensionContext } from 'vscode';
import type { Redactor } from '../../audit/redact.js';
import type { Services } from '../services.js';
import { AccountStore } from './accountStore.js';
import { registerContextKeys } from './contextKeys.js';
import { registerKeyPrompt } from './keyPrompt.js';
import { registerProvider } from './provider.js';
import { registerStatusBar } from './statusBar.js';

/** The accounts known on this machine, at once; whether their keys are still there is found out after start. */
export function createAccountStore(context: ExtensionContext, redactor: Redactor): AccountStore {
  const store = new AccountStore(context, redactor);
  context.subscriptions.push(store);
  return store;
}

export function registerAccounts(services: Services, store: AccountStore): void {
  const { command } = services;
  store.askAttio = async (account) => (await import('./checkKey.js')).refreshAccount(services, store, account);
  registerContextKeys(services, store);
  registerStatusBar(services, store);
  registerKeyPrompt(services, store);
  registerProvider(services, store);

  command('attio.signIn', async () => (await import('./signIn.js')).signInAndShow(services, store));
  command('attio.exploreSample', async () => (await import('./signIn.js')).exploreSample(services, store));
  // One command under two names, so that the palette's fits the account.
  for (const name of ['attio.enterKey', 'attio.enterMatonKey'])
    command(name, async (id?: unknown) => (await import('./enterKey.js')).enterKey(services, store, id));
  command('attio.importKeyFromEnv', async () => (await import('./importEnv.js')).importEnv(services, store));
  command('attio.switchAccount', async () => (await import('./accountMenu.js')).switchAccount(services, store));
  command('attio.accountMenu', async () => (await import('./accountMenu.js')).accountMenu(services, store));
  command('attio.matonConnections', async (wish?: unknown) =>
    (await import('./matonConnections.js')).matonConnections(services, store, wish),
  );
  command('attio.signOut', async (id?: unknown) => (await import('./signOut.js')).signOut(services, store, id));

  void store.checkKeys().catch((error) => console.error(`Attio: the keychain could not be read: ${error}`));
}
