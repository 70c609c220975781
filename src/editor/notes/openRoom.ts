/** The room of notes, with what it keeps up while it is there. */
import type { EventEmitter, FileChangeEvent, TreeView } from 'vscode';
import type { Services } from '../services.js';
import { keepDrafts } from './autosave.js';
import { askOnClose } from './closing.js';
import { showCount } from './draftCount.js';
import { markDrafts } from './marks.js';
import { NotesRoom } from './room.js';

/**
 * To be called once: what it listens to lives as long as the extension. `files` fires when drafts change,
 * `marksChanged` is called when their code lenses do.
 */
export function openRoom(
  services: Services,
  files: EventEmitter<FileChangeEvent[]>,
  marksChanged: () => void,
  /** Its badge says how many notes wait in the outbox, or need somebody. */
  view: Pick<TreeView<unknown>, 'badge'>,
): NotesRoom {
  const room = new NotesRoom(services, files);
  const count = async () => {
    const { length: value } = await room.outbox.items().catch(() => []);
    view.badge =
      value > 0 ? { value, tooltip: `${value} approved note${value === 1 ? '' : 's'} not in Attio yet` } : undefined;
  };
  services.context.subscriptions.push(
    ...keepDrafts(room),
    ...markDrafts(room),
    askOnClose(room),
    room.outbox.onDidChange(() => void count()),
    room.onDidChangeMarks(marksChanged),
    room.onDidChangeCount((count) => showCount(services.context, count)),
  );
  void count();
  return room;
}
