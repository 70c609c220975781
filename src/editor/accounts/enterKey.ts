/** A new key for a known account: after a lost keychain, a deleted key, or to replace one. */
import type { Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { askForKey } from './keyEntry.js';
import { acceptKey, signInAndShow } from './signIn.js';
import { accountLabel } from './words.js';

/** `id`: an account's; otherwise the active one's key is asked for. */
export async function enterKey(services: Services, store: AccountStore, id?: unknown): Promise<void> {
  const account = (typeof id === 'string' && store.find(id)) || store.active;
  // The sample workspace has no key, and without an account there is only signing in.
  if (account === undefined || account.via === 'sample') return signInAndShow(services, store);
  if (account.via === 'maton') return (await import('./matonConnections.js')).enterMatonKey(services, store, account);
  const name = accountLabel(account);
  for (;;) {
    const entered = await askForKey(services, `API Key of ${name}`);
    if (entered === undefined) return;
    if (entered.account.id === account.id) {
      await acceptKey(services, store, entered);
      return;
    }
    const other = accountLabel(entered.account);
    const answer = await services.ui.confirm({
      message: `This key belongs to ${other}, not to ${name}.`,
      detail: `You can add ${other} as another account and switch between the two. The key of ${name} stays as it is.`,
      verb: 'Add as Another Account',
      others: ['Enter Another Key'],
    });
    if (answer === undefined) return;
    if (answer === 'Add as Another Account') {
      await acceptKey(services, store, entered);
      return;
    }
  }
}
