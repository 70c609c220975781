/** Values that are other records: searched as one types, among the objects that the attribute takes. */
import type { RecordRef, RecordSummary } from '../../crm/types.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import { BACK, type PickItem } from '../ui.js';
import { type Answer, type Asking, said } from './askValue.js';
import { allowedObjects, referenceTo, refOf } from './known.js';

/** So many of the newest records are offered before anything is typed. */
const NEWEST = 20;

type Row = { do: 'take' | 'drop' | 'done' | 'clear'; ref: RecordRef };
const NO_RECORD: RecordRef = { object: '', recordId: '' };

const sameRef = (a: RecordRef, b: RecordRef): boolean => a.recordId.toLowerCase() === b.recordId.toLowerCase();

/** A row for a record: what it is called, what it is, and one telling line. */
function row(
  record: Pick<RecordSummary, 'ref' | 'title' | 'description' | 'objectNoun'>,
  group: string,
  nouns: boolean,
): PickItem<Row> {
  const description = [nouns ? record.objectNoun : '', oneLine(record.description)].filter(Boolean).join(' · ');
  return {
    label: oneLine(record.title),
    ...(description && { description }),
    icon: objectIcon(record.ref.object),
    group,
    value: { do: 'take', ref: record.ref },
  };
}

/** One record, or one after another until Done. */
export async function askReference(asking: Asking): Promise<Answer> {
  const { services, connection, attribute, surface, several, mayBeEmpty, offers = [], nameOf, box } = asking;
  const { catalog } = connection;
  const read = { surface };
  const allowed = await allowedObjects(connection, attribute, read);
  const nouns = allowed.length > 1;
  const chosen = asking.current.flatMap((one) => refOf(one) ?? []);
  const title = oneLine(attribute.title);

  const described = async (ref: RecordRef, group: string): Promise<PickItem<Row>> => {
    const title = nameOf?.(ref);
    if (title !== undefined) return row({ ref, title, description: 'to be created', objectNoun: '' }, group, false);
    const summary = await catalog.summary(ref, read).catch(() => undefined);
    return row(summary ?? { ref, title: ref.recordId, description: '', objectNoun: ref.object }, group, nouns);
  };

  const newest = async (): Promise<PickItem<Row>[]> => {
    const [only] = allowed;
    if (allowed.length !== 1 || only === undefined) return [];
    const page = await catalog.recordsPage(only, { offset: 0 }, read);
    const summaries = await catalog.summarize(page.records.slice(0, NEWEST), only, { ...read, names: 'known' });
    return summaries.map((one) => row(one, 'Newest', nouns));
  };

  const initial = async (): Promise<PickItem<Row>[]> => {
    const set = await Promise.all(chosen.map((ref) => described(ref, several ? 'Chosen: pick to take out' : 'Now')));
    // A failure here would hide the search that may work.
    const others = await newest().catch((): PickItem<Row>[] => []);
    const known = (ref: RecordRef) => chosen.some((one) => sameRef(one, ref));
    const done: PickItem<Row>[] =
      several && (chosen.length > 0 || mayBeEmpty)
        ? [
            {
              label: 'Done',
              description: counted(chosen.length),
              icon: 'check',
              group: title,
              value: { do: 'done', ref: NO_RECORD },
            },
          ]
        : [];
    const clear: PickItem<Row>[] =
      !several && mayBeEmpty && chosen.length > 0
        ? [
            {
              label: 'Clear',
              description: `${title} is left empty`,
              icon: 'clear-all',
              group: 'No value',
              value: { do: 'clear', ref: NO_RECORD },
            },
          ]
        : [];
    return [
      ...done,
      ...set.map((item) => (several ? taken(item) : item)),
      ...offers
        .filter(({ ref }) => !known(ref))
        .map(({ ref, label, description = '' }) =>
          row({ ref, title: label, description, objectNoun: '' }, 'Proposed', false),
        ),
      ...clear,
      ...others.filter(({ value: { ref } }) => !known(ref) && !offers.some((one) => sameRef(one.ref, ref))),
    ];
  };

  for (;;) {
    const picked = await services.ui.pickLive<Row, typeof BACK>({
      ...box,
      placeholder: said(asking, 'Type to search: name, e-mail address, domain, id or Attio link'),
      initial: initial(),
      load: async (query, signal) => {
        const found = await catalog.search(query, { ...read, signal, objects: allowed });
        return found
          .filter(({ ref }) => !chosen.some((one) => sameRef(one, ref)))
          .map((one) => row(one, 'Found', nouns));
      },
      nothing: (query) => `Nothing that ${title} can take matches “${query}”.`,
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked.do === 'clear') return [];
    if (picked.do === 'done') return chosen.map(referenceTo);
    if (!several) return [referenceTo(picked.ref)];
    if (picked.do === 'take') chosen.push(picked.ref);
    else
      chosen.splice(
        chosen.findIndex((one) => sameRef(one, picked.ref)),
        1,
      );
  }
}

const taken = (item: PickItem<Row>): PickItem<Row> => ({
  ...item,
  icon: 'check',
  value: { ...item.value, do: 'drop' },
});

const counted = (count: number): string => (count === 0 ? 'none' : count === 1 ? '1 record' : `${count} records`);
