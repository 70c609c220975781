/** From a saved document to Attio: what is wrong, what both have changed, what would change; then the write. */
import {
  commands,
  Range,
  Selection,
  type TabInputTextDiff,
  type TextDocument,
  TextEditorRevealType,
  type Uri,
  window,
} from 'vscode';
import type { UpdateEntry, UpdateRecord } from '../../attio/writes.js';
import type { Problem } from '../../crm/document/ground.js';
import { takeValues } from '../../crm/document/merge.js';
import type { Reading } from '../../crm/document/parse.js';
import { carryOut } from '../changes/carryOut.js';
import { put } from '../changes/documents.js';
import { closeTabs } from '../closeTabs.js';
import { beginning } from '../markdown.js';
import type { RecordFile } from './file.js';
import { discard, discardGone, takeAlong } from './gone.js';
import { RecordGone, SURFACE } from './loadGround.js';
import type { RecordDocuments } from './room.js';
import { isEntry } from './rowKey.js';
import { sendInTurn } from './sendLoop.js';
import { rowUri } from './uri.js';

export const SEND = 'attio.sendRecord';
export const DIFFERENCE = 'attio.showRecordDifference';
export const REVERT = 'attio.revertRecord';
export const RESOLVE = 'attio.resolveRecord';
export const PROBLEM = 'attio.showRecordProblem';
export const COMPARE = 'attio.compareRecord';
export const TAKE_ALONG = 'attio.takeRecordTextAlong';

/** What only a record's document offers; these commands exist once one is open. */
export function registerSending(room: RecordDocuments): void {
  const { services } = room;
  const on = (id: string, run: (file: RecordFile, more?: unknown, how?: unknown) => Promise<unknown>) =>
    services.command(id, async (uri?: Uri, more?: unknown, how?: unknown) => {
      const address = uri?.scheme ? uri : window.activeTextEditor?.document.uri;
      const file = address && (await room.file(address));
      return file && run(file, more, how);
    });
  void commands.executeCommand('setContext', 'attio.savesRecords', true);
  // Also of a document that can no longer be read.
  services.command(TAKE_ALONG, (uri: Uri) => takeAlong(room, uri));
  on(COMPARE, (file) => compareSides(room, file));
  on(PROBLEM, async (file) => {
    const [first] = (await file.read(room.textOf(file))).problems;
    if (first) await jump(room, file, first);
  });
  on(RESOLVE, async (file, slug, how) => {
    if (typeof slug === 'string') await resolve(room, file, [slug], how === 'theirs' ? 'theirs' : 'mine');
  });
}

const name = (file: RecordFile) => beginning(file.title, 60);
const uriOf = (room: RecordDocuments, file: RecordFile): Uri =>
  room.documentOf(file)?.uri ?? rowUri(file.target, file.title);

/** Sends what the saved text asks for, after the person has seen it. Says why where it does not. */
export async function send(room: RecordDocuments, file: RecordFile): Promise<void> {
  await sendInTurn(room, file, name(file), () => attempt(room, file));
}

