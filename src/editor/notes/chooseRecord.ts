/** Which record a note is for: first those that the text speaks of, each with the words that say so. */
import type { Mention } from '../../crm/types.js';
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
}

export interface Proposals {
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
    const [selection, document] = await Promise.all([speakOf(texts.selection), speakOf(texts.document)]);
    const known = new Set(selection.map(({ ref }) => ref.recordId));
    const others = document.filter(({ ref }) => !known.has(ref.recordId));
    return { selection, document: namedFirst(texts.selection, others) };
  } finally {
    clearTimeout(timer);
  }
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
  room: NotesRoom,
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

export function pickFrom(
  room: NotesRoom,
  connection: Connection,
  found: Proposals,
  title: string,
): Promise<RecordTarget | undefined> {
  const first = [
    ...found.selection.map((mention) => item(connection, mention, 'In the selection')),
    ...found.document.map((mention) => item(connection, mention, 'Elsewhere in this document')),
  ];
  return pickRecord(room.services, { title, placeholder: 'Which record is the note for?', first, surface: SURFACE });
}

/** What is searched for mentions: the selection, then the document around it. */
export function textsOf({ pieces, whole, document }: Gathered): Texts {
  const selection = pieces.map(({ text }) => text).join('\n\n');
  return whole ? { selection } : { selection, document: document.getText() };
}
