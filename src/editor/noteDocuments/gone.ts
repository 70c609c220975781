/** A note that was deleted in Attio while it was edited here. */
import { join } from 'node:path';
import { commands, TabInputText, TabInputTextDiff, window } from 'vscode';
import type { CreateNote } from '../../attio/writes.js';
import { closeTabs } from '../closeTabs.js';
import { DraftStore } from '../notes/draftStore.js';
import { draftUri } from '../notes/draftUri.js';
import { outboxOf } from '../outbox/outbox.js';
import { nameOf } from './conflict.js';
import type { DocumentOrigin } from './finish.js';
import { SURFACE } from './ground.js';
import { digestOf, type NoteFile } from './noteFile.js';
import { printNote } from './noteText.js';
import type { NoteDocuments } from './room.js';
import { forSending, settled } from './send.js';

const ANEW = 'Create It Anew';
const DRAFT = 'Keep as Draft';

/**
 * Asks whether it is to be made anew, with its old date where Attio takes that (api.md section 8.1), or kept as a
 * draft; what comes of it opens in the place of this document. Answered otherwise, or not approved, nothing is sent and
 * the text stays. Rejects with AttioError.
 */
export async function sendGone(room: NoteDocuments, file: NoteFile): Promise<void> {
  const { ui } = room.services;
  const record = file.base.record.name || 'its record';
  const answer = await ui.confirm({
    message: `“${nameOf(file)}” was deleted in Attio`,
    detail: `Your text is kept here. Create the note anew on ${record}, with its old date, or keep the text as a draft?`,
    verb: ANEW,
    others: [DRAFT],
  });
  if (answer === ANEW) await createAnew(room, file);
  else if (answer === DRAFT) await keepAsDraft(room, file);
  else ui.status('Attio: nothing was sent; your changes are kept here');
}

async function createAnew(room: NoteDocuments, file: NoteFile): Promise<void> {
  const { services } = room;
  const { base, target } = file;
  const { parsed } = file.read(file.text);
  const connection = await room.connection(file);
  const { content, warnings } = await forSending(parsed);
  const date = Date.parse(base.createdAt);
  const change: CreateNote = {
    kind: 'note.create',
    parentObject: base.parentObject,
    parentRecordId: base.parentRecordId,
    title: parsed.title || base.title,
    format: 'markdown',
    content,
    ...(date >= 0 && date <= Date.now() && { createdAt: new Date(date).toISOString() }),
  };
  const origin: DocumentOrigin = { kind: 'note', noteId: target.noteId, digest: digestOf(parsed) };
  const outcome = await outboxOf(services).send(
    connection,
    [{ change, origin, recordName: base.record.name, warnings }],
    { surface: SURFACE, quiet: true },
  );
  if (outcome.status === 'declined') services.ui.status('Attio: nothing was sent; your changes are kept here');
  if (outcome.status !== 'done') return;
  const [result] = outcome.results;
  if (result === undefined) return;
  const end = await settled(room, file, connection, { result, change });
  if (end === 'again')
    return void (await services.ui.error(
      `“${nameOf(file)}” was not created: its record is not in Attio any more. Your text is kept here; “Keep as Draft” lets you choose another record.`,
      { title: DRAFT, run: () => keepAsDraft(room, file) },
    ));
  if (result.status !== 'sent') return;
  const { note } = result;
  await closeTabsOf(file);
  await commands.executeCommand('attio.openNote', {
    account: target.account,
    note: {
      id: note.id.note_id,
      parentObject: note.parent_object,
      parentRecordId: note.parent_record_id,
      title: note.title,
    },
  });
}

async function keepAsDraft(room: NoteDocuments, file: NoteFile): Promise<void> {
  const { services } = room;
  const { account } = await room.connection(file);
  const { base } = file;
  const { parsed } = file.read(room.textOf(file));
  const title = parsed.title || base.title;
  const store = new DraftStore(join(services.context.globalStorageUri.fsPath, 'drafts'));
  const { meta } = await store.create({
    account: { id: account.id, name: account.name, slug: account.slug },
    record: { object: base.parentObject, recordId: base.parentRecordId },
    text: printNote({ ...base, title, content: parsed.body }),
  });
  await room.leave(file);
  await closeTabsOf(file);
  await window.showTextDocument(draftUri(meta.id, title), { preview: false });
}

function closeTabsOf({ target }: NoteFile): Promise<void> {
  const own = (authority: string) => authority.startsWith(`${target.noteId}.`);
  return closeTabs(({ input }) =>
    input instanceof TabInputText
      ? input.uri.scheme === 'attio-note' && own(input.uri.authority)
      : input instanceof TabInputTextDiff && input.modified.scheme === 'attio-note' && own(input.modified.authority),
  );
}