async function attempt(room: RecordDocuments, file: RecordFile): Promise<void> {
  const { services } = room;
  const { ui } = services;
  if (await refused(room, file)) return;
  const asked = await file.read(file.text);
  if (Object.keys(asked.changed).length === 0) return nothingToSend(room, file);
  // What Attio has now is what is compared with: the rest of the document follows, what both changed is shown.
  try {
    await room.refresh(file, true);
  } catch (error) {
    if (!(error instanceof RecordGone)) throw error;
    const { into, now } = error;
    const target = into && { object: into.object, recordId: into.recordId, account: file.target.account };
    const again = now ? ' Undo has put it back since: your text can go on from there.' : '';
    void ui.error(
      `${name(file)}: ${error.message}${again} Your text stays in the editor; nothing was sent.`,
      ...(now ? [{ title: 'Go On with My Text', run: () => takeAlong(room, uriOf(room, file)) }] : []),
      ...(into
        ? [
            {
              title: `Edit ${beginning(into.title, 40)}`,
              run: () => commands.executeCommand('attio.editRecord', target),
            },
          ]
        : []),
      { title: 'Discard My Text', run: () => discard(room, uriOf(room, file)) },
    );
    return;
  }
  if (await refused(room, file)) return;
  file.asked = file.text;
  file.again = false;
  const reading = await file.read(file.text);
  const clashes = file.openClashes(reading);
  if (clashes.length > 0) return tellClashes(room, file, clashes);
  const { changed } = reading;
  const slugs = Object.keys(changed);
  if (slugs.length === 0) return nothingToSend(room, file);
  const base = Object.fromEntries(slugs.map((slug) => [slug, [...(file.ground.base[slug] ?? [])]]));
  const { account: _, ...row } = file.target;
  const change: UpdateRecord | UpdateEntry =
    'entryId' in row
      ? { kind: 'entry.update', mode: 'overwrite', ...row, values: changed, base }
      : { kind: 'record.update', mode: 'overwrite', ...row, values: changed, base };
  const connection = await room.connection(file);
  const waiting = (waits: boolean) => {
    file.waits = waits;
    room.changed(file);
  };
  waiting(true);
  const outcome = await carryOut(services, connection, change, {
    surface: SURFACE,
    agreed: () => waiting(false),
    later: () => room.refresh(file, true),
    // Its entry was read above, and only what a person was asked in between takes longer than that is good for.
    ...(isEntry(file.target) && { seenAt: file.readAt, seenRef: file.ground.ref }),
  }).finally(() => waiting(false));
  if (outcome.status === 'declined') ui.status('Attio: nothing was sent; your changes are kept here');
  if (outcome.status === 'applied') {
    // First of all: whoever presses Undo now changes it back, and that is news again.
    file.sent(changed);
    await room.keep(file, room.textOf(file));
    await closeSides(file);
    // An entry is read anew in any case, and with it what was missed so far.
    if (isEntry(file.target)) file.missed = false;
    await room.refresh(file, outcome.applied.record === undefined);
    // What was typed on meanwhile was typed over our own change, and over nobody else's.
    if (slugs.filter((slug) => file.clashes.delete(slug)).length > 0) await room.keep(file, room.textOf(file));
  }
  if (outcome.status === 'conflict') await room.refresh(file, true);
}

/** The saved text is sound but for what is said here; true: it is not. */
async function refused(room: RecordDocuments, file: RecordFile): Promise<boolean> {
  const { ui } = room.services;
  const { problems } = await file.read(file.text);
  const [first] = problems;
  if (!first) return false;
  const line = file.text.slice(0, first.start).split('\n').length;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  await jump(room, file, first);
  void ui.warn(`Nothing was sent to Attio. Line ${line}: ${first.message}${more}`, {
    title: 'Show',
    run: () => jump(room, file, first),
  });
  return true;
}

async function nothingToSend(room: RecordDocuments, file: RecordFile): Promise<void> {
  await room.store.remove(file.target);
  room.services.ui.status(`Attio: ${name(file)} has no changes to send`);
}

async function jump(room: RecordDocuments, file: RecordFile, { start, end }: Problem): Promise<void> {
  const editor = await window.showTextDocument(uriOf(room, file));
  const range = rangeOf(editor.document, start, end);
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/**
 * From offsets in the text (UTF-16 units, `end` is behind the last one) as its readers give them; beyond the text they
 * are brought to its end.
 */
export function rangeOf(document: TextDocument, start: number, end: number): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}

/** The record as Attio has it, beside the document. */
export async function showDifference(room: RecordDocuments, file: RecordFile): Promise<void> {
  const left = put(`${name(file)} in Attio`, file.baseText, 'yaml');
  await commands.executeCommand('vscode.diff', left, uriOf(room, file), `${name(file)} (in Attio ↔ your changes)`);
}

/**
 * Asks where something was typed; then the text goes back to what Attio had (Undo in the editor brings it back), and
 * Attio is asked again. Of a record that is gone the document is closed, which is said. Rejects with AttioError; the
 * text is reverted by then.
 */
export async function revert(room: RecordDocuments, file: RecordFile): Promise<void> {
  const { ui } = room.services;
  const reading = await file.read(room.textOf(file));
  const count = Object.keys(reading.changed).length;
  if (count + reading.problems.length > 0) {
    const what = count === 1 ? 'the change' : count > 1 ? `${count} changes` : 'what you typed';
    const message = `Discard ${what} to ${name(file)}?`;
    const detail = 'The document goes back to what Attio has. Nothing is sent.';
    if ((await ui.confirm({ message, detail, verb: 'Discard', destructive: true })) !== 'Discard') return;
  }
  file.clashes.clear();
  await closeSides(file);
  await room.edit(file, 'whole');
  try {
    await room.refresh(file, true);
  } catch (error) {
    if (!(error instanceof RecordGone)) throw error;
    await discardGone(room, uriOf(room, file));
    ui.status(`Attio: ${name(file)} is not in Attio any more; your text of it is discarded`);
  }
}

