/** One value of a record, or of its place in a list: which attribute, then its value, then the change. */

import { nearest } from '../../attio/nearest.js';
import type { Attribute } from '../../attio/types.js';
import type { Json, UpdateEntry, UpdateRecord } from '../../attio/writes.js';
import { isEditable } from '../../crm/edit/form.js';
import type { Choice } from '../../crm/edit/types.js';
import { sameWritten } from '../../crm/edit/writable.js';
import type { RecordRef } from '../../crm/types.js';
import { carryOut } from '../changes/carryOut.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK, type PickItem } from '../ui.js';
import { askValue } from '../values/askValue.js';

/** What has values that can be set. */
export interface Settable {
  /** On one line: `Acme`, `Acme in Target accounts`. */
  name: string;
  /** What has its attributes, by slug: an object, or a list. */
  object: string;
  /** In Attio's order; `text`: what is set, in words, empty: nothing. */
  rows: readonly { attribute: Attribute; text: string }[];
  /** What an attribute has, as it is written. */
  current(attribute: Attribute): Json[];
  /** Options and statuses, where they are not an object's. */
  choices?(slug: string): readonly Choice[];
  change(values: Record<string, Json[]>, base: Record<string, Json[]>): UpdateRecord | UpdateEntry;
  /** When it was read (milliseconds since 1970), and of an entry its record. */
  seen?: { seenAt: number; seenRef: RecordRef };
  /** Opens all of it as a document. */
  asDocument(): unknown;
}

/** `given`: the attribute, where it is known. Ends when something was written, or a box is closed. Rejects with AttioError. */
export async function setOne(
  services: Services,
  connection: Connection,
  of: Settable,
  { surface, given }: { surface: string; given: Attribute | undefined },
): Promise<void> {
  const { ui } = services;
  let last: Attribute | undefined;
  /** What was typed and not approved: the box begins with it. */
  let refused: { slug: string; values: Json[] } | undefined;
  for (;;) {
    const again = refused && of.rows.find((one) => one.attribute.api_slug === refused?.slug)?.attribute;
    const attribute = again ?? given ?? (await ui.pick(attributeItems(of.rows, last), attributeBox(of.name)));
    if (attribute === undefined) return;
    last = attribute;
    const { api_slug: slug, type } = attribute;
    const current = of.current(attribute);
    const choices = of.choices?.(slug);
    const answer = await askValue(services, connection, {
      attribute,
      object: of.object,
      current: refused?.values ?? current,
      title: `${oneLine(attribute.title, 60)} of ${of.name}`,
      surface,
      back: given === undefined,
      ...(choices && { choices }),
      asDocument: of.asDocument,
    });
    refused = undefined;
    if (answer === undefined) return;
    if (answer === BACK) continue;
    if (sameWritten(type, answer, current)) return ui.status(`Attio: ${oneLine(attribute.title, 60)} stays as it is`);
    const change = of.change({ [slug]: answer }, { [slug]: current });
    const { status } = await carryOut(services, connection, change, { surface, ...of.seen });
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
function attributeItems(all: Settable['rows'], last?: Attribute): PickItem<Attribute>[] {
  const rows = all.filter(({ attribute }) => isEditable(attribute));
  const item = ({ attribute, text }: (typeof rows)[number]): PickItem<Attribute> => ({
    label: oneLine(attribute.title) || attribute.api_slug,
    ...(text !== '' && { description: oneLine(text, 100) }),
    group: text !== '' ? 'Set' : 'Empty',
    picked: attribute === last,
    value: attribute,
  });
  return [...rows.filter(({ text }) => text !== ''), ...rows.filter(({ text }) => text === '')].map(item);
}

/**
 * The attribute that an argument names by slug; undefined: it names none. Throws where there is none that can be set.
 * `whose`: `A company`.
 */
export function attributeNamed(
  argument: unknown,
  attributes: readonly Attribute[],
  whose: string,
): Attribute | undefined {
  const slug = (argument as { attribute?: unknown } | null | undefined)?.attribute;
  if (typeof slug !== 'string') return undefined;
  const attribute = attributes.find((one) => one.api_slug === slug);
  if (!attribute) {
    const meant = nearest(
      slug,
      attributes.map((one) => one.api_slug),
    );
    throw new Error(`${whose} has no attribute “${oneLine(slug, 60)}”.${meant ? ` Did you mean “${meant}”?` : ''}`);
  }
  if (!isEditable(attribute))
    throw new Error(`“${oneLine(attribute.title, 60)}” cannot be changed: Attio fills it in by itself.`);
  return attribute;
}
