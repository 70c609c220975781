/** From a saved document to Attio: what is wrong, what both have changed, what would change; then by way of the outbox. */
import { commands, type TextDocument, type Uri, window } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import type { CreateNote, UpdateNote } from '../../attio/writes.js';
import type { DraftProblem } from '../../crm/draft.js';
import { put } from '../changes/documents.js';
import { tellApplied } from '../changes/tell.js';
import { sendInTurn } from '../documents/sendLoop.js';
import { report } from '../failure.js';
import { lineRange } from '../notes/draftText.js';
import { keptText } from '../notes/keptText.js';
import { outboxOf } from '../outbox/outbox.js';
import { tellKept } from '../outbox/tell.js';
import type { Result } from '../outbox/types.js';
import type { Connection } from '../services.js';
import { askConflict, compareSides, nameOf, resolve, uriOf } from './conflict.js';
import type { DocumentOrigin } from './finish.js';
import { sendGone } from './gone.js';
import { NoteGone, SURFACE } from './ground.js';
import { digestOf, type NoteFile, type NoteReading } from './noteFile.js';
import { printNote } from './noteText.js';
import { isOffline, type NoteDocuments, waitingOf } from './room.js';

export const SEND = 'attio.sendNote';
export const DIFFERENCE = 'attio.showNoteDifference';
export const REVERT = 'attio.revertNote';
export const COMPARE = 'attio.compareNoteSides';
export const RESOLVE = 'attio.resolveNote';
export const PROBLEM = 'attio.showNoteProblem';
export const SEND_WAITING = 'attio.sendWaitingNote';
export const TAKE_BACK = 'attio.takeBackNote';

/** Somebody may change the note again while one decides; more often than so, one tries again by hand. */
const MAX_ROUNDS = 5;
/** A huge note with a table in every paragraph still leaves a dialog that one can read. */
const MAX_REWRITES = 6;

/** What only a document of a note offers; these commands exist once one is open. */
export function registerSending(room: NoteDocuments): void {
  const { services } = room;
  const on = (id: string, run: (file: NoteFile, more?: unknown) => Promise<unknown>) =>
    services.command(id, async (uri?: Uri, more?: unknown) => {
      const address = uri?.scheme ? uri : window.activeTextEditor?.document.uri;
      const file = address && (await room.file(address));
      return file && run(file, more);
    });
  void commands.executeCommand('setContext', 'attio.savesNotes', true);
  on(COMPARE, (file) => compareSides(room, file));
  on(PROBLEM, async (file) => {
    const [first] = file.read(room.textOf(file)).problems;
    if (first) await jump(room, file, first);
  });
  on(RESOLVE, (file, how) => resolve(room, file, how === 'theirs' ? 'theirs' : 'mine'));
  on(SEND_WAITING, async ({ target }) => {
    for (const { id } of await waitingOf(services, target.noteId)) await outboxOf(services).sendNow(id);
  });
  on(TAKE_BACK, async (file) => {
    for (const { id } of await waitingOf(services, file.target.noteId)) await outboxOf(services).takeBack(id);
    room.changed(file);
  });
}

/** Sends what the saved text asks for, after the person has seen it. Says why where it does not. */
export async function send(room: NoteDocuments, file: NoteFile): Promise<void> {
  await sendInTurn(room, file, nameOf(file), () => attempt(room, file));
}

/** The text as it is typed, saved first. */
export async function sendDocument(room: NoteDocuments, file: NoteFile): Promise<void> {
  const document = room.documentOf(file);
  if (document?.isDirty) await room.settle(document);
  await send(room, file);
}

