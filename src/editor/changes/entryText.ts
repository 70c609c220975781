/** A change of the past, written out: what, where, when, by which surface, and every value before and after. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { Change, SingleChange } from '../../changes/change.js';
import type { JournalEntry } from '../../changes/journal.js';
import { normalWritten, writtenText } from '../../crm/edit/writable.js';
import type { RecordRef } from '../../crm/types.js';
import type { Connection } from '../services.js';
import { ago, surfaceName } from './words.js';

interface Row {
  label: string;
  before?: string;
  after?: string;
}

interface Section {
  title?: string;
  rows: Row[];
}

type Values = Record<string, Json | undefined>;

/** What values are called now; where Attio cannot be asked, or knows it no more, the ids stand for themselves. */
class Names {
  readonly #connection: Connection;
  readonly #read = { surface: 'changes.recent' };

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async attributes(object: string): Promise<readonly Attribute[]> {
    return this.#connection.catalog.attributes(object, this.#read).catch(() => []);
  }

  /** Written values of an attribute in one line. */
  async text(object: string, attribute: Attribute, given: Json | undefined): Promise<string> {
    const { catalog } = this.#connection;
    const written = normalWritten(attribute.type, given);
    const refs = written.flatMap(refOf);
    const pickers = attribute.type === 'select' || attribute.type === 'status';
    const [choices, members, objects, titles] = await Promise.all([
      pickers ? catalog.choices(object, attribute.api_slug, this.#read).catch(() => []) : [],
      attribute.type === 'actor-reference' ? catalog.members(this.#read).catch(() => []) : [],
      refs.length > 0 ? catalog.objects(this.#read).catch(() => []) : [],
      Promise.all(refs.map((ref) => catalog.summary(ref, this.#read).catch(() => undefined))),
    ]);
    const recordName = (ref: RecordRef) => titles[refs.findIndex(({ recordId }) => recordId === ref.recordId)]?.title;
    return writtenText(attribute, written, { choices, members, objects, recordName });
  }
}

function refOf(value: Json): RecordRef[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { target_object: object, target_record_id: recordId } = value as Record<string, Json>;
  return typeof object === 'string' && typeof recordId === 'string' ? [{ object, recordId }] : [];
}

const plain = (value: Json | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

async function valueRows(names: Names, object: string, before: Values, after: Values): Promise<Row[]> {
  const attributes = await names.attributes(object);
  const slugs = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Promise.all(
    slugs.map(async (slug) => {
      const attribute = attributes.find(({ api_slug }) => api_slug === slug);
      const text = async (value: Json | undefined) => (attribute ? names.text(object, attribute, value) : plain(value));
      const [old, now] = await Promise.all([text(before[slug]), text(after[slug])]);
      return { label: attribute?.title ?? slug, before: old, after: now };
    }),
  );
}

/** The values that a change writes. */
const valuesOf = (change: Change | undefined): Values =>
  change !== undefined && 'values' in change ? (change.values as Values) : {};

async function rowsOf(names: Names, change: SingleChange, undo: Change | undefined): Promise<Row[]> {
  switch (change.kind) {
    case 'record.create':
      return valueRows(names, change.object, {}, change.values as Values);
    case 'record.assert':
    case 'record.update': {
      const written = change.values as Values;
      const old = { ...(change.kind === 'record.update' ? change.base : {}), ...valuesOf(undo) };
      const before = Object.fromEntries(Object.keys(written).map((slug) => [slug, old[slug]]));
      return valueRows(names, change.object, before, written);
    }
    case 'record.delete':
      return valueRows(names, change.object, valuesOf(undo), {});
    case 'record.merge':
      return [
        { label: 'Kept', after: change.primaryRecordId },
        { label: 'Merged into it', before: change.secondaryRecordId },
      ];
    case 'note.create':
      return [
        { label: 'Title', after: change.title },
        { label: 'Text', after: change.content },
      ];
    case 'note.delete':
      return [
        { label: 'Title', before: change.note.title },
        { label: 'Text', before: change.note.content },
      ];
    default: {
      // Lists and how objects are set up: what was sent says it.
      const { kind, ...rest } = change;
      const { values, ...facts } = rest as Record<string, Json>;
      const written = (values ?? {}) as Values;
      const old = valuesOf(undo);
      return [
        ...Object.entries(facts).map(([label, value]) => ({ label, after: plain(value) })),
        ...Object.entries(written).map(([label, value]) => ({
          label,
          before: plain(old[label] as Json | undefined),
          after: plain(value as Json),
        })),
      ];
    }
  }
}

async function sectionsOf(names: Names, { change, undo }: JournalEntry): Promise<Section[]> {
  if (change.kind === 'connection.delete') return [];
  if (change.kind !== 'batch') return [{ rows: await rowsOf(names, change, undo) }];
  // What takes a batch back goes from its end to its beginning.
  const back = undo?.kind === 'batch' && undo.changes.length === change.changes.length ? undo.changes : undefined;
  return Promise.all(
    change.changes.map(async (part, index) => ({
      title: `${index + 1}. ${part.kind}`,
      rows: await rowsOf(names, part, back?.at(-1 - index)),
    })),
  );
}

const indented = (text: string): string => (text === '' ? '(empty)' : text.replace(/\r?\n/g, '\n            '));

function rowLines({ label, before, after }: Row): string[] {
  return [
    label,
    ...(before === undefined ? [] : [`    before: ${indented(before)}`]),
    ...(after === undefined ? [] : [`    after:  ${indented(after)}`]),
  ];
}

/** Whether and when it was taken back, or what it took back. */
export function stateOf(entry: JournalEntry, now: number): string {
  if (entry.undone) return `undone ${ago(Date.parse(entry.undone.at), now)}`;
  if (entry.undoes !== undefined) return 'took a change back';
  return entry.undo === undefined ? 'cannot be undone' : '';
}

/** The whole entry as plain text. Reads names through the catalog; never rejects for what Attio does not answer. */
export async function entryText(connection: Connection, entry: JournalEntry, now = Date.now()): Promise<string> {
  const { account } = connection;
  const at = new Date(entry.at);
  const state = stateOf(entry, now);
  const sections = await sectionsOf(new Names(connection), entry);
  const head = [
    entry.sentence,
    '',
    `When       ${at.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' })} (${ago(at.getTime(), now)})`,
    `Workspace  ${account.name} (${account.slug})`,
    `By         ${surfaceName(entry.surface)}`,
    ...(state === '' ? [] : [`State      ${state}`]),
    ...(entry.originals ? [`Originals  ${entry.originals.length} kept as they were`] : []),
  ];
  const body = sections.flatMap(({ title, rows }) => ['', ...(title ? [title] : []), ...rows.flatMap(rowLines)]);
  return [...head, ...body, ''].join('\n');
}
