/** The one message about an account that cannot be used. */
import { commands } from 'vscode';
import type { Account } from '../services.js';
import type { Ui } from '../ui.js';
import type { AccountStore } from './accountStore.js';

/** Always with the same words and buttons: then VS Code shows one message, however often it is told. */
export function tellTrouble(ui: Ui, store: AccountStore, account: Account): void {
  const { sentence, next, button } = store.troubleOf(account);
  const run = (title: string, id: string) => ({ title, run: () => commands.executeCommand(id, account.id) });
  void ui.warn(`${sentence} ${next}`, run(button, 'attio.enterKey'), run('Sign Out', 'attio.signOut'));
}
