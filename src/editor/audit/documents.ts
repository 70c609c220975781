/** Read-only documents that show audit entries. */
import type { EventEmitter, Uri } from 'vscode';

export const AUDIT_SCHEME = 'attio-audit';

const texts = new Map<string, string>();

/** After a reload VS Code opens the tab again, and nothing was kept. */
export function textOf(uri: Uri): string {
  return texts.get(uri.toString()) ?? '# Run “Attio: Open Audit Entries” to read them again.\n';
}

/** Puts a text under an address; a document that is open there follows. */
export function put(uri: Uri, text: string, changed: EventEmitter<Uri>): void {
  texts.set(uri.toString(), text);
  changed.fire(uri);
}
