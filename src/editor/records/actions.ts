/** Commands on one record, note, task or list: open in Attio, copy link, copy id, copy as Markdown link. */

import { callUrl, listUrl, noteUrl, recordUrl, taskUrl } from '../../attio/webUrl.js';
import type { RecordRef } from '../../crm/types.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import {
  entryTarget,
  type ListTarget,
  listTarget,
  type NoteTarget,
  noteTarget,
  type RecordingTarget,
  type RecordTarget,
  recordingTarget,
  recordTarget,
  type TaskTarget,
  taskTarget,
} from '../targets.js';
import { connectionFor } from './resolve.js';
import { markdownLink, noteTitle, oneLine } from './text.js';

const SURFACE = 'record';

type Named = NoteTarget | RecordTarget | TaskTarget;

/** The note, task or record an argument names; without an argument it is asked for. undefined: the person closed the box. */
export async function targetOf(services: Services, argument: unknown, title: string): Promise<Named | undefined> {
  const target = noteTarget(argument) ?? taskTarget(argument) ?? recordTarget(argument);
  if (target) return target;
  if (argument !== undefined)
    throw new Error('This link does not name a record, note or task: its ids are incomplete.');
  return pickRecord(services, { title });
}

/** Attio's own address of a record: only to Attio's app, over https, is followed; anything else is built instead. */
function own(webUrl: string | null | undefined): string | undefined {
  return webUrl?.startsWith('https://app.attio.com/') ? webUrl : undefined;
}

/** Addresses name objects by slug; a reference may know only the object's id. */
async function slugOf({ catalog }: Connection, object: string): Promise<string> {
  if (!/^[0-9a-f]{8}-/.test(object)) return object;
  return (await catalog.object(object, { surface: SURFACE }))?.api_slug ?? object;
}

/** The page of a record in Attio: as the API gives it, else built. Costs nothing for a record that was read before. */
export async function recordPageUrl(connection: Connection, ref: RecordRef): Promise<string> {
  const { catalog, account } = connection;
  const known = catalog.peek(ref);
  if (known) return own(known.web_url) ?? recordUrl(account.slug, await slugOf(connection, ref.object), ref.recordId);
  const read = await catalog.record(ref, { surface: SURFACE }).catch(() => undefined);
  return own(read?.web_url) ?? recordUrl(account.slug, await slugOf(connection, ref.object), ref.recordId);
}

async function pageUrl(connection: Connection, target: Named | RecordingTarget | ListTarget): Promise<string> {
  if ('list' in target) return listUrl(connection.account.slug, target.list.id);
  if ('task' in target) return taskUrl(connection.account.slug, target.task.id);
  if ('recording' in target) return callUrl(connection.account.slug, target.recording.meetingId, target.recording.id);
  if (!('note' in target)) return recordPageUrl(connection, target);
  const { id, parentObject, parentRecordId } = target.note;
  return noteUrl(connection.account.slug, id, await slugOf(connection, parentObject), parentRecordId);
}

/**
 * In the browser. `argument`: a recording, list, note, task or record, or a row of one; without it a record is asked
 * for. The sample workspace has no pages, which is said. Rejects with an Error for a link with incomplete ids, and as
 * `connectionFor`.
 */
export async function openInAttio(services: Services, argument: unknown): Promise<void> {
  const target =
    recordingTarget(argument) ?? listTarget(argument) ?? (await targetOf(services, argument, 'Open a Record in Attio'));
  if (!target) return;
  const connection = await connectionFor(services, target);
  const url = await pageUrl(connection, target);
  if (connection.account.via === 'sample') {
    await services.ui.info('The sample workspace is only on this machine: Attio has no page for it.', {
      title: 'Copy Its Link',
      run: () => services.ui.copy(url),
    });
    return;
  }
  await services.ui.openExternal(url);
}

/**
 * The address in Attio’s app, to the clipboard, also of the sample workspace. `argument`: a note, task or record, or a
 * row of one; without it a record is asked for.
 */
export async function copyLink(services: Services, argument: unknown): Promise<void> {
  const target = await targetOf(services, argument, 'Copy the Link of a Record');
  if (!target) return;
  await services.ui.copy(await pageUrl(await connectionFor(services, target), target));
  services.ui.status('Attio: link copied');
}

/** Of the row of an entry, the entry's own: its record is one step away, and nothing else tells it. */
export async function copyId(services: Services, argument: unknown): Promise<void> {
  const entry = entryTarget(argument);
  if (entry) {
    await services.ui.copy(entry.entry.entryId);
    return services.ui.status('Attio: ID of the entry copied');
  }
  const target = await targetOf(services, argument, 'Copy the ID of a Record');
  if (!target) return;
  await services.ui.copy('note' in target ? target.note.id : 'task' in target ? target.task.id : target.recordId);
  services.ui.status('Attio: ID copied');
}

/**
 * `[name](address)`, to the clipboard; `argument` as of `copyLink`. Rejects with an Error for a task or record that is
 * not in Attio any more, and with AttioError.
 */
export async function copyMarkdownLink(services: Services, argument: unknown): Promise<void> {
  const target = await targetOf(services, argument, 'Copy a Record as Markdown Link');
  if (!target) return;
  const connection = await connectionFor(services, target);
  const url = await pageUrl(connection, target);
  await services.ui.copy(markdownLink(await nameOf(connection, target), url));
  services.ui.status('Attio: Markdown link copied');
}

async function nameOf({ catalog }: Connection, target: Named): Promise<string> {
  if ('task' in target) {
    const task = await catalog.task(target.task.id, { surface: SURFACE });
    if (!task) throw new Error('This task is not in Attio any more: it was deleted.');
    return oneLine(task.content_plaintext, 120) || 'Task';
  }
  if ('note' in target) {
    if (target.note.title.trim() !== '') return target.note.title;
    const note = await catalog.note(target.note.id, { surface: SURFACE });
    return note ? noteTitle(note) : 'Untitled note';
  }
  const summary = await catalog.summary(target, { surface: SURFACE });
  if (!summary) throw new Error('This record is not in Attio any more: it was deleted or merged into another.');
  return summary.title;
}
