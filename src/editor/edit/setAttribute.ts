/** "Set Attribute…": one value of a record, without opening the record as a document. */
import { commands } from 'vscode';
import { nearest } from '../../attio/nearest.js';
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { isEditable } from '../../crm/edit/form.js';
import { sameWritten, writable } from '../../crm/edit/writable.js';
import type { RecordView } from '../../crm/types.js';
import { partsText } from '../../crm/values.js';
import { carryOut } from '../changes/carryOut.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { BACK, type PickItem } from '../ui.js';
import { askValue } from '../values/askValue.js';
import { chooseRecord } from './chosen.js';

const SURFACE = 'records.set';

/** `argument`: a record, with the slug of the attribute as `attribute` where that is known; or nothing. */
export async function setAttribute(services: Services, argument?: unknown): Promise<void> {
  const { ui } = services;
  const chosen = await chooseRecord(services, argument, {
    title: 'Set an Attribute of a Record',
    surface: SURFACE,
    writes: { kind: 'record.update', operation: 'records.overwrite' },
  });
  if (!chosen) return;
  const { connection, ref, view, name } = chosen;
  const given = namedAttribute(argument, view);
  let last: Attribute | undefined;
  /** What was typed and not approved: the box begins with it. */
  let refused: { slug: string; values: Json[] } | undefined;
  for (;;) {
    const again = refused && view.values.find((one) => one.attribute.api_slug === refused?.slug)?.attribute;
    const attribute = again ?? given ?? (await ui.pick(attributeItems(view, last), attributeBox(name)));
    if (attribute === undefined) return;
    last = attribute;
    const { api_slug: slug, type } = attribute;
    const current = writable(view.record.values[slug], attribute);
    const answer = await askValue(services, connection, {
      attribute,
      object: ref.object,
      current: refused?.values ?? current,
      title: `${oneLine(attribute.title, 60)} of ${name}`,
      surface: SURFACE,
      back: given === undefined,
      asDocument: () => commands.executeCommand('attio.editRecord', { ...ref, account: connection.account.id }),
    });
    refused = undefined;
    if (answer === undefined) return;
    if (answer === BACK) continue;
    if (sameWritten(type, answer, current)) return ui.status(`Attio: ${oneLine(attribute.title, 60)} stays as it is`);
    const { status } = await carryOut(
      services,
      connection,
      { kind: 'record.update', mode: 'overwrite', ...ref, values: { [slug]: answer }, base: { [slug]: current } },
      { surface: SURFACE },
    );
    if (status !== 'declined') return;
    refused = { slug, values: answer };
  }
}

const attributeBox = (name: string) => ({
  title: `Set an Attribute of ${name}`,
  placeholder: 'Which attribute?',
  ignoreFocusOut: true,
  matchOnDescription: true,
});

/** Those that have a value first; each group in Attio's order. */
export function attributeItems(view: RecordView, last?: Attribute): PickItem<Attribute>[] {
  const rows = view.values.filter(({ attribute }) => isEditable(attribute));
  const item = ({ attribute, parts }: (typeof rows)[number]): PickItem<Attribute> => ({
    label: oneLine(attribute.title) || attribute.api_slug,
    ...(parts.length > 0 && { description: oneLine(partsText(parts), 100) }),
    group: parts.length > 0 ? 'Set' : 'Empty',
    picked: attribute === last,
    value: attribute,
  });
  return [...rows.filter(({ parts }) => parts.length > 0), ...rows.filter(({ parts }) => parts.length === 0)].map(item);
}

/** The attribute that an argument names by slug; undefined: it names none. Throws where there is none that can be set. */
export function namedAttribute(argument: unknown, { values, object }: RecordView): Attribute | undefined {
  const slug = (argument as { attribute?: unknown } | null | undefined)?.attribute;
  if (typeof slug !== 'string') return undefined;
  const noun = object.singular_noun ?? 'record';
  const attribute = values.find((one) => one.attribute.api_slug === slug)?.attribute;
  if (!attribute) {
    const meant = nearest(
      slug,
      values.map((one) => one.attribute.api_slug),
    );
    throw new Error(`A ${noun} has no attribute “${oneLine(slug, 60)}”.${meant ? ` Did you mean “${meant}”?` : ''}`);
  }
  if (!isEditable(attribute))
    throw new Error(`“${oneLine(attribute.title, 60)}” cannot be changed: Attio fills it in by itself.`);
  return attribute;
}
