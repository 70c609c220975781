/** The one calm message when the active account's key is gone or dead. */
import { ExtensionMode, window } from 'vscode';
import type { Services } from '../services.js';
import type { AccountStore } from './accountStore.js';

/**
 * Never twice for the same trouble while the window is open, unless the key has worked in between; only with the focus.
 */
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
    void import('./accountFacts.js').then(({ tellTrouble }) => tellTrouble(ui, store, active));
  };

  context.subscriptions.push(
    store.onDidChange(look),
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) look();
    }),
  );
}
