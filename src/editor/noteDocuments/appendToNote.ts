/** "Append Selection to Note…": at the end of a note that is there, or as a new one; by way of the outbox. */
import { workspace } from 'vscode';
import type { Note } from '../../attio/types.js';
import type { CreateNote, UpdateNote } from '../../attio/writes.js';
import { refuseUntrusted } from '../changes/approve.js';
import { tellApplied } from '../changes/tell.js';
import { report } from '../failure.js';
import { chooseRecord, textsOf } from '../notes/chooseRecord.js';
import { composed } from '../notes/compose.js';
import { gather } from '../notes/gather.js';
import { keptText } from '../notes/keptText.js';
import { outboxOf } from '../outbox/outbox.js';
import type { NoteToSend } from '../outbox/types.js';
import { connectionFor } from '../records/resolve.js';
import { noteTitle } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { type NoteTarget, noteTarget } from '../targets.js';
import { chooseOf } from './chooseNote.js';
import { groundOf, NoteGone } from './ground.js';
import { joined } from './noteMarkdown.js';
import { openTarget } from './openNote.js';
import { isOffline, noteDocuments, noteStore, waitingOf } from './room.js';

const SURFACE = 'notes.append';
const TITLE = 'Append Selection to Note';
const MAX_ROUNDS = 5;

/** `argument`: the note, where it is known. */
export async function appendToNote(services: Services, argument: unknown): Promise<void> {
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  // Before anything is asked: signed out, there is nothing to choose from.
  const active = await services.connections.current();
  const gathered = await gather({ services });
  if (gathered === undefined) return;
  const { title, body } = composed(gathered);
  const given = noteTarget(argument);
  const record = given ? undefined : await chooseRecord({ services }, active, textsOf(gathered), TITLE);
  if (!given && !record) return;
  const connection = await connectionFor(services, given ?? record!);
  const chosen = given ?? (await chooseOf(services, connection, record!, { title: TITLE, isNew: true }));
  if (chosen === undefined) return;
  if (chosen === 'new') await createNote(services, connection, record!, { title, body });
  else await append(services, connection, chosen, body);
}

async function createNote(
  services: Services,
  connection: Connection,
  record: { object: string; recordId: string },
  { title: proposed, body }: { title: string; body: string },
): Promise<void> {
  const title = await services.ui.input({
    title: TITLE,
    prompt: 'Title of the new note',
    value: proposed,
    validate: (value) => (value.trim() === '' ? 'A note needs a title.' : undefined),
  });
  if (title === undefined) return;
  const { content, warnings } = await keptText(body);
  const change: CreateNote = {
    kind: 'note.create',
    parentObject: record.object,
    parentRecordId: record.recordId,
    title: title.trim(),
    format: 'markdown',
    content,
  };
  await send(services, connection, { change, origin: { kind: 'quick' }, warnings });
}

async function append(services: Services, connection: Connection, target: NoteTarget, body: string): Promise<void> {
  const noteId = target.note.id;
  const key = { account: connection.account.id, noteId };
  if (await intoDocument(services, connection, target, body)) return;
  if ((await waitingOf(services, noteId)).length > 0 && !(await earlierSent(services, noteId))) return;
  const added = await keptText(body);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const note = await noteNow(connection, noteId);
    if (!note) throw new NoteGone();
    const { record } = await groundOf(connection, note);
    const change: UpdateNote = {
      kind: 'note.update',
      noteId,
      format: 'markdown',
      content: joined(note.content_markdown, added.content),
      base: {
        parentObject: note.parent_object,
        parentRecordId: note.parent_record_id,
        title: note.title,
        content: note.content_markdown,
      },
    };
    const origin = { kind: 'note' as const, noteId: key.noteId };
    const sent = { change, origin, warnings: added.warnings, recordName: record.name };
    // Somebody wrote in it meanwhile: it goes after that.
    if ((await send(services, connection, sent)) !== 'conflict') return;
  }
  await services.ui.warn(
    'The note is being changed in Attio again and again. Nothing was sent; try once more in a moment.',
  );
}

/** As Attio has it; where it cannot be reached, as it was when it was last read: it is compared when it is sent. */
async function noteNow({ catalog }: Connection, noteId: string): Promise<Note | undefined> {
  try {
    return await catalog.note(noteId, { surface: SURFACE, fresh: true });
  } catch (error) {
    const known = isOffline(error) && (await catalog.note(noteId, { surface: SURFACE }).catch(() => undefined));
    if (!known) throw error;
    return known;
  }
}

/** The same note is being edited, and that text is not in Attio: what is appended goes there. true: it was asked about. */
async function intoDocument(
  services: Services,
  connection: Connection,
  target: NoteTarget,
  body: string,
): Promise<boolean> {
  const key = { account: connection.account.id, noteId: target.note.id };
  const begun = await noteStore(services).read(key);
  if (!begun) return false;
  const verb = 'Append to the Document';
  const answer = await services.ui.confirm({
    message: `“${noteTitle({ title: begun.base.title, content_plaintext: '' })}” has changes that are not in Attio yet`,
    detail: 'The selection is put at the end of its document, and sent with your other changes when you save that.',
    verb,
  });
  if (answer !== verb) return true;
  const document = await openTarget(services, { ...target, account: key.account });
  const room = noteDocuments(services);
  const file = room && (await room.file(document.uri));
  if (!room || !file) return true;
  const text = room.textOf(file);
  await room.put(file, `${text.trimEnd()}\n\n${body.trim()}\n`);
  return true;
}

/** What waits for the note goes first: this one's text stands on it. false: it waits still, which is said. */
async function earlierSent(services: Services, noteId: string): Promise<boolean> {
  const verb = 'Send It First';
  const answer = await services.ui.confirm({
    message: 'A change of this note waits in the outbox',
    detail: 'It goes before what you append now.',
    verb,
  });
  if (answer !== verb) return false;
  for (const { id } of await waitingOf(services, noteId)) await outboxOf(services).sendNow(id);
  return (await waitingOf(services, noteId)).length === 0;
}

async function send(services: Services, connection: Connection, note: NoteToSend): Promise<'conflict' | 'over'> {
  const outcome = await outboxOf(services).send(connection, [note], { surface: SURFACE });
  if (outcome.status === 'conflict') return 'conflict';
  const result = outcome.status === 'done' ? outcome.results[0] : undefined;
  if (result?.status === 'sent')
    void tellApplied(
      { services, connection, change: note.change, options: { surface: SURFACE } },
      result.applied,
    ).catch((error) => report(error, services));
  return 'over';
}
