/** "Publish File as Note": a note on each record chosen, and afterwards the same notes again whenever the file changes. */
import { commands, Range, Selection, type TextDocument, window } from 'vscode';
import type { Note } from '../../attio/types.js';
import { recordUrl } from '../../attio/webUrl.js';
import type { CreateNote, UpdateNote } from '../../attio/writes.js';
import { dateOf } from '../../crm/publish/fileDate.js';
import { outboxOf } from '../outbox/outbox.js';
import type { NoteToSend } from '../outbox/types.js';
import { canWriteNotes } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { adopt } from './adopt.js';
import { chooseAccount } from './chooseAccount.js';
import { type Chosen, chooseRecords } from './chooseRecords.js';
import { closeDifferences, closeMerge, settleConflicts, showDifference } from './conflict.js';
import { earlierWaits } from './earlier.js';
import { brokenPart, documentOf, type LinkedRecord, type Published, publishedFile } from './file.js';
import { expect, type FileOrigin, listen } from './finish.js';
import { digestOfText } from './memory.js';
import { refreshLenses } from './refresh.js';
import { digestOfFile, formOf, type Standing, sentText, standingOf } from './state.js';
import { tellInStep, tellPublished } from './tellPublished.js';
import { listed, recordName, unreached } from './words.js';

export const SURFACE = 'notes.publish';
/** So often the person is asked anew when somebody changes the note while they decide. */
const MAX_ROUNDS = 5;

/** `argument`: an address, `{ uri, another }` of a code lens (to further records), or nothing: the active editor. */
export async function publishFile(services: Services, argument?: unknown): Promise<void> {
  const document = await documentOf(services, argument);
  if (!document) return;
  listen(services);
  const further =
    typeof argument === 'object' && argument !== null && 'another' in argument && argument.another === true;
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const file = publishedFile(services, document);
      if (await refused(services, document, file)) return;
      const connection = await chooseAccount(services, file, further);
      if (!connection) return;
      if (!(await attempt(services, connection, document, file, further))) return;
    }
  } finally {
    refreshLenses();
  }
}

/** Says what keeps the file from being published, and brings the person there. */
async function refused({ ui }: Services, document: TextDocument, file: Published): Promise<boolean> {
  const broken = brokenPart(file);
  if (broken) {
    const show = {
      title: 'Show',
      run: async () => {
        const editor = await window.showTextDocument(document);
        const at = document.lineAt(Math.min(broken.line, document.lineCount) - 1).range;
        editor.selection = new Selection(at.start, at.end);
        editor.revealRange(new Range(at.start, at.end));
      },
    };
    await ui.warn(`${file.name} was not published. ${broken.message}`, show);
    return true;
  }
  if (file.note.content.trim() !== '') return false;
  await ui.info(
    `${file.name} has no text to publish${file.note.front.title === undefined ? '' : ' below its front matter'}.`,
  );
  return true;
}

/** True: something changed meanwhile, and it is to be asked anew. */
async function attempt(
  services: Services,
  connection: Connection,
  document: TextDocument,
  file: Published,
  further: boolean,
): Promise<boolean> {
  const { ui } = services;
  const { account } = connection;
  if (!canWriteNotes(account)) {
    await ui.warn(`The API key for ${account.name} may not write notes: grant it the scope note:read-write in Attio.`);
    return false;
  }
  if (document.isUntitled && file.linkIn === 'storage') {
    await ui.info('Save the file first: what it is published as is remembered by its name.', {
      title: 'Save…',
      run: () => commands.executeCommand('workbench.action.files.save'),
    });
    return false;
  }
  const waits = await earlierWaits(services, file);
  if (waits !== 'go on') return waits === 'anew';
  const own = file.links.filter(({ workspace }) => workspace === account.slug);
  const published = own.filter(({ note }) => note !== undefined);
  if (published.length === 0 && !further) {
    const adopted = await adopt(services, connection, file);
    if (adopted !== 'go on') return adopted === 'anew';
  }
  const notes: NoteToSend[] = [];
  const shown: Standing[] = [];
  if (published.length > 0 && !further) {
    const standings = await readStandings(services, connection, file, published);
    const settled = await settleConflicts(services, connection, document, file, standings);
    if (settled === 'cancel') {
      await closeDifferences(file);
      return false;
    }
    if (settled === 'anew') return true;
    if (settled.some(({ state }) => state !== 'inStep')) await prepared(services, file);
    for (const standing of settled) {
      const note =
        standing.state === 'deleted'
          ? await anew(connection, file, standing.link)
          : await update(connection, file, standing);
      if (note) notes.push(note);
      if (standing.note) shown.push(standing);
    }
  }
  const records = await furtherRecords(services, connection, file, own, further);
  if (records === undefined) return false;
  if (records.length > 0) await prepared(services, file);
  for (const record of records) notes.push(await creation(connection, file, record));
  if (notes.length === 0) {
    await tellInStep(services, connection, document, file, published);
    return false;
  }
  return send(services, connection, document, file, { notes, shown });
}

/** A long text takes its time to get into Attio's form: said before, and kept by `formOf`. */
async function prepared({ ui }: Services, file: Published): Promise<void> {
  await ui.progress({ title: 'Preparing the note…', where: 'window' }, async () => {
    // The title is on its way before the work begins.
    await new Promise((resolve) => setImmediate(resolve));
    await formOf(file);
  });
}

async function readStandings(
  services: Services,
  connection: Connection,
  file: Published,
  links: readonly LinkedRecord[],
): Promise<Standing[]> {
  return services.ui.progress({ title: 'Reading the notes in Attio…', where: 'window' }, () =>
    Promise.all(links.map(async (link) => standingOf(services, file, link, await noteNow(connection, link.note!)))),
  );
}

