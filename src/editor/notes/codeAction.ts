/** The action that makes a note of the selection, for those whose key may. */
import { CodeAction, type CodeActionKind } from 'vscode';
import { canWriteNotes } from '../records/resolve.js';
import type { Services } from '../services.js';

/**
 * One of `kind`, or none: while accounts are being read, when nobody is signed in, and where the key of the account in
 * use may not write notes. Asks Attio for nothing.
 */
export function noteActions({ accounts }: Services, kind: CodeActionKind): CodeAction[] {
  const { active, state } = accounts;
  if (state !== 'ready' || active === undefined || !canWriteNotes(active)) return [];
  const action = new CodeAction('New Attio note from selection…', kind);
  action.command = { command: 'attio.newNoteFromSelection', title: action.title };
  return [action];
}
