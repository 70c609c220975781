/** What a person reads before a note is created or deleted: read from Attio now, not from memory. */
import type { Account } from '../attio/account.js';
import { missingScopes } from '../attio/scopes.js';
import type { Note } from '../attio/types.js';
import type { CreateNote, DeleteNote } from '../attio/writes.js';
import type { Catalog, RecordRef } from '../crm/types.js';
import type { Preview } from './change.js';
import { sameText } from './compare.js';

export interface PreviewContext {
  account: Account;
  catalog: Catalog;
  signal?: AbortSignal;
  surface?: string;
  /** The change takes back another one. */
  undoing?: boolean;
  /** What a record is called that is still to be created; undefined: it is none. */
  pendingName?(recordId: string): string | undefined;
}

/** A preview, and what was read for it. */
export interface LookedNote {
  preview: Preview;
  /** Of a delete: the note as it is now; undefined when it is gone. */
  current?: Note;
  /** Of a delete: it is not what the change says it deletes. */
  changedSince: boolean;
}

const NOTE_WRITE = ['note:read-write', 'object_configuration:read', 'record_permission:read'];
/** Attio names no limit and refuses with 413 (api.md section 8.1); a note of this size is a mistake more often than not. */
const VERY_LONG = 100_000;
const MAX_QUOTED = 80;

function quote(title: string): string {
  const text = title.trim() || 'Untitled note';
  const points = [...text];
  return `“${points.length > MAX_QUOTED ? `${points.slice(0, MAX_QUOTED - 1).join('')}…` : text}”`;
}

/** `Acme Robotics (Company)`, or undefined when there is no such record. */
async function recordName(
  ref: RecordRef,
  { catalog, signal, surface, pendingName }: PreviewContext,
): Promise<string | undefined> {
  const pending = pendingName?.(ref.recordId);
  if (pending !== undefined) return pending;
  const summary = await catalog.summary(ref, { surface: surface ?? 'preview', ...(signal && { signal }) });
  return summary && `${summary.title} (${summary.objectNoun})`;
}

function base(
  change: CreateNote | DeleteNote,
  account: Account,
): Pick<Preview, 'account' | 'scopes'> & { warnings: string[] } {
  const scopes = change.kind === 'note.delete' ? ['note:read-write'] : NOTE_WRITE;
  const missing = missingScopes(scopes, account.scopes);
  const warnings =
    missing.length > 0 ? [`The key of this account lacks ${missing.join(' and ')}: Attio is likely to refuse.`] : [];
  return { account: { name: account.name, slug: account.slug }, scopes, warnings };
}

async function previewCreate(change: CreateNote, context: PreviewContext): Promise<LookedNote> {
  const name = await recordName({ object: change.parentObject, recordId: change.parentRecordId }, context);
  const { warnings, ...rest } = base(change, context.account);
  if (name === undefined) warnings.push('The record was not found in Attio: it may have been deleted or merged.');
  if (change.title.trim() === '') warnings.push('The note has no title.');
  if (change.content.trim() === '') warnings.push('The note has no text.');
  if (change.content.length > VERY_LONG) {
    warnings.push(
      `The text is very long (${Math.round(change.content.length / 1000).toLocaleString('en')} thousand characters): Attio may refuse it.`,
    );
  }
  if (change.format === 'markdown') {
    // The Markdown parser is loaded when there is Markdown to read.
    const { notKeptPatiently } = await import('../crm/markdown/kept.js');
    warnings.push(...(await notKeptPatiently(change.content)).map((loss) => loss.sentence));
  }
  const fields = [
    { label: 'Record', after: name ?? `${change.parentObject} ${change.parentRecordId}` },
    { label: 'Title', after: change.title },
    { label: 'Text', after: change.content },
    ...(change.createdAt === undefined ? [] : [{ label: 'Date', after: change.createdAt }]),
  ];
  const sentence = `Create the note ${quote(change.title)} on ${name ?? 'a record'}`;
  return {
    preview: { sentence, ...rest, verb: 'Create Note', fields, warnings, destructive: false },
    changedSince: false,
  };
}

async function previewDelete(change: DeleteNote, context: PreviewContext): Promise<LookedNote> {
  const { catalog, signal, surface } = context;
  const read = { surface: surface ?? 'preview', fresh: true, ...(signal && { signal }) };
  const ref = { object: change.note.parentObject, recordId: change.note.parentRecordId };
  const [current, name] = await Promise.all([catalog.note(change.noteId, read), recordName(ref, context)]);
  const { warnings, ...rest } = base(change, context.account);
  const title = current?.title ?? change.note.title;
  const content = current?.content_markdown ?? change.note.content;
  const changedSince =
    current !== undefined &&
    (current.title.trim() !== change.note.title.trim() ||
      !(await sameText(change.note.content, current.content_markdown)));
  if (current === undefined) warnings.push('The note is not in Attio any more: it was already deleted.');
  if (changedSince)
    warnings.push('The note was changed in Attio since you last saw it. What is deleted is the text as it is now.');
  warnings.push(
    `${context.undoing ? 'Undoing this undo' : 'Undo'} creates the note again: its text and date are kept, its id and author change, and links to it no longer work.`,
  );
  const fields = [
    { label: 'Record', before: name ?? `${ref.object} ${ref.recordId}` },
    { label: 'Title', before: title },
    { label: 'Text', before: content },
  ];
  const sentence = `Delete the note ${quote(title)} of ${name ?? 'a record'}`;
  const preview: Preview = { sentence, ...rest, verb: 'Delete Note', fields, warnings, destructive: true };
  return { preview, changedSince, ...(current && { current }) };
}

/** Rejects with AttioError when Attio cannot be read. */
export function lookNote(change: CreateNote | DeleteNote, context: PreviewContext): Promise<LookedNote> {
  return change.kind === 'note.create' ? previewCreate(change, context) : previewDelete(change, context);
}
