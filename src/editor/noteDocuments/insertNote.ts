/** "Insert Note…". */
import { window } from 'vscode';
import { noteUrl } from '../../attio/webUrl.js';
import { placeFor, spaced } from '../insertion.js';
import { connectionFor } from '../records/resolve.js';
import { noteTitle } from '../records/text.js';
import type { Services } from '../services.js';
import { chooseNote } from './chooseNote.js';
import { groundOf, NoteGone, SURFACE } from './ground.js';
import { noteAsPiece } from './noteMarkdown.js';

/**
 * A note as Markdown at the cursor, or after each of several selections, in one step of undo; nothing is replaced.
 * `argument`: a note, a record or a row of one; without it, it is asked for. Rejects with NoteGone or AttioError, and
 * with an Error where the editor takes no text.
 */
export async function insertNote(services: Services, argument: unknown): Promise<void> {
  // Where to, before anything is asked of Attio: without a place there is nothing to do.
  const editor = await placeFor(services, 'Insert Note', 'the note');
  if (!editor) return;
  const target = await chooseNote(services, argument, { title: 'Insert Note' });
  if (!target) return;
  const connection = await connectionFor(services, target);
  const note = await connection.catalog.note(target.note.id, { surface: SURFACE });
  if (!note) throw new NoteGone();
  const { record, content, createdAt } = await groundOf(connection, note);
  const title = noteTitle(note);
  const date = new Date(createdAt);
  const day = Number.isNaN(date.getTime()) ? '' : date.toLocaleDateString(undefined, { dateStyle: 'medium' });
  const piece = noteAsPiece({
    title,
    content,
    url: noteUrl(connection.account.slug, note.id.note_id, note.parent_object, note.parent_record_id),
    where: ['Note', record.name && `on ${record.name}`, day && `of ${day}`].filter((part) => part !== '').join(' '),
  });
  const { document, selections } = editor;
  // After what is selected: nothing of the person's is replaced. All of it is one step of undo.
  const places = new Map(selections.map(({ end }) => [document.offsetAt(end), end]));
  const done = await editor.edit((edit) => {
    for (const place of places.values()) edit.insert(place, spaced(document, place, piece));
  });
  if (!done)
    throw new Error(
      `The note could not be inserted: “${document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1)}” cannot be changed now. Its text may be read-only or still be loading.`,
    );
  await window.showTextDocument(document, {
    ...(editor.viewColumn !== undefined && { viewColumn: editor.viewColumn }),
    preview: false,
  });
  services.ui.status(`Attio: “${title}” inserted`);
}