const labels = (file: RecordFile, slugs: readonly string[]): string => {
  const titles = slugs.map((slug) => file.ground.attributes.find((one) => one.api_slug === slug)?.title ?? slug);
  return titles.map((title) => `“${beginning(title, 40)}”`).join(', ');
};

/** Both have changed the same: shows all three texts, and lets the person decide. */
async function tellClashes(room: RecordDocuments, file: RecordFile, slugs: string[]): Promise<void> {
  await compareSides(room, file);
  void room.services.ui.warn(
    `Nothing was sent: ${labels(file, slugs)} of ${name(file)} ${slugs.length === 1 ? 'was' : 'were'} changed in Attio since you began.`,
    { title: 'Overwrite with Mine', run: () => decide(room, file, slugs, 'mine') },
    { title: 'Take Attio’s', run: () => decide(room, file, slugs, 'theirs') },
    { title: 'Compare', run: () => compareSides(room, file) },
  );
}

/** The approval that follows shows what is overwritten. */
async function decide(room: RecordDocuments, file: RecordFile, slugs: string[], how: 'mine' | 'theirs'): Promise<void> {
  const open = file.openClashes(await file.read(room.textOf(file)));
  // Messages stay: what this one asks may have been decided since, here or in Attio.
  if (!slugs.some((slug) => open.includes(slug)))
    return room.services.ui.status(`Attio: nothing of ${name(file)} is in conflict any more`);
  await resolve(room, file, slugs, how);
  const document = room.documentOf(file);
  if (document?.isDirty) await room.settle(document);
  await send(room, file);
}

async function resolve(
  room: RecordDocuments,
  file: RecordFile,
  slugs: string[],
  how: 'mine' | 'theirs',
): Promise<void> {
  for (const slug of slugs) file.clashes.delete(slug);
  if (how === 'theirs') {
    const { layout }: Reading = await file.read(room.textOf(file));
    await room.edit(file, takeValues(layout, slugs, file.ground));
  }
  await room.keep(file, room.textOf(file));
  room.changed(file);
  if (file.openClashes(await file.read(room.textOf(file))).length === 0) await closeSides(file);
}

const sidesTitle = (file: RecordFile): string => `${name(file)}: Attio’s changes and yours`;

/** Where the sides of a conflict are shown: the text of Attio's side, by which its tab is known. */
const shownSides = new WeakMap<RecordFile, string>();

/** Closes what shows the sides of a conflict: once it is decided, they only mislead. */
async function closeSides(file: RecordFile): Promise<void> {
  const theirs = shownSides.get(file);
  shownSides.delete(file);
  if (theirs === undefined) return;
  await closeTabs(({ input, label }) => {
    // A tab of several comparisons has no class of its own in the API; what it compares is on it once it is read.
    const { textDiffs } = (input ?? {}) as { textDiffs?: readonly TabInputTextDiff[] };
    if (!textDiffs || !label.startsWith(sidesTitle(file))) return false;
    return textDiffs.length === 0 || textDiffs.some(({ modified }) => modified.toString() === theirs);
  });
}

/**
 * What Attio's side and the person's have made of the same text, one comparison below the other. Not in VS Code's merge
 * editor: before that closes it asks whether to leave "unhandled conflicts", though the document has decided them.
 */
async function compareSides(room: RecordDocuments, file: RecordFile): Promise<void> {
  await closeSides(file);
  const document = room.documentOf(file);
  // The editor of a saved document takes a moment to follow what `refresh` has put into it.
  const text = document?.isDirty ? document.getText() : file.text;
  // Under one name: VS Code would call them renamed.
  const pair = (label: string, after: string) =>
    [file.textBegun(after), after].map((side) => put(`${name(file)}, before and ${label}`, side, 'yaml')) as [Uri, Uri];
  const [was, theirs] = pair('in Attio now', file.baseText);
  const [begun, mine] = pair('yours', text);
  shownSides.set(file, theirs.toString());
  await commands.executeCommand('vscode.changes', sidesTitle(file), [
    [theirs, was, theirs],
    [mine, begun, mine],
  ]);
}
