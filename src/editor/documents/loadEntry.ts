/** Reads a record's place in a list with everything that its document needs. */
import { AttioError } from '../../attio/errors.js';
import type { Attribute, AttributeValue, Entry } from '../../attio/types.js';
import type { RecordGround } from '../../crm/document/ground.js';
import { editable } from '../../crm/document/print.js';
import { writableValues } from '../../crm/edit/writable.js';
import { memberName, objectKey } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import { partsText, type ValueContext, valueParts } from '../../crm/values.js';
import { recordPageUrl } from '../records/actions.js';
import type { Connection } from '../services.js';
import { around, RecordGone } from './loadGround.js';
import type { EntryKey } from './rowKey.js';

/** The record is not in the list (any more), or the list is gone. */
export class EntryGone extends RecordGone {
  override readonly short = 'Not in the list any more';
  constructor() {
    super(undefined, 'This record is not in the list any more: it was taken out, or deleted.');
  }
}

/** Said by the first line of the document, or of no use to a person. */
const NOT_SHOWN = new Set(['entry_id', 'parent_record']);

/** The entry as Attio has it now. Rejects with EntryGone or AttioError. */
export async function readEntry(
  { api }: Connection,
  { list, entryId }: { list: string; entryId: string },
  read: ReadOptions,
): Promise<Entry> {
  const { surface, signal } = read;
  try {
    return await api.entries.get(list, entryId, { surface, ...(signal && { signal }) });
  } catch (error) {
    if (AttioError.is(error, 'not-found')) throw new EntryGone();
    throw error;
  }
}

/** What a command has read for the document that it opens, which need not read it again; by the id of the entry. */
const handed = new Map<string, RecordGround>();

/** Answers what ends this. */
export function handOver({ account, entryId }: EntryKey, ground: RecordGround): () => void {
  handed.set(`${account} ${entryId}`, ground);
  return () => handed.delete(`${account} ${entryId}`);
}

/**
 * What a command has read of this entry and handed over; undefined: nothing, or no more. Asking does not take it away.
 */
export const handedOver = ({ account, entryId }: EntryKey): RecordGround | undefined =>
  handed.get(`${account} ${entryId}`);

/** Costs one request where list and record are known. Rejects with EntryGone or AttioError. */
export async function loadEntry(
  connection: Connection,
  target: { list: string; entryId: string },
  read: ReadOptions,
): Promise<RecordGround> {
  const { catalog } = connection;
  const [entry, list, attributes] = await Promise.all([
    readEntry(connection, target, read),
    catalog.list(target.list, read),
    catalog.listAttributes(target.list, read),
  ]);
  if (!list) throw new EntryGone();
  const asked = { object: entry.parent_object, recordId: entry.parent_record_id };
  const own = editable(attributes);
  const [object, summary, names] = await Promise.all([
    catalog.object(asked.object, read),
    catalog.summary(asked, read),
    around(connection, own, entry.entry_values, (slug) => catalog.listChoices(target.list, slug, read), read),
  ]);
  if (!object || !summary) throw new EntryGone();
  const ref = { object: objectKey(object), recordId: asked.recordId.toLowerCase() };
  return {
    ref,
    title: summary.title,
    object,
    list: { slug: target.list, name: list.name },
    attributes,
    base: writableValues({ values: entry.entry_values }, attributes),
    fixed: fixedOf(attributes, own, entry.entry_values, names),
    url: await recordPageUrl(connection, ref),
    ...names,
  };
}

/** What cannot be edited and has a value, in words. */
function fixedOf(
  attributes: readonly Attribute[],
  own: readonly Attribute[],
  values: Readonly<Record<string, AttributeValue[]>>,
  { members, objects, recordName }: Pick<RecordGround, 'members' | 'objects' | 'recordName'>,
): RecordGround['fixed'] {
  const context: ValueContext = {
    recordName,
    memberName: (id) => {
      const member = members.find((one) => one.id.workspace_member_id === id);
      return member && memberName(member);
    },
    objectNoun: (slug) => objects.find((one) => objectKey(one) === slug)?.singular_noun ?? undefined,
  };
  return attributes
    .filter((one) => !one.is_archived && !own.includes(one) && !NOT_SHOWN.has(one.api_slug))
    .map(({ api_slug: slug }) => ({ slug, text: partsText(valueParts(values[slug] ?? [], context)) }))
    .filter(({ text }) => text !== '');
}