async function attempt(room: NoteDocuments, file: NoteFile): Promise<void> {
  const { ui } = room.services;
  if (refused(room, file)) return;
  if (file.read(file.text).changed.length === 0 && file.gone === undefined) return nothingToSend(room, file);
  if (!(await earlierIsSettled(room, file))) return;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    // What Attio has now is what is compared with: what the person has not touched follows, what both changed is shown.
    try {
      await room.refresh(file, true);
    } catch (error) {
      if (error instanceof NoteGone) return sendGone(room, file);
      // What is known is good enough to be agreed to: it is sent, and compared again, when Attio can be reached.
      if (!isOffline(error)) throw error;
    }
    if (refused(room, file)) return;
    if (file.clashes.size > 0) {
      const answer = await askConflict(room, file);
      if (answer === undefined) return void ui.status('Attio: nothing was sent; your changes are kept here');
      await resolve(room, file, answer);
    }
    file.asked = file.text;
    file.again = false;
    const reading = file.read(file.text);
    if (reading.changed.length === 0) return nothingToSend(room, file);
    if ((await write(room, file, reading)) !== 'again') return;
  }
  await ui.warn(
    `“${nameOf(file)}” is being changed in Attio again and again. Nothing was sent; your text is kept here.`,
  );
}

/** `again`: somebody was faster; what is there now is to be shown. */
async function write(room: NoteDocuments, file: NoteFile, { changed, parsed }: NoteReading): Promise<'again' | 'over'> {
  const { services } = room;
  const { base, target } = file;
  const connection = await room.connection(file);
  const sent = changed.includes('content') ? await forSending(parsed) : undefined;
  const change: UpdateNote = {
    kind: 'note.update',
    noteId: target.noteId,
    ...(changed.includes('title') && { title: parsed.title }),
    ...(sent && { format: 'markdown', content: sent.content }),
    base: {
      parentObject: base.parentObject,
      parentRecordId: base.parentRecordId,
      title: base.title,
      content: base.content,
    },
  };
  const origin: DocumentOrigin = { kind: 'note', noteId: target.noteId, digest: digestOf(parsed) };
  const outcome = await outboxOf(services).send(
    connection,
    [{ change, origin, recordName: base.record.name, warnings: sent?.warnings ?? [] }],
    { surface: SURFACE, quiet: true },
  );
  if (outcome.status === 'conflict') return 'again';
  if (outcome.status === 'declined') {
    services.ui.status('Attio: nothing was sent; your changes are kept here');
    return 'over';
  }
  const [result] = outcome.results;
  return result ? settled(room, file, connection, { result, change }) : 'over';
}

/** The body as Attio keeps it, with what is rewritten for that, by the lines of the document. */
export async function forSending({
  body,
  lines,
}: NoteReading['parsed']): Promise<{ content: string; warnings: string[] }> {
  const { content, warnings: all } = await keptText(body);
  const warnings = all
    .slice(0, MAX_REWRITES)
    .map((sentence) => sentence.replace(/^Line (\d+)/, (_all, line) => `Line ${Number(line) + lines.body - 1}`));
  const more = all.length - warnings.length;
  return { content, warnings: more > 0 ? [...warnings, `And ${more} more pieces are put in another form.`] : warnings };
}

/** Says what came of it. What was refused does not wait in the outbox: its text is in the document. */
export async function settled(
  room: NoteDocuments,
  file: NoteFile,
  connection: Connection,
  { result, change }: { result: Result; change: UpdateNote | CreateNote },
): Promise<'again' | 'over'> {
  const { services } = room;
  const outbox = outboxOf(services);
  if (result.status === 'waiting') {
    room.changed(file);
    void tellKept(services, outbox, [result]);
    return 'over';
  }
  if (result.status === 'refused') {
    await outbox.takeBack(result.item.id);
    const { error } = result;
    if (result.conflicts || AttioError.is(error, 'not-found')) return 'again';
    if (error) void report(error, services);
    services.ui.status('Attio: nothing was sent; your changes are kept here');
    return 'over';
  }
  const { applied } = result;
  if (applied.approval === undefined && !applied.alreadyDone && change.kind === 'note.update') {
    services.ui.status(`Attio: ${nameOf(file)} has no changes to send`);
    return 'over';
  }
  void tellApplied({ services, connection, change, options: { surface: SURFACE } }, applied).catch((error) =>
    report(error, services),
  );
  return 'over';
}

