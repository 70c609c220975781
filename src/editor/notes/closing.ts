/** What becomes of drafts that are closed. */
import { commands, type Disposable, TabInputText, window } from 'vscode';
import { parseDraft } from '../../crm/draft.js';
import { oneLine } from '../records/text.js';
import type { Draft } from './draftStore.js';
import { openDraft, restoreDraft } from './drafts.js';
import { draftId, draftUri } from './draftUri.js';
import type { NotesRoom } from './room.js';

/** A tab that is moved is closed and opened again; several are closed at once. */
const PAUSE_MS = 150;

const nameOf = ({ text }: Draft) => `“${oneLine(parseDraft(text).title, 80).trim() || 'Untitled note'}”`;

/**
 * Once no tab shows a draft that has text in it, says that it is kept, and offers to create its note, open it again or
 * discard it; of several closed at once, to show them all. Nothing is said of drafts that are being sent, wait in the
 * outbox or are `leaving`. What it answers ends this.
 */
export function askOnClose(room: NotesRoom): Disposable {
  const closed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const listener = window.tabGroups.onDidChangeTabs((event) => {
    for (const { input } of event.closed) {
      const id = input instanceof TabInputText ? draftId(input.uri) : undefined;
      if (id !== undefined && !room.leaving.has(id)) closed.add(id);
    }
    if (closed.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const ids = [...closed];
      closed.clear();
      void ask(room, ids).catch(() => {});
    }, PAUSE_MS);
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      listener.dispose();
    },
  };
}

async function ask(room: NotesRoom, ids: readonly string[]): Promise<void> {
  const { ui } = room.services;
  const shown = new Set(
    window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.flatMap(({ input }) => (input instanceof TabInputText ? (draftId(input.uri) ?? []) : [])),
    ),
  );
  const drafts: Draft[] = [];
  for (const id of ids) {
    if (shown.has(id) || room.sending.has(id) || (await room.waitingFor(id))) continue;
    const draft = await room.store.read(id);
    if (draft && parseDraft(draft.text).body.trim() !== '') drafts.push(draft);
  }
  const [draft] = drafts;
  if (draft === undefined) return;
  if (drafts.length > 1) {
    await ui.info(
      `${drafts.length} note drafts were closed that are not in Attio yet. They are kept under Drafts in the Notes view.`,
      { title: 'Show Drafts', run: () => commands.executeCommand('attio.openDrafts') },
    );
    return;
  }
  const name = nameOf(draft);
  const { id } = draft.meta;
  await ui.info(
    `The note draft ${name} is not in Attio yet. It is kept under Drafts in the Notes view.`,
    {
      title: 'Create Note',
      run: () => commands.executeCommand('attio.createNoteFromDraft', draftUri(id, parseDraft(draft.text).title)),
    },
    { title: 'Open Again', run: () => openDraft(room, draft) },
    { title: 'Discard', run: () => discardClosed(room, id, name) },
  );
}

/** Agreed to by pressing it; taken back by Undo. */
async function discardClosed(room: NotesRoom, id: string, name: string): Promise<void> {
  const { ui } = room.services;
  const draft = await room.store.read(id);
  if (draft === undefined || room.sending.has(id) || (await room.waitingFor(id))) return;
  await room.remove(id);
  await ui.info(`The note draft ${name} is discarded.`, { title: 'Undo', run: () => restoreDraft(room, draft) });
}
