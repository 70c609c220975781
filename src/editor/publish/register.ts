/** Published files: what listens in documents from the start. */
import { EventEmitter, languages, type TextDocument, type Uri, workspace } from 'vscode';
import type { Services } from '../services.js';
import type { KnownFile } from './memory.js';
import { FILES, PREVIEW_SCHEME } from './names.js';

/** Front matter is short; what is published names a record in it. */
const LINES = 80;

/**
 * Code lenses, previews, and what follows files that are renamed. Publishing loads for a file that is known here or has
 * a line `attio:` in its front matter, and where links are kept on this machine for any other, which may be a file of
 * theirs under another name; else that costs a look at its first lines.
 */
export function registerPublish(services: Services): void {
  const { subscriptions, globalState } = services.context;
  const lenses = new EventEmitter<void>();
  const previews = new EventEmitter<Uri>();
  const known = () => globalState.get<Record<string, unknown>>(FILES, {});
  const linked = (document: TextDocument) => {
    if (document.uri.toString() in known()) return true;
    if (!/^\ufeff?---\s*$/.test(document.lineAt(0).text)) return false;
    for (let at = 1; at < Math.min(LINES, document.lineCount); at++) {
      const { text } = document.lineAt(at);
      if (/^\s*attio\s*:/i.test(text)) return true;
      if (/^(?:---|\.\.\.)\s*$/.test(text)) break;
    }
    return false;
  };
  subscriptions.push(
    lenses,
    previews,
    services.accounts.onDidChange(() => lenses.fire()),
    languages.registerCodeLensProvider(
      { pattern: '**' },
      {
        onDidChangeCodeLenses: lenses.event,
        provideCodeLenses: async (document, token) =>
          linked(document) && !document.uri.scheme.startsWith('attio')
            ? (await import('./late.js')).lensesOf(services, document, token, () => lenses.fire())
            : [],
      },
    ),
    workspace.registerTextDocumentContentProvider(PREVIEW_SCHEME, {
      onDidChange: previews.event,
      provideTextDocumentContent: async (uri: Uri) =>
        (await import('./late.js')).previewText(services, uri, (changed) => previews.fire(changed)),
    }),
    // Renamed outside of VS Code: its link is found by its text.
    workspace.onDidOpenTextDocument(async (document) => {
      const { scheme } = document.uri;
      if ((scheme !== 'file' && scheme !== 'vscode-remote') || linked(document)) return;
      if (!Object.values(known()).some((file) => (file as KnownFile).links?.length)) return;
      await (await import('./late.js')).adoptOpened(services, document);
      lenses.fire();
    }),
    workspace.onDidRenameFiles(async ({ files }) => {
      if (Object.keys(known()).length > 0) await (await import('./late.js')).renamed(services, files);
    }),
  );
}
