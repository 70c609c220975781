/** How a file and each of its notes stand to each other. */

import type { Note } from '../../attio/types.js';
import { noteUrl } from '../../attio/webUrl.js';
import { hasText } from '../../changes/compare.js';
import type { ForAttio } from '../../crm/markdown/rewrite.js';
import type { Connection, Services } from '../services.js';
import type { LinkedRecord, Published } from './file.js';
import { digestOf, digestOfText, knownNote, rememberNote } from './memory.js';

export type NoteState =
  /** Attio has what the file has. */
  | 'inStep'
  /** The file was changed since it was sent. */
  | 'here'
  /** The note was changed in Attio since. */
  | 'there'
  /** Both were; or they differ and this machine does not know who changed what. */
  | 'both'
  | 'deleted';

export interface Standing {
  link: LinkedRecord;
  state: NoteState;
  /** As Attio has it. */
  note?: Note;
  /** Another file that sent this note last. */
  other?: string;
}

/** What a file becomes, by its digest: asked for several times on the way, and a long text takes its time. */
const forms = new Map<string, Promise<ForAttio>>();
const MAX_FORMS = 4;

/** Markdown as Attio keeps it. */
export function keptForm(markdown: string): Promise<ForAttio> {
  const key = digestOf('', markdown);
  const known = forms.get(key);
  if (known) return known;
  const form = import('../../crm/markdown/rewrite.js').then(({ forAttio }) => forAttio(markdown));
  forms.set(key, form);
  form.catch(() => forms.delete(key));
  for (const old of forms.keys()) {
    if (forms.size <= MAX_FORMS) break;
    forms.delete(old);
  }
  return form;
}

/** The text of a file as it is sent, and what was put into another form for that. */
export async function formOf({ note }: Pick<Published, 'note'>): Promise<ForAttio> {
  return note.format === 'plaintext' ? { text: note.content, rewritten: [] } : keptForm(note.content);
}

/** Of `formOf` the text alone. */
export const sentText = async (file: Pick<Published, 'note'>): Promise<string> => (await formOf(file)).text;

/** The text of a note in the form of the file. */
export const theirText = ({ note: { format } }: Published, note: Note): string =>
  format === 'plaintext' ? note.content_plaintext : note.content_markdown;

/** Of title and text as the file has them, before they are put into Attio’s form: `local` of what is remembered. */
export const digestOfFile = ({ note }: Pick<Published, 'note'>): string => digestOf(note.title, note.content);
/**
 * Of title and Markdown as Attio gives them, also of a note that was sent as plain text: `remote` of what is
 * remembered.
 */
export const digestOfNote = (note: Note): string => digestOf(note.title, note.content_markdown);

/** What file and note were, when both were the same. */
export async function remember(
  services: Services,
  file: Published,
  { workspace }: Pick<LinkedRecord, 'workspace'>,
  note: Note,
): Promise<void> {
  const account = services.accounts.list.find(({ slug }) => slug === workspace);
  if (!account) return;
  await rememberNote(services, note.id.note_id.toLowerCase(), {
    account: account.id,
    uri: file.uri.toString(),
    local: digestOfFile(file),
    text: digestOfText(file.note.content),
    remote: digestOfNote(note),
    at: new Date().toISOString(),
  });
}

/** What the extension knows without asking Attio: whether the file is as it was sent. undefined: not known. */
export function changedHere(services: Services, file: Published, noteId: string): boolean | undefined {
  const known = knownNote(services, noteId);
  return known && known.local !== digestOfFile(file);
}

/** `note`: as Attio has it now; undefined: there is none any more. */
export async function standingOf(
  services: Services,
  file: Published,
  link: LinkedRecord,
  note: Note | undefined,
): Promise<Standing> {
  if (note === undefined) return { link, state: 'deleted' };
  const known = knownNote(services, note.id.note_id.toLowerCase());
  const other = known && known.uri !== file.uri.toString() ? { other: known.uri } : {};
  const local = digestOfFile(file);
  const untouched = known?.remote === digestOfNote(note);
  if (untouched && known.local === local) return { link, note, state: 'inStep' };
  // Whatever was written around it, it may say the same.
  if (await isSame(file, note)) {
    await remember(services, file, link, note);
    return { link, note, state: 'inStep' };
  }
  if (untouched) return { link, note, state: 'here', ...other };
  return { link, note, state: known?.local === local ? 'there' : 'both', ...(known?.local !== local && other) };
}

/** Title and text; what the last comparison of two versions came to is not compared again. */
const compared = new Map<string, Promise<boolean>>();

function isSame(file: Published, note: Note): Promise<boolean> {
  const key = `${digestOfFile(file)} ${digestOfNote(note)} ${file.note.format}`;
  const known = compared.get(key);
  if (known) return known;
  const answer = compareNow(file, note);
  compared.set(key, answer);
  answer.catch(() => compared.delete(key));
  for (const old of compared.keys()) {
    if (compared.size <= 100) break;
    compared.delete(old);
  }
  return answer;
}

async function compareNow(file: Published, note: Note): Promise<boolean> {
  if (file.note.title.trim() !== note.title.trim()) return false;
  const { format } = file.note;
  return hasText({ format, content: await sentText(file) }, note);
}

/** In Attio’s app, over the page of its record (api.md section 9). */
export function urlOf({ account }: Pick<Connection, 'account'>, note: Note): string {
  return noteUrl(account.slug, note.id.note_id, note.parent_object, note.parent_record_id);
}
