/** Picking a second record, to link or to merge with: searched for within the objects that will do. */
import type { RecordRef, RecordSummary } from '../../crm/types.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK, type Back, type PickItem } from '../ui.js';

/** So many of the newest are offered before anything is typed. */
const NEWEST = 20;

export interface OtherRecord {
  title: string;
  placeholder: string;
  surface: string;
  /** Slugs. */
  objects: readonly string[];
  /** Not offered: the record itself. */
  self: RecordRef;
  /** Offered first, before anything is typed. */
  first?: Promise<PickItem<RecordRef>[]>;
  back?: boolean;
  /** What is said of a record beside its name, such as that it is linked already. */
  mark?: (ref: RecordRef) => string | undefined;
  /** Where nothing is found: what was searched for, as `companies`. */
  nouns: string;
}

type Named = Pick<RecordSummary, 'ref' | 'title' | 'description' | 'objectNoun'>;

/** By record id alone, in capitals or not: the objects are not compared. */
export const sameRecord = (a: RecordRef, b: RecordRef): boolean =>
  a.recordId.toLowerCase() === b.recordId.toLowerCase();

/**
 * Before anything is typed: `first`, then the NEWEST newest, those only where a single object will do; what of these
 * cannot be read is left out. BACK; undefined: closed. A search that fails shows as a row.
 */
export async function pickOther(
  services: Services,
  { catalog }: Connection,
  options: OtherRecord,
): Promise<RecordRef | Back | undefined> {
  const { surface, objects, self, mark } = options;
  const read = { surface };
  const row = ({ ref, title, description, objectNoun }: Named, group?: string): PickItem<RecordRef> => {
    const said = [mark?.(ref), objects.length > 1 ? objectNoun : '', oneLine(description)].filter(Boolean);
    return {
      label: oneLine(title),
      ...(said.length > 0 && { description: said.join(' · ') }),
      icon: objectIcon(ref.object),
      ...(group !== undefined && { group }),
      value: ref,
    };
  };
  const newest = async (): Promise<PickItem<RecordRef>[]> => {
    const [only] = objects;
    if (only === undefined || objects.length > 1) return [];
    const { records } = await catalog.recordsPage(only, { offset: 0 }, read);
    const summaries = await catalog.summarize(records.slice(0, NEWEST), only, { ...read, names: 'known' });
    return summaries.filter(({ ref }) => !sameRecord(ref, self)).map((one) => row(one, 'Newest'));
  };
  const initial = async (): Promise<PickItem<RecordRef>[]> => {
    // A failure here would hide the search that may work.
    const [first, others] = await Promise.all([
      (options.first ?? Promise.resolve([])).catch(() => []),
      newest().catch(() => []),
    ]);
    return [...first, ...others.filter(({ value }) => !first.some((one) => sameRecord(one.value, value)))];
  };
  return services.ui.pickLive<RecordRef, Back>({
    title: options.title,
    placeholder: options.placeholder,
    ignoreFocusOut: true,
    ...(options.back && { back: BACK }),
    initial: initial(),
    load: async (query, signal) => {
      const matches = await catalog.search(query, { ...read, signal, objects });
      return matches.filter(({ ref }) => !sameRecord(ref, self)).map((one) => row(one));
    },
    nothing: (query) => `No other of the ${options.nouns} matches “${query}”.`,
  });
}
