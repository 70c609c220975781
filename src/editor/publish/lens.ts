/** Code lenses of published files. */
import { type CancellationToken, CodeLens, Range, type TextDocument, Uri, window, workspace } from 'vscode';
import { outboxOf } from '../outbox/outbox.js';
import { plain } from '../plain.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { waitingOf } from './earlier.js';
import { brokenPart, type LinkedRecord, nameOf, type Published, publishedFile } from './file.js';
import { knownNote } from './memory.js';
import { lensesBy } from './refresh.js';
import { changedHere, type NoteState, standingOf } from './state.js';
import { listed, recordName } from './words.js';

const TOP = new Range(0, 0, 0, 0);
const SURFACE = 'notes.publish';
/** Attio may be slow: what is known without it shows first, and the rest when it is there. */
const PATIENCE_MS = 1_200;

type Shown = NoteState | 'notYet' | 'unknownSame' | 'unknownHere' | 'unknown' | 'foreign';

const WORDS: Record<Shown, [icon: string, words: string, tooltip: string]> = {
  inStep: ['check', 'in step', 'Attio has what this file has.'],
  here: ['cloud-upload', 'changed here since', 'This file was changed since it was published.'],
  there: ['cloud-download', 'changed in Attio since', 'The note was changed in Attio since; this file was not.'],
  both: ['git-compare', 'changed on both sides', 'The note in Attio and this file say different things.'],
  deleted: ['trash', 'deleted in Attio', 'The note is not in Attio any more. Publishing offers to create it anew.'],
  notYet: ['cloud', 'not published yet', 'The front matter names this record, and it has no note of this file yet.'],
  unknownSame: ['question', 'as it was published', 'Attio was not reached; this file was not changed since.'],
  unknownHere: [
    'cloud-upload',
    'changed here since',
    'This file was changed since it was published. Attio was not reached.',
  ],
  unknown: ['question', 'not compared', 'Attio was not reached.'],
  foreign: ['account', 'in an account that is not signed in here', 'Sign in to that account to publish there.'],
};

/** Remote names reach a title. */
const named = (text: string) => plain(oneLine(text, 60));

const watched = new WeakSet<object>();

/** Changes of notes, by us or by others, show. */
function watchOver(services: Services, connection: Connection | undefined, changed: () => void): void {
  const outbox = outboxOf(services);
  if (!watched.has(outbox)) {
    watched.add(outbox);
    services.context.subscriptions.push(
      outbox.onDidChange(changed),
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) changed();
      }),
    );
  }
  if (connection && !watched.has(connection)) {
    watched.add(connection);
    connection.catalog.onDidChange(({ what }) => {
      if (what !== 'object') changed();
    });
  }
}

interface Line {
  link: LinkedRecord;
  shown: Shown;
  name: string;
  /** Another file that sent the note last. */
  other?: string;
}

/**
 * Above the first line: where its notes are and how they stand, and what can be done. Empty for a file without links of
 * which nothing waits in the outbox, and where the setting `attio.notes.codeLens` is off. What Attio says only after
 * `PATIENCE_MS`, and what changes later, is told by `changed`.
 */
