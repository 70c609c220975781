/** A change of the past, written out: what, where, when, by which surface, and every value before and after. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { CreateComment, CreateTask, Target, UpdateTask } from '../../attio/writes.js';
import type { Change, SchemaChange, SingleChange } from '../../changes/change.js';
import { joinedOf } from '../../changes/joined.js';
import type { JournalEntry } from '../../changes/journal.js';
import { inWords, LABELS } from '../../changes/schemaState.js';
import type { Choice } from '../../crm/edit/types.js';
import { normalWritten, writtenText } from '../../crm/edit/writable.js';
import { formatMoment } from '../../crm/format.js';
import { memberName } from '../../crm/schema.js';
import type { RecordRef } from '../../crm/types.js';
import type { Connection } from '../services.js';
import { ago, surfaceName } from './words.js';

interface Row {
  label: string;
  before?: string;
  /** What the record had that was merged into the other. */
  other?: string;
  after?: string;
}

interface Section {
  title?: string;
  rows: Row[];
}

type Values = Record<string, Json | undefined>;

type Originals = NonNullable<JournalEntry['originals']>;

/** An object or a list, by slug or id. */
interface Place {
  target: Target;
  of: string;
}
const objects = (of: string): Place => ({ target: 'objects', of });
const lists = (of: string): Place => ({ target: 'lists', of });