const SEND_FIRST = 'Send It First';
const REPLACE = 'Replace It';

/** An earlier version that waits in the outbox goes first, or not at all. false: it is still there. */
async function earlierIsSettled(room: NoteDocuments, file: NoteFile): Promise<boolean> {
  const { services } = room;
  const items = await waitingOf(services, file.target.noteId);
  if (items.length === 0) return true;
  const why = items.map(({ message }) => message).find((message) => message !== undefined);
  const answer = await services.ui.confirm({
    message: `An earlier version of “${nameOf(file)}” waits in the outbox`,
    detail: `It has not reached Attio yet.${why ? ` ${why}` : ''} Take it out and send what is in the document instead, or send it first?`,
    verb: REPLACE,
    others: [SEND_FIRST],
  });
  if (answer === undefined) return false;
  const outbox = outboxOf(services);
  for (const { id } of items) {
    if (answer === SEND_FIRST) await outbox.sendNow(id);
    // What cannot be taken out has said why: it may be in Attio already.
    else if (!(await outbox.takeBack(id))) return false;
  }
  return (await waitingOf(services, file.target.noteId)).length === 0;
}

/** The saved text is sound but for what is said here; true: it is not. */
function refused(room: NoteDocuments, file: NoteFile): boolean {
  const { problems } = file.read(file.text);
  const [first] = problems;
  if (!first) return false;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  void jump(room, file, first);
  void room.services.ui.warn(
    `Nothing was sent to Attio. Line ${first.line}: ${first.message}${more}`,
    { title: 'Show', run: () => jump(room, file, first) },
    { title: 'Put the Head Back', run: () => putHeadBack(room, file) },
  );
  return true;
}

/** Title and record as they were; the text below stays. */
async function putHeadBack(room: NoteDocuments, file: NoteFile): Promise<void> {
  const { parsed } = file.read(room.textOf(file));
  const { base } = file;
  await room.put(file, printNote({ ...base, title: parsed.title || base.title, content: parsed.body }));
}

async function nothingToSend(room: NoteDocuments, file: NoteFile): Promise<void> {
  await room.store.remove(file.target);
  room.services.ui.status(`Attio: ${nameOf(file)} has no changes to send`);
}

async function jump(room: NoteDocuments, file: NoteFile, { line }: DraftProblem): Promise<void> {
  const uri = uriOf(room, file);
  const document: TextDocument | undefined = room.documentOf(file);
  const selection = document && lineRange(document, line);
  await window.showTextDocument(uri, { preview: false, ...(selection && { selection }) });
}

/** The note as Attio has it, beside the document. */
export async function showDifference(room: NoteDocuments, file: NoteFile): Promise<void> {
  const name = nameOf(file);
  const left = put(`${name} in Attio`, printNote(file.live), 'md');
  await commands.executeCommand('vscode.diff', left, uriOf(room, file), `${name} (in Attio ↔ your changes)`);
}

/**
 * Asks where something was typed; then the text goes back to what Attio had (Undo in the editor brings it back), and
 * Attio is asked again. Of a note that is gone, that is said. Rejects with AttioError; the text is reverted by then.
 */
export async function revert(room: NoteDocuments, file: NoteFile): Promise<void> {
  const { ui } = room.services;
  if (file.isUnsent(room.textOf(file))) {
    const message = `Discard your changes to “${nameOf(file)}”?`;
    const detail = 'The document goes back to what Attio has. Nothing is sent.';
    if ((await ui.confirm({ message, detail, verb: 'Discard', destructive: true })) !== 'Discard') return;
  }
  file.see(file.live);
  await room.put(file, file.baseText);
  try {
    await room.refresh(file, true);
  } catch (error) {
    if (!(error instanceof NoteGone)) throw error;
    await ui.warn(`“${nameOf(file)}”: ${error.message}`);
  }
}
