/** "Quick Note from Selection". */
import { workspace } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import type { CreateNote } from '../../attio/writes.js';
import type { Mention } from '../../crm/types.js';
import { refuseUntrusted } from '../changes/approve.js';
import { describe, remedies } from '../failure.js';
import { tellKept } from '../outbox/tell.js';
import { connectionFor } from '../records/resolve.js';
import type { Connection } from '../services.js';
import type { RecordTarget } from '../targets.js';
import { pickFrom, proposals, textsOf } from './chooseRecord.js';
import { composed } from './compose.js';
import { recordName, tellCreated } from './created.js';
import { type NewDraft, newDraft } from './drafts.js';
import { gather } from './gather.js';
import { keptText } from './keptText.js';
import type { NotesRoom } from './room.js';

const SURFACE = 'notes.quick';

/**
 * A title, one look at what will be written, done; the record is asked for only where the selection names no single one
 * by a link or an e-mail address. What cannot be sent yet waits in the outbox, what Attio refuses becomes a draft.
 * Rejects with NotSignedIn.
 */
export async function quickNote(room: NotesRoom): Promise<void> {
  const { services } = room;
  const { ui } = services;
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  const active = await services.connections.current();
  const gathered = await gather(room);
  if (gathered === undefined) return;
  // Looked up while the title is typed.
  const looking = proposals(active, textsOf(gathered));
  const { title: proposed, body } = composed(gathered);
  const title = await ui.input({
    title: 'Quick Note from Selection',
    prompt: 'Title of the note',
    value: proposed,
    validate: (value) => (value.trim() === '' ? 'A note needs a title.' : undefined),
  });
  if (title === undefined) return;
  const found = await looking;
  const target = certain(active, found) ?? (await pickFrom(room, active, found, 'Quick Note from Selection'));
  if (target === undefined) return;
  await write(room, await connectionFor(services, target), target, title.trim(), body);
}

/** The one record that the selection names beyond doubt: by a link or an e-mail address. */
function certain({ account }: Connection, { selection }: { selection: Mention[] }): RecordTarget | undefined {
  const sure = selection.filter(({ by }) => by !== 'domain');
  return sure.length === 1 ? { ...sure[0]!.ref, account: account.id } : undefined;
}

async function write(
  room: NotesRoom,
  connection: Connection,
  target: RecordTarget,
  title: string,
  body: string,
): Promise<void> {
  const record = { object: target.object, recordId: target.recordId };
  const name = await recordName(connection, record);
  try {
    const { content, warnings } = await keptText(body);
    const change: CreateNote = {
      kind: 'note.create',
      parentObject: record.object,
      parentRecordId: record.recordId,
      title,
      format: 'markdown',
      content,
    };
    const outcome = await room.outbox.send(
      connection,
      [{ change, origin: { kind: 'quick' }, warnings, recordName: name }],
      { surface: SURFACE, quiet: true },
    );
    if (outcome.status !== 'done') return;
    const [result] = outcome.results;
    if (result?.status === 'sent') return await tellCreated(room, connection, result.applied, {});
    if (result?.status === 'refused' && result.error && result.item.since === undefined) {
      await room.outbox.takeBack(result.item.id);
      return await keepAsDraft(room, connection, { record, title, body }, result.error);
    }
    await tellKept(room.services, room.outbox, outcome.results);
  } catch (error) {
    if (!AttioError.is(error)) throw error;
    if (error.kind !== 'cancelled') await keepAsDraft(room, connection, { record, title, body }, error);
  }
}

async function keepAsDraft(
  room: NotesRoom,
  connection: Connection,
  note: Omit<NewDraft, 'connection'>,
  error: AttioError,
): Promise<void> {
  const { ui } = room.services;
  await newDraft(room, { connection, ...note });
  const fate = 'The note was not created; it is open as a draft.';
  await ui.error(`${describe(error)} ${fate}`, ...remedies(error, ui));
}
