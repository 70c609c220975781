/** The list that a command is about: of the row it is given, or chosen. */
import type { AttioList } from '../../attio/types.js';
import type { Stage } from '../../crm/pipeline/types.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { entryTarget, listTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import type { ListsNode } from './nodes.js';

export interface ChosenList {
  connection: Connection;
  list: AttioList;
  /** Of a row in a stage: that stage. */
  stage?: { attribute: string; id: Stage['id']; title: string };
}

interface Named {
  account?: string;
  slug: string;
  stage?: ChosenList['stage'];
}

/** What a row, a line below one, or a target names; undefined: no list. */
function namedBy(argument: unknown): Named | undefined {
  const target = listTarget(argument);
  if (target) return { ...target, slug: target.list.slug };
  const node = argument as ListsNode | undefined;
  if (node?.kind === 'stage' && node.parent.kind === 'list') {
    const { account, pipeline, stage, parent } = node;
    return {
      account,
      slug: parent.list.slug,
      stage: { attribute: pipeline.ref.attribute, id: stage.id, title: stage.title },
    };
  }
  if (node?.kind === 'line' || node?.kind === 'more') return namedBy(node.parent);
  const entry = entryTarget(argument);
  return entry && { ...entry, slug: entry.entry.list };
}

/** undefined: closed, or there is none, which is said. Rejects with AttioError. */
export async function chooseList(
  services: Services,
  argument: unknown,
  { title, surface }: { title: string; surface: string },
): Promise<ChosenList | undefined> {
  const named = namedBy(argument);
  if (argument !== undefined && !named) throw new Error('This does not name a list: its id is incomplete.');
  const connection = await connectionFor(services, named ?? {});
  const { catalog, account } = connection;
  const read = { surface };
  if (named) {
    const list = await catalog.list(named.slug, read);
    if (!list) throw new Error('This list is not in Attio any more, or the key cannot see it. Refresh the lists.');
    return { connection, list, ...(named.stage && { stage: named.stage }) };
  }
  const lists = await catalog.lists(read);
  if (lists.length === 0) return void (await services.ui.info(`${account.name} has no list that this key can see.`));
  const items = lists.map(
    (list): PickItem<AttioList> => ({
      label: oneLine(list.name) || list.api_slug,
      description: oneLine(list.parent_object.join(', ')),
      icon: 'list-selection',
      value: list,
    }),
  );
  const list = await services.ui.pick(items, { title, placeholder: 'Which list?', matchOnDescription: true });
  return list && { connection, list };
}
