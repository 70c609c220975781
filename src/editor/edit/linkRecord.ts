/** "Link Record…": refers from a record to another one. The other side of a relationship is kept in step by Attio. */
import type { Attribute } from '../../attio/types.js';
import { isEditable } from '../../crm/edit/form.js';
import { writable } from '../../crm/edit/writable.js';
import type { RecordRef } from '../../crm/types.js';
import { partsText } from '../../crm/values.js';
import { carryOut } from '../changes/carryOut.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK, type PickItem } from '../ui.js';
import { allowedObjects, referenceTo, refOf } from '../values/known.js';
import { type Chosen, chooseRecord } from './chosen.js';
import { pickOther, sameRecord } from './otherRecord.js';
import { namedAttribute } from './setAttribute.js';

const SURFACE = 'records.link';

/** `argument`: as of `setAttribute`. */
export async function linkRecord(services: Services, argument?: unknown): Promise<void> {
  const { ui } = services;
  const chosen = await chooseRecord(services, argument, {
    title: 'Link a Record',
    surface: SURFACE,
    writes: { kind: 'record.update', operation: 'records.overwrite' },
  });
  if (!chosen) return;
  const { view, name } = chosen;
  const links = view.values.filter(({ attribute }) => isLink(attribute));
  const given = namedAttribute(argument, view) ?? (links.length === 1 ? links[0]!.attribute : undefined);
  if (given && !isLink(given)) throw new Error(`“${oneLine(given.title, 60)}” does not refer to records.`);
  if (links.length === 0) {
    const nouns = view.object.plural_noun ?? 'Records of this object';
    return void (await ui.info(`${nouns} have no attribute that refers to other records. Add one in Attio first.`));
  }
  let last: Attribute | undefined;
  for (;;) {
    const attribute = given ?? (await ui.pick(await linkItems(chosen, last), linkBox(name)));
    if (attribute === undefined) return;
    last = attribute;
    const answer = await linkBy(services, chosen, attribute, given === undefined);
    if (answer !== BACK) return;
  }
}

const isLink = (attribute: Attribute): boolean => attribute.type === 'record-reference' && isEditable(attribute);

const linkBox = (name: string) => ({
  title: `Link ${name} with Another Record`,
  placeholder: 'As what?',
  ignoreFocusOut: true,
  matchOnDescription: true,
});

async function nounsOf({ catalog }: Connection, objects: readonly string[]): Promise<string> {
  const all = await catalog.objects({ surface: SURFACE });
  return objects.map((slug) => oneLine(all.find((one) => one.api_slug === slug)?.plural_noun ?? slug)).join(' or ');
}

async function linkItems({ view, connection }: Chosen, last?: Attribute): Promise<PickItem<Attribute>[]> {
  const links = view.values.filter(({ attribute }) => isLink(attribute));
  return Promise.all(
    links.map(async ({ attribute, parts }) => {
      const objects = await allowedObjects(connection, attribute, { surface: SURFACE });
      const kinds = await nounsOf(connection, objects);
      const what = attribute.is_multiselect ? `several ${kinds}` : `one of ${kinds}`;
      return {
        label: oneLine(attribute.title) || attribute.api_slug,
        description: parts.length > 0 ? oneLine(partsText(parts), 100) : `none yet · ${what}`,
        icon: objects.length === 1 ? objectIcon(objects[0]!) : 'link',
        picked: attribute === last,
        value: attribute,
      };
    }),
  );
}

async function linkBy(
  services: Services,
  { connection, ref, view, name }: Chosen,
  attribute: Attribute,
  back: boolean,
): Promise<typeof BACK | undefined> {
  const { ui } = services;
  const { api_slug: slug, is_multiselect: several } = attribute;
  const title = oneLine(attribute.title, 60);
  const current = writable(view.record.values[slug], attribute);
  const linked = current.flatMap((one) => refOf(one) ?? []);
  const isLinked = (one: RecordRef) => linked.some((other) => sameRecord(one, other));
  const old = oneLine(partsText(view.values.find((one) => one.attribute === attribute)?.parts ?? []), 60);
  const objects = await allowedObjects(connection, attribute, { surface: SURFACE });
  const nouns = await nounsOf(connection, objects);
  const other = await pickOther(services, connection, {
    title: `${title} of ${name}`,
    placeholder:
      !several && linked.length > 0
        ? `Replaces ${old}: name, e-mail address, domain, id or Attio link`
        : `Search ${nouns}: name, e-mail address, domain, id or Attio link`,
    surface: SURFACE,
    objects,
    nouns,
    self: ref,
    back,
    mark: (one) => (isLinked(one) ? 'linked already' : undefined),
  });
  if (other === BACK || other === undefined) return other;
  if (isLinked(other)) {
    const summary = await connection.catalog.summary(other, { surface: SURFACE });
    return void (await ui.info(`${oneLine(summary?.title ?? 'This record', 60)} is in ${title} of ${name} already.`));
  }
  await carryOut(
    services,
    connection,
    {
      kind: 'record.update',
      mode: 'overwrite',
      ...ref,
      // All of them, so that what is shown and approved is what there is afterwards.
      values: { [slug]: several ? [...current, referenceTo(other)] : [referenceTo(other)] },
      base: { [slug]: current },
    },
    { surface: SURFACE },
  );
  return undefined;
}
