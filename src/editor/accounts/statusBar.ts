/** The status bar item that names the active account and opens its menu. */
import { StatusBarAlignment, ThemeColor, window } from 'vscode';
import { plain } from '../plain.js';
import type { Account, Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { accountLabel, accountSuffix, workspaceName } from './names.js';

const LONGEST_NAME = 30;

/** A workspace's name as the bar shows it: short, and without icons of its own making. */
function barName(account: Account): string {
  const name = workspaceName(account);
  const characters = [...name];
  const short = characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
  return plain(short) + accountSuffix(account);
}

/** Signed out, it signs in. Where the key does not work it is marked, and says what to do. */
export function registerStatusBar({ context }: Services, store: AccountStore): void {
  const item = window.createStatusBarItem('attio.account', StatusBarAlignment.Left, -10);
  item.name = 'Attio Account';

  const show = () => {
    const { active } = store;
    item.backgroundColor = undefined;
    if (active === undefined) {
      item.text = '$(sign-in) Attio: Sign In';
      item.tooltip = 'Sign in to Attio, or explore the sample workspace';
      item.command = 'attio.signIn';
      item.accessibilityInformation = { label: 'Attio: signed out. Sign in', role: 'button' };
    } else if (store.state === 'keyMissing') {
      const { short: what, sentence, next } = store.troubleOf(active);
      item.text = `$(key) ${barName(active)}: ${what}`;
      item.tooltip = `${sentence} ${next}\n\nClick for this, or to switch accounts.`;
      item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
      item.command = 'attio.accountMenu';
      item.accessibilityInformation = { label: `Attio account ${accountLabel(active)}: ${what}`, role: 'button' };
    } else {
      item.text = `$(${active.via === 'sample' ? 'beaker' : 'account'}) ${barName(active)}`;
      item.tooltip = accountLabel(active);
      // The item is there at once; what it tells of scopes comes after the start.
      void import('./accountFacts.js').then(({ accountFacts }) => {
        if (store.active === active && store.state === 'ready') item.tooltip = accountFacts(active);
      });
      item.command = 'attio.accountMenu';
      item.accessibilityInformation = { label: `Attio account ${accountLabel(active)}`, role: 'button' };
    }
    item.show();
  };
  show();
  context.subscriptions.push(item, store.onDidChange(show));
}
