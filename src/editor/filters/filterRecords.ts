/** "Filter and Sort…" on an object: its conditions, order, saved filters and Attio's views in one box; and "Clear Filter". */
import { commands } from 'vscode';
import type { AttioObject, View } from '../../attio/types.js';
import type { Condition } from '../../crm/filters/types.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import type { TreeNode } from '../tree/nodes.js';
import { BACK, type Back, type InputHint, type PickItem } from '../ui.js';
import { askCondition } from './askCondition.js';
import { type Asking, box, pluralOf, READ } from './asking.js';
import { askSort } from './askSort.js';
import { type Choice, menuItems, viewRows } from './menuItems.js';
import { type FilterSpec, isEmpty, NO_FILTER } from './spec.js';
import { filtersOf, type SavedFilter, sameName } from './store.js';
import { learnNames, specWords } from './words.js';

interface Target {
  slug: string;
  /** A view to filter by at once. */
  view?: View;
}

/** From a tree node, or a plain `{object}`; undefined: none was given. */
function targetOf(argument: unknown): Target | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if (!('kind' in argument)) {
    const { object } = argument as { object?: unknown };
    return typeof object === 'string' ? { slug: object } : undefined;
  }
  const node = argument as TreeNode;
  if (node.kind === 'object') return { slug: node.slug };
  if (node.kind === 'view') return { slug: node.parent.parent.slug, view: node.view };
  return targetOf(node.parent);
}

async function askObject({ ui }: Services, { catalog }: Connection): Promise<AttioObject | undefined> {
  const items = catalog.objects(READ).then((objects) =>
    objects.map(
      (value): PickItem<AttioObject> => ({
        label: pluralOf(value),
        icon: objectIcon(value.api_slug ?? ''),
        value,
      }),
    ),
  );
  return ui.pick(items, { title: 'Filter and Sort Records', placeholder: 'Records of which object?' });
}

/** Resolves when the box is closed; what was chosen is shown by the tree. */
export async function filterRecords(services: Services, argument?: unknown): Promise<void> {
  const connection = await services.connections.current();
  const target = targetOf(argument);
  const object = target ? await connection.catalog.object(target.slug, READ) : await askObject(services, connection);
  if (!object) {
    if (target) throw new Error(`There is no object “${target.slug}” that this API key may see.`);
    return;
  }
  const filters = filtersOf(services);
  const { id } = connection.account;
  const { object_id } = object.id;
  const before = filters.get(id, object_id);
  if (target?.view) {
    const { view_id } = target.view.id;
    // Pressed once more, it is let go.
    const same = before?.view?.id === view_id;
    const view = { id: view_id, title: oneLine(target.view.title, 80) };
    await filters.set(id, object_id, same ? undefined : { ...NO_FILTER, view });
    return;
  }
  const slug = object.api_slug ?? object_id;
  const asking: Asking = { services, connection, object, slug, title: `Filter ${pluralOf(object)}` };
  const spec = await menu(asking, before);
  if (spec === undefined) return;
  await filters.set(id, object_id, spec);
  // From the palette the view may not be on screen.
  if (!target) await commands.executeCommand('attio.records.focus');
}

/**
 * `argument`: a row of the Records view, or `{ object }`; without one nothing is done. Saved filters stay. Rejects with
 * NotSignedIn and AttioError.
 */
export async function clearFilter(services: Services, argument?: unknown): Promise<void> {
  const target = targetOf(argument);
  if (!target) return;
  const { account, catalog } = await services.connections.current();
  const object = await catalog.object(target.slug, READ);
  if (object) await filtersOf(services).set(account.id, object.id.object_id, undefined);
}

