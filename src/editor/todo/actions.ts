/** The light bulb beside what is to do. */
import { CodeAction, type CodeActionKind, type Range, type TextDocument } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { Services } from '../services.js';
import { isNew, todoLines } from './document.js';

/** More lines than this are no selection of things to do. */
const MAX_SELECTED = 500;

/** For the lines in which something is selected, or the cursor is. */
export function actionsOf(
  { accounts }: Services,
  document: TextDocument,
  { start, end, isEmpty }: Range,
  kind: CodeActionKind,
): CodeAction[] {
  const { active, state } = accounts;
  if (state !== 'ready' || !active || !hasScopes(active.scopes, 'task:read-write')) return [];
  // A selection of whole lines ends before the first character of the next.
  const last = !isEmpty && end.character === 0 ? end.line : end.line + 1;
  if (last - start.line > MAX_SELECTED) return [];
  const lines = todoLines(document, start.line, last).filter(isNew);
  if (lines.length === 0) return [];
  const target = { uri: document.uri.toString(), lines: lines.map(({ line }) => line) };
  const action = (title: string, review: boolean) => {
    const made = new CodeAction(title, kind);
    made.command = { command: 'attio.newTaskFromLine', title, arguments: [{ ...target, ...(review && { review }) }] };
    return made;
  };
  return lines.length === 1
    ? [action('Create Attio task', false), action('Create Attio task, edit it first…', true)]
    : [
        action(`Create ${lines.length} Attio tasks`, false),
        action(`Create ${lines.length} Attio tasks, edit them first…`, true),
      ];
}
