/** "Attio: Open Audit Entries": the kept entries as a document, newest last. */
import { type EventEmitter, type ExtensionContext, languages, Uri, window, workspace } from 'vscode';
import { prune } from '../../audit/days.js';
import { formatEntry } from '../../audit/formatEntry.js';
import { readNewest } from '../../audit/readTrail.js';
import type { Services } from '../services.js';
import { AUDIT_SCHEME, put } from './documents.js';
import { retentionDays, trailDirectory } from './kept.js';
import { pickPeriod } from './periods.js';

export { textOf } from './documents.js';
export { exportEntries } from './export.js';

/** A document shows so many; export has them all. */
export const MAX_SHOWN = 10_000;

/**
 * Asks for a period; closed, nothing opens. The newest MAX_SHOWN, redacted, with a line on how many are left out;
 * scrolled to the last. `changed` tells an open document of the same period of its new text.
 */
export async function openEntries(services: Services, changed: EventEmitter<Uri>): Promise<void> {
  const { context, audit, redactor } = services;
  const period = await pickPeriod(services, 'Open Audit Entries');
  if (!period) return;
  await audit.flush();
  const { entries, leftOut } = await readNewest(trailDirectory(context), period.from, MAX_SHOWN);
  const count = entries.length === 1 ? '1 operation' : `${entries.length} operations`;
  const text = [
    `# Attio audit, ${period.name.toLowerCase()}: ${entries.length === 0 ? 'no operations' : count}, newest last. It holds no values, no note text and no keys.`,
    ...(leftOut > 0
      ? [`# ${leftOut} older ones are left out here; “Attio: Export Audit Entries…” writes them all.`]
      : []),
    '',
    ...entries.map(formatEntry),
    '',
  ].join('\n');
  const uri = Uri.from({ scheme: AUDIT_SCHEME, path: `/Attio audit, ${period.name.toLowerCase()}.log` });
  put(uri, redactor.redact(text), changed);
  const document = await workspace.openTextDocument(uri);
  await languages.setTextDocumentLanguage(document, 'log').then(undefined, () => document);
  const editor = await window.showTextDocument(document, { preview: true });
  const last = document.lineAt(Math.max(0, document.lineCount - 2)).range;
  editor.revealRange(last);
}

/** Deletes what is older than the days kept. */
export function pruneNow(context: ExtensionContext): Promise<void> {
  return prune(trailDirectory(context), retentionDays(), new Date());
}
