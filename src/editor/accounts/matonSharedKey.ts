/** A Maton key is one for all of a person's connections: when it changes, it is entered once, whatever accounts use it. */
import type { Account, Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { isReached, type Reach } from './matonReach.js';
import { listed } from './scopeWords.js';
import { accountLabel } from './words.js';

/** The key of each account through Maton, as it is now: to be asked for before another one is stored. */
export async function matonKeys(store: AccountStore): Promise<Map<string, string | undefined>> {
  const matons = store.list.filter(({ via }) => via === 'maton');
  return new Map(await Promise.all(matons.map(async (one) => [one.id, await store.storedKey(one)] as const)));
}

/**
 * Offers `key`, which `account` has just been given, to the other accounts that had the same key before or have none that
 * works, as far as it reaches their connections. `before` are the keys of then.
 */
export async function offerToOthers(
  services: Services,
  store: AccountStore,
  {
    account,
    key,
    reach,
    before,
  }: {
    account: Account;
    key: string;
    reach: readonly Reach[];
    before: ReadonlyMap<string, string | undefined>;
  },
): Promise<void> {
  const old = before.get(account.id);
  const others = store.list.flatMap((one): Account[] => {
    const its = before.get(one.id);
    if (one.via !== 'maton' || one.id === account.id || its === key) return [];
    const without = its === undefined || its === old || store.problem(one) === 'refused';
    const found = reach.find(({ connection }) => connection.id === one.connectionId);
    if (!without || !isReached(found) || found.account.workspaceId !== one.workspaceId) return [];
    return [{ ...found.account, id: one.id }];
  });
  if (others.length === 0) return;
  const names = listed(others.map(accountLabel));
  const verb = others.length === 1 ? 'Use for Both' : `Use for All ${others.length + 1}`;
  const answer = await services.ui.confirm({
    message: `Use this Maton key for ${names} too?`,
    detail: `The key reaches ${others.length === 1 ? 'its connection' : 'their connections'} as well. Otherwise ${
      others.length === 1 ? 'that account keeps' : 'those accounts keep'
    } the key of before, or none.`,
    verb,
  });
  if (answer !== verb) return;
  await store.replaceKeys(others, key);
  services.ui.status(`${listed([account, ...others].map(accountLabel))} use the new key.`);
}
