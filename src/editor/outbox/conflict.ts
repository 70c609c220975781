/** A note that someone changed in Attio while a new text for it waited: both sides, and one of them by choice. */
import type { Note } from '../../attio/types.js';
import { compare } from '../changes/documents.js';
import type { NotesRoom } from '../notes/room.js';
import { connectionFor } from '../records/resolve.js';
import { tellTried } from './tell.js';
import type { OutboxItem } from './types.js';
import { nameOf } from './words.js';

const asText = (title: string, content: string): string => `${title}\n\n${content.trim()}\n`;

/**
 * Does nothing unless `item` changes a note. Until one of them is chosen the item waits as it is; “Overwrite with Mine”
 * is an approval of overwriting what was shown. Of a note that is gone it offers to take the text back. Rejects with
 * NotSignedIn and AttioError. Resolves when the message is closed.
 */
export async function resolveConflict(room: NotesRoom, item: OutboxItem): Promise<void> {
  const { services, outbox } = room;
  const { ui } = services;
  const { change } = item;
  if (change.kind !== 'note.update') return;
  const connection = await connectionFor(services, { account: item.account.id });
  const note = await connection.catalog.note(change.noteId, { surface: item.approval.surface, fresh: true });
  if (note === undefined) {
    await ui.warn(`${nameOf(item)} is not in Attio any more: it was deleted there. Your text is kept.`, {
      title: 'Take Back',
      run: () => outbox.takeBack(item.id),
    });
    return;
  }
  const mine = asText(change.title ?? note.title, change.content ?? note.content_markdown);
  const show = () =>
    compare(
      `Changed in Attio meanwhile: ${note.title || 'Untitled note'}`,
      { name: 'What Attio has now', text: asText(note.title, note.content_markdown) },
      { name: 'What you wanted', text: mine },
    );
  await show();
  await ui.warn(
    `${nameOf(item)} was changed in Attio since your text was approved, and nothing was written. Left is what Attio has now, right what you wanted.`,
    { title: 'Overwrite with Mine', run: () => overwrite(room, item, note) },
    { title: 'Keep Attio’s', run: () => keepTheirs(room, item) },
    { title: 'Show Comparison', run: show },
  );
}

/** What the person has seen is what is overwritten; should it change once more, it is shown once more. */
async function overwrite({ services, outbox }: NotesRoom, item: OutboxItem, seen: Note): Promise<void> {
  if (item.change.kind !== 'note.update') return;
  const base = {
    parentObject: seen.parent_object,
    parentRecordId: seen.parent_record_id,
    title: seen.title,
    content: seen.content_markdown,
  };
  const { since: _, notBefore: __, message: ___, ...rest } = item;
  const result = await outbox.replace({
    ...rest,
    change: { ...item.change, base },
    approval: { how: 'asked', at: new Date().toISOString(), surface: item.approval.surface },
    state: 'waiting',
    attempts: 0,
  });
  if (result) await tellTried(services, outbox, [result]);
  else await services.ui.info('This note does not wait any more: it was sent or taken back.');
}

async function keepTheirs({ services, outbox }: NotesRoom, item: OutboxItem): Promise<void> {
  const taken = await outbox.takeBack(item.id);
  if (taken) await services.ui.info(`${nameOf(taken)} stays as it is in Attio. Your own text is where you wrote it.`);
}