/** What values are called now; where Attio cannot be asked, or knows it no more, the ids stand for themselves. */
class Names {
  readonly #connection: Connection;
  readonly #read = { surface: 'changes.recent' };

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async attributes({ target, of }: Place): Promise<readonly Attribute[]> {
    const { catalog } = this.#connection;
    const read = target === 'lists' ? catalog.listAttributes(of, this.#read) : catalog.attributes(of, this.#read);
    return read.catch(() => []);
  }

  /** What an object or a list is called. */
  async place({ target, of }: Place): Promise<string> {
    const { catalog } = this.#connection;
    if (target === 'objects') return (await catalog.object(of, this.#read).catch(() => undefined))?.singular_noun ?? of;
    const lists = await catalog.lists(this.#read).catch(() => []);
    return lists.find(({ api_slug, id }) => api_slug === of || id.list_id === of)?.name ?? of;
  }

  /** What a record was called that is gone. */
  async original({ record, object }: Originals[number]): Promise<string | undefined> {
    const [summary] = await this.#connection.catalog.summarize([record], object, this.#read).catch(() => []);
    return summary?.title;
  }

  async record(ref: RecordRef): Promise<string> {
    const summary = await this.#connection.catalog.summary(ref, this.#read).catch(() => undefined);
    return summary?.title ?? ref.recordId;
  }

  async member(id: string): Promise<string> {
    const members = await this.#connection.catalog.members(this.#read).catch(() => []);
    const known = members.find((one) => one.id.workspace_member_id === id);
    return known ? memberName(known) : id;
  }

  async #choices({ target, of }: Place, { api_slug: slug, type }: Attribute): Promise<Choice[]> {
    const { catalog } = this.#connection;
    if (type !== 'select' && type !== 'status') return [];
    return target === 'lists' ? catalog.listChoices(of, slug, this.#read) : catalog.choices(of, slug, this.#read);
  }

  /** Written values of an attribute in one line. */
  async text(place: Place, attribute: Attribute, given: Json | undefined): Promise<string> {
    const { catalog } = this.#connection;
    const written = normalWritten(attribute.type, given);
    const refs = written.flatMap(refOf);
    const [choices, members, objects, titles] = await Promise.all([
      this.#choices(place, attribute).catch(() => []),
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

async function valueRows(names: Names, place: Place, before: Values, after: Values): Promise<Row[]> {
  const attributes = await names.attributes(place);
  const slugs = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Promise.all(
    slugs.map(async (slug) => {
      const attribute = attributes.find(({ api_slug }) => api_slug === slug);
      const text = async (value: Json | undefined) => (attribute ? names.text(place, attribute, value) : plain(value));
      const [old, now] = await Promise.all([text(before[slug]), text(after[slug])]);
      return { label: attribute?.title ?? slug, before: old, after: now };
    }),
  );
}

/** The values that a change writes. */
const valuesOf = (change: Change | undefined): Values =>
  change !== undefined && 'values' in change ? (change.values as Values) : {};

async function rowsOf(
  names: Names,
  change: SingleChange,
  undo: Change | undefined,
  originals: Originals = [],
): Promise<Row[]> {
  switch (change.kind) {
    case 'record.create':
      return valueRows(names, objects(change.object), {}, change.values as Values);
    case 'record.assert':
    case 'record.update': {
      const written = change.values as Values;
      const old = { ...(change.kind === 'record.update' ? change.base : {}), ...valuesOf(undo) };
      const before = Object.fromEntries(Object.keys(written).map((slug) => [slug, old[slug]]));
      return valueRows(names, objects(change.object), before, written);
    }
    case 'record.delete':
      return valueRows(names, objects(change.object), valuesOf(undo), {});
    case 'record.merge': {
      const name = async (recordId: string) => {
        const kept = originals.find(({ record }) => record.id.record_id === recordId);
        const title = kept && (await names.original(kept));
        return title === undefined ? recordId : `${title} (${recordId})`;
      };
      return [
        { label: 'Kept', after: await name(change.primaryRecordId) },
        { label: 'Merged into it', before: await name(change.secondaryRecordId) },
        ...(await mergedRows(names, change, originals)),
      ];
    }
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
    case 'note.update': {
      const old = { ...change.base, ...(undo?.kind === 'note.update' && undo) };
      const row = (label: string, before: string | undefined, after: string | undefined): Row[] =>
        after === undefined ? [] : [{ label, ...(before !== undefined && { before }), after }];
      return [...row('Title', old.title, change.title), ...row('Text', old.content, change.content)];
    }
    case 'task.create':
      return taskRows(names, change, 'after');
    case 'task.update':
      return taskChangeRows(names, change, undo);
    case 'comment.create':
      return commentRows(names, change, 'after');
    case 'comment.delete': {
      const back =
        undo?.kind === 'batch' ? undo.changes.flatMap((one) => (one.kind === 'comment.create' ? [one] : [])) : [];
      const first = undo?.kind === 'comment.create' ? undo : back[0];
      const comment = change.comment ?? first;
      const replies = back.slice(1).map(({ content }) => ({ label: 'Reply', before: content }));
      return [...(comment ? await commentRows(names, comment, 'before') : []), ...replies];
    }
    case 'task.delete': {
      const task = change.task ?? (undo?.kind === 'task.create' ? undo : undefined);
      return task ? taskRows(names, task, 'before') : [];
    }
    case 'entry.create': {
      const { list, parentObject: object, parentRecordId: recordId, values } = change;
      const [name, record] = await Promise.all([names.place(lists(list)), names.record({ object, recordId })]);
      const rows = await valueRows(names, lists(list), {}, values as Values);
      return [{ label: 'List', after: name }, { label: 'Record', after: record }, ...rows];
    }
    case 'entry.update': {
      const written = change.values as Values;
      const old: Values = { ...change.base, ...valuesOf(undo) };
      const before = Object.fromEntries(Object.keys(written).map((slug) => [slug, old[slug]]));
      const name = await names.place(lists(change.list));
      return [{ label: 'List', after: name }, ...(await valueRows(names, lists(change.list), before, written))];
    }
    case 'entry.delete': {
      const back = undo?.kind === 'entry.create' ? undo : undefined;
      const [name, record] = await Promise.all([
        names.place(lists(change.list)),
        back && names.record({ object: back.parentObject, recordId: back.parentRecordId }),
      ]);
      return [
        { label: 'List', before: name },
        ...(record === undefined ? [] : [{ label: 'Record', before: record }]),
        ...(await valueRows(names, lists(change.list), { ...change.base, ...valuesOf(undo) }, {})),
      ];
    }
    default:
      return schemaRows(names, change, undo);
  }
}

/** Every value of both records, and what became of it; nothing where the originals are not kept. */
async function mergedRows(
  names: Names,
  { object, primaryRecordId, secondaryRecordId }: Extract<SingleChange, { kind: 'record.merge' }>,
  originals: Originals,
): Promise<Row[]> {
  const place = objects(object);
  const record = (id: string) => originals.find((one) => one.record.id.record_id === id)?.record;
  const [primary, secondary] = [record(primaryRecordId), record(secondaryRecordId)];
  if (!primary || !secondary) return [];
  const joined = joinedOf(await names.attributes(place), primary, secondary);
  return Promise.all(
    joined.map(async ({ attribute, primary: kept, secondary: gone, result }) => {
      const [before, other, after] = await Promise.all(
        [kept, gone, result].map((values) => names.text(place, attribute, values)),
      );
      return { label: attribute.title, before: before!, other: other!, after: after! };
    }),
  );
}

type TaskParts = Partial<Omit<CreateTask, 'kind' | 'content'>>;

/** What a task has in words, by what it is called; empty where it has none. */
async function taskTexts(names: Names, task: TaskParts): Promise<Record<string, string>> {
  const { deadlineAt, isCompleted, linkedRecords, assignees } = task;
  const records = linkedRecords?.map((link) =>
    'recordId' in link ? names.record(link) : Object.values(link.matching).flat().map(plain).join(', '),
  );
  const members = assignees?.map((one) => ('memberId' in one ? names.member(one.memberId) : one.email));
  return {
    ...(records && { Records: (await Promise.all(records)).join(', ') }),
    ...(deadlineAt !== undefined && {
      Due: deadlineAt === null ? '' : (formatMoment(deadlineAt, {}) ?? deadlineAt),
    }),
    ...(members && { 'Given to': (await Promise.all(members)).join(', ') }),
    ...(isCompleted !== undefined && { Completed: isCompleted ? 'yes' : '' }),
  };
}

/** What a task is made of, on one side. */
async function taskRows(names: Names, task: Omit<CreateTask, 'kind'>, side: 'before' | 'after'): Promise<Row[]> {
  const rows = { Task: task.content, ...(await taskTexts(names, task)) };
  return Object.entries(rows).flatMap(([label, text]) => (text === '' ? [] : [{ label, [side]: text }]));
}

/** What became another of a task. */
async function taskChangeRows(names: Names, change: UpdateTask, undo: Change | undefined): Promise<Row[]> {
  const old = undo?.kind === 'task.update' ? { ...change.base, ...undo } : (change.base ?? {});
  const [before, after] = await Promise.all([taskTexts(names, old), taskTexts(names, change)]);
  const no = (label: string, text: string) => (label === 'Completed' ? text || 'no' : text);
  return Object.entries(after).map(([label, text]) => ({
    label,
    ...(before[label] !== undefined && { before: no(label, before[label]) }),
    after: no(label, text),
  }));
}

/** What was written as a comment, on one side. */
async function commentRows(
  names: Names,
  { content, authorId, createdAt, on }: Omit<CreateComment, 'kind'>,
  side: 'before' | 'after',
): Promise<Row[]> {
  const [author, record] = await Promise.all([names.member(authorId), 'object' in on ? names.record(on) : undefined]);
  const rows: Record<string, string> = {
    Comment: content,
    By: author,
    Record: record ?? '',
    Date: createdAt === undefined ? '' : (formatMoment(createdAt, {}) ?? createdAt),
  };
  return Object.entries(rows).flatMap(([label, text]) => (text === '' ? [] : [{ label, [side]: text }]));
}

/** What was set up, in the words that were approved. */
async function schemaRows(names: Names, change: SchemaChange, undo: Change | undefined): Promise<Row[]> {
  const of = change as unknown as Values;
  const place: Place | undefined =
    'target' in change
      ? { target: change.target, of: change.identifier }
      : 'object' in change
        ? objects(change.object)
        : undefined;
  const where: Row[] = place
    ? [{ label: place.target === 'lists' ? 'List' : 'Object', after: await names.place(place) }]
    : [];
  if (place && 'attribute' in change) {
    const { attribute } = change;
    const known = (await names.attributes(place)).find(
      ({ api_slug, id }) => api_slug === attribute || id.attribute_id === attribute,
    );
    where.push({ label: 'Attribute', after: known?.title ?? attribute });
  }
  const base = { ...((of.base ?? {}) as Values), ...(undo as unknown as Values | undefined) };
  const creates = change.kind.endsWith('.create');
  const rows = Object.keys(LABELS).flatMap((key): Row[] => {
    if (of[key] === undefined) return [];
    return [{ label: LABELS[key]!, ...(!creates && { before: inWords(base[key]) }), after: inWords(of[key]) }];
  });
  return [...where, ...rows.filter(({ before, after }) => before || after)];
}

/** `Create record`, `Remove list entry`. */
function kindName(kind: SingleChange['kind']): string {
  const [noun = '', verb = ''] = kind.split('.');
  const what = noun === 'entry' ? 'list entry' : noun;
  const does = verb === 'assert' ? 'create or update' : verb;
  return `${does.charAt(0).toUpperCase()}${does.slice(1)} ${what}`;
}

async function sectionsOf(names: Names, { change, undo, originals }: JournalEntry): Promise<Section[]> {
  if (change.kind === 'connection.delete') return [];
  if (change.kind !== 'batch') return [{ rows: await rowsOf(names, change, undo, originals) }];
  // What takes a batch back goes from its end to its beginning.
  const back = undo?.kind === 'batch' && undo.changes.length === change.changes.length ? undo.changes : undefined;
  return Promise.all(
    change.changes.map(async (part, index) => ({
      title: `${index + 1}. ${kindName(part.kind)}`,
      rows: await rowsOf(names, part, back?.at(-1 - index), originals),
    })),
  );
}

const indented = (text: string): string => (text === '' ? '(empty)' : text.replace(/\r?\n/g, '\n            '));

function rowLines({ label, before, other, after }: Row): string[] {
  return [
    label,
    ...(before === undefined ? [] : [`    before: ${indented(before)}`]),
    ...(other === undefined ? [] : [`    merged: ${indented(other)}`]),
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
