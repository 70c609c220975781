/** What of boards must be there from the start: VS Code opens them again after a reload. Thin. */
import type { Services } from '../services.js';
import { restorePages } from '../webview/restorePages.js';
import { BOARD_VIEW_TYPE } from './names.js';

/** The room loads when there is a board to bring back. `attio.openPipeline` is registered with the late commands. */
export function registerBoards(services: Services): void {
  services.context.subscriptions.push(
    restorePages(BOARD_VIEW_TYPE, async () => (await import('../late.js')).boardPages(services)),
  );
}
