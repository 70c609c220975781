/** Whether a change is well-formed, and what names it. Pure. */
import type { Change } from './change.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Of a connection of Maton; as the wire takes it in a header. */
const CONNECTION = /^[\w.-]{1,200}$/;
const SLUG = /^[\w-]{1,128}$/;
/** Clocks differ by so much; a note of the future is refused by Attio (api.md section 8.1). */
const SKEW_MS = 5 * 60_000;

const OPERATIONS: Record<Change['kind'], string> = {
  'note.create': 'notes.create',
  'note.delete': 'notes.delete',
  'record.create': 'records.create',
  'record.assert': 'records.assert',
  'record.update': 'records.update',
  'record.delete': 'records.delete',
  'record.merge': 'records.merge',
  'entry.create': 'entries.create',
  'entry.update': 'entries.update',
  'entry.delete': 'entries.delete',
  'object.create': 'objects.create',
  'object.update': 'objects.update',
  'object.delete': 'objects.delete',
  'attribute.create': 'attributes.create',
  'attribute.update': 'attributes.update',
  'option.create': 'attributes.createOption',
  'option.update': 'attributes.updateOption',
  'status.create': 'attributes.createStatus',
  'status.update': 'attributes.updateStatus',
  batch: 'batch',
  'connection.delete': 'connections.delete',
};

/** Name of the operation that carries out a change, such as `notes.create`. */
export function operationOf(change: Change): string {
  return OPERATIONS[change?.kind] ?? 'notes.create';
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** What is wrong with a change, as a clause, or undefined. */
export function hasShape(change: Change, now: number): string | undefined {
  switch (change?.kind) {
    case 'note.create': {
      if (!isText(change.parentObject) || !SLUG.test(change.parentObject)) return 'it names no object';
      if (!isText(change.parentRecordId) || !UUID.test(change.parentRecordId)) return 'it names no record';
      if (!isText(change.title)) return 'the note has no title';
      if (!isText(change.content)) return 'the note has no text';
      if (change.format !== 'markdown' && change.format !== 'plaintext') return 'the format of the text is unknown';
      if (change.meetingId != null && !UUID.test(change.meetingId)) return 'its meeting has no proper id';
      if (change.createdAt === undefined) return undefined;
      const at = Date.parse(change.createdAt);
      if (Number.isNaN(at)) return 'the date of the note is not a date';
      return at < 0 || at > now + SKEW_MS ? 'the date of the note lies before 1970 or in the future' : undefined;
    }
    case 'note.delete': {
      if (!isText(change.noteId) || !UUID.test(change.noteId)) return 'it names no note';
      const { note } = change;
      if (typeof note !== 'object' || note === null) return 'it does not say what is deleted';
      if (!isText(note.parentObject) || !isText(note.parentRecordId)) return 'it does not say whose note is deleted';
      return isText(note.title) && isText(note.content) ? undefined : 'it does not say what is deleted';
    }
    case 'connection.delete':
      return isText(change.connectionId) && CONNECTION.test(change.connectionId) ? undefined : 'it names no connection';
    default:
      return 'it is no change that this version knows';
  }
}

/** The same for changes that would do the same: what makes a write that is under way recognisable. */
export function keyOf(change: Change): string {
  if (change.kind === 'connection.delete') return `connection.delete ${change.connectionId}`;
  if (change.kind === 'note.delete') return `note.delete ${change.noteId.toLowerCase()}`;
  if (change.kind !== 'note.create') return JSON.stringify(change);
  const { parentObject, parentRecordId, title, format, content, createdAt, meetingId } = change;
  return `note.create ${JSON.stringify([parentObject, parentRecordId.toLowerCase(), title, format, content, createdAt ?? null, meetingId ?? null])}`;
}
