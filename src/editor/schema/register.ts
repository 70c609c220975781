/** What of object pages must be there from the start: VS Code opens them again after a reload. Thin. */
import { EventEmitter, type Uri, type WebviewPanel, window, workspace } from 'vscode';
import type { Services } from '../services.js';
import { OBJECT_SCHEME, OBJECT_VIEW_TYPE } from './names.js';

export function registerObjectPages(services: Services): void {
  const changed = new EventEmitter<Uri>();
  services.context.subscriptions.push(
    changed,
    window.registerWebviewPanelSerializer(OBJECT_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel: WebviewPanel, state: unknown) => {
        await (await import('./pages.js')).objectPages(services).revive(panel, state);
      },
    }),
    workspace.registerTextDocumentContentProvider(OBJECT_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) =>
        (await import('./markdownDocument.js')).markdownDocuments(services, changed).text(uri),
    }),
  );
}
