/** "Add to List…": a record's place in a pipeline or another list. */
import type { AttioList, Entry } from '../../attio/types.js';
import { formatMoment } from '../../crm/format.js';
import { carryOut } from '../changes/carryOut.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { BACK, type PickItem } from '../ui.js';
import { chooseRecord } from './chosen.js';
import { entryValues } from './entryValues.js';

const SURFACE = 'lists.add';

/** `argument`: a record, or nothing. */
export async function addToList(services: Services, argument?: unknown): Promise<void> {
  const { ui } = services;
  const chosen = await chooseRecord(services, argument, {
    title: 'Add a Record to a List',
    surface: SURFACE,
    writes: { kind: 'entry.create', operation: 'entries.create' },
  });
  if (!chosen) return;
  const { connection, ref, view, name } = chosen;
  const read = { surface: SURFACE, fresh: true };
  const [all, entries] = await Promise.all([connection.catalog.lists(read), connection.catalog.entriesOf(ref, read)]);
  const lists = all.filter(({ parent_object }) => parent_object.includes(ref.object));
  if (lists.length === 0) {
    const nouns = oneLine(view.object.plural_noun ?? ref.object);
    return void (await ui.info(`${connection.account.name} has no list of ${nouns} that this key can see.`));
  }
  let last: AttioList | undefined;
  for (;;) {
    const list: AttioList | undefined = await ui.pick(listItems(lists, entries, last), {
      title: `Add ${name} to a List`,
      placeholder: 'Which list?',
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    if (!list) return;
    last = list;
    const values = await entryValues(services, connection, { list, name, surface: SURFACE });
    if (values === undefined) return;
    if (values === BACK) continue;
    await carryOut(
      services,
      connection,
      { kind: 'entry.create', list: list.api_slug, parentObject: ref.object, parentRecordId: ref.recordId, values },
      { surface: SURFACE },
    );
    return;
  }
}

const inList = (list: AttioList, { id }: Entry): boolean => id.list_id === list.id.list_id;

function listItems(lists: readonly AttioList[], entries: readonly Entry[], last?: AttioList): PickItem<AttioList>[] {
  const since = (mine: readonly Entry[]): string => {
    if (mine.length > 1) return `in it ${mine.length} times already; choose to add it once more`;
    const day = formatMoment(mine[0]!.created_at, {}, 'day');
    return `in it already${day ? ` since ${day}` : ''}; choose to add it once more`;
  };
  return lists.map((list) => {
    const mine = entries.filter((entry) => inList(list, entry));
    return {
      label: oneLine(list.name) || list.api_slug,
      ...(mine.length > 0 && { description: since(mine) }),
      icon: mine.length > 0 ? 'check' : 'list-selection',
      picked: list === last,
      value: list,
    };
  });
}
