/** "Group By…": which attribute makes the stages of a list, or of an object in the Records view. */
import { commands } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { AttioList, AttioObject, Attribute } from '../../attio/types.js';
import type { Grouped } from '../../crm/pipeline/types.js';
import { objectKey } from '../../crm/schema.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { groupingOf, groupingsOf } from '../stages/chosen.js';
import { listTarget } from '../targets.js';
import type { PickItem } from '../ui.js';

const SURFACE = 'lists.group';
const READ = { surface: SURFACE };

interface Target {
  of: Grouped;
  /** Of the list or object. */
  id: string;
  name: string;
}

/** `argument`: the row of a list or object, or nothing. */
export async function groupBy(services: Services, argument?: unknown): Promise<void> {
  const connection = await services.connections.current();
  const target = targetOf(argument) ?? (await chooseTarget(services, connection));
  if (!target) return;
  const { of, id, name } = target;
  const [able, now] = await Promise.all([
    connection.catalog.groupings(of, { ...READ, fresh: true }),
    groupingOf(services, connection, of, id, READ),
  ]);
  if (able.length === 0) {
    await services.ui.info(
      `${name} cannot be grouped: it has neither a status nor a select of one value that can be changed.`,
    );
    return;
  }
  const items: PickItem<Attribute | null>[] = [
    ...able.map((attribute) => ({
      label: oneLine(attribute.title, 80) || attribute.api_slug,
      description: [
        attribute.type === 'status' ? 'Status' : 'Select',
        attribute.id.attribute_id === now?.id.attribute_id && 'now',
      ]
        .filter(Boolean)
        .join(' · '),
      icon: attribute.type === 'status' ? 'project' : 'symbol-enum',
      picked: attribute.id.attribute_id === now?.id.attribute_id,
      value: attribute,
    })),
    { label: 'No Grouping', icon: 'list-flat', picked: now === undefined, value: null },
  ];
  const chosen = await services.ui.pick(items, {
    title: `Group ${name}`,
    placeholder: 'By which attribute?',
    matchOnDescription: true,
  });
  if (chosen === undefined) return;
  await groupingsOf(services).set(connection.account.id, id, chosen?.id.attribute_id ?? null);
  // From the palette the view may not be on screen.
  if (argument === undefined)
    await commands.executeCommand(of.target === 'lists' ? 'attio.lists.focus' : 'attio.records.focus');
}

function targetOf(argument: unknown): Target | undefined {
  const list = listTarget(argument);
  const node = argument as { kind?: string; full?: AttioList; object?: AttioObject; parent?: unknown } | undefined;
  if (list) return ofList(list.list.id, list.list.slug, node?.full?.name);
  if (node?.kind === 'object' && node.object) return ofObject(node.object);
  return node?.parent ? targetOf(node.parent) : undefined;
}

const ofList = (id: string, slug: string, name = slug): Target => ({
  of: { target: 'lists', list: slug },
  id,
  name: oneLine(name, 60) || slug,
});

const ofObject = (object: AttioObject): Target => ({
  of: { target: 'objects', object: objectKey(object) },
  id: object.id.object_id,
  name: oneLine(object.plural_noun ?? objectKey(object), 60),
});

async function chooseTarget(services: Services, { account, catalog }: Connection): Promise<Target | undefined> {
  const mayLists = hasScopes(account.scopes, 'list_configuration:read', 'list_entry:read');
  const items = Promise.all([mayLists ? catalog.lists(READ) : [], catalog.objects(READ)]).then(([lists, objects]) => [
    ...lists.map(
      (list): PickItem<Target> => ({
        label: oneLine(list.name) || list.api_slug,
        icon: 'list-selection',
        group: 'Lists',
        value: ofList(list.id.list_id, list.api_slug, list.name),
      }),
    ),
    ...objects.map(
      (object): PickItem<Target> => ({
        label: oneLine(object.plural_noun ?? objectKey(object)),
        icon: objectIcon(objectKey(object)),
        group: 'Records',
        value: ofObject(object),
      }),
    ),
  ]);
  return services.ui.pick(items, { title: 'Group By', placeholder: 'Which list, or records of which object?' });
}