/** Asks until there is something to show; `undefined`: closed, and nothing changes. */
async function menu(asking: Asking, before: FilterSpec | undefined): Promise<FilterSpec | undefined> {
  const { services, connection, object, title } = asking;
  const { ui } = services;
  const filters = filtersOf(services);
  const [accountId, objectId] = [connection.account.id, object.id.object_id];
  let spec: FilterSpec = structuredClone(before ?? NO_FILTER);
  const views = viewRows(asking);
  const changed = () => JSON.stringify(spec) !== JSON.stringify(before ?? NO_FILTER);
  for (;;) {
    const saved = filters.saved(accountId, objectId);
    const items = Promise.all([views, learnNames(connection, spec, READ)]).then(([found, learnt]) =>
      menuItems({ spec, applied: before !== undefined, changed: changed(), saved, views: found, learnt }),
    );
    const choice = await ui.pick<Choice>(items, {
      title,
      placeholder: isEmpty(spec) ? 'Which records are shown?' : 'Change what is shown, or Enter to show it',
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    switch (choice?.do) {
      case undefined:
        return undefined;
      case 'show':
        return spec;
      case 'clear':
        return NO_FILTER;
      case 'view':
        return { ...spec, conditions: [], view: { id: choice.view.id.view_id, title: oneLine(choice.view.title, 80) } };
      case 'saved':
        return choice.saved.spec;
      case 'forget':
        await forget(asking, choice.saved);
        break;
      case 'remove':
        spec = { ...spec, conditions: spec.conditions.toSpliced(choice.at, 1) };
        break;
      case 'match':
        spec = { ...spec, match: spec.match === 'all' ? 'any' : 'all' };
        break;
      case 'add':
      case 'change': {
        const at = choice.do === 'change' ? choice.at : spec.conditions.length;
        const names = { ...spec.names };
        const condition = await askCondition(asking, names, spec.conditions[at]);
        if (condition === undefined) return undefined;
        if (condition !== BACK) spec = withCondition(spec, at, condition, names);
        break;
      }
      case 'sort': {
        const names = { ...spec.names };
        const sort = await askSort(asking, names, spec.sort);
        if (sort === undefined) return undefined;
        if (sort === BACK) break;
        const { sort: _old, ...unsorted } = spec;
        spec = sort === null ? unsorted : { ...spec, sort, names };
        break;
      }
      case 'save': {
        const name = await askName(asking, saved);
        if (name === undefined) return undefined;
        if (name === BACK) break;
        await filters.save(accountId, objectId, { name, spec });
        ui.status(`Attio: saved as “${name}”`);
        return spec;
      }
    }
  }
}

function withCondition(
  spec: FilterSpec,
  at: number,
  condition: Condition | null,
  names: FilterSpec['names'],
): FilterSpec {
  const { view: _view, ...others } = spec;
  return { ...others, conditions: others.conditions.toSpliced(at, 1, ...(condition ? [condition] : [])), names };
}

/** Forgets a saved filter that is picked. */
async function forget(asking: Asking, saved: SavedFilter[]): Promise<void> {
  const { services, connection, object } = asking;
  const name = await services.ui.pick<string, Back>(
    saved.map((one) => ({ label: one.name, description: specWords(one.spec), icon: 'bookmark', value: one.name })),
    { ...box(asking), placeholder: 'Which saved filter is to be forgotten?' },
  );
  if (name === undefined || name === BACK) return;
  await filtersOf(services).unsave(connection.account.id, object.id.object_id, name);
  services.ui.status(`Attio: the filter “${name}” is forgotten`);
}

async function askName(asking: Asking, saved: SavedFilter[]): Promise<string | Back | undefined> {
  const answer = await asking.services.ui.input<Back>({
    ...box(asking, 'save as'),
    prompt: `A name for this filter of ${pluralOf(asking.object)}, kept on this machine for ${asking.connection.account.name}`,
    validate: (text): string | InputHint | undefined => {
      if (text.trim() === '') return 'Write a name.';
      if (text.length > 80) return 'Write a shorter name: at most 80 characters.';
      const taken = saved.find(({ name }) => sameName(name, text));
      return taken && { severity: 'warning', message: `Replaces the filter “${taken.name}”.` };
    },
  });
  return typeof answer === 'string' ? oneLine(answer.trim()) : answer;
}
