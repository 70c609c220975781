/** Has VS Code open a room's pages again after a reload. Thin: the room loads when there is one. */
import { type Disposable, type WebviewPanel, window } from 'vscode';

/** `pages` loads the room's `WebviewPages`. */
export function restorePages(
  viewType: string,
  pages: () => Promise<{ revive(panel: WebviewPanel, state: unknown): Promise<unknown> }>,
): Disposable {
  return window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (panel: WebviewPanel, state: unknown) => {
      await (await pages()).revive(panel, state);
    },
  });
}
