/** What `when` clauses of the manifest ask: `attio.state`, `attio.signedIn`, … */
import { commands } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { Services } from '../services.js';
import type { AccountStore } from './accountStore.js';

/**
 * Sets them at once, and those that are others with each change of the accounts. What begins with `attio.can` is false
 * while the key does not work, and else as its scopes allow.
 */
export function registerContextKeys({ context }: Services, store: AccountStore): void {
  const told = new Map<string, unknown>();
  const tell = () => {
    const ready = store.state === 'ready';
    const may = (...scopes: string[]) => ready && hasScopes(store.active?.scopes ?? [], ...scopes);
    const records = may('object_configuration:read', 'record_permission:read');
    const now = {
      'attio.state': store.state,
      'attio.signedIn': ready,
      'attio.hasAccounts': store.list.length > 0,
      'attio.hasMaton': store.list.some(({ via }) => via === 'maton'),
      'attio.viaMaton': store.active?.via === 'maton',
      'attio.canReadRecords': records,
      'attio.canReadNotes': records && may('note:read'),
      'attio.canWriteRecords': records && may('record_permission:read-write'),
      'attio.canWriteEntries': records && may('list_configuration:read', 'list_entry:read-write'),
      'attio.canReadLists': records && may('list_configuration:read', 'list_entry:read'),
      'attio.canReadTasks': may('task:read'),
      'attio.canWriteTasks': may('task:read-write'),
      'attio.canReadComments': records && may('comment:read'),
      'attio.canWriteComments': records && may('comment:read-write'),
      'attio.canReadMeetings': records && may('meeting:read'),
      'attio.canConfigure': may('object_configuration:read-write'),
      // In a folder that is not trusted the commands are there all the same: they say why nothing is written, and the way out.
      'attio.canWriteNotes': records && may('note:read-write'),
    };
    for (const [key, value] of Object.entries(now)) {
      if (told.get(key) === value) continue;
      told.set(key, value);
      void commands.executeCommand('setContext', key, value);
    }
  };
  tell();
  context.subscriptions.push(store.onDidChange(tell));
}
