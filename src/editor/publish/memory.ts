/**
 * What is remembered of published files, on this machine: links that are not to stand in the file, and of each note what
 * was last sent, as hashes. No text.
 */
import { createHash } from 'node:crypto';
import type { FileLink } from '../../crm/publish/frontMatter.js';
import type { Services } from '../services.js';
import { FILES, NOTES } from './names.js';

export interface KnownFile {
  /** Links kept here and not in the file. */
  links?: FileLink[];
  /** Its notes, wherever the links stand. */
  notes: string[];
}

export interface KnownNote {
  account: string;
  /** The file that sent it last. */
  uri: string;
  /** Digests of title and text: as the file had them, and as Attio stored them. */
  local: string;
  remote: string;
  /** Digest of the file's text alone: a title may come from the file's name, which changes. Older entries have none. */
  text?: string;
  /** ISO time. */
  at: string;
}

const MAX_KEPT = 2000;

/** 32 hexadecimal digits of both together, whatever the white space around each and the line ends of the text. */
export function digestOf(title: string, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([title.trim(), text.replace(/\r\n?/g, '\n').trim()]))
    .digest('hex')
    .slice(0, 32);
}

/** Without a title: the same for a file under another name. */
export const digestOfText = (text: string): string => digestOf('', text);

/** Whether a file's text is the one that was sent, whatever the file is called now. */
export const isTextOf = (
  { local, text }: Pick<KnownNote, 'local' | 'text'>,
  file: { title: string; content: string },
): boolean => (text === undefined ? local === digestOf(file.title, file.content) : text === digestOfText(file.content));

const stored = <T>({ context }: Services, key: string): Record<string, T> => {
  const value = context.globalState.get<unknown>(key, {});
  return typeof value === 'object' && value !== null ? (value as Record<string, T>) : {};
};

async function change<T>(services: Services, key: string, id: string, to: T | undefined): Promise<void> {
  const { [id]: old, ...rest } = stored<T>(services, key);
  if (old === undefined && to === undefined) return;
  // The newest last; of very many the oldest go.
  const kept = Object.entries(rest).slice(-(MAX_KEPT - 1));
  await services.context.globalState.update(key, {
    ...Object.fromEntries(kept),
    ...(to !== undefined && { [id]: to }),
  });
}

/** By address (`Uri.toString()`), what was remembered last at the end; empty: no file is linked to a note. */
export const knownFiles = (services: Services): Record<string, KnownFile> => stored<KnownFile>(services, FILES);
/** undefined: a file that this machine knows nothing of; its front matter may still have links. */
export const knownFile = (services: Services, uri: string): KnownFile | undefined => knownFiles(services)[uri];
/** In the place of what was known of it; undefined: forgets it. Of more than `MAX_KEPT` the oldest go. */
export const rememberFile = (services: Services, uri: string, file: KnownFile | undefined) =>
  change(services, FILES, uri, file);

/** By the note’s id in lower case, what was remembered last at the end. */
export const knownNotes = (services: Services): Record<string, KnownNote> => stored<KnownNote>(services, NOTES);
/**
 * `noteId` in lower case. undefined: it was neither published nor compared from this machine, or that is forgotten.
 */
export const knownNote = (services: Services, noteId: string): KnownNote | undefined => knownNotes(services)[noteId];
/** `noteId` in lower case; else as `rememberFile`. */
export const rememberNote = (services: Services, noteId: string, note: KnownNote | undefined) =>
  change(services, NOTES, noteId, note);

/** Files and folders got new names: what is remembered goes with them. */
export async function moved(services: Services, pairs: readonly { from: string; to: string }[]): Promise<void> {
  const now = (uri: string): string => {
    for (const { from, to } of pairs) {
      if (uri === from) return to;
      if (uri.startsWith(`${from}/`)) return to + uri.slice(from.length);
    }
    return uri;
  };
  const { globalState } = services.context;
  const files = Object.entries(knownFiles(services)).map(([uri, file]) => [now(uri), file] as const);
  await globalState.update(FILES, Object.fromEntries(files));
  const notes = Object.entries(knownNotes(services)).map(
    ([id, note]) => [id, { ...note, uri: now(note.uri) }] as const,
  );
  await globalState.update(NOTES, Object.fromEntries(notes));
}
