/** "Find Duplicates…": all records of an object that are probably the same thing twice, to merge or to keep apart. */
import { hasScopes } from '../../attio/scopes.js';
import type { AttioObject } from '../../attio/types.js';
import { type DuplicatePair, lookForDuplicates, type Subject, subjectOf } from '../../crm/duplicates.js';
import { objectKey } from '../../crm/schema.js';
import { isCancel } from '../command.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { pairItem, pairName } from './duplicateItems.js';
import { type Merged, mergePair } from './mergeRecords.js';
import { markPairs, notDuplicates, pairKey } from './notDuplicates.js';
import { openSideBySide } from './sideBySide.js';

const SURFACE = 'duplicates';
/** More rows than anybody reads; the surest come first. */
const MAX_ROWS = 500;

/** What was found in one object, while somebody works through it. */
interface Finding {
  services: Services;
  connection: Connection;
  object: AttioObject;
  /** How many records were looked at. */
  records: number;
  /** Those said to be two things among them. */
  pairs: DuplicatePair[];
}

/** `argument`: an object's tree node, `{object: slug}`, or nothing. */
export async function findDuplicates(services: Services, argument?: unknown): Promise<void> {
  const connection = await services.connections.current();
  const object = await chooseObject(services, connection, argument);
  if (!object) return;
  const finding = await look(services, connection, object);
  if (finding) await workThrough(finding);
}

function objectIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { slug, object, ref } = argument as { slug?: unknown; object?: unknown; ref?: { object?: unknown } };
  return [slug, object, ref?.object].find((one): one is string => typeof one === 'string');
}

async function chooseObject(
  { ui }: Services,
  { catalog, account }: Connection,
  argument: unknown,
): Promise<AttioObject | undefined> {
  const read = { surface: SURFACE };
  const named = objectIn(argument);
  if (named !== undefined) {
    const object = await catalog.object(named, read);
    if (!object) throw new Error(`There is no object “${oneLine(named, 60)}” in ${account.name}.`);
    return object;
  }
  const items = catalog.objects(read).then((all) =>
    all.map(
      (object): PickItem<AttioObject> => ({
        label: nounsOf(object),
        icon: objectIcon(objectKey(object)),
        value: object,
      }),
    ),
  );
  return ui.pick(items, {
    title: 'Find Duplicates',
    placeholder: 'Among which records? All of them are read.',
    ignoreFocusOut: true,
  });
}

const nounsOf = (object: AttioObject): string => oneLine(object.plural_noun ?? objectKey(object));
const counted = (count: number): string => count.toLocaleString('en');

/** Reads all records and compares them; undefined: cancelled. Rejects with AttioError. */
async function look(services: Services, connection: Connection, object: AttioObject): Promise<Finding | undefined> {
  const { catalog } = connection;
  const key = objectKey(object);
  const noun = object.singular_noun ?? 'record';
  const controller = new AbortController();
  const { signal } = controller;
  const task = async (report: (message: string) => void): Promise<Finding> => {
    const read = { surface: SURFACE, signal };
    const attributes = await catalog.attributes(key, read);
    const subjects: Subject[] = [];
    for await (const page of catalog.everyRecord(key, { ...read, priority: 'bulk' })) {
      for (const record of page) subjects.push(subjectOf(record, attributes, noun));
      report(`${counted(subjects.length)} read`);
    }
    report(`comparing ${counted(subjects.length)}`);
    const pairs = await compared(subjects, signal);
    return { services, connection, object, records: subjects.length, pairs };
  };
  try {
    return await services.ui.progress(
      { title: `Looking for duplicate ${nounsOf(object)}`, where: 'notification', cancellable: true },
      (report, token) => {
        token.onCancellationRequested(() => controller.abort());
        return task(report);
      },
    );
  } catch (error) {
    if (signal.aborted && isCancel(error)) return undefined;
    throw error;
  }
}

async function compared(subjects: Subject[], signal: AbortSignal): Promise<DuplicatePair[]> {
  const work = lookForDuplicates(subjects);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value.pairs;
    // Whatever else the extension does goes on meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
}

type Row = DuplicatePair | 'show again';

