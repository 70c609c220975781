/** Notes from a selection: commands, the file system of drafts, and what shows in a draft. The work loads when first used. */
import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  CodeActionTriggerKind,
  Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileSystemError,
  languages,
  StatusBarAlignment,
  type StatusBarItem,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { Services } from '../services.js';
import { DRAFT_COUNT, DRAFT_SCHEME } from './draftUri.js';
import type { NotesRoom } from './room.js';

/** Under "Refactor…" and the list of quick fixes. */
const NOTE_ACTION = CodeActionKind.Refactor.append('attio.note');

export function registerNotes(services: Services): void {
  const { context } = services;
  const files = new EventEmitter<FileChangeEvent[]>();
  const lenses = new EventEmitter<void>();
  let opened: Promise<NotesRoom> | undefined;
  const room = () => {
    opened ??= Promise.all([import('./room.js'), import('./autosave.js'), import('./marks.js')]).then(
      ([{ NotesRoom }, { keepDrafts }, { markDrafts }]) => {
        const made = new NotesRoom(services, files);
        context.subscriptions.push(
          ...keepDrafts(made),
          ...markDrafts(made),
          made.onDidChangeMarks(() => lenses.fire()),
          made.onDidChangeCount((count) => showCount(count)),
        );
        return made;
      },
    );
    return opened;
  };

  let item: StatusBarItem | undefined;
  const showCount = (count: number) => {
    if (count === 0) return item?.hide();
    if (item === undefined) {
      item = window.createStatusBarItem('attio.drafts', StatusBarAlignment.Left, -1);
      item.name = 'Attio Note Drafts';
      item.command = 'attio.openDrafts';
      context.subscriptions.push(item);
    }
    item.text = `$(notebook) ${count} note draft${count === 1 ? '' : 's'}`;
    item.tooltip = 'Notes that are not in Attio yet. Press to open one.';
    item.show();
  };
  showCount(context.globalState.get<number>(DRAFT_COUNT, 0));

  context.subscriptions.push(
    files,
    lenses,
    services.accounts.onDidChange(() => lenses.fire()),
    workspace.registerFileSystemProvider(
      DRAFT_SCHEME,
      {
        onDidChangeFile: files.event,
        stat: async (uri) => (await room()).files.stat(uri),
        readFile: async (uri) => (await room()).files.readFile(uri),
        writeFile: async (uri, content) => (await room()).files.writeFile(uri, content),
        watch: (uri) => {
          const watching = room().then((made) => made.files.watch(uri));
          return new Disposable(() => void watching.then((one) => one.dispose()));
        },
        readDirectory: () => [],
        createDirectory: refuse,
        delete: refuse,
        rename: refuse,
      },
      { isCaseSensitive: true },
    ),
    languages.registerCodeLensProvider(
      { scheme: DRAFT_SCHEME },
      {
        onDidChangeCodeLenses: lenses.event,
        provideCodeLenses: async (document) => {
          const [made, { lensesOf }] = await Promise.all([room(), import('./marks.js')]);
          return lensesOf(made, document);
        },
      },
    ),
    languages.registerCodeActionsProvider({ pattern: '**' }, selectionAction(services), {
      providedCodeActionKinds: [NOTE_ACTION],
    }),
  );

  services.command('attio.newNoteFromSelection', async () => {
    const [made, { newNoteFromSelection }] = await Promise.all([room(), import('./fromSelection.js')]);
    await newNoteFromSelection(made);
  });
  services.command('attio.quickNoteFromSelection', async () => {
    const [made, { quickNote }] = await Promise.all([room(), import('./quickNote.js')]);
    await quickNote(made);
  });
  services.command('attio.newNote', async (target?: unknown) => {
    const [made, { newNote }] = await Promise.all([room(), import('./newNote.js')]);
    await newNote(made, target);
  });
  services.command('attio.deleteNote', async (target?: unknown) => {
    const [made, { deleteNote }] = await Promise.all([room(), import('./deleteNote.js')]);
    await deleteNote(made, target);
  });
  services.command('attio.createNoteFromDraft', async (uri?: Uri) => {
    const [made, { createNoteFromDraft }] = await Promise.all([room(), import('./createNote.js')]);
    await createNoteFromDraft(made, uri);
  });
  services.command('attio.discardDraft', async (uri?: Uri) => {
    const [made, { discardDraft }] = await Promise.all([room(), import('./drafts.js')]);
    await discardDraft(made, uri);
  });
  services.command('attio.changeDraftRecord', async (uri?: Uri) => {
    const [made, { changeDraftRecord }] = await Promise.all([room(), import('./drafts.js')]);
    await changeDraftRecord(made, uri);
  });
  services.command('attio.openDrafts', async () => {
    const [made, { openDrafts }] = await Promise.all([room(), import('./draftsList.js')]);
    await openDrafts(made);
  });
}

function refuse(uri: Uri): never {
  throw FileSystemError.NoPermissions(uri);
}

/** Offered when asked for (Ctrl+., the context menu's "Refactor…"): a light bulb beside every selection would be a nuisance. */
function selectionAction({ accounts }: Services): CodeActionProvider {
  return {
    provideCodeActions: (document, range, { triggerKind, only }) => {
      if (range.isEmpty || document.uri.scheme === DRAFT_SCHEME) return [];
      if (triggerKind !== CodeActionTriggerKind.Invoke) return [];
      if (only && !only.contains(NOTE_ACTION)) return [];
      const { active, state } = accounts;
      if (state !== 'ready' || active === undefined || !hasScopes(active.scopes, 'note:read-write')) return [];
      const action = new CodeAction('New Attio note from selection…', NOTE_ACTION);
      action.command = { command: 'attio.newNoteFromSelection', title: action.title };
      return [action];
    },
  };
}
