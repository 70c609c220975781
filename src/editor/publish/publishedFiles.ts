/** The published files that this machine knows of, for a list of them. */
import { Uri } from 'vscode';
import type { Services } from '../services.js';
import { describeFile } from './file.js';
import { knownFiles, knownNote } from './memory.js';
import { isThere } from './moves.js';
import { changedHere } from './state.js';
import { recordName } from './words.js';
import { textOf } from './writeLinks.js';

/** `gone`: the file is not there any more. */
export type FileState = 'as published' | 'changed since' | 'gone' | 'not compared';

export interface ListedFile {
  uri: string;
  notes: { id: string; recordTitle: string; account: string }[];
  state: FileState;
}

/**
 * Those with a note, what was remembered last at the end. Reads each in its editor or on disk, and asks Attio for
 * nothing but names of records: the title is the account’s slug where that is not signed in, and empty where the file
 * itself tells of none.
 */
export async function publishedFiles(services: Services): Promise<ListedFile[]> {
  const files = Object.entries(knownFiles(services)).filter(([, { notes }]) => notes.length > 0);
  return Promise.all(files.map(async ([uri]) => listedFile(services, uri)));
}

async function listedFile(services: Services, uri: string): Promise<ListedFile> {
  const address = Uri.parse(uri);
  const known = knownFiles(services)[uri]!;
  const text = await textOf(address);
  const file = text && describeFile(services, address, text.text, text.markdown);
  const links = file ? file.links.filter(({ note }) => note !== undefined) : [];
  const notes = await Promise.all(
    links.map(async ({ note, ref, workspace: slug }) => {
      const connection = await services.connections.forSlug(slug).catch(() => undefined);
      const recordTitle = connection ? await recordName(connection, ref) : slug;
      return { id: note!, recordTitle, account: connection?.account.id ?? '' };
    }),
  );
  const left =
    notes.length > 0
      ? notes
      : known.notes.map((id) => ({ id, recordTitle: '', account: knownNote(services, id)?.account ?? '' }));
  const changes = file ? links.map(({ note }) => changedHere(services, file, note!)) : [];
  const state: FileState =
    file === undefined
      ? (await isThere(address))
        ? 'not compared'
        : 'gone'
      : changes.includes(true)
        ? 'changed since'
        : changes.length > 0 && changes.every((one) => one === false)
          ? 'as published'
          : 'not compared';
  return { uri, notes: left, state };
}