export async function lensesOf(
  services: Services,
  document: TextDocument,
  token: CancellationToken,
  changed: () => void,
): Promise<CodeLens[]> {
  lensesBy(changed);
  if (!workspace.getConfiguration('attio', document).get('notes.codeLens')) return [];
  const file = publishedFile(services, document);
  const broken = brokenPart(file);
  const argument = { uri: document.uri.toString() };
  const lens = (title: string, tooltip: string, command: string, more: object = {}) =>
    new CodeLens(TOP, { title, tooltip, command, arguments: [{ ...argument, ...more }] });
  if (broken) return [lens('$(warning) Front matter that cannot be read', broken.message, 'attio.publishFile')];
  const waiting = await waitingOf(services, document.uri.toString());
  watchOver(services, undefined, changed);
  if (file.links.length === 0 && waiting.length === 0) return [];
  const lines = await linesOf(services, file, changed);
  if (token.isCancellationRequested) return [];
  const lenses: CodeLens[] = [];
  if (waiting.length > 0) {
    const names = listed(waiting.map(({ recordName: name = 'a record' }) => named(name)));
    const stuck = waiting.find(({ state }) => state === 'refused' || state === 'conflict');
    const why =
      waiting.map(({ message }) => message).find((one) => one !== undefined) ??
      'It is sent as soon as Attio can be reached.';
    lenses.push(
      stuck
        ? lens(`$(error) Not accepted by Attio: the note on ${names}`, why, 'attio.publishFile')
        : lens(`$(clock) Waits to be sent: the note on ${names}`, why, 'attio.publishFile'),
    );
  }
  for (const [shown, group] of Map.groupBy(lines, (line) => line.shown)) {
    const [icon, words, tooltip] = WORDS[shown];
    const names = listed(group.map(({ name }) => named(name)));
    const accounts =
      services.accounts.list.length > 1 ? ` (${named(accountName(services, group[0]!.link.workspace))})` : '';
    const others = [...new Set(group.flatMap(({ other }) => other ?? []))].map((uri) => nameOf(Uri.parse(uri)));
    const also = others.length > 0 ? ` · last sent from ${named(listed(others))}` : '';
    const where = shown === 'notYet' ? `For ${names}` : `Published on ${names}`;
    const command =
      shown === 'notYet' || shown === 'deleted' || shown === 'foreign' ? 'attio.publishFile' : 'attio.compareWithNote';
    lenses.push(lens(`$(${icon}) ${where}${accounts} · ${words}${also}`, tooltip, command));
  }
  const states = new Set(lines.map(({ shown }) => shown));
  const has = (...some: Shown[]) => some.some((one) => states.has(one));
  if (has('here', 'unknownHere', 'both', 'deleted', 'notYet', 'there')) {
    const title =
      states.size === 1 && has('notYet')
        ? 'Publish…'
        : has('there') && states.size === 1
          ? 'Take or Overwrite…'
          : 'Publish Changes…';
    lenses.push(lens(title, 'Shows what is different before anything is sent', 'attio.publishFile'));
  }
  if (has('here', 'there', 'both', 'inStep'))
    lenses.push(lens('Compare', 'Attio’s text and this file’s, side by side', 'attio.compareWithNote'));
  if (has('inStep', 'here', 'there', 'both'))
    lenses.push(
      lens('Another Record…', 'A note with this text on a further record', 'attio.publishFile', { another: true }),
    );
  return lenses;
}

const accountName = ({ accounts }: Services, slug: string): string =>
  accounts.list.find((account) => account.slug === slug)?.name ?? slug;

async function linesOf(services: Services, file: Published, changed: () => void): Promise<Line[]> {
  const answer = Promise.all(file.links.map((link) => lineOf(services, file, link, changed)));
  let late = false;
  const soon = new Promise<undefined>((resolve) => {
    setTimeout(() => {
      late = true;
      resolve(undefined);
    }, PATIENCE_MS).unref();
  });
  // What Attio says late is remembered by then, and answers at once when it is asked for again.
  void answer.then(
    () => late && changed(),
    () => {},
  );
  const lines = await Promise.race([answer, soon]);
  return lines ?? file.links.map((link) => ({ link, shown: unread(services, file, link), name: 'a record' }));
}

function unread(services: Services, file: Published, { note }: LinkedRecord): Shown {
  if (note === undefined) return 'notYet';
  const differs = changedHere(services, file, note);
  return differs === undefined ? 'unknown' : differs ? 'unknownHere' : 'unknownSame';
}

async function lineOf(services: Services, file: Published, link: LinkedRecord, changed: () => void): Promise<Line> {
  const connection = await services.connections.forSlug(link.workspace).catch(() => undefined);
  if (!connection) return { link, shown: 'foreign', name: accountName(services, link.workspace) };
  watchOver(services, connection, changed);
  const name = await recordName(connection, link.ref);
  if (link.note === undefined) return { link, shown: 'notYet', name };
  try {
    const note = await connection.catalog.note(link.note, { surface: SURFACE });
    const { state } = await standingOf(services, file, link, note);
    const last = knownNote(services, link.note)?.uri;
    const elsewhere = state !== 'inStep' && last !== undefined && last !== file.uri.toString();
    return { link, shown: state, name, ...(elsewhere && { other: last }) };
  } catch {
    return { link, shown: unread(services, file, link), name };
  }
}
