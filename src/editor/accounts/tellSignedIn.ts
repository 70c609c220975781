/** What is said after a key was accepted: a passing word, or one message when scopes are missing. */
import { commands } from 'vscode';
import { KEYS_PAGE, report } from '../failure.js';
import type { Account, Services } from '../services.js';
import type { Button } from '../ui.js';
import type { AccountStore } from './accountStore.js';
import { refreshAccount } from './checkKey.js';
import { accountLabel, missingScopesSentence, scopeReport } from './words.js';

const DONE = {
  added: (name: string) => `Signed in to ${name}.`,
  replaced: (name: string) => `Signed in to ${name} with the new key.`,
  checked: (name: string) => `The key of ${name} works.`,
  switched: (name: string) => `${name} now uses the connection you chose.`,
};

/** Says it and returns at once. */
export function tellSignedIn(services: Services, store: AccountStore, account: Account, how: keyof typeof DONE): void {
  const { ui, redactor } = services;
  const done = DONE[how](accountLabel(account));
  const missing = missingScopesSentence(account.scopes, account.via);
  if (missing === undefined) {
    ui.status(done);
    return;
  }
  const again = async () => {
    try {
      tellSignedIn(services, store, await refreshAccount(services, store, account), 'checked');
    } catch (error) {
      await report(error, { ui, redactor, again });
    }
  };
  const buttons: Button[] = [
    account.via === 'maton'
      ? {
          title: 'Reconnect with More Scopes',
          run: () => commands.executeCommand('attio.matonConnections', 'reconnect'),
        }
      : { title: 'Open Attio’s Key Settings', run: () => ui.openExternal(KEYS_PAGE) },
    {
      title: 'Copy Scopes',
      run: () =>
        ui.copy(
          scopeReport(account.scopes)
            .missing.map(({ scope }) => scope)
            .join(' '),
        ),
    },
    { title: 'Check Again', run: again },
  ];
  void ui.warn(`${done} ${missing}`, ...buttons);
}
