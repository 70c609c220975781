/** What of notes must be there from the start. The work loads when first used. */
import {
  CodeActionKind,
  type CodeActionProvider,
  CodeActionTriggerKind,
  EventEmitter,
  type FileChangeEvent,
  languages,
  Uri,
  workspace,
} from 'vscode';
import { registerLateFiles } from '../lateFiles.js';
import type { NotesNode } from '../outbox/nodes.js';
import type { NotesTree } from '../outbox/notesTree.js';
import type { Services } from '../services.js';
import { lazyView } from '../tree/lazyView.js';
import { DRAFT_COUNT, DRAFT_SCHEME, MARK, OUTBOX } from './draftNames.js';
import type { NotesRoom } from './room.js';

/** Under "Refactor…" and the list of quick fixes. */
const NOTE_ACTION = CodeActionKind.Refactor.append('attio.note');

/**
 * The file system of drafts, what shows in a draft, the Notes view, and the action on a selection. The room opens with
 * the first of them, or at once where notes wait in the outbox from an earlier start.
 */
export function registerNotes(services: Services): void {
  const { context } = services;
  const files = new EventEmitter<FileChangeEvent[]>();
  const lenses = new EventEmitter<void>();
  let opened: Promise<NotesRoom> | undefined;
  const room = (): Promise<NotesRoom> => {
    opened ??= import('./commands.js').then(({ openRoom }) => openRoom(services, files, () => lenses.fire(), view));
    return opened;
  };
  const { view } = lazyView<NotesNode, NotesTree>(
    services,
    'attio.notes',
    async (changed) => new (await import('./commands.js')).NotesTree(services, changed, await room()),
    (tree, shown) => tree.attach(shown),
  );
  // Notes that were approved before this start are sent, and those who wrote them are told. The commands find the room here.
  services.finishing.set('draft', room);
  services.finishing.set('file', async () => (await import('../publish/late.js')).listen(services));
  void workspace.fs.stat(Uri.joinPath(context.globalStorageUri, OUTBOX, MARK)).then(room, () => {});

  const known = context.globalState.get<number>(DRAFT_COUNT, 0);
  if (known > 0) void import('./draftCount.js').then(({ showCount }) => showCount(context, known));

  registerLateFiles(services, DRAFT_SCHEME, files, async () => (await room()).files);
  context.subscriptions.push(
    lenses,
    services.accounts.onDidChange(() => lenses.fire()),
    languages.registerCodeLensProvider(
      { scheme: DRAFT_SCHEME },
      {
        onDidChangeCodeLenses: lenses.event,
        provideCodeLenses: async (document) => {
          const [made, { lensesOf }] = await Promise.all([room(), import('./commands.js')]);
          return lensesOf(made, document);
        },
      },
    ),
    languages.registerCodeActionsProvider({ pattern: '**' }, selectionAction(services), {
      providedCodeActionKinds: [NOTE_ACTION],
    }),
  );
}

/** Offered when asked for (Ctrl+., the context menu's "Refactor…"): a light bulb beside every selection would be a nuisance. */
function selectionAction(services: Services): CodeActionProvider {
  return {
    provideCodeActions: (document, range, { triggerKind, only }) => {
      if (range.isEmpty || document.uri.scheme === DRAFT_SCHEME) return [];
      if (triggerKind !== CodeActionTriggerKind.Invoke) return [];
      if (only && !only.contains(NOTE_ACTION)) return [];
      return import('./codeAction.js').then(({ noteActions }) => noteActions(services, NOTE_ACTION));
    },
  };
}
