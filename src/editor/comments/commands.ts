/** "Attio: Comments…" and "Attio: New Comment…": of a record or of its place in a list. */
import { commands } from 'vscode';
import type { CommentPlace } from '../../crm/types.js';
import { refuseMissing } from '../changes/approve.js';
import { whoAmI } from '../members/me.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import { entryTarget, type RecordTarget, recordTarget } from '../targets.js';
import { askComment } from './ask.js';
import { draftKey } from './drafts.js';
import { onOf } from './write.js';

const SURFACE = 'comments.new';

/** Opens the record's page at what was said about it. */
export async function comments(services: Services, argument?: unknown): Promise<void> {
  const target =
    recordTarget(argument) ??
    (await recordOf(services, argument)) ??
    (await pickRecord(services, { title: 'Comments of a Record' }));
  if (target) await commands.executeCommand('attio.openRecord', { ...target, at: 'comments' });
}

/** Of an entry, the record in it: a row of a tree says it, else it is asked for. undefined: `argument` names no entry. */
async function recordOf(services: Services, argument: unknown): Promise<Required<RecordTarget> | undefined> {
  const target = entryTarget(argument);
  if (!target) return undefined;
  const { api, account } = await connectionFor(services, target);
  const known = recordTarget(argument);
  if (known) return { ...known, account: account.id };
  const { list, entryId } = target.entry;
  const entry = await api.entries.get(list, entryId, { surface: SURFACE });
  return { object: entry.parent_object, recordId: entry.parent_record_id, account: account.id };
}

interface Where {
  connection: Connection;
  place: CommentPlace;
  /** `Acme Robotics`, `Acme Robotics in the list Renewals`. */
  name: string;
}

/** undefined: nobody picked a record. Rejects with AttioError. */
async function whereOf(services: Services, argument: unknown): Promise<Where | undefined> {
  const read = { surface: SURFACE };
  const entry = entryTarget(argument);
  if (entry) {
    const connection = await connectionFor(services, entry);
    const { catalog } = connection;
    const [list, ref] = await Promise.all([catalog.list(entry.entry.list, read), recordOf(services, argument)]);
    const summary = ref && (await catalog.summary({ object: ref.object, recordId: ref.recordId }, read));
    const { entryId } = entry.entry;
    const slug = list?.api_slug ?? entry.entry.list;
    const name = `${summary?.title ?? 'a record'} in the list ${list?.name ?? slug}`;
    return { connection, place: { list: slug, entryId }, name };
  }
  const target = recordTarget(argument) ?? (await pickRecord(services, { title: 'Comment on a Record' }));
  if (!target) return undefined;
  const connection = await connectionFor(services, target);
  const { object, recordId } = target;
  const summary = await connection.catalog.summary({ object, recordId }, read);
  return { connection, place: { ref: summary?.ref ?? { object, recordId } }, name: summary?.title ?? 'a record' };
}

/** Asks for the words; what was begun is there again until it is written. */
export async function newComment(services: Services, argument?: unknown): Promise<void> {
  const where = await whereOf(services, argument);
  if (!where) return;
  const { connection, place, name } = where;
  refuseMissing(connection.account, ['comment:read-write'], 'comments.create', 'write comments');
  // Before anything is typed: who closes this question has nothing to lose.
  if ((await whoAmI(services, connection)) === undefined) return;
  const key = draftKey(connection.account.id, place);
  const title = `Comment on ${oneLine(name, 60)}`;
  await askComment(services, connection, onOf(place), { key, title, surface: SURFACE });
}
