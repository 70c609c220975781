/** "Merge with…": two records become one. What that takes is shown first, for it cannot be undone. */
import { commands } from 'vscode';
import type { ApplyOutcome } from '../../changes/change.js';
import { formatMoment } from '../../crm/format.js';
import type { DisplayValue, RecordRef } from '../../crm/types.js';
import { partsText } from '../../crm/values.js';
import { carryOut } from '../changes/carryOut.js';
import { unsentWarnings } from '../documents/unsent.js';
import { isolated } from '../isolated.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import { forgetRecord } from '../search/recent.js';
import type { Services } from '../services.js';
import { recordTarget } from '../targets.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { candidatesFor } from './candidates.js';
import { type Choosing, type Chosen, chooseRecord, mayWrite, seen } from './chosen.js';
import { CERTAINTY } from './duplicateItems.js';
import { filledOf, fullerFirst } from './fullerFirst.js';
import { pickOther, sameRecord } from './otherRecord.js';
import { openSideBySide } from './sideBySide.js';

const SURFACE = 'records.merge';
const WRITES: Choosing['writes'] = { kind: 'record.merge', operation: 'records.merge' };

/** `argument`: a record, or nothing. `more`: the nodes that are selected; two of them are the two to merge. */
export async function mergeRecords(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const chosen = await chooseRecord(services, argument, {
    title: 'Merge a Record with Another',
    surface: SURFACE,
    writes: WRITES,
  });
  if (!chosen) return;
  const { connection, ref } = chosen;
  const selected = (Array.isArray(more) ? more : []).flatMap((one) => recordTarget(one) ?? []);
  const second = selected.length === 2 ? selected.find((one) => !sameRecord(one, ref)) : undefined;
  if (second && second.object !== ref.object)
    throw new Error('Only records of the same object can be merged: these two are of different ones.');
  if (second) {
    const two = await seen(services, connection, second, SURFACE);
    if (two) await mergeTwo(services, chosen, two);
    return;
  }
  for (;;) {
    const other = await chooseOther(services, chosen);
    if (other === undefined) return;
    const two = await seen(services, connection, other, SURFACE);
    if (!two || (await mergeTwo(services, chosen, two, true)) !== BACK) return;
  }
}

/** Merges two records of an object that are found to be the same; undefined: nothing was merged. */
export async function mergePair(
  services: Services,
  connection: Chosen['connection'],
  pair: readonly [RecordRef, RecordRef],
): Promise<Merged | Back | undefined> {
  mayWrite(connection, WRITES);
  const one = await seen(services, connection, pair[0], SURFACE);
  const two = one && (await seen(services, connection, pair[1], SURFACE));
  return one && two && mergeTwo(services, one, two, true);
}

async function chooseOther(services: Services, chosen: Chosen): Promise<RecordRef | undefined> {
  const { connection, ref, view, name } = chosen;
  const first = candidatesFor(chosen, SURFACE).then((found) =>
    found.map(
      ({ ref: value, title, description, certainty, reasons }): PickItem<RecordRef> => ({
        label: oneLine(title),
        description: [oneLine(description), ...reasons.map(({ text }) => oneLine(text))].filter(Boolean).join(' · '),
        icon: objectIcon(ref.object),
        group: CERTAINTY[certainty],
        value,
      }),
    ),
  );
  const other = await pickOther(services, connection, {
    title: `Merge ${name} with…`,
    placeholder: 'The same thing once more: name, e-mail address, domain, id or Attio link',
    surface: SURFACE,
    objects: [ref.object],
    nouns: oneLine(view.object.plural_noun ?? ref.object),
    self: ref,
    first,
  });
  return other === BACK ? undefined : other;
}

/** The record that two became. */
export interface Merged {
  ref: RecordRef;
  title: string;
}