/** As Attio has it; where it cannot be reached, as it was when it was last read. */
async function noteNow({ catalog }: Connection, noteId: string): Promise<Note | undefined> {
  const read = { surface: SURFACE };
  try {
    return await catalog.note(noteId, { ...read, fresh: true });
  } catch (error) {
    if (!unreached(error)) throw error;
    return (await catalog.note(noteId, read).catch(() => undefined)) ?? Promise.reject(error);
  }
}

/** Records of the front matter that have no note yet; of a file without notes, or when asked to, those chosen now. */
async function furtherRecords(
  services: Services,
  connection: Connection,
  file: Published,
  own: readonly LinkedRecord[],
  further: boolean,
): Promise<Chosen[] | undefined> {
  const has = new Set(own.filter(({ note }) => note !== undefined).map(({ ref }) => ref.recordId));
  if (has.size === 0 || further) return chooseRecords(services, connection, file, has);
  const open = own.filter(({ note }) => note === undefined);
  return Promise.all(open.map(async ({ ref }) => ({ ref, title: await recordName(connection, ref) })));
}

async function creation(connection: Connection, file: Published, { ref, title }: Chosen): Promise<NoteToSend> {
  const { note } = file;
  const link = file.links.find((one) => one.ref.recordId === ref.recordId);
  const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  // A note of a meeting hangs on it, whichever record it is on.
  const { meeting } = link?.meeting === undefined ? (file.links.find((one) => one.meeting !== undefined) ?? {}) : link;
  const { createdAt, problem } = await dateOf(
    { date: note.front.date, name: file.name },
    { now: new Date(), timeZone },
  );
  const change: CreateNote = {
    kind: 'note.create',
    parentObject: ref.object,
    parentRecordId: ref.recordId,
    title: note.title,
    format: note.format,
    content: await sentText(file),
    ...(createdAt !== undefined && { createdAt }),
    ...(meeting !== undefined && { meetingId: meeting }),
  };
  const origin: FileOrigin = {
    kind: 'file',
    uri: file.uri.toString(),
    record: link?.record ?? recordUrl(connection.account.slug, ref.object, ref.recordId),
    local: digestOfFile(file),
    text: digestOfText(file.note.content),
  };
  return { change, origin, recordName: title, warnings: [...(await rewrites(file)), ...(problem ? [problem] : [])] };
}

/** In the place of a note that was deleted in Attio. */
async function anew(connection: Connection, file: Published, link: LinkedRecord): Promise<NoteToSend> {
  const made = await creation(connection, file, { ref: link.ref, title: await recordName(connection, link.ref) });
  return { ...made, origin: { ...(made.origin as FileOrigin), record: link.record, replaces: link.note! } };
}

/** undefined: Attio has it already. */
async function update(
  connection: Connection,
  file: Published,
  { link, note, state }: Standing,
): Promise<NoteToSend | undefined> {
  if (!note || state === 'inStep') return undefined;
  const content = await sentText(file);
  const change: UpdateNote = {
    kind: 'note.update',
    noteId: note.id.note_id,
    ...(note.title.trim() !== file.note.title.trim() && { title: file.note.title }),
    format: file.note.format,
    content,
    base: {
      parentObject: note.parent_object,
      parentRecordId: note.parent_record_id,
      title: note.title,
      content: note.content_markdown,
    },
  };
  const origin: FileOrigin = {
    kind: 'file',
    uri: file.uri.toString(),
    record: link.record,
    local: digestOfFile(file),
    text: digestOfText(file.note.content),
  };
  const ref = { object: note.parent_object, recordId: note.parent_record_id };
  return { change, origin, recordName: await recordName(connection, ref), warnings: await rewrites(file) };
}

/** One sentence for all that is rewritten; the preview says each. */
async function rewrites(file: Published): Promise<string[]> {
  const { rewritten } = await formOf(file);
  if (rewritten.length === 0) return [];
  const [what, it] = rewritten.length === 1 ? ['One piece', 'is'] : [`${rewritten.length} pieces`, 'are'];
  return [
    `${what} of Markdown that Attio does not keep ${it} put in another form; “Preview as Attio Keeps It” shows where.`,
  ];
}

interface Sending {
  notes: NoteToSend[];
  /** What is overwritten, to be shown before. */
  shown: Standing[];
}

async function send(
  services: Services,
  connection: Connection,
  document: TextDocument,
  file: Published,
  { notes, shown }: Sending,
): Promise<boolean> {
  const updates = shown.filter(({ state }) => state !== 'inStep');
  for (const standing of distinct(updates)) await showDifference(services, connection, file, standing);
  const names = notes.map(({ recordName: name = 'a record' }) => name);
  const only = updates.length === notes.length;
  const outcome = await outboxOf(services).send(connection, notes, {
    surface: SURFACE,
    ...(notes.length > 1 && {
      title: `${only ? 'Update' : 'Publish'} “${oneLine(file.note.title, 80)}” on ${listed(names)}`,
    }),
    verb: only ? 'Update' : 'Publish',
  });
  if (outcome.status === 'declined') {
    await closeDifferences(file);
    return false;
  }
  // Somebody was faster: what is there now is shown.
  if (outcome.status === 'conflict') return true;
  await closeDifferences(file);
  await closeMerge(document);
  if (outcome.results.some(({ status }) => status !== 'sent')) await expect(services, file.uri.toString());
  await tellPublished(services, connection, document, file, outcome.results);
  return false;
}

/** Of notes with the same text, one. */
function distinct(standings: readonly Standing[]): Standing[] {
  const seen = new Map(standings.map((one) => [`${one.note?.title}\n${one.note?.content_markdown}`, one]));
  return [...seen.values()];
}
