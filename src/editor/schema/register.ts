/** What of object pages must be there from the start: VS Code opens them again after a reload. Thin. */
import { EventEmitter, type Uri, workspace } from 'vscode';
import type { Services } from '../services.js';
import { restorePages } from '../webview/restorePages.js';
import { OBJECT_SCHEME, OBJECT_VIEW_TYPE } from './names.js';

/**
 * Pages of before a reload, and the Markdown documents behind `attio-object:`; what makes them loads with the first.
 */
export function registerObjectPages(services: Services): void {
  const changed = new EventEmitter<Uri>();
  services.context.subscriptions.push(
    changed,
    restorePages(OBJECT_VIEW_TYPE, async () => (await import('../late.js')).objectPages(services)),
    workspace.registerTextDocumentContentProvider(OBJECT_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) =>
        (await import('../late.js')).markdownDocuments(services, changed).text(uri),
    }),
  );
}
