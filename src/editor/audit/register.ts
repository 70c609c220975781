/** The audit: its log channel, its trail on disk, and the commands that show and export it. */
import path from 'node:path';
import { EventEmitter, type ExtensionContext, window, workspace } from 'vscode';
import { prune } from '../../audit/days.js';
import type { AuditEntry } from '../../audit/entry.js';
import { formatEntry } from '../../audit/formatEntry.js';
import type { Redactor } from '../../audit/redact.js';
import { toEntry } from '../../audit/toEntry.js';
import { openTrail } from '../../audit/trail.js';
import type { Services } from '../services.js';
import type { AuditLog } from './auditLog.js';
import { AUDIT_SCHEME, auditDocuments } from './documents.js';

export const trailDirectory = (context: ExtensionContext): string =>
  path.join(context.globalStorageUri.fsPath, 'audit');

/** Days the trail is kept. The setting is application-scoped: no folder can shorten it. */
export function retentionDays(): number {
  const days = workspace.getConfiguration('attio').get<number>('audit.retentionDays', 90);
  return Number.isFinite(days) ? Math.min(3650, Math.max(1, Math.trunc(days))) : 90;
}

const LEVELS: Record<AuditEntry['outcome'], 'info' | 'warn' | 'error'> = {
  ok: 'info',
  refused: 'warn',
  cancelled: 'warn',
  failed: 'error',
  unknown: 'error',
};

export function createAuditLog(context: ExtensionContext, redactor: Redactor): AuditLog {
  // Made at once, so that it can be chosen before anything has happened.
  const channel = window.createOutputChannel('Attio Audit', { log: true });
  const problem = new EventEmitter<string>();
  const trail = openTrail({
    directory: trailDirectory(context),
    retentionDays,
    onProblem: (message) => {
      channel.error(redactor.redact(message));
      problem.fire(message);
    },
  });
  context.subscriptions.push(channel, problem, { dispose: () => trail.close() });
  return {
    onProblem: problem.event,
    record(account, operation) {
      try {
        const entry = toEntry(account, operation, (text) => redactor.redact(text));
        channel[LEVELS[entry.outcome] ?? 'error'](formatEntry(entry));
        trail.write(entry);
      } catch (error) {
        console.error(redactor.redact(`Attio: an operation could not be audited: ${error}`));
      }
    },
    show: () => channel.show(true),
    flush: () => trail.flush(),
  };
}

export function registerAudit(services: Services): void {
  const { context, audit, ui, command } = services;
  const documents = auditDocuments();
  context.subscriptions.push(
    documents,
    workspace.registerTextDocumentContentProvider(AUDIT_SCHEME, documents),
    // Whoever keeps fewer days expects the others to go now.
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('attio.audit.retentionDays'))
        await prune(trailDirectory(context), retentionDays(), new Date());
    }),
    audit.onProblem(
      (message) => void ui.warn(`Attio: ${message}`, { title: 'Show Audit Log', run: () => audit.show() }),
    ),
  );
  command('attio.showAudit', () => audit.show());
  command('attio.openAuditEntries', async () => (await import('./entries.js')).openEntries(services, documents));
  command('attio.exportAudit', async () => (await import('./export.js')).exportEntries(services));
}
