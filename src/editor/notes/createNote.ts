/** From a draft to a note in Attio: look at it, agree, send it once, say what came of it. */
import { commands, type Uri, window, workspace } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import type { Note } from '../../attio/types.js';
import type { CreateNote } from '../../attio/writes.js';
import { deletionOf } from '../../changes/noteWrites.js';
import { parseDraft } from '../../crm/draft.js';
import { approver, refuseUntrusted } from '../changes/approve.js';
import { describe, remedies } from '../failure.js';
import type { Connection } from '../services.js';
import type { Button } from '../ui.js';
import type { Claim } from './claim.js';
import { tellCreated, urlOf } from './created.js';
import { type Attempt, type Draft, DraftGone } from './draftStore.js';
import { BUSY, draftOf, showProblem } from './drafts.js';
import { obstacles } from './draftText.js';
import { noteOf, sameNote } from './earlier.js';
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
 * "Create Note" in a draft. A second press while the first runs does nothing; another window's press is refused.
 * `uri`: the draft's address; without it, the draft in the active editor.
 */
export async function createNoteFromDraft(room: NotesRoom, uri?: Uri): Promise<void> {
  const id = await draftOf(room, uri);
  if (id === undefined || room.sending.has(id)) return;
  room.sending.add(id);
  let afterwards: Afterwards | undefined;
  try {
    afterwards = await attempt(room, id);
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
  const change: CreateNote = {
    kind: 'note.create',
    parentObject: record.ref.object,
    parentRecordId: record.ref.recordId,
    title: parts.title.trim(),
    format: 'markdown',
    content: parts.body,
  };
  return send(room, connection, { id, draft, change, earlier: unsettled(draft.meta.attempt) });
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

/** An earlier try that may have succeeded. */
function unsettled(attempt: Attempt | undefined): Attempt | undefined {
  return attempt && attempt.state !== 'failed' ? attempt : undefined;
}

interface Sending {
  id: string;
  draft: Draft;
  change: CreateNote;
  earlier: Attempt | undefined;
}

async function send(room: NotesRoom, connection: Connection, sending: Sending): Promise<Afterwards | undefined> {
  const { id, change, earlier } = sending;
  const { ui } = room.services;
  let claim: Claim | undefined;
  let landed = () => {};
  const begin = async () => {
    claim = await room.store.claim(id);
    if (claim === undefined) throw new Busy();
    // Another window may have sent, discarded or changed it while this one was asking.
    const now = await room.store.read(id);
    if (now === undefined) throw new DraftGone();
    if (now.text !== sending.draft.text || now.meta.attempt?.at !== sending.draft.meta.attempt?.at) throw new Busy();
    await room.store.describe(id, { attempt: { state: 'sending', at: new Date().toISOString(), change } });
    await room.changed(id);
    const done = new Promise<void>((resolve) => {
      landed = resolve;
    });
    void ui.progress({ title: 'Creating the note in Attio…', where: 'window' }, () => done);
  };
  try {
    if (earlier) {
      const made = await noteOf(connection, earlier);
      if (made && sameNote(earlier.change, change)) return await foundDone(room, connection, sending, made);
      if (made && !(await another(room, connection, made))) return undefined;
      // That try is settled; what is sent now is a note of its own.
      if (made) {
        sending.earlier = undefined;
        sending.draft.meta = await room.store.describe(id, { attempt: undefined });
      }
    }
    const approve = approver(room.services, { surface: SURFACE, accountId: connection.account.id, agreed: begin });
    const outcome = await connection.write(change, { surface: SURFACE, approve, mayBeDone: false });
    // A create meets no conflict: there was nothing before it.
    if (outcome.status === 'declined' || outcome.status === 'conflict') return undefined;
    if (outcome.status === 'failed') return await failed(room, sending, outcome.error, claim !== undefined);
    const typedOn = await done(room, id, sending.draft);
    return () => tellCreated(room, connection, outcome.applied, { draft: sending.draft, typedOn });
  } catch (error) {
    if (error instanceof DraftGone) return () => tellGone(room, id);
    if (error instanceof Busy) return () => ui.warn(error.message);
    if (AttioError.is(error)) return await failed(room, sending, error, claim !== undefined);
    throw error;
  } finally {
    landed();
    await claim?.release();
  }
}

/** Removes a draft that has served, unless it was typed in meanwhile: then it stays, and true is returned. */
async function done(room: NotesRoom, id: string, draft: Draft): Promise<boolean> {
  const typedOn = (await room.textOf(id)) !== draft.text;
  if (typedOn) await room.store.describe(id, { attempt: undefined });
  else await room.remove(id);
  return typedOn;
}

/** The earlier try had made the note: nothing is sent, and the draft has served. */
async function foundDone(room: NotesRoom, connection: Connection, sending: Sending, note: Note): Promise<Afterwards> {
  const { id, draft, change } = sending;
  connection.catalog.learnNote(note);
  const typedOn = await done(room, id, draft);
  const approval = { how: 'asked' as const, at: new Date().toISOString(), surface: SURFACE };
  const applied = { change, approval, note, alreadyDone: true, differences: [], undo: deletionOf(note) };
  return () => tellCreated(room, connection, applied, { draft, typedOn });
}

/** The earlier try made a note, and the draft says something else by now: whether to create another. */
async function another({ services: { ui } }: NotesRoom, connection: Connection, made: Note): Promise<boolean> {
  const verb = 'Create Another Note';
  const open = 'Open in Attio';
  const answer = await ui.confirm({
    message: `The last try did create the note “${made.title}”`,
    detail: 'You have changed the draft since. Create a second note with the text as it is now?',
    verb,
    others: [open],
  });
  if (answer === open) {
    const ref = { object: made.parent_object, recordId: made.parent_record_id };
    await ui.openExternal(urlOf(connection, made.id.note_id, ref));
  }
  return answer === verb;
}

async function failed(room: NotesRoom, sending: Sending, error: AttioError, begun: boolean): Promise<Afterwards> {
  const { ui } = room.services;
  const { id, change, earlier } = sending;
  const unknown = error.fate === 'unknown';
  if (begun || unknown) {
    const at = new Date().toISOString();
    // A look that failed says nothing about the try it was to settle: that stays open.
    const attempt: Attempt =
      earlier && !unknown ? earlier : { state: unknown ? 'unknown' : 'failed', at, change, message: error.kind };
    await room.store.describe(id, { attempt }).catch(() => {});
  }
  // Of an unknown fate the error itself says what is known and that trying again looks first.
  const fate = unknown ? 'Your draft is kept.' : 'The note was not created; your draft is kept.';
  const again: Button = {
    title: 'Try Again',
    run: () => commands.executeCommand('attio.createNoteFromDraft', room.documentOf(id)?.uri),
  };
  const others = remedies(error, ui);
  const buttons = error.kind === 'permission' ? others : [again, ...others];
  return () => ui.error(`${describe(error)} ${fate}`, ...buttons);
}

function tellForeign({ services: { ui } }: NotesRoom, { meta }: Draft): Promise<unknown> {
  return ui.warn(
    `This draft belongs to ${meta.account.name} (${meta.account.slug}), where you are not signed in. Sign in there, or choose a record of the account in use.`,
    { title: 'Sign In', run: () => commands.executeCommand('attio.signIn') },
    { title: 'Change Record…', run: () => commands.executeCommand('attio.changeDraftRecord') },
  );
}
