/** The audit: its log channel, its trail on disk, and the commands that show and export it. What writes loads when used. */
import { EventEmitter, type ExtensionContext, type Uri, window, workspace } from 'vscode';
import type { Redactor } from '../../audit/redact.js';
import type { Services } from '../services.js';
import type { AuditLog } from './auditLog.js';
import type { AuditWriter } from './writer.js';

/**
 * The channel is there from the start. The writer loads with the first operation, and gets all that came meanwhile in
 * order; where it cannot load, the channel says so.
 */
export function createAuditLog(context: ExtensionContext, redactor: Redactor): AuditLog {
  // Made at once, so that it can be chosen before anything has happened.
  const channel = window.createOutputChannel('Attio Audit', { log: true });
  const problem = new EventEmitter<string>();
  /** What comes while the writer loads. */
  const early: Parameters<AuditLog['record']>[] = [];
  let writer: AuditWriter | undefined;
  let loading: Promise<unknown> | undefined;

  const load = async () => {
    const { openWriter, trailDirectory } = await import('./writer.js');
    const directory = trailDirectory(context);
    writer = openWriter({ channel, redactor, directory, onProblem: (message) => problem.fire(message) });
    for (const operation of early.splice(0)) writer.record(...operation);
  };

  context.subscriptions.push(channel, problem, { dispose: () => writer?.close() });
  return {
    onProblem: problem.event,
    record(...operation) {
      if (writer) return writer.record(...operation);
      early.push(operation);
      loading ??= load().catch((error) => channel.error(`The audit trail could not be opened: ${error}`));
    },
    show: () => channel.show(true),
    async flush() {
      await loading;
      await writer?.flush();
    },
  };
}

/**
 * A shorter `attio.audit.retentionDays` deletes what is older at once; what is told by `onProblem` becomes a warning.
 */
export function registerAudit(services: Services): void {
  const { context, audit, ui, command } = services;
  const changed = new EventEmitter<Uri>();
  const entries = () => import('./entries.js');
  context.subscriptions.push(
    changed,
    workspace.registerTextDocumentContentProvider('attio-audit', {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => (await entries()).textOf(uri),
    }),
    // Whoever keeps fewer days expects the others to go now.
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('attio.audit.retentionDays')) await (await entries()).pruneNow(context);
    }),
    audit.onProblem(
      (message) => void ui.warn(`Attio: ${message}`, { title: 'Show Audit Log', run: () => audit.show() }),
    ),
  );
  command('attio.showAudit', () => audit.show());
  command('attio.openAuditEntries', async () => (await entries()).openEntries(services, changed));
  command('attio.exportAudit', async () => (await entries()).exportEntries(services));
}
