/** "Open Note Drafts". */
import { parseDraft } from '../../crm/draft.js';
import { stateOf } from '../outbox/words.js';
import { oneLine } from '../records/text.js';
import type { PickItem } from '../ui.js';
import { age } from './age.js';
import type { Draft } from './draftStore.js';
import { discard, openDraft } from './drafts.js';
import type { NotesRoom } from './room.js';

/**
 * What is not in Attio yet, newest first, with its record, age and state; the one that is chosen opens. Discarding one
 * from the list shows what is left. Where there are none, that is said.
 */
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
    const waiting = new Map(
      (await room.outbox.items()).flatMap((item) =>
        item.origin.kind === 'draft' ? [[item.origin.draftId, item] as const] : [],
      ),
    );
    const items = drafts.map((draft): PickItem<Draft> => {
      const waits = waiting.get(draft.meta.id);
      const read = parseDraft(draft.text);
      const about = [read.record?.name || draft.meta.record.object, ...(several ? [draft.meta.account.name] : [])];
      const first = oneLine(read.body.trimStart().split('\n', 1)[0] ?? '', 100);
      return {
        label: oneLine(read.title, 80) || 'Untitled note',
        // Below the title: beside it, a long title would push it out of sight.
        detail: [
          ...about.map((part) => oneLine(part, 60)),
          age(Date.now() - draft.mtime),
          waits ? `in the outbox: ${stateOf(waits)}` : first,
        ]
          .filter((part) => part !== '')
          .join(' · '),
        icon: waits ? 'inbox' : 'note',
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
