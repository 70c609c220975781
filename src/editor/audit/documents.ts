/** Read-only documents that show audit entries. */
import { type Disposable, EventEmitter, type TextDocumentContentProvider, type Uri } from 'vscode';

export const AUDIT_SCHEME = 'attio-audit';

export interface AuditDocuments extends TextDocumentContentProvider, Disposable {
  /** Puts a text under an address; a document that is open there follows. */
  put(uri: Uri, text: string): void;
}

export function auditDocuments(): AuditDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  return {
    onDidChange: changed.event,
    // After a reload VS Code opens the tab again, and nothing was kept.
    provideTextDocumentContent: (uri) =>
      texts.get(uri.toString()) ?? '# Run “Attio: Open Audit Entries” to read them again.\n',
    put(uri, text) {
      texts.set(uri.toString(), text);
      changed.fire(uri);
    },
    dispose: () => changed.dispose(),
  };
}
