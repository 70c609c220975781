/** "Add Records to List…": records found one after another, or dropped on a list, and added with one approval. */
import { workspace } from 'vscode';
import type { CreateEntry, Json } from '../../attio/writes.js';
import type { Change } from '../../changes/change.js';
import type { RecordRef } from '../../crm/types.js';
import { refuseUntrusted } from '../changes/approve.js';
import { carryOut } from '../changes/carryOut.js';
import { quoted } from '../changes/words.js';
import { mayWrite } from '../edit/chosen.js';
import { entryValues } from '../edit/entryValues.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { BACK } from '../ui.js';
import { type ChosenList, chooseList } from './chooseList.js';
import { alreadyIn, chooseSeveral, type Found } from './chooseSeveral.js';

const SURFACE = 'lists.add';
const WRITES = { kind: 'entry.create', operation: 'entries.create' } as const;

/** `argument`: a row of the Lists view, a list, or nothing. */
export async function addRecordsToList(services: Services, argument?: unknown): Promise<void> {
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  if (argument === undefined) mayWrite(await services.connections.current(), WRITES);
  const chosen = await chooseList(services, argument, { title: 'Add Records to a List', surface: SURFACE });
  if (!chosen) return;
  const { connection, list } = chosen;
  mayWrite(connection, WRITES);
  let found: Found[] = [];
  for (;;) {
    const more = await chooseSeveral(services, connection, list, {
      chosen: found,
      to: whereTo(chosen),
      surface: SURFACE,
    });
    if (!more || more.length === 0) return;
    found = more;
    // Also where they are not agreed to: the choice is not to be made again.
    if ((await add(services, chosen, found)) !== BACK) return;
  }
}

/**
 * Records that were dropped on a list or one of its stages. Those that are in it already are told apart before anything is
 * written, and what the list does not take is said. Rejects with AttioError.
 */
export async function addDropped(services: Services, chosen: ChosenList, refs: readonly RecordRef[]): Promise<void> {
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  const { connection, list } = chosen;
  mayWrite(connection, WRITES);
  const strangers = refs.filter(({ object }) => !list.parent_object.includes(object));
  if (strangers.length > 0) {
    const objects = await connection.catalog.objects({ surface: SURFACE });
    const nouns = list.parent_object.map((slug) => objects.find((one) => one.api_slug === slug)?.plural_noun ?? slug);
    await services.ui.warn(
      `${quoted(oneLine(list.name, 60))} is a list of ${oneLine(nouns.join(' and ')).toLowerCase()}: other records cannot be in it. Nothing was added.`,
    );
    return;
  }
  const read = { surface: SURFACE };
  const [already, ...summaries] = await Promise.all([
    alreadyIn(connection, list, refs, read),
    ...refs.map((ref) => connection.catalog.summary(ref, { ...read, names: 'known' as const })),
  ]);
  const all = summaries.flatMap((summary): Found[] =>
    summary ? [{ ref: summary.ref, title: summary.title, times: already.get(summary.ref.recordId)?.length ?? 0 }] : [],
  );
  const twice = all.filter(({ times }) => times > 0);
  const once = all.filter(({ times }) => times === 0);
  let wanted = all;
  if (twice.length > 0) {
    const which = twice.length === 1 ? oneLine(twice[0]!.title, 60) : `${twice.length} of ${all.length}`;
    const answer = await services.ui.pick(
      [
        ...(once.length > 0
          ? [{ label: `Add the ${once.length === 1 ? 'other' : `${once.length} others`}`, icon: 'add', value: once }]
          : []),
        {
          label: twice.length === 1 && all.length === 1 ? 'Add It Once More' : 'Add All, Those Once More',
          icon: 'copy',
          description: 'it has several entries then',
          value: all,
        },
      ],
      {
        title: `${which} ${twice.length === 1 ? 'is' : 'are'} in ${oneLine(list.name, 60)} already`,
        placeholder: 'What is to be added?',
      },
    );
    if (!answer) return;
    wanted = answer;
  }
  if (wanted.length > 0) await add(services, chosen, wanted);
}

/** `Renewals 2026`, `Proposal sent of Renewals 2026`. */
function whereTo({ list, stage }: ChosenList): string {
  const name = oneLine(list.name, 60) || list.api_slug;
  return stage && stage.id !== null ? `${name}, ${oneLine(stage.title, 60)}` : name;
}

/** BACK: nothing was added, by the person's word. undefined: it was, or was tried, or the boxes were closed. */
async function add(services: Services, chosen: ChosenList, found: readonly Found[]): Promise<typeof BACK | undefined> {
  const { connection, list, stage } = chosen;
  const name = found.length === 1 ? oneLine(found[0]!.title, 60) : `all ${found.length} records`;
  const given: Record<string, Json> = stage && stage.id !== null ? { [stage.attribute]: [stage.id] } : {};
  const values = await entryValues(services, connection, { list, name, surface: SURFACE, given });
  if (values === undefined || values === BACK) return values;
  const changes = found.map(
    ({ ref }): CreateEntry => ({
      kind: 'entry.create',
      list: list.api_slug,
      parentObject: ref.object,
      parentRecordId: ref.recordId,
      values,
    }),
  );
  const title = `Add ${found.length} records to ${whereTo(chosen)}`;
  const change: Change = changes.length === 1 ? changes[0]! : { kind: 'batch', title, changes };
  const { status } = await carryOut(services, connection, change, {
    surface: SURFACE,
    ...(changes.length > 1 && { done: () => `Added ${found.length} records to ${whereTo(chosen)}.` }),
  });
  return status === 'declined' ? BACK : undefined;
}
