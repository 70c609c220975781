/** "New Note" on a record: an empty draft. */
import { connectionFor } from '../records/resolve.js';
import { pickRecord } from '../search/pickRecord.js';
import { recordTarget } from '../targets.js';
import { newDraft } from './drafts.js';
import type { NotesRoom } from './room.js';

/** `argument`: a RecordTarget or a tree node with one; without it, the record is asked for. */
export async function newNote(room: NotesRoom, argument: unknown): Promise<void> {
  const { services } = room;
  const named = recordTarget(argument);
  const target =
    named ??
    (await pickRecord(services, { title: 'New Note', placeholder: 'Which record is the note for?', surface: 'notes' }));
  if (target === undefined) return;
  const connection = await connectionFor(services, target);
  await newDraft(room, {
    connection,
    record: { object: target.object, recordId: target.recordId },
    title: '',
    body: '',
  });
}
