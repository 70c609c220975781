/** The one calm message when the active account's key is gone or dead; never twice for the same trouble in a session. */
import { commands, ExtensionMode, window } from 'vscode';
import type { Account, Services } from '../services.js';
import type { Ui } from '../ui.js';
import type { AccountStore } from './accountStore.js';

/** Always with the same words and buttons: then VS Code shows one message, however often it is told. */
export function tellTrouble(ui: Ui, store: AccountStore, account: Account): void {
  const { sentence, next, button } = store.troubleOf(account);
  const run = (title: string, id: string) => ({ title, run: () => commands.executeCommand(id, account.id) });
  void ui.warn(`${sentence} ${next}`, run(button, 'attio.enterKey'), run('Sign Out', 'attio.signOut'));
}

export function registerKeyPrompt({ context, ui }: Services, store: AccountStore): void {
  /** What has been told of which account. A key that works again clears it. */
  const told = new Map<string, string>();

  const look = () => {
    const { active, state } = store;
    if (active === undefined) return;
    if (state === 'ready') {
      told.delete(active.id);
      return;
    }
    // Of several open windows only the one in use asks. Test hosts may never get the focus.
    if (!window.state.focused && context.extensionMode !== ExtensionMode.Test) return;
    const { sentence } = store.troubleOf(active);
    if (told.get(active.id) === sentence) return;
    told.set(active.id, sentence);
    tellTrouble(ui, store, active);
  };

  context.subscriptions.push(
    store.onDidChange(look),
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) look();
    }),
  );
}
