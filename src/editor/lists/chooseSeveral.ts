/** Records for a list, found one after another with the search as you type; those that are in it already say so. */
import type { AttioList, Entry } from '../../attio/types.js';
import { formatMoment } from '../../crm/format.js';
import type { Match, ReadOptions, RecordRef } from '../../crm/types.js';
import { oneLine } from '../records/text.js';
import { recordItem } from '../search/pickRecord.js';
import { recentRecords, rememberRecord } from '../search/recent.js';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';

export interface Found {
  ref: RecordRef;
  title: string;
  /** How often it is in the list already. */
  times: number;
}

type Choice = { do: 'done' } | { do: 'drop'; found: Found } | { do: 'add'; found: Found };

interface Choosing {
  /** Chosen so far. */
  chosen: readonly Found[];
  /** Where they go, in words. */
  to: string;
  surface: string;
}

/** The entries that records have in a list, by the id of the record. Rejects with AttioError. */
export async function alreadyIn(
  { catalog }: Connection,
  list: AttioList,
  refs: readonly RecordRef[],
  read: ReadOptions,
): Promise<Map<string, Entry[]>> {
  const entries = await catalog.entriesIn(list.api_slug, refs, read);
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const id = entry.parent_record_id.toLowerCase();
    found.set(id, [...(found.get(id) ?? []), entry]);
  }
  return found;
}

/** Asks until the person says that these are all. undefined: closed. */
export async function chooseSeveral(
  services: Services,
  connection: Connection,
  list: AttioList,
  { chosen, to, surface }: Choosing,
): Promise<Found[] | undefined> {
  let found = [...chosen];
  for (;;) {
    const here = found;
    const initial = firstItems(services, connection, list, here, surface);
    // Shown as a line by the box; nobody else waits for it when typing starts at once.
    initial.catch(() => {});
    const choice = await services.ui.pickLive<Choice>({
      title: here.length === 0 ? `Add Records to ${to}` : `Add Records to ${to} (${here.length} chosen)`,
      placeholder:
        here.length === 0 ? 'Name, e-mail address, domain, id or Attio link' : 'Another one, or Enter to go on',
      ignoreFocusOut: true,
      initial,
      load: async (query, signal) => {
        const read = { surface, signal };
        const matches = await connection.catalog.search(query, { ...read, objects: list.parent_object });
        return items(connection, list, matches, here, read);
      },
      nothing: (query) => `No record that can be in this list matches “${query}”.`,
    });
    if (!choice) return undefined;
    if (choice.do === 'done') return found;
    if (choice.do === 'drop') found = found.filter((one) => one !== choice.found);
    else {
      found = [...found, choice.found];
      await rememberRecord(services, connection.account.id, choice.found.ref);
    }
  }
}

/** What goes on, what is chosen so far, and the records used last that can be in the list. */
async function firstItems(
  services: Services,
  connection: Connection,
  list: AttioList,
  chosen: readonly Found[],
  surface: string,
): Promise<PickItem<Choice>[]> {
  const { account, catalog } = connection;
  const done: PickItem<Choice>[] =
    chosen.length === 0
      ? []
      : [
          {
            label: chosen.length === 1 ? 'Add 1 Record' : `Add ${chosen.length} Records`,
            icon: 'check-all',
            picked: true,
            value: { do: 'done' },
          },
          ...chosen.map((one): PickItem<Choice> => ({ ...chosenItem(one), group: 'Chosen' })),
        ];
  const refs = recentRecords(services, account.id).filter(
    ({ object, recordId }) =>
      list.parent_object.includes(object) && !chosen.some(({ ref }) => ref.recordId === recordId),
  );
  try {
    const summaries = await Promise.all(refs.map((ref) => catalog.summary(ref, { surface })));
    const known = summaries.filter((summary) => summary !== undefined);
    const recent = await items(connection, list, known, chosen, { surface });
    return [...done, ...recent.map((item) => ({ ...item, group: 'Used last' }))];
  } catch (error) {
    // What is chosen stays on offer.
    if (done.length > 0) return done;
    throw error;
  }
}

/** A record that is chosen: pressed once more, it is not. */
const chosenItem = (one: Found): PickItem<Choice> => ({
  label: oneLine(one.title),
  description: ['chosen', one.times > 0 && timesText(one.times), 'press to leave it out'].filter(Boolean).join(' · '),
  icon: 'pass-filled',
  value: { do: 'drop', found: one },
});

/** Rows of records; those that are chosen or in the list already say so, the latter for one query. */
async function items(
  connection: Connection,
  list: AttioList,
  matches: readonly Pick<Match, 'ref' | 'title' | 'description' | 'objectNoun'>[],
  chosen: readonly Found[],
  read: ReadOptions,
): Promise<PickItem<Choice>[]> {
  const chosenAs = ({ ref }: Pick<Match, 'ref'>) => chosen.find((one) => one.ref.recordId === ref.recordId);
  const open = matches.filter((match) => !chosenAs(match));
  const already = await alreadyIn(
    connection,
    list,
    open.map(({ ref }) => ref),
    read,
  );
  return matches.map((match): PickItem<Choice> => {
    const before = chosenAs(match);
    if (before) return chosenItem(before);
    const entries = already.get(match.ref.recordId.toLowerCase()) ?? [];
    const found: Found = { ref: match.ref, title: match.title, times: entries.length };
    const { value: _, buttons: __, ...shown } = recordItem(connection.account, match);
    if (entries.length === 0) return { ...shown, value: { do: 'add', found } };
    return { ...shown, description: sinceText(entries), icon: 'check', value: { do: 'add', found } };
  });
}

const timesText = (times: number): string => (times === 1 ? 'in it already' : `in it ${times} times already`);

function sinceText(entries: readonly Entry[]): string {
  const day = entries.length === 1 ? formatMoment(entries[0]!.created_at, {}, 'day') : undefined;
  return `${timesText(entries.length)}${day ? ` since ${day}` : ''}; choose to add it once more`;
}
