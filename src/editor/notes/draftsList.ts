/** "Open Note Drafts": what is not in Attio yet, with its age and state. */
import { parseDraft } from '../../crm/draft.js';
import { oneLine } from '../records/text.js';
import type { PickItem } from '../ui.js';
import type { Draft } from './draftStore.js';
import { discard, openDraft } from './drafts.js';
import type { NotesRoom } from './room.js';

const MINUTE = 60_000;

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function age(ms: number): string {
  if (ms < MINUTE) return 'just now';
  if (ms < 60 * MINUTE) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < 24 * 60 * MINUTE) return `${Math.floor(ms / (60 * MINUTE))} h ago`;
  const days = Math.floor(ms / (24 * 60 * MINUTE));
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

function state({ meta }: Draft): string | undefined {
  if (meta.attempt === undefined) return undefined;
  return meta.attempt.state === 'failed'
    ? 'could not be created'
    : 'perhaps created: asked for before it is sent again';
}

export async function openDrafts(room: NotesRoom): Promise<void> {
  const { ui } = room.services;
  for (;;) {
    const drafts = await room.store.list();
    await room.count();
    if (drafts.length === 0) {
      await ui.info('There are no note drafts. “Attio: New Note from Selection…” begins one.');
      return;
    }
    let discarded: Promise<boolean> | undefined;
    const several = new Set(drafts.map(({ meta }) => meta.account.id)).size > 1;
    const items = drafts.map((draft): PickItem<Draft> => {
      const read = parseDraft(draft.text);
      const about = [read.record?.name || draft.meta.record.object, ...(several ? [draft.meta.account.name] : [])];
      const first = oneLine(read.body.trimStart().split('\n', 1)[0] ?? '', 100);
      return {
        label: oneLine(read.title, 80) || 'Untitled note',
        // Below the title: beside it, a long title would push it out of sight.
        detail: [...about.map((part) => oneLine(part, 60)), age(Date.now() - draft.mtime), state(draft) ?? first]
          .filter((part) => part !== '')
          .join(' · '),
        icon: draft.meta.attempt ? 'warning' : 'note',
        value: draft,
        buttons: [
          {
            icon: 'trash',
            tooltip: 'Discard Draft',
            run: () => {
              discarded = discard(room, draft.meta.id);
            },
          },
        ],
      };
    });
    const chosen = await ui.pick(items, {
      title: 'Note Drafts',
      placeholder: 'Drafts that are not in Attio yet',
    });
    if (chosen) return void (await openDraft(room, chosen));
    // A discard closes the list; what is left shows again.
    if (discarded === undefined || !(await discarded)) return;
    if ((await room.store.list()).length === 0) return;
  }
}
