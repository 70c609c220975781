/** The status bar item that names the active account and opens its menu. */
import { MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { escapeMarkdown } from '../markdown.js';
import type { Account, Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { accountLabel, accountSuffix, reachedBy, scopeReport, workspaceName } from './words.js';

const LONGEST_NAME = 30;

/** A workspace's name as the bar shows it: short, and without icons of its own making. */
function barName(account: Account): string {
  const name = workspaceName(account);
  const characters = [...name];
  const short = characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
  return short.replaceAll('$(', '$\u200b(') + accountSuffix(account);
}

/** What the item tells about an account. Names are escaped, so that nothing in them is markup. */
function facts(account: Account): MarkdownString {
  const text = new MarkdownString('', true);
  text.appendMarkdown(`**${escapeMarkdown(accountLabel(account))}**\n\n`);
  text.appendMarkdown(`${reachedBy(account)}.\n\n`);
  const { granted, missing } = scopeReport(account.scopes);
  const line = (icon: string) => (one: { scope: string; why: string }) =>
    text.appendMarkdown(`$(${icon}) ${one.why} · \`${one.scope}\`  \n`);
  granted.forEach(line('check'));
  if (missing.length > 0)
    text.appendMarkdown(`\n\nOff, until its ${account.via === 'maton' ? 'connection' : 'key'} has these scopes:\n\n`);
  missing.forEach(line('circle-slash'));
  return text;
}

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
      item.tooltip = new MarkdownString(
        `${escapeMarkdown(`${sentence} ${next}`)}\n\nClick for this, or to switch accounts.`,
      );
      item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
      item.command = 'attio.accountMenu';
      item.accessibilityInformation = { label: `Attio account ${accountLabel(active)}: ${what}`, role: 'button' };
    } else {
      item.text = `$(${active.via === 'sample' ? 'beaker' : 'account'}) ${barName(active)}`;
      item.tooltip = facts(active);
      item.command = 'attio.accountMenu';
      item.accessibilityInformation = { label: `Attio account ${accountLabel(active)}`, role: 'button' };
    }
    item.show();
  };
  show();
  context.subscriptions.push(item, store.onDidChange(show));
}
