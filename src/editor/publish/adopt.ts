/** A text that was published from a file that is not there any more: renamed or copied behind VS Code's back, it keeps its notes. */
import { type TextDocument, Uri } from 'vscode';
import { recordUrl } from '../../attio/webUrl.js';
import type { Connection, Services } from '../services.js';
import { nameOf, type Published, publishedFile } from './file.js';
import { isTextOf, knownFile, knownNotes, moved, rememberFile, rememberNote } from './memory.js';
import { isThere } from './moves.js';
import { refreshLenses } from './refresh.js';
import { listed, recordName } from './words.js';
import { changeLinks } from './writeLinks.js';

const LINK = 'Link to These Notes';
const NEW = 'Publish Anew';

/**
 * Of a file without notes in this account: where its text was sent from a file that is gone, asks whether to link it to
 * those notes. `go on`: there are none, or new ones are wanted; `anew`: it is linked now, and to be read again; `stop`:
 * closed. Rejects with AttioError.
 */
export async function adopt(
  services: Services,
  connection: Connection,
  file: Published,
): Promise<'go on' | 'anew' | 'stop'> {
  const { account, catalog } = connection;
  const known = Object.entries(knownNotes(services)).filter(
    ([, note]) => note.account === account.id && isTextOf(note, file.note) && note.uri !== file.uri.toString(),
  );
  const gone = [];
  for (const [id, note] of known) if (!(await isThere(Uri.parse(note.uri)))) gone.push({ id, known: note });
  const notes = await Promise.all(
    gone.map(async (one) => ({ ...one, note: await catalog.note(one.id, { surface: 'notes.publish' }) })),
  );
  const there = notes.flatMap(({ note, ...rest }) => (note ? [{ ...rest, note }] : []));
  const [first] = there;
  if (!first) return 'go on';
  const refs = there.map(({ note }) => ({ object: note.parent_object, recordId: note.parent_record_id }));
  const names = await Promise.all(refs.map((ref) => recordName(connection, ref)));
  const answer = await services.ui.confirm({
    message: `This text is published already, on ${listed(names)}`,
    detail: `It was sent from ${nameOf(Uri.parse(first.known.uri))}, which is not there any more. Link ${file.name} to ${there.length === 1 ? 'that note' : 'those notes'}, so that publishing updates ${there.length === 1 ? 'it' : 'them'}?`,
    verb: LINK,
    others: [NEW],
  });
  if (answer === undefined) return 'stop';
  if (answer === NEW) return 'go on';
  await changeLinks(services, file.uri, (links) => [
    ...links,
    ...there
      .filter(({ id }) => !links.some(({ note }) => note === id))
      .map(({ id, note }) => ({
        record: recordUrl(account.slug, note.parent_object, note.parent_record_id),
        note: id,
      })),
  ]);
  for (const { id, known: was } of there) {
    await rememberNote(services, id, { ...was, uri: file.uri.toString() });
    await rememberFile(services, was.uri, undefined);
  }
  return 'anew';
}

/**
 * A file that is looked at and has no link: where its text was sent from a file that is gone, and the link is kept on
 * this machine alone, the link goes with the text. Nothing is written into the file, and Attio is not asked.
 */
export async function adoptOpened(services: Services, document: TextDocument): Promise<void> {
  const file = publishedFile(services, document);
  if (file.links.length > 0 || file.note.content.trim() === '') return;
  const to = file.uri.toString();
  const from = new Set<string>();
  for (const { uri, ...known } of Object.values(knownNotes(services)))
    if (uri !== to && isTextOf(known, file.note) && knownFile(services, uri)?.links?.length) from.add(uri);
  const gone = [];
  for (const uri of from) if (!(await isThere(Uri.parse(uri)))) gone.push(uri);
  // Of several nobody can tell which it was: publishing asks.
  if (gone.length !== 1) return;
  await moved(services, [{ from: gone[0]!, to }]);
  refreshLenses();
}
