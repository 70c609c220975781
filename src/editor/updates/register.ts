/** What of the pages of updates must be there from the start: VS Code opens them again after a reload. Thin. */
import type { Services } from '../services.js';
import { restorePages } from '../webview/restorePages.js';

/** The room loads when there is a page to bring back. What opens one is registered with the late commands. */
export function registerUpdates(services: Services): void {
  services.context.subscriptions.push(
    restorePages('attio.updates', async () => (await import('../late.js')).updatesPages(services)),
  );
}
