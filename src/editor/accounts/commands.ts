/** What runs for each command on accounts: the flows in one piece, those through Maton in another. */
import type { Services } from '../services.js';
import { accountMenu, switchAccount } from './accountMenu.js';
import type { AccountStore } from './accountStore.js';
import { enterKey } from './enterKey.js';
import { importEnv } from './importEnv.js';
import type { AccountCommand } from './register.js';
import { exploreSample, signInAndShow } from './signIn.js';
import { signOut } from './signOut.js';

export { refreshAccount } from './checkKey.js';
export { signIn } from './signIn.js';

type Run = (services: Services, store: AccountStore, argument?: unknown) => Promise<unknown>;

export const ACCOUNT_COMMANDS: Record<AccountCommand, Run> = {
  signIn: signInAndShow,
  exploreSample,
  // One command under two names, so that the palette's fits the account.
  enterKey,
  enterMatonKey: enterKey,
  importKeyFromEnv: importEnv,
  switchAccount,
  accountMenu,
  matonConnections: async (services, store, wish) =>
    (await import('./matonConnections.js')).matonConnections(services, store, wish),
  signOut,
};
