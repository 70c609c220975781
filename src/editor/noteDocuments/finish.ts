/** Once the outbox has sent what was edited in a document: the document, and what was kept of it, follow. Bears being run twice. */
import type { Note } from '../../attio/types.js';
import { parseDraft } from '../../crm/draft.js';
import { outboxOf } from '../outbox/outbox.js';
import type { Origin, OutboxItem } from '../outbox/types.js';
import type { Services } from '../services.js';
import { groundOf } from './ground.js';
import { digestOf, type NoteFile, type NoteStore } from './noteFile.js';
import type { NoteGround } from './noteText.js';
import { noteDocuments, noteStore } from './room.js';
import { noteUri } from './uri.js';

/** What the finisher needs, kept with the note in the outbox. */
export interface DocumentOrigin {
  kind: 'note';
  noteId: string;
  /** Of title and text as they were sent; absent: it was not a document's (text that was appended). */
  digest?: string;
  [more: string]: unknown;
}

const started = new WeakSet<Services>();

/** From now on the outbox tells of notes that were edited as documents. */
export function listen(services: Services): void {
  if (started.has(services)) return;
  started.add(services);
  outboxOf(services).onSent('note', (item, note) => finish(services, item, note));
}

async function finish(
  services: Services,
  { account, origin, change }: OutboxItem & { origin: Extract<Origin, { kind: 'note' }> },
  note: Note,
): Promise<void> {
  const { digest, noteId } = origin as DocumentOrigin;
  if (digest === undefined) return;
  const target = { account: account.id, noteId };
  const room = noteDocuments(services);
  const file = room?.peek(noteUri(target, ''));
  // A note that was created in the place of a deleted one has a document of its own.
  const replaced = change.kind === 'note.create';
  const ground = replaced ? undefined : await groundIn(services, account.id, note);
  if (!room || !file) return forStored(room?.store ?? noteStore(services), target, digest, ground);
  if (ground) await room.sent(file, ground, digest);
  else if (digestOf(parseDraft(room.textOf(file))) === digest) await room.leave(file);
}

async function groundIn(services: Services, account: string, note: Note): Promise<NoteGround | undefined> {
  const connection = await services.connections.forAccount(account);
  return connection && groundOf(connection, note);
}

/** What was begun in another session: gone when it is what was sent, else it goes on from there. */
async function forStored(
  store: Pick<NoteStore, 'read' | 'save' | 'remove'>,
  target: NoteFile['target'],
  digest: string,
  ground: NoteGround | undefined,
): Promise<void> {
  const stored = await store.read(target);
  if (!stored) return;
  if (digestOf(parseDraft(stored.text)) === digest) await store.remove(target);
  else if (ground) await store.save({ ...stored, base: ground });
}
