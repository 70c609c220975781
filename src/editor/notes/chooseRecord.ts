/** Which record a note is for: first those that the text speaks of, each with the words that say so. */
import type { Uri } from 'vscode';
import type { Mention, ReadOptions } from '../../crm/types.js';
import type { MeetingRecord } from '../meetings/meetingRecords.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection } from '../services.js';
import type { RecordTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import type { Gathered } from './gather.js';
import { namedFirst } from './named.js';
import type { NotesRoom } from './room.js';

/** How long a person waits for the proposals before the search opens without them. */
const PATIENCE_MS = 2_500;
const SURFACE = 'notes';

export interface Texts {
  selection: string;
  /** The whole document; undefined when the selection is all of it. */
  document?: string;
  /** The transcript of a call that the text is from. */
  transcript?: Uri;
}

export interface Proposals {
  /** Whom and what the call was about. */
  meeting: MeetingRecord[];
  selection: Mention[];
  /** Those the selection names come first. */
  document: (Mention & { named: boolean })[];
}

/** The records that a selection speaks of, then those its document does. Never rejects: the search works without. */
export async function proposals(connection: Connection, texts: Texts): Promise<Proposals> {
  const { catalog } = connection;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
  const read = { surface: SURFACE, signal: controller.signal };
  const speakOf = (text: string | undefined) =>
    text === undefined ? Promise.resolve([]) : catalog.mentions(text, read).catch((): Mention[] => []);
  try {
    const [meeting, ...found] = await Promise.all([
      ofMeeting(connection, texts.transcript, read),
      speakOf(texts.selection),
      // The whole of a transcript speaks of those who were there, and they are known.
      speakOf(texts.transcript ? undefined : texts.document),
    ]);
    const known = new Set(meeting.map(({ ref }) => ref.recordId));
    const [selection, document] = found.map((mentions) =>
      mentions.filter(({ ref }) => !known.has(ref.recordId) && known.add(ref.recordId)),
    ) as [Mention[], Mention[]];
    return { meeting, selection, document: namedFirst(texts.selection, document) };
  } finally {
    clearTimeout(timer);
  }
}

async function ofMeeting(
  connection: Connection,
  transcript: Uri | undefined,
  read: ReadOptions,
): Promise<MeetingRecord[]> {
  if (!transcript) return [];
  const { meetingRecords, transcriptMeeting } = await import('../late.js');
  const of = transcriptMeeting(transcript);
  if (of?.account !== connection.account.id) return [];
  return meetingRecords(connection, of.meetingId, read).catch(() => []);
}

function meetingItem(connection: Connection, record: MeetingRecord): PickItem<RecordTarget> {
  return {
    label: oneLine(record.title, 100),
    description: `${oneLine(record.objectNoun)} · ${record.reason}`,
    icon: objectIcon(record.ref.object),
    group: 'In this meeting',
    value: { ...record.ref, account: connection.account.id },
  };
}

function item(connection: Connection, mention: Mention & { named?: boolean }, group: string): PickItem<RecordTarget> {
  const { ref, objectNoun } = mention;
  const found = mention.by === 'link' ? 'from a link' : `from ${oneLine(mention.evidence, 60)}`;
  const evidence = mention.named ? 'named in the selection' : found;
  return {
    label: oneLine(mention.title, 100),
    description: [objectNoun, evidence].map((part) => oneLine(part)).join(' · '),
    icon: objectIcon(ref.object),
    group,
    value: { ...ref, account: connection.account.id },
  };
}

/** Asks for the record; undefined when the box is closed. */
export async function chooseRecord(
  room: Pick<NotesRoom, 'services'>,
  connection: Connection,
  texts: Texts,
  title: string,
): Promise<RecordTarget | undefined> {
  const { services } = room;
  const found = await services.ui.progress({ title: 'Looking for records in the text…', where: 'window' }, () =>
    proposals(connection, texts),
  );
  return pickFrom(room, connection, found, title);
}

/**
 * Those found come first: of the meeting, of the selection, of the rest of the document; then recent ones and the
 * search. undefined: closed.
 */
export function pickFrom(
  room: Pick<NotesRoom, 'services'>,
  connection: Connection,
  found: Proposals,
  title: string,
): Promise<RecordTarget | undefined> {
  const first = [
    ...found.meeting.map((record) => meetingItem(connection, record)),
    ...found.selection.map((mention) => item(connection, mention, 'In the selection')),
    ...found.document.map((mention) => item(connection, mention, 'Elsewhere in this document')),
  ];
  return pickRecord(room.services, { title, placeholder: 'Which record is the note for?', first, surface: SURFACE });
}

/** What is searched for mentions: the selection, then the document around it. */
export function textsOf({ pieces, whole, document }: Gathered): Texts {
  const selection = pieces.map(({ text }) => text).join('\n\n');
  const transcript = document.uri.scheme === 'attio-transcript' && { transcript: document.uri };
  return { selection, ...transcript, ...(!whole && { document: document.getText() }) };
}
