/** The undo journals of this machine: one file per account in the extension's storage, for its owner's eyes only. */

import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ExtensionContext, workspace } from 'vscode';
import type { Account } from '../../attio/account.js';
import type { Redactor } from '../../audit/redact.js';
import type { Journal } from '../../changes/journal.js';
import { report } from '../failure.js';
import type { Services } from '../services.js';
import { type JournalStore, journalStore, memoryJournal } from './journalStore.js';

/** Days the journal is kept; 0: not at all. The setting is application-scoped: no folder can change it. */
export function undoDays(): number {
  const days = workspace.getConfiguration('attio').get<number>('undo.retentionDays', 7);
  return Number.isFinite(days) ? Math.min(365, Math.max(0, Math.trunc(days))) : 7;
}

const folderOf = (context: ExtensionContext): string => path.join(context.globalStorageUri.fsPath, 'journal');
const fileOf = (context: ExtensionContext, accountId: string): string =>
  path.join(folderOf(context), `${accountId.replace(/[^\w.-]/g, '_')}.jsonl`);

/** Of this window, so that a connection that is opened anew goes on with what it knew. */
const stores = new Map<string, JournalStore>();
const memories = new Map<string, Journal>();

/** The journal of an account; the sample workspace's, whose data end with the window, is kept in memory. */
export function createJournal(context: ExtensionContext, account: Account, redactor?: Redactor): Journal {
  const { id, via } = account;
  if (via === 'sample') {
    const known = memories.get(id) ?? memoryJournal(undoDays);
    memories.set(id, known);
    return known;
  }
  const known = stores.get(id);
  if (known) return known;
  const store = journalStore({
    file: fileOf(context, id),
    retentionDays: undoDays,
    ...(redactor && { holdsSecret: (text: string) => redactor.redact(text) !== text }),
  });
  stores.set(id, store);
  // What grew too old since the last session goes now; a failure shows when the journal is read.
  void store.prune().catch(() => {});
  return store;
}

/** After sign-out: nothing of the account's changes is kept. Rejects when the file cannot be deleted. */
export async function forgetJournal(context: ExtensionContext, accountId: string): Promise<void> {
  await Promise.all([stores.get(accountId)?.clear(), memories.get(accountId)?.clear()]);
  stores.delete(accountId);
  memories.delete(accountId);
  const file = fileOf(context, accountId);
  await rm(file, { force: true }).catch((error) => {
    throw notDeleted(file, error);
  });
}

function notDeleted(file: string, error: unknown): Error {
  return new Error(
    `The undo journal could not be deleted: ${(error as Error).message}. It holds earlier values of what was changed; delete ${file} yourself.`,
  );
}

/** Another retention holds at once, for the accounts that are not in use as well. */
export async function retentionChanged({ context, ui, redactor }: Services): Promise<void> {
  const folder = folderOf(context);
  if (undoDays() === 0) for (const memory of memories.values()) await memory.clear();
  const open = new Map([...stores].map(([id, store]) => [fileOf(context, id), store]));
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith('.jsonl')) continue;
    const file = path.join(folder, name);
    try {
      await (open.get(file) ?? journalStore({ file, retentionDays: undoDays })).prune();
    } catch (error) {
      await report(notDeleted(file, error), { ui, redactor });
    }
  }
}