async function workThrough(finding: Finding): Promise<void> {
  const { services, connection, object } = finding;
  const { ui } = services;
  const accountId = connection.account.id;
  for (let last: DuplicatePair | undefined; ; ) {
    const { records } = finding;
    const apart = notDuplicates(services, accountId);
    const hidden = finding.pairs.filter(({ a, b }) => apart.has(pairKey(a.recordId, b.recordId)));
    const shown = finding.pairs.filter((pair) => !hidden.includes(pair));
    const showAgain = () =>
      markPairs(
        services,
        accountId,
        hidden.map(({ a, b }) => pairKey(a.recordId, b.recordId)),
        false,
      );
    if (shown.length === 0) {
      const told =
        hidden.length > 0 ? ` ${pairsOf(hidden.length)} that you marked as different things are left out.` : '';
      const message = `No duplicates among the ${counted(records)} ${nounsOf(object).toLocaleLowerCase()} of ${connection.account.name}.${told}`;
      const again = async () => {
        await showAgain();
        await workThrough(finding);
      };
      return void (await ui.info(message, ...(hidden.length > 0 ? [{ title: 'Show Them', run: again }] : [])));
    }
    const picked: Row | undefined = await ui.pick(rows(finding, shown, hidden.length, last), {
      title: `Duplicate ${nounsOf(object)}: ${pairsOf(shown.length)} among ${counted(records)}`,
      placeholder: shown.length > MAX_ROWS ? `The ${MAX_ROWS} surest of ${counted(shown.length)}` : 'Pick a pair',
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (picked === undefined) return;
    if (picked === 'show again') await showAgain();
    else {
      // The next one is where one goes on.
      const at = shown.indexOf(picked);
      const answer = await decide(finding, picked);
      if (answer === undefined) return;
      last = answer === BACK ? picked : (shown[at + 1] ?? shown[at - 1]);
    }
  }
}

const pairsOf = (count: number): string => `${counted(count)} pair${count === 1 ? '' : 's'}`;

function rows({ object }: Finding, shown: DuplicatePair[], hidden: number, last?: DuplicatePair): PickItem<Row>[] {
  const icon = objectIcon(objectKey(object));
  const items: PickItem<Row>[] = shown
    .slice(0, MAX_ROWS)
    .map((pair) => ({ ...pairItem<Row>(pair, icon, pair), picked: pair === last }));
  if (hidden === 0) return items;
  return [
    ...items,
    {
      label: 'Show Those Kept Apart',
      description: `${pairsOf(hidden)} marked as different things`,
      icon: 'eye',
      group: 'Left out',
      value: 'show again',
    },
  ];
}

/** What to do with a pair. BACK: nothing was done; true: it is done with; undefined: the list is closed. */
async function decide(finding: Finding, pair: DuplicatePair): Promise<Back | true | undefined> {
  const { services, connection, object } = finding;
  const { account } = connection;
  const mayMerge = hasScopes(account.scopes, 'record_permission:read-write', 'object_configuration:read');
  const answer = await services.ui.pick<'compare' | 'merge' | 'apart', Back>(
    [
      {
        label: 'Compare',
        description: 'Opens both pages side by side',
        icon: 'split-horizontal',
        value: 'compare',
      },
      ...(mayMerge
        ? [
            {
              label: 'Merge…',
              description: 'Shows first what the two become',
              icon: 'git-merge',
              value: 'merge' as const,
            },
          ]
        : []),
      { label: 'Not a Duplicate', description: 'They are not shown again', icon: 'close', value: 'apart' },
    ],
    {
      title: pairName(pair),
      placeholder: pair.reasons.map(({ text }) => oneLine(text, 120)).join(' · '),
      ignoreFocusOut: true,
      back: BACK,
    },
  );
  if (answer === undefined || answer === BACK) return answer;
  const key = objectKey(object);
  const [a, b] = [pair.a, pair.b].map(({ recordId }) => ({ object: key, recordId })) as [Ref, Ref];
  if (answer === 'compare') {
    await openSideBySide(connection, a, b);
    // Not awaited: the pages are there to be read as long as one likes.
    void afterLooking(finding, pair, mayMerge);
    return undefined;
  }
  if (answer === 'apart') return keepApart(finding, pair);
  return merge(finding, pair);
}

type Ref = { object: string; recordId: string };

async function keepApart({ services, connection }: Finding, { a, b }: DuplicatePair): Promise<true> {
  await markPairs(services, connection.account.id, [pairKey(a.recordId, b.recordId)], true);
  services.ui.status(`Attio: ${pairName({ a, b })} are kept apart`);
  return true;
}

async function merge(finding: Finding, pair: DuplicatePair): Promise<Back | true> {
  const { services, connection, object } = finding;
  const key = objectKey(object);
  const refs = [pair.a, pair.b].map(({ recordId }) => ({ object: key, recordId })) as [Ref, Ref];
  const merged = await mergePair(services, connection, refs);
  if (merged === BACK || merged === undefined) return BACK;
  finding.pairs = after(finding.pairs, pair, merged);
  // Two of them are one now.
  finding.records -= 1;
  return true;
}

/** The pairs that are left: what was like one of the two is like what they became. */
export function after(
  pairs: readonly DuplicatePair[],
  { a, b }: DuplicatePair,
  { ref, title }: Merged,
): DuplicatePair[] {
  const gone = new Set([a.recordId, b.recordId]);
  const now = (one: Subject): Subject => (gone.has(one.recordId) ? { ...one, recordId: ref.recordId, title } : one);
  const left = new Map<string, DuplicatePair>();
  for (const pair of pairs) {
    const [one, other] = [now(pair.a), now(pair.b)];
    const key = pairKey(one.recordId, other.recordId);
    if (one.recordId !== other.recordId && !left.has(key)) left.set(key, { ...pair, a: one, b: other });
  }
  return [...left.values()];
}

/** While both pages are open: what to do with the two, and the way back to the others. */
async function afterLooking(finding: Finding, pair: DuplicatePair, mayMerge: boolean): Promise<void> {
  const { services } = finding;
  const then = async (does: () => Promise<unknown>) => {
    try {
      await does();
      await workThrough(finding);
    } catch (error) {
      if (isCancel(error)) return;
      const { report } = await import('../failure.js');
      await report(error, services);
    }
  };
  await services.ui.info(
    `Are ${pairName(pair)} the same?`,
    ...(mayMerge ? [{ title: 'Merge…', run: () => then(() => merge(finding, pair)) }] : []),
    { title: 'Not a Duplicate', run: () => then(() => keepApart(finding, pair)) },
    { title: 'Back to the List', run: () => then(async () => {}) },
  );
}
