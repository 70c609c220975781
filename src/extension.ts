/** Builds the parts and hands them to each other. No logic; nothing awaited, nothing loaded that is not needed yet. */
import { type ExtensionContext, ExtensionMode } from 'vscode';
import { Redactor } from './audit/redact.js';
import { createAccountStore, registerAccounts } from './editor/accounts/register.js';
import { createAuditLog, registerAudit } from './editor/audit/register.js';
import { registerBoards } from './editor/board/register.js';
import { registerChanges } from './editor/changes/register.js';
import { createCommands } from './editor/command.js';
import { createConnections } from './editor/connections.js';
import { registerDocuments } from './editor/documents/register.js';
import { registerLateCommands } from './editor/lateCommands.js';
import { registerLinks } from './editor/links/register.js';
import { registerLists } from './editor/lists/register.js';
import { registerMeetings } from './editor/meetings/register.js';
import { registerNotes } from './editor/notes/register.js';
import { registerRecordPages } from './editor/records/register.js';
import { registerObjectPages } from './editor/schema/register.js';
import type { Services } from './editor/services.js';
import { steadyState } from './editor/steadyState.js';
import { registerTasks } from './editor/tasks/register.js';
import { registerRecordsView } from './editor/tree/register.js';
import { registerUpdates } from './editor/updates/register.js';
import { createUi, type SwitchableUi } from './editor/vscodeUi.js';

/** What host tests hold; never returned outside ExtensionMode.Test. */
export interface TestApi {
  services: Services;
  ui: SwitchableUi;
}

/**
 * What VS Code calls, once. All parts get a context whose `globalState` loses nothing (steadyState.ts). undefined
 * outside tests.
 */
export function activate(given: ExtensionContext): TestApi | undefined {
  const context: ExtensionContext = Object.create(given, { globalState: { value: steadyState(given.globalState) } });
  const redactor = new Redactor();
  const ui = createUi(redactor);
  const audit = createAuditLog(context, redactor);
  const accounts = createAccountStore(context, redactor);
  const connections = createConnections(context, accounts, audit, redactor);
  const registered = new Set<string>();
  const command = createCommands(context, ui, redactor, registered);
  const finishing = new Map<string, () => Promise<unknown>>();
  const services: Services = { context, ui, accounts, connections, audit, redactor, command, registered, finishing };

  registerAccounts(services, accounts);
  registerRecordsView(services);
  registerRecordPages(services);
  registerObjectPages(services);
  registerBoards(services);
  registerLinks(services);
  registerNotes(services);
  registerDocuments(services);
  registerTasks(services);
  registerLists(services);
  registerMeetings(services);
  registerAudit(services);
  registerChanges(services);
  registerUpdates(services);
  registerLateCommands(services);
  void import('./editor/listeners.js').then(({ registerListeners }) => registerListeners(services));

  return context.extensionMode === ExtensionMode.Test ? { services, ui } : undefined;
}
