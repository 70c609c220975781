/** What runs for each command on accounts. Each handler loads its own flow. */
import type { Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import type { AccountCommand } from './register.js';

type Run = (services: Services, store: AccountStore, argument?: unknown) => Promise<unknown>;

const enterKey: Run = async (services, store, id) => (await import('./enterKey.js')).enterKey(services, store, id);

export const ACCOUNT_COMMANDS: Record<AccountCommand, Run> = {
  signIn: async (services, store) => (await import('./signIn.js')).signInAndShow(services, store),
  exploreSample: async (services, store) => (await import('./signIn.js')).exploreSample(services, store),
  // One command under two names, so that the palette's fits the account.
  enterKey,
  enterMatonKey: enterKey,
  importKeyFromEnv: async (services, store) => (await import('./importEnv.js')).importEnv(services, store),
  switchAccount: async (services, store) => (await import('./accountMenu.js')).switchAccount(services, store),
  accountMenu: async (services, store) => (await import('./accountMenu.js')).accountMenu(services, store),
  matonConnections: async (services, store, wish) =>
    (await import('./matonConnections.js')).matonConnections(services, store, wish),
  signOut: async (services, store, id) => (await import('./signOut.js')).signOut(services, store, id),
};
