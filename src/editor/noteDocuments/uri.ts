/**
 * Where the documents of notes are addressed: `attio-note://<note>.<account>/<readable title>.md`. The authority decides
 * and stays out of the path that editors show; the title is for the tab.
 */
import { Uri } from 'vscode';
import { decodeAuthority, encodeAuthority } from '../documents/uri.js';
import { readableName } from '../notes/draftUri.js';

export const NOTE_SCHEME = 'attio-note';

/** A note of an account. */
export interface NoteKey {
  account: string;
  noteId: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * `noteId`: a UUID in lower case, or `uriNote` takes the address for none. `title`: for the tab; cut and cleaned here.
 */
export function noteUri({ account, noteId }: NoteKey, title: string): Uri {
  const authority = `${noteId}.${encodeAuthority(account)}`;
  return Uri.from({ scheme: NOTE_SCHEME, authority, path: `/${readableName(title)}.md` });
}

/** undefined for any other file that is asked for beside it. */
export function uriNote({ scheme, authority, path }: Uri): NoteKey | undefined {
  if (scheme !== NOTE_SCHEME || !path.endsWith('.md') || path.lastIndexOf('/') !== 0) return undefined;
  const [noteId, account, more] = authority.split('.');
  if (!noteId || !account || more !== undefined || !UUID.test(noteId)) return undefined;
  return { noteId, account: decodeAuthority(account) };
}
