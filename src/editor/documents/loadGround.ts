/** Reads a record with everything that its document needs: attributes, options, members, names. */
import { soft } from '../../attio/errors.js';
import { hasScopes } from '../../attio/scopes.js';
import type { AttioObject, Attribute, AttributeValue } from '../../attio/types.js';
import type { RecordGround } from '../../crm/document/ground.js';
import { editable } from '../../crm/document/print.js';
import type { Choice } from '../../crm/edit/types.js';
import { writableValues } from '../../crm/edit/writable.js';
import type { ReadOptions, RecordRef } from '../../crm/types.js';
import { partsText, referencesOf } from '../../crm/values.js';
import { beginning } from '../markdown.js';
import { recordPageUrl } from '../records/actions.js';
import { mergedInto, type Survivor } from '../records/mergedInto.js';
import type { Connection } from '../services.js';
import type { RowKey } from './rowKey.js';

export const SURFACE = 'records.document';

/** Of a reference with thousands of records so many are named; the others are ids. */
const MAX_NAMED = 500;

/** The record is not there (any more). */
export class RecordGone extends Error {
  override readonly name = 'RecordGone';
  /** In a few words. */
  readonly short: string = 'Deleted in Attio';
  /** What an undo of this editor made again in its place. */
  now?: RowKey;
  /** `into`: what it was merged into, where that was done here. */
  constructor(
    readonly into?: Survivor,
    message = into
      ? `This record was merged into ${beginning(into.title, 60)}.`
      : 'This record is not in Attio any more: it was deleted or merged into another.',
  ) {
    super(message);
  }
}

/** `fresh`: asks Attio for the record even when it is known. Rejects with RecordGone or AttioError. */
export async function loadGround(
  connection: Connection,
  ref: RecordRef,
  { fresh, signal }: { fresh: boolean; signal?: AbortSignal },
): Promise<RecordGround> {
  const { catalog } = connection;
  const read: ReadOptions = { surface: SURFACE, ...(signal && { signal }) };
  const [view, attributes] = await Promise.all([
    catalog.view(ref, { ...read, fresh }),
    catalog.attributes(ref.object, read),
  ]);
  if (!view) throw new RecordGone(await mergedInto(connection, ref));
  const own = editable(attributes);
  const slugs = new Set(own.map(({ api_slug }) => api_slug));
  return {
    ref,
    title: view.summary.title,
    object: view.object,
    attributes,
    base: writableValues(view.record, attributes),
    fixed: view.values
      .filter(({ attribute, parts }) => !slugs.has(attribute.api_slug) && parts.length > 0)
      .map(({ attribute, parts }) => ({ slug: attribute.api_slug, text: partsText(parts) })),
    url: await recordPageUrl(connection, ref),
    ...(await around(connection, own, view.record.values, (slug) => catalog.choices(ref.object, slug, read), read)),
  };
}

/** What values refer to, by name: options, members, records. `own`: the attributes whose values these are. */
export async function around(
  connection: Connection,
  own: readonly Attribute[],
  values: Readonly<Record<string, AttributeValue[]>>,
  choices: (slug: string) => Promise<Choice[]>,
  read: ReadOptions,
): Promise<
  Pick<RecordGround, 'account' | 'choices' | 'members' | 'objects' | 'recordName'> &
    Required<Pick<RecordGround, 'recordKnown'>>
> {
  const { catalog, account } = connection;
  const mayReadMembers = hasScopes(account.scopes, 'user_management:read');
  const chosen = own.filter(({ type }) => type === 'select' || type === 'status');
  const references = own.flatMap(({ api_slug }) => referencesOf(values[api_slug]));
  const [objects, members, known, ...lists] = await Promise.all([
    catalog.objects(read),
    mayReadMembers ? soft(catalog.members(read), []) : [],
    namesOf(connection, references, read),
    ...chosen.map(async ({ api_slug }): Promise<[string, Choice[]]> => [api_slug, await choices(api_slug)]),
  ]);
  return {
    account: { name: account.name, slug: account.slug },
    choices: new Map(lists),
    members,
    objects,
    recordName: ({ recordId }) => known.get(recordId),
    recordKnown: (recordId) => recordKnown(connection, objects, recordId),
  };
}

/** What this window has read of a record, whatever its object. Asks nothing. */
function recordKnown({ catalog }: Connection, objects: readonly AttioObject[], recordId: string) {
  for (const { api_slug, id } of objects) {
    const object = api_slug ?? id.object_id;
    const record = catalog.peek({ object, recordId });
    if (!record) continue;
    const [value] = record.values.name ?? [];
    const name =
      value?.attribute_type === 'personal-name' ? value.full_name : value?.attribute_type === 'text' && value.value;
    return { object, name: typeof name === 'string' && name !== '' ? name : undefined };
  }
  return undefined;
}

async function namesOf({ catalog }: Connection, refs: RecordRef[], read: ReadOptions): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  await Promise.all(
    refs.slice(0, MAX_NAMED).map(async (ref) => {
      // Asked for together, so that they cost one request per object. A name is an addition: the id alone would do.
      const summary = await soft(catalog.summary(ref, { ...read, names: 'known' }), undefined);
      if (summary) names.set(ref.recordId, summary.title);
    }),
  );
  return names;
}
