/** The menu behind the status bar item, and switching between accounts. */
import { commands } from 'vscode';
import { KEYS_PAGE } from '../failure.js';
import type { Account, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import type { AccountStore } from './accountStore.js';
import { enterKey } from './enterKey.js';
import { signInAndShow } from './signIn.js';
import { signOut } from './signOut.js';
import { checkAgain } from './tellSignedIn.js';
import { accountLabel, reachedBy, scopeReport } from './words.js';

type Act = () => unknown;

const ICONS: Record<Account['via'], string> = { attio: 'account', maton: 'plug', sample: 'beaker' };

/** What is wrong with an account, in words. */
function trouble(store: AccountStore, account: Account): string | undefined {
  return store.problem(account) && store.troubleOf(account).sentence;
}

const connections = (wish?: 'reconnect') => commands.executeCommand('attio.matonConnections', wish);

/**
 * Of the active account: what to do, then what its scopes turn off and on; signed out, signing in. Resolves when what
 * was chosen is done.
 */
export async function accountMenu(services: Services, store: AccountStore): Promise<void> {
  const account = store.active;
  if (account === undefined) return signInAndShow(services, store);
  const act = await services.ui.pick([...actions(services, store, account), ...facts(services, store, account)], {
    title: `Attio: ${accountLabel(account)}`,
    placeholder: `${account.slug} · ${trouble(store, account) ?? reachedBy(account)}`,
    matchOnDescription: true,
  });
  await act?.();
}

function actions(services: Services, store: AccountStore, account: Account): PickItem<Act>[] {
  const { ui } = services;
  const items: PickItem<Act>[] = [];
  const add = (label: string, icon: string, value: Act, detail?: string) =>
    items.push({ label, icon, value, group: 'Actions', ...(detail !== undefined && { detail }) });
  const bad = trouble(store, account);
  const maton = account.via === 'maton';
  if (bad) {
    add(store.troubleOf(account).button, 'key', () => enterKey(services, store, account.id), bad);
  }
  add('Switch Account…', 'arrow-swap', () => switchAccount(services, store));
  if (account.via !== 'sample') {
    add('Open in Attio', 'link-external', () =>
      ui.openExternal(`https://app.attio.com/${encodeURIComponent(account.slug)}`),
    );
    if (store.problem(account) !== 'missing')
      add(maton ? 'Check Connection and Scopes Again' : 'Check Key and Scopes Again', 'refresh', () =>
        checkAgain(services, store, account),
      );
    if (maton) add('Maton Connections…', 'plug', () => connections());
    if (!bad)
      add(maton ? 'Replace Maton Key…' : 'Replace API Key…', 'key', () => enterKey(services, store, account.id));
  }
  add('Sign Out…', 'sign-out', () => signOut(services, store, account.id));
  return items;
}

function facts({ ui }: Services, store: AccountStore, account: Account): PickItem<Act>[] {
  const { granted, missing } = scopeReport(account.scopes);
  const problem = store.problem(account);
  const maton = account.via === 'maton';
  const its = maton ? 'connection' : 'key';
  const widen: Act = maton ? () => connections('reconnect') : () => ui.openExternal(KEYS_PAGE);
  return [
    ...missing.map(({ scope, why }) => ({
      label: sentence(why),
      description: scope,
      icon: 'circle-slash',
      value: widen,
      group: `Off: scopes its ${its} lacks`,
    })),
    // Of a dead key nothing is known to work.
    ...(problem ? [] : granted).map(({ scope, why }) => ({
      label: sentence(why),
      description: scope,
      icon: 'check',
      value: () => ui.copy(scope),
      group: `On: scopes its ${its} has`,
    })),
    {
      label: 'Copy Workspace ID',
      description: account.workspaceId,
      icon: 'copy',
      value: () => ui.copy(account.workspaceId),
      group: 'Workspace',
    },
  ];
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Of this window: others keep theirs. Accounts that do not work can be chosen too, and say why; the last row signs in
 * to another workspace.
 */
export async function switchAccount(services: Services, store: AccountStore): Promise<void> {
  const items: PickItem<Act>[] = store.list.map((account) => {
    const bad = trouble(store, account);
    return {
      label: accountLabel(account),
      description: account.id === store.active?.id ? `${account.slug} · in use` : account.slug,
      detail: bad ?? reachedBy(account),
      icon: bad ? 'warning' : ICONS[account.via],
      group: 'Accounts',
      value: async () => {
        await store.setActive(account.id);
        services.ui.status(`Now in ${accountLabel(account)}`);
      },
    };
  });
  const act = await services.ui.pick<Act>(
    [
      ...items,
      {
        label: 'Sign In to Another Workspace…',
        icon: 'add',
        group: 'More',
        value: () => signInAndShow(services, store),
      },
    ],
    {
      title: 'Switch Attio Account',
      placeholder: 'Which workspace should this window speak to?',
      matchOnDescription: true,
    },
  );
  await act?.();
}
