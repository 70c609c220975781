/** Keeping what is typed into drafts; and whether saving keeps it as it is typed. */
import { type Disposable, type TextDocument, window, workspace } from 'vscode';
import { DRAFT_SCHEME, draftId } from './draftUri.js';
import type { NotesRoom } from './room.js';

export const PAUSE_MS = 250;

/** Whether saving this document leaves its text as it is typed. */
export function savesAsTyped(document: TextDocument): boolean {
  const editor = workspace.getConfiguration('editor', document);
  const files = workspace.getConfiguration('files', document);
  const actions = editor.get<Record<string, unknown> | unknown[]>('codeActionsOnSave') ?? {};
  return !(
    editor.get('formatOnSave') ||
    files.get('trimTrailingWhitespace') ||
    files.get('trimFinalNewlines') ||
    files.get('insertFinalNewline') ||
    Object.keys(actions).length > 0
  );
}

/**
 * What is typed into a draft is on disk a moment later (`PAUSE_MS`). Usually by saving the document, so that it never
 * looks unsaved. Where saving would rewrite the text under the cursor (format on save, trimmed spaces), what is typed
 * is kept beside the editor’s back, and the document is saved when the person turns elsewhere.
 */
export function keepDrafts(room: NotesRoom): Disposable[] {
  const timers = new Map<string, NodeJS.Timeout>();

  const store = async (id: string, document: TextDocument) => {
    if (document.isClosed || !document.isDirty) return;
    if (savesAsTyped(document) && (await document.save())) return;
    await room.store.keep(id, document.getText());
  };

  const soon = (document: TextDocument) => {
    const id = draftId(document.uri);
    if (id === undefined) return;
    clearTimeout(timers.get(id));
    timers.set(
      id,
      setTimeout(() => {
        timers.delete(id);
        // Nothing to say: the text is still in the editor, and the next key press tries again.
        void store(id, document).catch(() => {});
      }, PAUSE_MS),
    );
  };

  const leave = () => {
    for (const document of workspace.textDocuments) {
      if (document.uri.scheme === DRAFT_SCHEME && document.isDirty) void document.save();
    }
  };

  return [
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.scheme === DRAFT_SCHEME && contentChanges.length > 0) soon(document);
    }),
    window.onDidChangeActiveTextEditor(leave),
    window.onDidChangeWindowState(({ focused }) => {
      if (!focused) leave();
    }),
    {
      dispose: () => {
        for (const timer of timers.values()) clearTimeout(timer);
      },
    },
  ];
}
