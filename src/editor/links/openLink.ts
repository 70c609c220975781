/** Opens an Attio link here where that is possible, and in the browser where it is not. */
import { commands } from 'vscode';
import { type AttioLink, parseAttioUrl } from '../../attio/webUrl.js';
import type { RecordRef } from '../../crm/types.js';
import type { Connection, Services } from '../services.js';

const READ = { surface: 'link' } as const;

/** The record a link leads to: its own, or that of a note. undefined: there is none, or it is none of this account's. */
async function recordOf({ catalog }: Connection, link: AttioLink): Promise<RecordRef | undefined> {
  if (link.kind === 'record') {
    // An old form that may be a saved view instead: only a record opens here.
    if (link.orView && !(await catalog.record(link, READ))) return undefined;
    return { object: link.object, recordId: link.recordId };
  }
  if (link.kind !== 'note') return undefined;
  if (link.object && link.recordId) return { object: link.object, recordId: link.recordId };
  const note = await catalog.note(link.noteId, READ);
  return note && { object: note.parent_object, recordId: note.parent_record_id };
}

/** `url` comes from a document: anything that is no Attio link is refused. */
export async function openLink(services: Services, url: unknown): Promise<void> {
  const link = typeof url === 'string' ? parseAttioUrl(url) : undefined;
  if (!link) throw new Error('This is not a link to a page of Attio.');
  const connection = await services.connections.forSlug(link.workspace);
  const ref = connection && (await recordOf(connection, link));
  if (ref) await commands.executeCommand('attio.openRecord', { ...ref, account: connection.account.id });
  else await services.ui.openExternal((url as string).trim());
}
