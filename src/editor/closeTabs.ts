/** Closes tabs, wherever they are. */
import { type Tab, window } from 'vscode';

const ROUNDS = 3;

/**
 * Closes every tab that `is` meant, and leaves the focus where it is. VS Code refuses all of them (rejects) when one went
 * or moved in the meantime: then those that are still there are looked for anew.
 */
export async function closeTabs(is: (tab: Tab) => boolean): Promise<void> {
  for (let round = 1; ; round++) {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs.filter(is));
    if (tabs.length === 0) return;
    try {
      await window.tabGroups.close(tabs, true);
      return;
    } catch (error) {
      if (round === ROUNDS) throw error;
    }
  }
}