async function mergeTwo(
  services: Services,
  one: Chosen,
  two: Chosen,
  back = false,
): Promise<Merged | Back | undefined> {
  const winner = await chooseWinner(services, one, two, back);
  if (winner === BACK || winner === undefined) return winner;
  const loser = winner === one ? two : one;
  const { connection, ref } = winner;
  const warnings = await unsentWarnings(
    services,
    [one, two].map((each) => ({ ...each.ref, account: connection.account.id, name: each.name })),
  );
  const outcome = await whileMerging(services, (agreed) =>
    carryOut(
      services,
      connection,
      {
        kind: 'record.merge',
        object: ref.object,
        primaryRecordId: ref.recordId,
        secondaryRecordId: loser.ref.recordId,
      },
      { surface: SURFACE, agreed, warnings, ownProgress: true },
    ),
  );
  if (outcome?.status !== 'applied') return undefined;
  for (const gone of [one, two]) await forgetRecord(services, connection.account.id, gone.ref.recordId);
  const { record, journalId } = outcome.applied;
  if (record) {
    const merged = { object: ref.object, recordId: record.id.record_id };
    await commands.executeCommand('attio.openRecord', { ...merged, account: connection.account.id });
    return { ref: merged, title: winner.view.summary.title };
  }
  // Attio is still at it, as is said; the journal has the id.
  const entry = journalId === undefined ? undefined : await connection.journal.get(journalId);
  return entry?.target && { ref: entry.target, title: entry.target.title };
}

/**
 * Attio takes a while to merge, which shows as progress. Whoever cancels stops waiting and nothing else: what was sent is
 * carried out, and its message comes when it is done. undefined: nobody waits any more.
 */
async function whileMerging(
  { ui }: Services,
  merge: (agreed: () => void) => Promise<ApplyOutcome>,
): Promise<ApplyOutcome | undefined> {
  let letGo = (_: undefined) => {};
  const left = new Promise<undefined>((resolve) => {
    letGo = resolve;
  });
  const merging: Promise<ApplyOutcome> = merge(() => {
    void ui.progress(
      { title: 'Attio is merging the two records', where: 'notification', cancellable: true },
      (report, token) => {
        report('Cancel stops the waiting, not the merge.');
        token.onCancellationRequested(() => letGo(undefined));
        return Promise.race([merging.catch(() => undefined), left]);
      },
    );
  });
  const outcome = await Promise.race([merging, left]);
  if (outcome === undefined) ui.status('Attio: the merge goes on; you are told when it is done');
  return outcome;
}

/** Which one's values win, with both before one's eyes. */
async function chooseWinner(
  services: Services,
  one: Chosen,
  two: Chosen,
  back: boolean,
): Promise<Chosen | Back | undefined> {
  const noun = oneLine(one.view.object.singular_noun ?? 'record').toLowerCase();
  const [first, second] = fullerFirst(one, two);
  for (;;) {
    const answer = await services.ui.pick<Chosen | 'look', Back>(
      [
        sideItem(first, second),
        sideItem(second, first),
        {
          label: 'Compare Side by Side',
          description: 'Opens both pages, and asks again',
          icon: 'split-horizontal',
          group: 'Look first',
          value: 'look',
        },
      ],
      {
        title: `Merge ${isolated(one.name)} and ${isolated(two.name)}`,
        placeholder: `Which ${noun} wins where both have a value? What only the other has is kept too.`,
        ignoreFocusOut: true,
        ...(back && { back: BACK }),
      },
    );
    if (answer !== 'look') return answer;
    await openSideBySide(one.connection, one.ref, two.ref);
  }
}

const written = ({ parts }: DisplayValue): string => oneLine(partsText(parts), 40);

function sideItem(mine: Chosen, other: Chosen): PickItem<Chosen> {
  const { view } = mine;
  const filled = filledOf(mine);
  const since = formatMoment(view.record.created_at, {}, 'day');
  const differing = filled.filter((value) => {
    const its = other.view.values.find(({ attribute }) => attribute.api_slug === value.attribute.api_slug);
    return its !== undefined && written(its) !== written(value);
  });
  // Where both have something is what one chooses between.
  const both = (value: DisplayValue) =>
    other.view.values.some(
      ({ attribute, parts }) => attribute.api_slug === value.attribute.api_slug && parts.length > 0,
    );
  const told = [...differing.filter(both), ...differing.filter((value) => !both(value))].slice(0, 5);
  const facts = told.map((value) => `${oneLine(value.attribute.title, 30)}: ${isolated(written(value))}`);
  return {
    label: mine.name,
    description: [
      oneLine(view.summary.description, 60),
      `${filled.length} value${filled.length === 1 ? '' : 's'}`,
      since ? `created ${since}` : '',
    ]
      .filter(Boolean)
      .join(' · '),
    detail: facts.length > 0 ? facts.join(' · ') : 'All its values are the same as the other’s',
    icon: objectIcon(mine.ref.object),
    group: 'Wins',
    value: mine,
  };
}
