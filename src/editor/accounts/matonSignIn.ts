/** Signing in through Maton: a key, one of its connections, and the account that this makes. */
import type { Account, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import type { AccountStore } from './accountStore.js';
import { connectWorkspace } from './matonConnect.js';
import { askForMatonKey } from './matonKey.js';
import { isPending, isReached, lineOf, type Reach, type Reached, reachOf, usersOf } from './matonReach.js';
import { matonKeys, offerToOthers } from './matonSharedKey.js';
import { tellSignedIn } from './tellSignedIn.js';

/** undefined when the person closed a box. */
export async function signInThroughMaton(services: Services, store: AccountStore): Promise<Account | undefined> {
  const entered = await askForMatonKey(services, 'Sign In to Attio through Maton');
  if (entered === undefined) return undefined;
  const { key, reach } = entered;
  const [only, ...others] = reach;
  const chosen = isReached(only) && others.length === 0 ? only : await chooseConnection(services, store, key, reach);
  if (chosen === undefined) return undefined;
  const before = await matonKeys(store);
  const account = await acceptConnection(services, store, key, chosen);
  await offerToOthers(services, store, { account, key, reach, before });
  return account;
}

/**
 * Lets a person choose one of a key's connections, or make one. Several are never chosen between by anything else.
 * undefined when the list is closed.
 */
export async function chooseConnection(
  services: Services,
  store: AccountStore,
  key: string,
  first: Reach[],
  account?: Account,
): Promise<Reached | undefined> {
  for (let reach = first; ; ) {
    const choice = await ask(services, store, reach);
    if (choice === undefined) return undefined;
    const made = await follow(services, key, choice, account);
    if (isReached(made)) return made;
    // Cancelled, or not to be read now: the list says how things stand.
    reach = await services.ui.progress({ title: 'Asking Maton for its connections…', where: 'window' }, () =>
      reachOf(services, key, account),
    );
  }
}

async function ask({ ui }: Services, store: AccountStore, reach: readonly Reach[]): Promise<Reach | 'new' | undefined> {
  if (reach.length > 0) {
    return ui.pick<Reach | 'new'>([...reach.map((one) => lineOf(one, store, one)), CONNECT_ANOTHER], {
      title: 'Maton Connections to Attio',
      placeholder: 'Which workspace should this account speak to?',
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
  }
  const verb = 'Connect a Workspace';
  const answer = await ui.confirm({
    message: 'This Maton key has no connection to Attio yet.',
    detail:
      'Maton opens a page in your browser where you sign in to Attio, choose a workspace and allow access. The connection is then there for every program that uses this Maton key.',
    verb,
  });
  return answer === verb ? 'new' : undefined;
}

export const CONNECT_ANOTHER: PickItem<'new'> = {
  label: 'Connect Another Workspace…',
  detail: 'Opens a page in your browser where you choose a workspace and allow access',
  icon: 'add',
  group: 'More',
  value: 'new',
};

/** What comes of a choice: the connection itself, one newly consented to, or undefined. */
async function follow(
  services: Services,
  key: string,
  choice: Reach | 'new',
  account?: Account,
): Promise<Reach | undefined> {
  if (choice === 'new') return connectWorkspace(services, key, account);
  return isPending(choice) ? connectWorkspace(services, key, account, choice.connection) : choice;
}

/** Signs in through a connection that was chosen, and says to which workspace. */
export async function acceptConnection(
  services: Services,
  store: AccountStore,
  key: string,
  { account: found }: Reached,
): Promise<Account> {
  const account = { ...found, id: idFor(store, found) };
  const replaces = store.find(account.id) !== undefined;
  await store.add(account, key);
  tellSignedIn(services, store, account, replaces ? 'replaced' : 'added');
  return account;
}

/**
 * The id of the account that a connection is. Whoever signed in through the same connection is the same account; a second
 * connection to a workspace is another one, unless the first does not work any more: then it takes its place.
 */
function idFor(store: AccountStore, { workspaceId, connectionId }: Account): string {
  const same = usersOf(store, connectionId ?? '').find((one) => one.workspaceId === workspaceId);
  if (same) return same.id;
  const id = `maton:${workspaceId}`;
  const first = store.find(id);
  if (first === undefined || store.problem(first) !== undefined) return id;
  // Accounts keep their ids when they are given another connection, so that even this one can be taken.
  let free = `${id}:${connectionId}`;
  for (let n = 2; store.find(free) !== undefined; n++) free = `${id}:${connectionId}:${n}`;
  return free;
}
