/** From a draft to a note in Attio: look at it, agree, and leave the sending to the outbox; say what came of it. */
import { commands, type Uri, window, workspace } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import type { CreateNote } from '../../attio/writes.js';
import { type ParsedDraft, parseDraft } from '../../crm/draft.js';
import { refuseUntrusted } from '../changes/approve.js';
import { describe, remedies } from '../failure.js';
import { tellKept } from '../outbox/tell.js';
import type { Refused } from '../outbox/types.js';
import type { Connection } from '../services.js';
import type { Button } from '../ui.js';
import type { Claim } from './claim.js';
import { tellCreated } from './created.js';
import { type Draft, DraftGone, digestOf } from './draftStore.js';
import { BUSY, draftOf, showProblem } from './drafts.js';
import { obstacles } from './draftText.js';
import { keptText } from './keptText.js';
import type { NotesRoom } from './room.js';

const SURFACE = 'notes.draft';
const CHANGED_ELSEWHERE =
  'This draft was changed in another window, too, and nothing was sent. Save it (Ctrl/Cmd+S) to compare the two, then create the note.';

/** What is left to do when the draft is free again: mostly to say how it went. */
type Afterwards = () => unknown;

class Busy extends Error {
  override readonly name = 'Busy';
  constructor() {
    super(BUSY);
  }
}

/**
 * "Create Note" in a draft. A second press while the first runs does nothing; another window's press is refused; of a
 * draft whose note waits in the outbox it sends that.
 * `uri`: the draft's address; without it, the draft in the active editor.
 */
export async function createNoteFromDraft(room: NotesRoom, uri?: Uri): Promise<void> {
  const id = await draftOf(room, uri);
  if (id === undefined || room.sending.has(id)) return;
  room.sending.add(id);
  let afterwards: Afterwards | undefined;
  try {
    const waiting = await room.waitingFor(id);
    afterwards = waiting ? () => room.outbox.sendNow(waiting.id) : await attempt(room, id);
  } finally {
    room.sending.delete(id);
    await room.changed(id);
  }
  // Only now that the draft is free again: the message's buttons may send it once more.
  await afterwards?.();
}

async function attempt(room: NotesRoom, id: string): Promise<Afterwards | undefined> {
  const { services } = room;
  const { ui } = services;
  await room.settle(id);
  const draft = await room.store.read(id);
  if (draft === undefined) return () => tellGone(room, id);
  const typed = room.documentOf(id)?.getText();
  // Never something else than what is on screen.
  if (typed !== undefined && typed !== draft.text) return () => ui.warn(CHANGED_ELSEWHERE);
  const parts = parseDraft(draft.text);
  const { record } = parts;
  const [problem] = obstacles(parts, draft.meta);
  if (problem || record === undefined) return () => problem && showProblem(room, id, problem);
  if (!workspace.isTrusted) return () => refuseUntrusted(services);
  const connection = await services.connections.forAccount(draft.meta.account.id);
  if (connection === undefined) return () => tellForeign(room, draft);
  return send(room, connection, { draft, parts, record });
}

/** The draft went in another window, and its text is still in the editor of this one. */
async function tellGone(room: NotesRoom, id: string): Promise<void> {
  const content = room.documentOf(id)?.getText();
  const keep: Button = {
    title: 'Keep the Text in a New File',
    run: async () => window.showTextDocument(await workspace.openTextDocument({ content, language: 'markdown' })),
  };
  await room.services.ui.warn(new DraftGone().message, ...(content?.trim() ? [keep] : []));
}

interface Sending {
  draft: Draft;
  parts: ParsedDraft;
  record: NonNullable<ParsedDraft['record']>;
}

async function send(room: NotesRoom, connection: Connection, sending: Sending): Promise<Afterwards | undefined> {
  const { draft, parts, record } = sending;
  const { id } = draft.meta;
  let claim: Claim | undefined;
  const agreed = async () => {
    claim = await room.store.claim(id);
    if (claim === undefined) throw new Busy();
    // Another window may have sent, discarded or changed it while this one was asking.
    const now = await room.store.read(id);
    if (now === undefined) throw new DraftGone();
    if (now.text !== draft.text) throw new Busy();
    const items = await room.outbox.items();
    if (items.some(({ origin }) => origin.kind === 'draft' && origin.draftId === id)) throw new Busy();
    await room.changed(id);
  };
  try {
    const { content, warnings } = await keptText(parts.body, parts.lines.body);
    const change: CreateNote = {
      kind: 'note.create',
      parentObject: record.ref.object,
      parentRecordId: record.ref.recordId,
      title: parts.title.trim(),
      format: 'markdown',
      content,
    };
    const origin = { kind: 'draft' as const, draftId: id, digest: digestOf(draft.text) };
    const outcome = await room.outbox.send(
      connection,
      [{ change, origin, warnings, ...(record.name !== '' && { recordName: record.name }) }],
      { surface: SURFACE, quiet: true, agreed },
    );
    // A create meets no conflict: there was nothing before it.
    if (outcome.status !== 'done') return undefined;
    const [result] = outcome.results;
    if (result?.status === 'sent') {
      const typedOn = (await room.store.meta(id)) !== undefined;
      return () => tellCreated(room, connection, result.applied, { draft, typedOn });
    }
    // Certainly not there, and not tried again by itself: it is a draft again, to be corrected.
    if (result?.status === 'refused' && result.item.since === undefined) {
      await room.outbox.takeBack(result.item.id);
      return () => tellRefused(room, id, result);
    }
    return () => tellKept(room.services, room.outbox, outcome.results);
  } catch (error) {
    if (error instanceof DraftGone) return () => tellGone(room, id);
    if (error instanceof Busy) return () => room.services.ui.warn(error.message);
    if (AttioError.is(error)) return () => tellNotAsked(room, id, error);
    throw error;
  } finally {
    await claim?.release();
  }
}

const again = (room: NotesRoom, id: string): Button => ({
  title: 'Try Again',
  run: () => commands.executeCommand('attio.createNoteFromDraft', room.documentOf(id)?.uri),
});

function tellRefused(room: NotesRoom, id: string, { error, item }: Refused): Promise<unknown> {
  const { ui } = room.services;
  const why = error ? describe(error) : (item.message ?? '');
  const others = error ? remedies(error, ui) : [];
  return ui.error(
    `${why} The note was not created; your draft is kept.`,
    ...(error?.kind === 'permission' ? others : [again(room, id), ...others]),
  );
}

/** What keeps it from being approved: nothing was kept or sent. */
function tellNotAsked(room: NotesRoom, id: string, error: AttioError): Promise<unknown> | undefined {
  if (error.kind === 'cancelled') return undefined;
  const { ui } = room.services;
  const others = remedies(error, ui);
  return ui.error(
    `${describe(error)} The note was not created; your draft is kept.`,
    ...(error.kind === 'permission' ? others : [again(room, id), ...others]),
  );
}

function tellForeign({ services: { ui } }: NotesRoom, { meta }: Draft): Promise<unknown> {
  return ui.warn(
    `This draft belongs to ${meta.account.name} (${meta.account.slug}), where you are not signed in. Sign in there, or choose a record of the account in use.`,
    { title: 'Sign In', run: () => commands.executeCommand('attio.signIn') },
    { title: 'Change Record…', run: () => commands.executeCommand('attio.changeDraftRecord') },
  );
}
