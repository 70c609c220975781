/** Which pipeline "Attio: Open Pipeline…" means: what it is given, or what the person chooses. */
import type { AttioList, AttioObject } from '../../attio/types.js';
import { objectName } from '../../crm/describe.js';
import { objectKey } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import { objectIcon } from '../records/icons.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import { objectTarget } from '../schema/target.js';
import type { Connection, Services } from '../services.js';
import { groupingOf } from '../stages/chosen.js';
import { entryTarget, listTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { type BoardState, boardState } from './messages.js';

export const SURFACE = 'pipeline.board';
const READ: ReadOptions = { surface: SURFACE };

/**
 * The pipeline an argument names: a list or object of the trees or of targets.ts, something in one of its stages, or what
 * a page keeps; without an argument it is asked for, under `title`. undefined: the box was closed, or there is none, and that was told.
 */
export async function chooseBoard(
  services: Services,
  argument?: unknown,
  title = 'Open a Pipeline',
): Promise<BoardState | undefined> {
  const state = boardState(argument);
  if (state) return state;
  const account = accountOf(argument);
  const connection = await connectionFor(services, account === undefined ? {} : { account });
  const list = listTarget(argument)?.list.id ?? entryTarget(argument)?.entry.list;
  if (list !== undefined) return boardOfList(services, connection, list);
  const object = objectTarget(argument)?.object;
  if (object !== undefined) return boardOfObject(services, connection, object);
  if (argument !== undefined) throw new Error('This names neither a list nor an object of Attio.');
  return askWhich(services, connection, title);
}

function accountOf(argument: unknown): string | undefined {
  const given = (argument ?? {}) as { account?: unknown; ref?: { account?: unknown } };
  const account = given.account ?? given.ref?.account;
  return typeof account === 'string' ? account : undefined;
}

async function boardOfList(services: Services, connection: Connection, slugOrId: string) {
  const list = await connection.catalog.list(slugOrId, READ);
  if (!list)
    throw new Error(
      `There is no such list in ${connection.account.name}: it may have been deleted, or the key may not see it. Refresh the lists and choose again.`,
    );
  const found = await ofList(services, connection, list);
  if (found) return found.state;
  const name = oneLine(list.name, 60);
  await services.ui.warn(
    `“${name}” cannot be shown as a pipeline: its entries have no status attribute, and no select of one value, that could be its stages. Add one to the list in Attio, then refresh the lists.`,
  );
  return undefined;
}

async function boardOfObject(services: Services, connection: Connection, slugOrId: string) {
  const object = await connection.catalog.object(slugOrId, READ);
  if (!object)
    throw new Error(`There is no object “${slugOrId}” in ${connection.account.name}: it may have been deleted.`);
  const found = await ofObject(services, connection, object, 'select');
  if (found) return found.state;
  await services.ui.warn(
    `${oneLine(objectName(object), 60)} cannot be shown as a pipeline: they have no status attribute, and no select of one value, that could be its stages. Attio: New Attribute… adds one.`,
  );
  return undefined;
}

interface Found {
  state: BoardState;
  item: PickItem<BoardState>;
}

/** undefined: it cannot be grouped. */
async function ofList(services: Services, connection: Connection, list: AttioList): Promise<Found | undefined> {
  const id = list.id.list_id;
  const of = { target: 'lists', list: id } as const;
  // Someone who wants its entries in one row in the tree still has a pipeline here.
  const chosen = await groupingOf(services, connection, of, id, READ);
  const attribute = chosen ?? (await connection.catalog.groupings(of, READ))[0];
  if (!attribute) return undefined;
  const state: BoardState = { account: connection.account.id, target: 'lists', of: id, attribute: attribute.api_slug };
  const description = `by ${oneLine(attribute.title, 40)}`;
  return {
    state,
    item: { label: oneLine(list.name), description, icon: 'list-unordered', group: 'Lists', value: state },
  };
}

/** `least`: without a choice of the person a status is needed, or a select is enough. */
async function ofObject(
  services: Services,
  connection: Connection,
  object: AttioObject,
  least: 'status' | 'select',
): Promise<Found | undefined> {
  const id = object.id.object_id;
  const of = { target: 'objects', object: objectKey(object) } as const;
  const chosen = await groupingOf(services, connection, of, id, READ);
  const able = chosen ? [chosen] : await connection.catalog.groupings(of, READ);
  const attribute = chosen ?? able.find(({ type }) => least === 'select' || type === 'status');
  if (!attribute) return undefined;
  const state: BoardState = {
    account: connection.account.id,
    target: 'objects',
    of: id,
    attribute: attribute.api_slug,
  };
  const description = `by ${oneLine(attribute.title, 40)}`;
  const icon = objectIcon(objectKey(object));
  return { state, item: { label: oneLine(objectName(object)), description, icon, group: 'Objects', value: state } };
}

async function askWhich(services: Services, connection: Connection, title: string): Promise<BoardState | undefined> {
  const { account, catalog } = connection;
  const find = async (): Promise<Found[]> => {
    const [lists, objects] = await Promise.allSettled([catalog.lists(READ), catalog.objects(READ)]);
    // A key may see lists and no objects, or the other way round.
    if (lists.status === 'rejected' && objects.status === 'rejected') throw objects.reason;
    const found = await Promise.all([
      ...(lists.status === 'fulfilled' ? lists.value : []).map((list) => ofList(services, connection, list)),
      ...(objects.status === 'fulfilled' ? objects.value : []).map((one) =>
        ofObject(services, connection, one, 'status'),
      ),
    ]);
    return found.filter((one) => one !== undefined);
  };
  const found = await services.ui.progress({ title: 'Looking for pipelines…', where: 'window' }, find);
  if (found.length > 0)
    return services.ui.pick(
      found.map(({ item }) => item),
      { title, placeholder: 'Which list or object?', matchOnDescription: true },
    );
  await services.ui.warn(
    `Nothing in ${oneLine(account.name, 60)} can be shown as a pipeline: no list has a status or select attribute, and no object a status. Add one in Attio, then try again.`,
  );
  return undefined;
}
