/** "Quick Note from Selection": a title, one look at what will be written, done. A failure becomes a draft. */
import { workspace } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import type { CreateNote } from '../../attio/writes.js';
import type { Mention } from '../../crm/types.js';
import { approver, refuseUntrusted } from '../changes/approve.js';
import { describe, remedies } from '../failure.js';
import { connectionFor } from '../records/resolve.js';
import type { Connection } from '../services.js';
import type { RecordTarget } from '../targets.js';
import { pickFrom, proposals, textsOf } from './chooseRecord.js';
import { composed } from './compose.js';
import { tellCreated } from './created.js';
import { newDraft } from './drafts.js';
import { gather } from './gather.js';
import type { NotesRoom } from './room.js';

const SURFACE = 'notes.quick';

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
  const connection = await connectionFor(services, target);
  const change: CreateNote = {
    kind: 'note.create',
    parentObject: target.object,
    parentRecordId: target.recordId,
    title: title.trim(),
    format: 'markdown',
    content: body,
  };
  await write(room, connection, change);
}

/** The one record that the selection names beyond doubt: by a link or an e-mail address. */
function certain({ account }: Connection, { selection }: { selection: Mention[] }): RecordTarget | undefined {
  const sure = selection.filter(({ by }) => by !== 'domain');
  return sure.length === 1 ? { ...sure[0]!.ref, account: account.id } : undefined;
}

async function write(room: NotesRoom, connection: Connection, change: CreateNote): Promise<void> {
  const { ui } = room.services;
  let landed = () => {};
  const agreed = () => {
    const done = new Promise<void>((resolve) => {
      landed = resolve;
    });
    void ui.progress({ title: 'Creating the note in Attio…', where: 'window' }, () => done);
  };
  const approve = approver(room.services, { surface: SURFACE, accountId: connection.account.id, agreed });
  try {
    const outcome = await connection.write(change, { surface: SURFACE, approve });
    landed();
    if (outcome.status === 'applied') return await tellCreated(room, connection, outcome.applied, {});
    if (outcome.status === 'failed') await keepAsDraft(room, connection, change, outcome.error);
  } catch (error) {
    if (!AttioError.is(error)) throw error;
    await keepAsDraft(room, connection, change, error);
  } finally {
    landed();
  }
}

async function keepAsDraft(
  room: NotesRoom,
  connection: Connection,
  change: CreateNote,
  error: AttioError,
): Promise<void> {
  const { ui } = room.services;
  if (error.kind === 'cancelled') return;
  const record = { object: change.parentObject, recordId: change.parentRecordId };
  const draft = await newDraft(room, { connection, record, title: change.title, body: change.content });
  const unknown = error.fate === 'unknown';
  const at = new Date().toISOString();
  await room.store.describe(draft.meta.id, {
    attempt: { state: unknown ? 'unknown' : 'failed', at, change, message: error.kind },
  });
  await room.changed(draft.meta.id);
  const fate = unknown ? 'The text is open as a draft.' : 'The note was not created; it is open as a draft.';
  await ui.error(`${describe(error)} ${fate}`, ...remedies(error, ui));
}
