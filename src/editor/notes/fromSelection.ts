/** "New Note from Selection". */
import { connectionFor } from '../records/resolve.js';
import { chooseRecord, textsOf } from './chooseRecord.js';
import { composed } from './compose.js';
import { newDraft } from './drafts.js';
import { gather } from './gather.js';
import type { NotesRoom } from './room.js';

/**
 * The selected text as a draft on the record it is about, or on another that is chosen. Nothing is sent, and nothing is
 * made where a box is closed. Rejects with NotSignedIn before anything is asked.
 */
export async function newNoteFromSelection(room: NotesRoom): Promise<void> {
  const { services } = room;
  // Before anything is asked: signed out, there is nothing to choose from.
  const connection = await services.connections.current();
  const gathered = await gather(room);
  if (gathered === undefined) return;
  const target = await chooseRecord(room, connection, textsOf(gathered), 'New Note from Selection');
  if (target === undefined) return;
  const { title, body } = composed(gathered);
  const owner = await connectionFor(services, target);
  await newDraft(room, {
    connection: owner,
    record: { object: target.object, recordId: target.recordId },
    title,
    body,
  });
}
