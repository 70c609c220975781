/** The pages of two records, one beside the other. */
import { commands, window } from 'vscode';
import type { RecordRef } from '../../crm/types.js';
import type { Connection } from '../services.js';

/**
 * Resolves when both are open; `right`, which has the focus, is moved to the next editor group unless it is in another
 * already.
 */
export async function openSideBySide({ account }: Connection, left: RecordRef, right: RecordRef): Promise<void> {
  const open = (ref: RecordRef) =>
    commands.executeCommand('attio.openRecord', { object: ref.object, recordId: ref.recordId, account: account.id });
  await open(left);
  const { viewColumn } = window.tabGroups.activeTabGroup;
  await open(right);
  // A page that was open already came to the front where it was.
  if (window.tabGroups.activeTabGroup.viewColumn === viewColumn)
    await commands.executeCommand('workbench.action.moveEditorToNextGroup');
}
