/** Picking a record: the same box wherever one is asked for. */
import { commands } from 'vscode';
import type { Match } from '../../crm/types.js';
import { objectIcon } from '../records/icons.js';
import { canWriteNotes } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Account, Connection, Services } from '../services.js';
import type { RecordTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { forgetRecord, recentRecords, rememberRecord } from './recent.js';

export interface PickRecordOptions {
  title: string;
  placeholder?: string;
  /** Offered before anything is typed, above the records used last: what a text speaks of, say. */
  first?: PickItem<RecordTarget>[];
  /** What is typed already. */
  value?: string;
  /** Buttons on each item. They close the box, so only where the record itself is the goal. */
  actions?: boolean;
  /** Who asks, for the audit. */
  surface?: string;
}

/** The row of a record: name, then what it is and one telling line. */
export function recordItem(
  account: Account,
  match: Pick<Match, 'ref' | 'title' | 'description' | 'objectNoun'>,
  actions = false,
): PickItem<RecordTarget> {
  const target: RecordTarget = { ...match.ref, account: account.id };
  const description = oneLine(match.description);
  return {
    label: oneLine(match.title),
    description: description ? `${match.objectNoun} · ${description}` : match.objectNoun,
    icon: objectIcon(match.ref.object),
    value: target,
    ...(actions && { buttons: itemButtons(account, target) }),
  };
}

function itemButtons(account: Account, target: RecordTarget): PickItem<RecordTarget>['buttons'] {
  const run = (id: string) => () => commands.executeCommand(id, target);
  return [
    { icon: 'link-external', tooltip: 'Open in Attio', run: run('attio.openInAttio') },
    { icon: 'link', tooltip: 'Copy Link', run: run('attio.copyLink') },
    ...(canWriteNotes(account) ? [{ icon: 'note', tooltip: 'New Note…', run: run('attio.newNote') }] : []),
  ];
}

/** The records used last, by their names of now; those that are gone are left out and forgotten. */
async function recentItems(services: Services, connection: Connection, options: PickRecordOptions) {
  const { account, catalog } = connection;
  const known = new Set(options.first?.map(({ value }) => value.recordId));
  const refs = recentRecords(services, account.id).filter(({ recordId }) => !known.has(recordId));
  // Asked for together, so that they cost one request per object.
  const read = { surface: options.surface ?? 'search' };
  const summaries = await Promise.all(refs.map((ref) => catalog.summary(ref, read)));
  return summaries.flatMap((summary, index) => {
    if (summary) return [{ ...recordItem(account, summary, options.actions), group: 'Used last' }];
    void forgetRecord(services, account.id, refs[index]!.recordId);
    return [];
  });
}

async function initialItems(services: Services, connection: Connection, options: PickRecordOptions) {
  const first = (options.first ?? []).map((item) => ({ group: 'In the text', ...item }));
  try {
    return [...first, ...(await recentItems(services, connection, options))];
  } catch (error) {
    // What the text speaks of is known already and stays on offer.
    if (first.length > 0) return first;
    throw error;
  }
}

/**
 * Asks for a record of the active account: search as you type over all objects, ranked by the catalog. Resolves to
 * undefined when it is closed; rejects with NotSignedIn when there is no account to search.
 */
export async function pickRecord(services: Services, options: PickRecordOptions): Promise<RecordTarget | undefined> {
  const connection = await services.connections.current();
  const { account, catalog } = connection;
  const surface = options.surface ?? 'search';
  const initial = initialItems(services, connection, options);
  // Shown as a line by the box; nobody else waits for it when typing starts at once.
  initial.catch(() => {});
  const picked = await services.ui.pickLive<RecordTarget>({
    title: options.title,
    placeholder: options.placeholder ?? 'Name, e-mail address, domain, id or Attio link',
    ...(options.value !== undefined && { value: options.value }),
    initial,
    load: async (query, signal) => {
      const matches = await catalog.search(query, { signal, surface });
      return matches.map((match) => recordItem(account, match, options.actions));
    },
    nothing: (query) => `No record matches “${query}”.`,
  });
  if (picked) await rememberRecord(services, account.id, picked);
  return picked;
}
