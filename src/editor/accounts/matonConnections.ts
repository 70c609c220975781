/** "Maton Connections…": what a Maton key reaches, and what can be done about each connection. */
import { commands, workspace } from 'vscode';
import type { Approver } from '../../changes/change.js';
import { createConnectionChanges } from '../../changes/connection.js';
import type { Account, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import type { AccountStore } from './accountStore.js';
import { connectWorkspace } from './matonConnect.js';
import { askForMatonKey } from './matonKey.js';
import {
  isPending,
  isReached,
  lineOf,
  nameOf,
  type Reach,
  type Reached,
  reachOf,
  SURFACE,
  stateOf,
  timeOf,
  usersOf,
  withMaton,
} from './matonReach.js';
import { matonKeys, offerToOthers } from './matonSharedKey.js';
import { acceptConnection, CONNECT_ANOTHER, chooseConnection, signInThroughMaton } from './matonSignIn.js';
import { listed } from './scopeWords.js';
import { tellSignedIn } from './tellSignedIn.js';
import { accountLabel } from './words.js';

export { signInThroughMaton };

/** Whose connections are looked at, and with what key. */
interface Room {
  services: Services;
  store: AccountStore;
  account: Account;
  key: string;
}

/** `wish`: an account's id, or `reconnect` to give the active account a new connection with more scopes. */
export async function matonConnections(services: Services, store: AccountStore, wish?: unknown): Promise<void> {
  const account = await whichAccount(services, store, wish);
  if (account === undefined) {
    if (!store.list.some(isMatons)) await signInThroughMaton(services, store);
    return;
  }
  const key = await store.storedKey(account);
  if (key === undefined || store.problem(account) === 'refused') return enterMatonKey(services, store, account);
  const room: Room = { services, store, account, key };
  if (wish === 'reconnect') return reconnect(room);
  const lines = async (): Promise<PickItem<Reach | 'new'>[]> => {
    const reach = await reachOf(services, key, account);
    return [...reach.map((one) => lineOf<Reach | 'new'>(one, store, one)), CONNECT_ANOTHER];
  };
  const choice = await services.ui.pick(lines(), {
    title: `Maton Connections: ${accountLabel(account)}`,
    placeholder: 'Choose a connection to see what it is and what you can do with it',
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (choice === undefined) return;
  if (choice === 'new') return connectAnother(room);
  return details(room, choice);
}

/**
 * A Maton key for a known account: after a lost keychain, a deleted key, or to replace one. Where the key is good and its
 * connection is not, another connection is what is needed.
 */
export async function enterMatonKey(services: Services, store: AccountStore, account: Account): Promise<void> {
  if (store.problem(account) === 'disconnected') return matonConnections(services, store, account.id);
  const entered = await askForMatonKey(services, `Maton Key of ${accountLabel(account)}`, account);
  if (entered === undefined) return;
  const { key, reach } = entered;
  const same = reach.find(
    (one) => one.connection.id === account.connectionId && one.account?.workspaceId === account.workspaceId,
  );
  const chosen = isReached(same) ? same : await chooseConnection(services, store, key, reach, account);
  if (chosen === undefined) return;
  const before = await matonKeys(store);
  const taken = await take({ services, store, account, key }, chosen, 'replaced');
  if (taken) await offerToOthers(services, store, { account: taken, key, reach, before });
}

const isMatons = ({ via }: Account) => via === 'maton';

async function whichAccount({ ui }: Services, store: AccountStore, wish: unknown): Promise<Account | undefined> {
  const named = typeof wish === 'string' ? store.find(wish) : undefined;
  const account = named ?? store.active;
  if (account && isMatons(account)) return account;
  const matons = store.list.filter(isMatons);
  if (matons.length < 2) return matons[0];
  return ui.pick(
    matons.map((one) => ({ label: accountLabel(one), description: one.slug, icon: 'plug', value: one })),
    { title: 'Maton Connections', placeholder: 'With the key of which account?', matchOnDescription: true },
  );
}

/** A new connection for the account itself: on Attio's page more can be allowed than last time. */
async function reconnect(room: Room): Promise<void> {
  const made = await connectWorkspace(room.services, room.key, room.account);
  if (made?.error) throw made.error;
  if (isReached(made)) await take(room, made, 'switched');
}

async function connectAnother(room: Room): Promise<void> {
  const { services, store, key, account } = room;
  const made = await connectWorkspace(services, key, account);
  if (made?.error) throw made.error;
  if (!isReached(made)) return;
  // Of a workspace that is known already, a person says which account is meant.
  if (store.list.some((one) => isMatons(one) && one.workspaceId === made.account.workspaceId))
    return details(room, made);
  await acceptConnection(services, store, key, made);
}

/**
 * Makes a connection the account's own, or, when it reaches another workspace, another account if the person agrees: the
 * account that has it now.
 */
async function take(room: Room, chosen: Reached, how: 'replaced' | 'switched'): Promise<Account | undefined> {
  const { services, store, account, key } = room;
  const others = usersOf(store, chosen.connection.id).filter(({ id }) => id !== account.id);
  if (chosen.account.workspaceId === account.workspaceId && others.length === 0) {
    const fresh = { ...chosen.account, id: account.id };
    await store.add(fresh, key);
    tellSignedIn(services, store, fresh, how);
    return fresh;
  }
  const [name, other] = [accountLabel(account), nameOf(chosen)];
  const agreed = await services.ui.confirm({
    message: `This connection reaches ${other}, not ${name}.`,
    detail: `You can add ${other} as another account and switch between the two. ${name} stays as it is.`,
    verb: 'Add as Another Account',
  });
  return agreed === undefined ? undefined : acceptConnection(services, store, key, chosen);
}

type Act = () => unknown;

/** What a connection is, and what can be done with it. */
async function details(room: Room, reach: Reach): Promise<void> {
  const { connection } = reach;
  const act = await room.services.ui.pick<Act>([...actions(room, reach), ...facts(room, reach)], {
    title: `Maton Connection: ${nameOf(reach)}`,
    placeholder: `${stateOf(reach)} · ${connection.id}`,
    matchOnDescription: true,
    // It may show while the person is still in the browser.
    ignoreFocusOut: true,
  });
  await act?.();
}

function actions(room: Room, reach: Reach): PickItem<Act>[] {
  const { services, store, account, key } = room;
  const { connection } = reach;
  const items: PickItem<Act>[] = [];
  const add = (label: string, icon: string, detail: string, value: Act) =>
    items.push({ label, icon, detail, value, group: 'Actions' });
  const users = usersOf(store, connection.id);
  if (isReached(reach) && users.length === 0) {
    if (reach.account.workspaceId === account.workspaceId)
      add('Use for This Account', 'arrow-swap', `${accountLabel(account)} goes through it from now on`, () =>
        take(room, reach, 'switched'),
      );
    add('Add as Another Account', 'add', `You can switch between it and ${accountLabel(account)}`, () =>
      acceptConnection(services, store, key, reach),
    );
  }
  for (const user of users) {
    if (user.id === store.active?.id) continue;
    add(`Switch to ${accountLabel(user)}`, 'arrow-swap', 'The account that goes through it', async () => {
      await store.setActive(user.id);
      services.ui.status(`Now in ${accountLabel(user)}`);
    });
  }
  if (isPending(reach))
    add('Open the Consent Page Again', 'link-external', 'It waits until you allow access there', async () => {
      const made = await connectWorkspace(services, key, account, connection);
      if (made?.error) throw made.error;
      if (made) await details(room, made);
    });
  else if (!isReached(reach))
    add('Connect Anew…', 'add', 'Makes another connection in its place', () => connectAnother(room));
  add('Delete Connection…', 'trash', 'Shows first what is lost by it', () => remove(room, reach));
  return items;
}

function facts({ services: { ui } }: Room, reach: Reach): PickItem<Act>[] {
  const { connection, account } = reach;
  const fact = (label: string, description: string, copied: string): PickItem<Act> => ({
    label,
    description,
    icon: 'copy',
    value: () => ui.copy(copied),
    group: 'Choose to copy',
  });
  return [
    ...(account ? [fact('Workspace', `${account.name} (${account.slug})`, account.workspaceId)] : []),
    fact('Connection ID', connection.id, connection.id),
    fact('Status', stateOf(reach), connection.status),
    fact('Created', timeOf(connection.createdAt), connection.createdAt),
  ];
}

/** Deletes a connection once a person has read what that means, and signs out whoever went through it here. */
async function remove({ services, store, account, key }: Room, reach: Reach): Promise<void> {
  const { ui } = services;
  if (!workspace.isTrusted) {
    void ui.warn('Deleting a connection waits until you trust this folder. Nothing was sent.', {
      title: 'Manage Trust',
      run: () => commands.executeCommand('workbench.trust.manage'),
    });
    return;
  }
  const { connection } = reach;
  const outcome = await withMaton(services, key, account, (maton) =>
    createConnectionChanges({
      maton,
      account,
      workspaceOf: () => reach.account,
      usersOf: (id) => usersOf(store, id).map(accountLabel),
    }).write(
      { kind: 'connection.delete', connectionId: connection.id },
      { surface: SURFACE, approve: asked(services) },
    ),
  );
  if (outcome.status === 'declined') return;
  // The command's wrapper says it, with the buttons that help.
  if (outcome.status === 'failed') throw outcome.error;
  const users = usersOf(store, connection.id);
  for (const { id } of users) await store.remove(id);
  const out = users.length > 0 ? ` You are signed out of ${listed(users.map(accountLabel))}.` : '';
  const now = users.length > 0 && store.active ? ` Now in ${accountLabel(store.active)}.` : '';
  void ui.info(`The Maton connection to ${nameOf(reach)} is deleted.${out}${now}`);
}

/** Asks in a modal dialog. */
function asked({ ui }: Services): Approver {
  return async ({ sentence, account, fields, warnings, verb, destructive }) => {
    const lines = [
      `Workspace: ${account.name} (${account.slug})`,
      ...fields.map(({ label, before }) => `${label}: ${label === 'Created' ? timeOf(before ?? '') : before}`),
      '',
      ...warnings.map((warning) => `⚠ ${warning}`),
    ];
    const answer = await ui.confirm({ message: sentence, detail: lines.join('\n'), verb, destructive });
    return answer === verb ? { how: 'asked', at: new Date().toISOString(), surface: SURFACE } : undefined;
  };
}
