/** Accounts: the store, VS Code's Accounts menu, the status bar, and the commands. The flows load when first used. */
import type { ExtensionContext } from 'vscode';
import type { Redactor } from '../../audit/redact.js';
import type { Services } from '../services.js';
import { AccountStore } from './accountStore.js';
import { registerContextKeys } from './contextKeys.js';
import { registerKeyPrompt } from './keyPrompt.js';
import { registerProvider } from './provider.js';
import { registerStatusBar } from './statusBar.js';

const COMMANDS = [
  'signIn',
  'exploreSample',
  'enterKey',
  'enterMatonKey',
  'importKeyFromEnv',
  'switchAccount',
  'accountMenu',
  'matonConnections',
  'signOut',
] as const;

export type AccountCommand = (typeof COMMANDS)[number];

/** The accounts known on this machine, at once; whether their keys are still there is found out after start. */
export function createAccountStore(context: ExtensionContext, redactor: Redactor): AccountStore {
  const store = new AccountStore(context, redactor);
  context.subscriptions.push(store);
  return store;
}

/**
 * Also gives the store what it asks Attio and forgets with, and looks for every key without being waited for; a
 * keychain that cannot be read is a line in the console.
 */
export function registerAccounts(services: Services, store: AccountStore): void {
  const { command } = services;
  store.askAttio = async (account) => (await import('./commands.js')).refreshAccount(services, store, account);
  store.forgetRest = async (id) => (await import('../changes/late.js')).forgetRest(services, id);
  registerContextKeys(services, store);
  registerStatusBar(services, store);
  registerKeyPrompt(services, store);
  registerProvider(services, store);

  for (const id of COMMANDS)
    command(`attio.${id}`, async (argument?: unknown) =>
      (await import('./commands.js')).ACCOUNT_COMMANDS[id](services, store, argument),
    );

  void store.checkKeys().catch((error) => console.error(`Attio: the keychain could not be read: ${error}`));
}
