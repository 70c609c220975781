/** Once a note of a file exists: the file gets its link, and what was sent is remembered. Bears being run twice. */
import { Uri } from 'vscode';
import type { Note } from '../../attio/types.js';
import type { FileLink } from '../../crm/publish/frontMatter.js';
import { outboxOf } from '../outbox/outbox.js';
import type { Origin, OutboxItem } from '../outbox/types.js';
import type { Services } from '../services.js';
import { digestOf, knownFile, rememberFile, rememberNote } from './memory.js';
import { movedTo } from './moves.js';
import { changeLinks } from './writeLinks.js';

/** What the finisher of a file's note needs, kept with the note in the outbox. */
export interface FileOrigin {
  kind: 'file';
  uri: string;
  /** Attio URL of the record. */
  record: string;
  /** Digest of the file's title and text as they were sent. */
  local: string;
  /** Of its text alone; what an older version put into the outbox has none. */
  text?: string;
  /** The note, deleted in Attio, in whose place this one is. */
  replaces?: string;
  [more: string]: unknown;
}

const started = new WeakSet<Services>();

/** From now on the outbox tells of notes of files. */
export function listen(services: Services): void {
  if (started.has(services)) return;
  started.add(services);
  outboxOf(services).onSent('file', (item, note) => finish(services, item, note));
}

async function finish(
  services: Services,
  item: OutboxItem & { origin: Extract<Origin, { kind: 'file' }> },
  note: Note,
): Promise<void> {
  const origin = item.origin as FileOrigin;
  const noteId = note.id.note_id.toLowerCase();
  const uri = movedTo(services, origin.uri);
  await rememberNote(services, noteId, {
    account: item.account.id,
    uri,
    local: origin.local,
    ...(origin.text !== undefined && { text: origin.text }),
    remote: digestOf(note.title, note.content_markdown),
    at: new Date().toISOString(),
  });
  await changeLinks(services, Uri.parse(uri), (links) => linked(links, origin, noteId));
}

/** The links with this note beside its record. */
export function linked(
  links: readonly FileLink[],
  origin: Pick<FileOrigin, 'record' | 'replaces'>,
  note: string,
): FileLink[] {
  if (links.some((link) => link.note === note)) return [...links];
  const at = links.findIndex(
    (link) =>
      (origin.replaces !== undefined && link.note === origin.replaces) ||
      (link.note === undefined && sameRecord(link.record, origin.record)),
  );
  if (at < 0) return [...links, { record: origin.record, note }];
  return links.map((link, index) => (index === at ? { ...link, note } : link));
}

const idIn = (url: string): string =>
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(url)?.[0].toLowerCase() ?? url;
const sameRecord = (a: string, b: string): boolean => idIn(a) === idIn(b);

/** A file of which something waits shows it. */
export async function expect(services: Services, uri: string): Promise<void> {
  if (!knownFile(services, uri)) await rememberFile(services, uri, { notes: [] });
}
