/** The one calm message when the active account's key is gone or dead; never twice for the same trouble in a session. */
import { commands, ExtensionMode, window } from 'vscode';
import type { Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { troubleWords } from './words.js';

export function registerKeyPrompt({ context, ui }: Services, store: AccountStore): void {
  /** Accounts whose trouble has been told. A key that works again clears it. */
  const told = new Set<string>();

  const look = () => {
    const { active, state } = store;
    if (active === undefined) return;
    if (state === 'ready') {
      told.delete(active.id);
      return;
    }
    // Of several open windows only the one in use asks. Test hosts may never get the focus.
    if (!window.state.focused && context.extensionMode !== ExtensionMode.Test) return;
    if (told.has(active.id)) return;
    told.add(active.id);
    const { sentence, next, button } = troubleWords(active, store.problem(active));
    const run = (title: string, id: string) => ({ title, run: () => commands.executeCommand(id, active.id) });
    void ui.warn(`${sentence} ${next}`, run(button, 'attio.enterKey'), run('Sign Out', 'attio.signOut'));
  };

  context.subscriptions.push(
    store.onDidChange(look),
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) look();
    }),
  );
}
