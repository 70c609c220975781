/** "Save Note as File…": a Markdown file that is linked to the note, in the form in which files are published. */
import { type Uri, window, workspace } from 'vscode';
import type { Note } from '../../attio/types.js';
import { recordUrl } from '../../attio/webUrl.js';
import { parseDraft } from '../../crm/draft.js';
import { applied, withTitle } from '../../crm/publish/frontMatter.js';
import { readableName } from '../notes/draftUri.js';
import { describeFile } from '../publish/file.js';
import { digestOf, rememberNote } from '../publish/memory.js';
import { digestOfFile } from '../publish/state.js';
import { changeLinks } from '../publish/writeLinks.js';
import { connectionFor } from '../records/resolve.js';
import { noteTitle } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { chooseNote } from './chooseNote.js';
import { NoteGone, SURFACE } from './ground.js';
import { noteDocuments } from './room.js';
import { uriNote } from './uri.js';

/** `argument`: a note, a record, or nothing: then the note that is open as a document, or one that is asked for. */
export async function saveNoteAsFile(services: Services, argument: unknown): Promise<void> {
  const { ui } = services;
  const front = window.activeTextEditor?.document.uri;
  const key = argument === undefined && front ? uriNote(front) : undefined;
  const target = key
    ? { account: key.account, note: { id: key.noteId } }
    : await chooseNote(services, argument, { title: 'Save a Note as File' });
  if (!target) return;
  const connection = await connectionFor(services, target);
  const note = await connection.catalog.note(target.note.id, { surface: SURFACE, fresh: true });
  if (!note) throw new NoteGone();
  const day = dayOf(note);
  const defaultName = `${day ? `${day} ` : ''}${readableName(noteTitle(note))}.md`;
  const uri = await ui.saveDialog({ defaultName, filters: { Markdown: ['md'] } });
  if (!uri) return;
  const typed = key && front && typedIn(services, front);
  await write(services, connection, uri, note, typed);
  await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
  if (typed)
    await ui.info('The file has your text, which is not in Attio yet: publish the file, or save the note as before.');
  else ui.status(`Attio: saved as ${uri.path.slice(uri.path.lastIndexOf('/') + 1)}, linked to the note`);
}

/** What is in the note's document and not in Attio. */
function typedIn(services: Services, uri: Uri): { title: string; body: string } | undefined {
  const room = noteDocuments(services);
  const file = room?.peek(uri);
  if (!room || !file) return undefined;
  const text = room.textOf(file);
  if (!file.isUnsent(text)) return undefined;
  const { title, body } = parseDraft(text);
  return { title: title || file.base.title, body };
}

/** The day of a note as the person would say it, for the name. */
function dayOf({ created_at }: Note): string | undefined {
  const date = new Date(created_at);
  return Number.isNaN(date.getTime()) ? undefined : new Intl.DateTimeFormat('sv', { dateStyle: 'short' }).format(date);
}

async function write(
  services: Services,
  { account }: Connection,
  uri: Uri,
  note: Note,
  typed: { title: string; body: string } | undefined,
): Promise<void> {
  const asFile = (title: string, body: string) => fileText({ title, body, date: note.created_at });
  const own = asFile(note.title, note.content_markdown);
  const noteId = note.id.note_id.toLowerCase();
  const record = recordUrl(account.slug, note.parent_object, note.parent_record_id);
  await workspace.fs.writeFile(uri, Buffer.from(typed ? asFile(typed.title, typed.body) : own));
  await changeLinks(services, uri, () => [{ record, note: noteId }]);
  // Of the note as it is now, so that what is typed counts as changed here.
  await rememberNote(services, noteId, {
    account: account.id,
    uri: uri.toString(),
    local: digestOfFile(describeFile(services, uri, own, true)),
    remote: digestOf(note.title, note.content_markdown),
    at: new Date().toISOString(),
  });
}

/** Title and date as front matter, then the text; without its link, which is written where the settings say. */
export function fileText({ title, body, date }: { title: string; body: string; date: string }): string {
  const at = new Date(date);
  const dated = Number.isNaN(at.getTime()) ? '' : `date: ${at.toISOString()}\n`;
  const text = body
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  const plain = `---\n${dated}---\n\n${text === '' ? '' : `${text}\n`}`;
  const edit = title.trim() === '' ? undefined : withTitle(plain, title.replace(/\s+/g, ' ').trim());
  return edit ? applied(plain, edit) : plain;
}
