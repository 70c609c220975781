/** The record that a command on one record is about, read anew, once it is clear that it may be written. */
import { window, workspace } from 'vscode';
import { type KnownOperation, scopesFor } from '../../attio/operations.js';
import type { Change } from '../../changes/change.js';
import { objectKey } from '../../crm/schema.js';
import type { RecordRef, RecordView } from '../../crm/types.js';
import { refuseUntrusted, refuseWithoutScopes } from '../changes/approve.js';
import { uriTarget } from '../documents/uri.js';
import { activeRecord } from '../records/activeRecord.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import { type RecordTarget, recordTarget } from '../targets.js';

export interface Chosen {
  connection: Connection;
  /** By slug. */
  ref: RecordRef;
  /** As Attio has it now: what a change is made from. */
  view: RecordView;
  /** On one line. */
  name: string;
}

export interface Choosing {
  /** Over the search, when the record is asked for. */
  title: string;
  surface: string;
  /** What is to be written, so that a key that may not is refused before anything is asked. */
  writes: { kind: Change['kind']; operation: KnownOperation };
}

/**
 * The record an argument names; without one that of the page or the document in front, else one searched for. undefined: closed, gone, or
 * the folder is not trusted, which is said. Rejects with AttioError, also where the key may not write it.
 */
export async function chooseRecord(
  services: Services,
  argument: unknown,
  { title, surface, writes }: Choosing,
): Promise<Chosen | undefined> {
  if (argument !== undefined && !recordTarget(argument))
    throw new Error('This link does not name a record: its id is incomplete.');
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  const known = recordTarget(argument) ?? activeRecord() ?? documentInFront();
  if (known) mayWrite(await connectionFor(services, known), writes);
  else mayWrite(await services.connections.current(), writes);
  const target = known ?? (await pickRecord(services, { title, surface }));
  if (!target) return undefined;
  const connection = await connectionFor(services, target);
  return seen(services, connection, target, surface);
}

/** The record whose document is in front. */
function documentInFront(): RecordTarget | undefined {
  const uri = window.activeTextEditor?.document.uri;
  return uri && uriTarget(uri);
}

/** A record as Attio has it now; of one that is gone it is said. */
export async function seen(
  { ui }: Services,
  connection: Connection,
  ref: RecordRef,
  surface: string,
): Promise<Chosen | undefined> {
  const view = await connection.catalog.view(ref, { surface, fresh: true });
  if (!view) {
    await ui.info('This record is not in Attio any more: it was deleted or merged into another.');
    return undefined;
  }
  const own = { object: objectKey(view.object), recordId: view.record.id.record_id.toLowerCase() };
  return { connection, ref: own, view, name: oneLine(view.summary.title, 60) };
}

/** Rejects (AttioError, `permission`) what the key of the account may not do. */
export function mayWrite({ account }: Connection, { kind, operation }: Choosing['writes']): void {
  refuseWithoutScopes(account, { scopes: [...scopesFor(operation)] }, { kind });
}
