/** What of changes must be there from the start: the documents that show them, and the promise of how long they are kept. */
import { languages, workspace } from 'vscode';
import type { Services } from '../services.js';

/** Read-only documents: previews, comparisons, changes of the past. */
const COMPARE_SCHEME = 'attio-compare';

/**
 * What shows them loads with the first document; a change of `attio.undo.retentionDays` reaches the journals at once.
 * The commands are registered with the late ones.
 */
export function registerChanges(services: Services): void {
  services.context.subscriptions.push(
    workspace.registerTextDocumentContentProvider(COMPARE_SCHEME, {
      provideTextDocumentContent: async (uri) => (await import('./late.js')).textOf(uri),
    }),
    languages.registerCodeLensProvider(
      { scheme: COMPARE_SCHEME },
      { provideCodeLenses: async ({ uri }) => (await import('./late.js')).lensesOf(uri) },
    ),
    // Whoever keeps fewer days expects the others to go now.
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('attio.undo.retentionDays'))
        await (await import('./late.js')).retentionChanged(services);
    }),
  );
}
