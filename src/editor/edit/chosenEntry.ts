/** The place in a list that a command is about: the one it is given, or chosen by record and then by list. */
import { commands, window } from 'vscode';
import type { Entry } from '../../attio/types.js';
import { formatMoment } from '../../crm/format.js';
import type { RecordRef } from '../../crm/types.js';
import { type EntryKey, isEntry } from '../documents/rowKey.js';
import { uriRow } from '../documents/uri.js';
import { activeRecord } from '../records/activeRecord.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import { entryTarget, recordTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { placeOf } from './place.js';

export interface ChosenEntry {
  connection: Connection;
  key: EntryKey;
}

/**
 * `argument`: an entry, a record, or nothing; then the place whose document is in front, or one of the record that is in
 * front, or of one searched for. undefined: closed, or the record is in no list, which is said. Rejects with AttioError.
 * `surface`: who asks. `title`: over the search. `check`: throws what the key may not do, before anything is asked.
 */
export async function chooseEntry(
  services: Services,
  argument: unknown,
  { title, surface, check }: { title: string; surface: string; check?: (connection: Connection) => void },
): Promise<ChosenEntry | undefined> {
  const given = entryTarget(argument) ?? (argument === undefined ? entryInFront() : undefined);
  if (given) {
    const connection = await connectionFor(services, given);
    check?.(connection);
    return { connection, key: { account: connection.account.id, ...given.entry } };
  }
  if (argument !== undefined && !recordTarget(argument))
    throw new Error('This does not name a place in a list: its id is incomplete.');
  const known = recordTarget(argument) ?? activeRecord();
  check?.(await connectionFor(services, known ?? {}));
  const target = known ?? (await pickRecord(services, { title, surface }));
  if (!target) return undefined;
  const connection = await connectionFor(services, target);
  const entry = await choosePlace(services, connection, target, { title, surface });
  return entry && { connection, key: { account: connection.account.id, ...entry } };
}

function entryInFront() {
  const uri = window.activeTextEditor?.document.uri;
  const row = uri && uriRow(uri);
  return row && isEntry(row) ? { account: row.account, entry: { list: row.list, entryId: row.entryId } } : undefined;
}

async function choosePlace(
  services: Services,
  connection: Connection,
  ref: RecordRef,
  { title, surface }: { title: string; surface: string },
): Promise<Omit<EntryKey, 'account'> | undefined> {
  const { catalog } = connection;
  const { ui } = services;
  const read = { surface };
  const [entries, summary] = await Promise.all([catalog.entriesOf(ref, read), catalog.summary(ref, read)]);
  const name = oneLine(summary?.title ?? 'This record', 60);
  if (entries.length === 0) {
    await ui.info(`${name} is in no list that this key can see.`, {
      title: 'Add to List…',
      run: () => commands.executeCommand('attio.addToList', { ...ref, account: connection.account.id }),
    });
    return undefined;
  }
  const items = await Promise.all(entries.map((entry) => placeItem(connection, entry, surface)));
  if (items.length === 1) return items[0]!.value;
  return ui.pick(items, {
    title,
    placeholder: `Which place of ${name}?`,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
}

/** `Renewals 2026 — Proposal sent · since 3 Dec 2025`. */
async function placeItem(
  { catalog }: Connection,
  entry: Entry,
  surface: string,
): Promise<PickItem<Omit<EntryKey, 'account'>>> {
  const { list, name, stage } = await placeOf(catalog, entry, surface);
  const since = formatMoment(entry.created_at, {}, 'day');
  const facts = [stage?.title, since && `in it since ${since}`].filter((fact) => fact);
  return {
    label: oneLine(name, 80),
    description: facts.map((fact) => oneLine(fact!, 60)).join(' · '),
    icon: 'list-selection',
    value: { list, entryId: entry.id.entry_id.toLowerCase() },
  };
}
