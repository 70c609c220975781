/** Lines that say what is to do: what listens in documents. A document without such a line costs one look at its text. */
import { CodeActionKind, EventEmitter, languages, Range, type TextDocument, workspace } from 'vscode';
import type { Services } from '../services.js';

const KIND = CodeActionKind.QuickFix.append('attio.todo');
const ALL = { pattern: '**' };

/**
 * What it does loads with the first document that has a mark or a link to a task. Nothing is looked at while no account
 * is ready, nor in our own documents, output and git’s.
 */
export function registerTodo(services: Services): void {
  const { context, accounts } = services;
  const changed = new EventEmitter<void>();
  const changes = () => changed.fire();
  const late = () => import('../late.js');
  /** `marks`: whether what is to do and has no task yet is of interest. Of a huge document the beginning is looked at. */
  const met = (document: TextDocument, marks: unknown, from = 0, to = 20_000) => {
    if (accounts.state !== 'ready' || /^(?:attio|output|git)/.test(document.uri.scheme)) return false;
    const text = document.getText(new Range(from, 0, to, 0));
    const set = marks && setting(document, 'patterns');
    const patterns: unknown[] = Array.isArray(set) ? set : [];
    // Of a check box, what is between the brackets.
    return ['command-menu-page', ...patterns].some((one) => text.includes(String(one).replace(/^.*\[/, '[')));
  };
  context.subscriptions.push(
    changed,
    accounts.onDidChange(changes),
    workspace.onDidChangeConfiguration(changes),
    languages.registerCodeLensProvider(ALL, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document, token) =>
        met(document, setting(document, 'codeLens'))
          ? (await late()).todoLenses(services, document, token, changes)
          : [],
    }),
    languages.registerCodeActionsProvider(
      ALL,
      {
        provideCodeActions: async (document, range, { only }) =>
          (!only || only.contains(KIND)) && met(document, true, range.start.line, range.end.line + 1)
            ? (await late()).todoActions(services, document, range, KIND)
            : [],
      },
      { providedCodeActionKinds: [KIND] },
    ),
    workspace.onDidSaveTextDocument(async (document) => {
      if (met(document, false)) await (await late()).todoSaved(services, document);
    }),
  );
}

const setting = (document: TextDocument, name: string) => workspace.getConfiguration('attio.todo', document).get(name);
