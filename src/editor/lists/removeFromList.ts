/** "Remove from List…": takes records off a list; they themselves stay. */
import { workspace } from 'vscode';
import type { DeleteEntry, Json } from '../../attio/writes.js';
import type { Change } from '../../changes/change.js';
import { refuseUntrusted } from '../changes/approve.js';
import { carryOut } from '../changes/carryOut.js';
import { unsentWarnings } from '../documents/unsent.js';
import { mayWrite } from '../edit/chosen.js';
import { chooseEntry } from '../edit/chosenEntry.js';
import { stagedMoves } from '../pipeline/stagedStore.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { type EntryTarget, entryTarget } from '../targets.js';
import type { EntryNode } from './nodes.js';

const SURFACE = 'lists.remove';
const WRITES = { kind: 'entry.delete', operation: 'entries.delete' } as const;

/** `argument`: an entry or nothing; `more`: the rows that are selected with it. */
export async function removeFromList(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  const selected = Array.isArray(more) && more.length > 0 ? more : argument === undefined ? [] : [argument];
  const targets = selected.flatMap((one) => entryTarget(one) ?? []);
  if (targets.length === 0) {
    mayWrite(await connectionFor(services, {}), WRITES);
    const chosen = await chooseEntry(services, argument, { title: 'Remove a Record from a List', surface: SURFACE });
    if (!chosen) return;
    const { account, list, entryId } = chosen.key;
    targets.push({ account, entry: { list, entryId } });
  }
  const [first] = targets;
  const connection = await connectionFor(services, first!);
  mayWrite(connection, WRITES);
  const mine = targets.filter(({ account }) => account === first!.account);
  const rows = selected.filter((one): one is EntryNode => (one as EntryNode).kind === 'entry');
  const changes = [...new Map(mine.map((one) => [one.entry.entryId, one])).values()].map((one) => removal(one, rows));
  const change: Change =
    changes.length === 1 ? changes[0]! : { kind: 'batch', title: await titleOf(connection, changes), changes };
  const warnings = await unsentWarnings(
    services,
    changes.map((one) => ({
      account: connection.account.id,
      list: one.list,
      entryId: one.entryId,
      name: nameOf(one, rows),
    })),
  );
  const outcome = await carryOut(services, connection, change, { surface: SURFACE, warnings });
  if (outcome.status !== 'applied') return;
  // A move of what is not there any more would be a conflict.
  const staged = stagedMoves(services);
  const gone = new Set(changes.map(({ entryId }) => entryId));
  await staged.drop(staged.list(connection.account.id).filter(({ card }) => gone.has(card)));
}

const rowOf = (entryId: string, rows: readonly EntryNode[]): EntryNode | undefined =>
  rows.find(({ entry }) => entry.entryId.toLowerCase() === entryId);

const nameOf = ({ entryId }: DeleteEntry, rows: readonly EntryNode[]): string =>
  rowOf(entryId, rows)?.card.title ?? 'this place in the list';

/** Made from what its row shows: that it stands elsewhere meanwhile is told before it goes. */
function removal({ entry }: EntryTarget, rows: readonly EntryNode[]): DeleteEntry {
  const row = rowOf(entry.entryId, rows);
  const attribute = row?.pipeline.ref.attribute;
  const base = row && attribute ? { base: { [attribute]: row.card.base as Json[] } } : {};
  return { kind: 'entry.delete', list: entry.list, entryId: entry.entryId, ...base };
}

async function titleOf({ catalog }: Connection, changes: readonly DeleteEntry[]): Promise<string> {
  const lists = [...new Set(changes.map(({ list }) => list))];
  if (lists.length > 1) return `Remove ${changes.length} entries from ${lists.length} lists`;
  const list = await catalog.list(lists[0]!, { surface: SURFACE });
  return `Remove ${changes.length} entries from ${oneLine(list?.name ?? lists[0]!, 60)}`;
}
