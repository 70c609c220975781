/** What the status bar's item tells about an account when the mouse rests on it. */
import { MarkdownString } from 'vscode';
import { escapeMarkdown } from '../markdown.js';
import type { Account } from '../services.js';
import { accountLabel, reachedBy, scopeReport } from './words.js';

export { tellTrouble } from './tellTrouble.js';

/** Names are escaped, so that nothing in them is markup. */
export function accountFacts(account: Account): MarkdownString {
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
