/** What tests of the outbox share. */
import { type CodeLens, commands } from 'vscode';
import type { OutboxItem } from '../../../src/changes/outboxItem.js';
import { OutboxStore } from '../../../src/editor/outbox/store.js';
import { outboxFolder } from './attio.js';
import { activeDraft } from './notes.js';

/** Another window's outbox over the same storage. */
export const otherOutbox = async (): Promise<OutboxStore> => new OutboxStore(await outboxFolder());

/** What waits, as it is on disk. */
export async function readOutbox(): Promise<OutboxItem[]> {
  return (await (await otherOutbox()).list()).items.filter(({ state }) => state !== 'sent');
}

/** The buttons above the text of the active draft. */
export async function lensTitles(): Promise<string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', activeDraft().uri, 10);
  return lenses.map(({ command }) => command?.title ?? '');
}
