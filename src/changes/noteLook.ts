/** What a person reads before a note is created or deleted: read from Attio now, not from memory. */
import type { Note } from '../attio/types.js';
import type { CreateNote, DeleteNote } from '../attio/writes.js';
import type { Preview } from './change.js';
import { sameText } from './compare.js';
import { nameOf } from './recordLook.js';
import { head, quoted, type Room, reading } from './room.js';

/** A preview, and what was read for it. */
export interface LookedNote {
  preview: Preview;
  /** Of a delete: the note as it is now; undefined when it is gone. */
  current?: Note;
  /** Of a delete: what of it is not as the change says that it deletes. */
  changed: NotePart[];
}

export const NOTE_WRITE = ['note:read-write', 'object_configuration:read', 'record_permission:read'];
/** Attio names no limit and refuses with 413 (api.md section 8.1); a note of this size is a mistake more often than not. */
const VERY_LONG = 100_000;

export type NotePart = 'title' | 'content';

/** What of a note is another than somebody saw it; what earlier changes of the same batch write does not count. */
export async function notePartsChanged(
  saw: { title: string; content: string },
  now: Note,
  room: Room,
  parts: readonly NotePart[] = ['title', 'content'],
): Promise<NotePart[]> {
  const written = room.before?.written.get(notePlace(now.id.note_id));
  const same = {
    title: async () => saw.title.trim() === now.title.trim(),
    content: () => sameText(saw.content, now.content_markdown),
  };
  const changed: NotePart[] = [];
  for (const part of parts) if (!written?.has(part) && !(await same[part]())) changed.push(part);
  return changed;
}

/** What `Before.written` knows a note by. */
export const notePlace = (noteId: string): string => `note/${noteId.toLowerCase()}`;

/** `“Call with Ada”`, cut when long; `“Untitled note”` where there is no title. */
export const titled = (title: string): string => quoted(title.trim() || 'Untitled note');

/** What will not be as expected of a text. */
export async function textWarnings({ format, content }: Pick<CreateNote, 'format' | 'content'>): Promise<string[]> {
  const warnings: string[] = [];
  if (content.trim() === '') warnings.push('The note has no text.');
  if (content.length > VERY_LONG) {
    warnings.push(
      `The text is very long (${Math.round(content.length / 1000).toLocaleString('en')} thousand characters): Attio may refuse it.`,
    );
  }
  if (format === 'markdown') {
    // The Markdown parser is loaded when there is Markdown to read.
    const { notKeptPatiently } = await import('./markdown.js');
    warnings.push(...(await notKeptPatiently(content)).map((loss) => loss.sentence));
  }
  return warnings;
}

async function previewCreate(change: CreateNote, room: Room): Promise<LookedNote> {
  const name = await nameOf({ object: change.parentObject, recordId: change.parentRecordId }, room);
  const { warnings, ...rest } = head(NOTE_WRITE, room.account);
  if (name === undefined) warnings.push('The record was not found in Attio: it may have been deleted or merged.');
  if (change.title.trim() === '') warnings.push('The note has no title.');
  warnings.push(...(await textWarnings(change)));
  const fields = [
    { label: 'Record', after: name ?? `${change.parentObject} ${change.parentRecordId}` },
    { label: 'Title', after: change.title },
    { label: 'Text', after: change.content },
    ...(change.createdAt === undefined ? [] : [{ label: 'Date', after: change.createdAt }]),
  ];
  const sentence = `Create the note ${titled(change.title)} on ${name ?? 'a record'}`;
  return {
    preview: { sentence, ...rest, verb: 'Create Note', fields, warnings, destructive: false },
    changed: [],
  };
}

async function previewDelete(change: DeleteNote, room: Room): Promise<LookedNote> {
  const ref = { object: change.note.parentObject, recordId: change.note.parentRecordId };
  const [current, name] = await Promise.all([room.catalog.note(change.noteId, reading(room)), nameOf(ref, room)]);
  const { warnings, ...rest } = head(['note:read-write'], room.account);
  const title = current?.title ?? change.note.title;
  const content = current?.content_markdown ?? change.note.content;
  const changed = current ? await notePartsChanged(change.note, current, room) : [];
  if (current === undefined) warnings.push('The note is not in Attio any more: it was already deleted.');
  if (changed.length > 0)
    warnings.push('The note was changed in Attio since you last saw it. What is deleted is the text as it is now.');
  warnings.push(
    `${room.undoing ? 'Undoing this undo' : 'Undo'} creates the note again: its text and date are kept, its id and author change, and links to it no longer work.`,
  );
  const fields = [
    { label: 'Record', before: name ?? `${ref.object} ${ref.recordId}` },
    { label: 'Title', before: title },
    { label: 'Text', before: content },
  ];
  const sentence = `Delete the note ${titled(title)} of ${name ?? 'a record'}`;
  const preview: Preview = { sentence, ...rest, verb: 'Delete Note', fields, warnings, destructive: true };
  return { preview, changed, ...(current && { current }) };
}

/** Rejects with AttioError when Attio cannot be read. */
export function lookNote(change: CreateNote | DeleteNote, room: Room): Promise<LookedNote> {
  return change.kind === 'note.create' ? previewCreate(change, room) : previewDelete(change, room);
}
