/** What is said after a key was accepted: a passing word, or one message when scopes are missing. */
import { commands } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import { KEYS_PAGE, report } from '../failure.js';
import type { Account, Services } from '../services.js';
import type { Button } from '../ui.js';
import type { AccountStore } from './accountStore.js';
import { refreshAccount } from './checkKey.js';
import { missingScopesSentence } from './scopeWords.js';
import { tellTrouble } from './tellTrouble.js';
import { accountLabel, scopeReport } from './words.js';

const DONE = {
  added: (name: string) => `Signed in to ${name}.`,
  replaced: (name: string) => `Signed in to ${name} with the new key.`,
  checked: (name: string, its: string) => `The ${its} of ${name} works.`,
  switched: (name: string) => `${name} now uses the connection you chose.`,
};

/**
 * Asks again what an account may do, and says how things stand: once. Rejects with AttioError when there was no answer to
 * that.
 */
export async function checkAgain(services: Services, store: AccountStore, account: Account): Promise<void> {
  const { ui } = services;
  const before = store.problem(account);
  const its = account.via === 'maton' ? 'connection' : 'key';
  try {
    const fresh = await ui.progress({ title: `Asking Attio about this ${its}…`, where: 'window' }, () =>
      refreshAccount(services, store, account),
    );
    tellSignedIn(services, store, fresh, 'checked');
  } catch (error) {
    const now = store.problem(account);
    if (now === undefined || !AttioError.is(error, 'key-invalid')) throw error;
    // New trouble of the active account has just been told by keyPrompt.ts.
    if (now !== before && account.id === store.active?.id) return;
    tellTrouble(ui, store, account);
  }
}

/** Says it and returns at once. */
export function tellSignedIn(services: Services, store: AccountStore, account: Account, how: keyof typeof DONE): void {
  const { ui, redactor } = services;
  const done = DONE[how](accountLabel(account), account.via === 'maton' ? 'connection' : 'key');
  const missing = missingScopesSentence(account.scopes, account.via);
  if (missing === undefined) {
    ui.status(done);
    return;
  }
  const again = async () => {
    try {
      await checkAgain(services, store, account);
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
