/** "Attio: Edit Attribute…": what one attribute of an object is called, what it asks for, its options, and whether it is used. */

import type { Attribute } from '../../attio/types.js';
import type { UpdateAttribute } from '../../attio/writes.js';
import { describeAttribute, marksOf, objectName, objectNoun } from '../../crm/describe.js';
import { objectKey } from '../../crm/schema.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { askSlug } from './askSlug.js';
import { takenSlugs } from './attributeDraft.js';
import { askCurrency, askDisplay } from './attributeSteps.js';
import { editChoices } from './editChoices.js';
import { canBeUnique, choiceNouns, DISPLAYS, type Display, hasChoices } from './kinds.js';
import { send } from './refusals.js';
import { renameObject } from './renameObject.js';
import { mustConfigure } from './scope.js';
import { type Box, said } from './steps.js';
import { type Place, placeOf } from './target.js';

const SURFACE = 'schema.editAttribute';

type What =
  | 'title'
  | 'description'
  | 'slug'
  | 'required'
  | 'unique'
  | 'currency'
  | 'references'
  | 'choices'
  | 'archived';

/** One attribute at work. */
export interface Editing extends Place {
  services: Services;
  attribute: Attribute;
  /** `Tier of Company`. */
  title: string;
}

/**
 * `argument`: a tree node, `{object, attribute?, account?}`, or nothing; what it does not name is asked for. Rejects with
 * AttioError.
 */
export async function editAttribute(services: Services, argument?: unknown): Promise<void> {
  for (;;) {
    const place = await placeOf(services, argument, 'Edit an Attribute', SURFACE);
    if (!place) return;
    mustConfigure(place.connection, 'attributes.update');
    if (place.attribute !== undefined) return void (await menu(services, place, place.attribute, false));
    if ((await fromList(services, place, argument === undefined)) !== BACK) return;
  }
}

async function all({ connection, object }: Place): Promise<Attribute[]> {
  return connection.catalog.attributes(objectKey(object), { surface: SURFACE, archived: true });
}

/** Attio lets nobody change what it made itself, save the options of its selects and statuses. */
const changeable = ({ is_system_attribute: system, is_writable: writable, type }: Attribute): boolean =>
  !system || (writable && hasChoices(type));

async function fromList(services: Services, place: Place, back: boolean): Promise<Back | undefined> {
  const { connection, object } = place;
  const noun = oneLine(objectNoun(object), 60);
  const items = async (): Promise<PickItem<Attribute | 'rename'>[]> => {
    const [attributes, objects] = await Promise.all([all(place), connection.catalog.objects({ surface: SURFACE })]);
    const rows = (list: Attribute[], group: string) =>
      list.map((one): PickItem<Attribute> => {
        const { typeName, title, slug, ...rest } = describeAttribute(one, { objects, choices: new Map() });
        const marks = marksOf({ typeName, title, slug, ...rest }).filter((mark) => mark !== 'archived');
        return {
          label: oneLine(title),
          description: [slug, typeName, ...marks].join(' · '),
          icon: one.is_archived ? 'archive' : 'symbol-field',
          group,
          value: one,
        };
      });
    const live = attributes.filter((one) => !one.is_archived && changeable(one));
    return [
      ...rows(
        live.filter((one) => !one.is_system_attribute),
        'Attributes of your own',
      ),
      ...rows(
        live.filter((one) => one.is_system_attribute),
        'Attio’s own: their options only',
      ),
      ...rows(
        attributes.filter((one) => one.is_archived && changeable(one)),
        'Archived',
      ),
      {
        label: `Rename ${oneLine(objectName(object), 60)}…`,
        description: 'The object itself',
        icon: 'edit',
        group: 'Object',
        value: 'rename',
      },
    ];
  };
  for (;;) {
    const picked = await services.ui.pick<Attribute | 'rename', Back>(items(), {
      title: `Edit an Attribute of ${noun}`,
      placeholder: 'Which attribute? What Attio made itself cannot be changed.',
      matchOnDescription: true,
      ...(back && { back: BACK }),
    });
    if (picked === undefined || picked === BACK) return picked;
    const target = { account: connection.account.id, object: object.id.object_id };
    const answer =
      picked === 'rename'
        ? await renameObject(services, target, true)
        : await menu(services, place, picked.id.attribute_id, true);
    if (answer !== BACK) return undefined;
  }
}

/** What to change of one attribute. BACK: to the list. */
async function menu(services: Services, place: Place, idOrSlug: string, back: boolean): Promise<Back | undefined> {
  for (;;) {
    const attributes = await all(place);
    const attribute = attributes.find((one) => one.id.attribute_id === idOrSlug || one.api_slug === idOrSlug);
    if (!attribute)
      throw new Error(
        `${objectNoun(place.object)} has no such attribute any more: refresh, and look at the attributes there are.`,
      );
    const title = `${oneLine(attribute.title, 60)} of ${oneLine(objectNoun(place.object), 60)}`;
    const editing: Editing = { ...place, services, attribute, title };
    const items = menuItems(editing);
    if (items.length === 0)
      throw new Error(`${title} was made by Attio, which lets nobody change it. Choose one of your own attributes.`);
    const what = await services.ui.pick<What, Back>(items, {
      title,
      placeholder: attribute.is_system_attribute
        ? 'Attio made this attribute: only its options can be changed.'
        : 'What shall be changed?',
      ...(back && { back: BACK }),
    });
    if (what === undefined || what === BACK) return what;
    const answer = await change(editing, what, attributes);
    if (answer !== BACK) return undefined;
  }
}

function menuItems({ attribute, object }: Editing): PickItem<What>[] {
  const { type, config } = attribute;
  const nouns = choiceNouns(type);
  const choices: PickItem<What>[] = hasChoices(type)
    ? [
        {
          label: `${nouns.charAt(0).toUpperCase()}${nouns.slice(1)}…`,
          description: 'Add, rename, archive, bring back',
          icon: 'list-unordered',
          value: 'choices',
        },
      ]
    : [];
  if (!changeable(attribute)) return [];
  if (attribute.is_system_attribute) return choices;
  const archived: PickItem<What> = attribute.is_archived
    ? { label: 'Bring back', description: 'It is archived now', icon: 'discard', value: 'archived' }
    : {
        label: 'Archive',
        description: 'Not offered any more; its values are kept. Attio deletes no attribute',
        icon: 'archive',
        value: 'archived',
      };
  if (attribute.is_archived) return [archived];
  const required: PickItem<What> = attribute.is_required
    ? { label: 'Make it optional', description: 'It is required now', icon: 'circle-outline', value: 'required' }
    : { label: 'Require it', description: 'It may be left empty now', icon: 'circle-filled', value: 'required' };
  const unique: PickItem<What> = attribute.is_unique
    ? { label: 'Allow the same value twice', description: 'It is unique now', icon: 'circle-outline', value: 'unique' }
    : {
        label: 'Make it unique',
        description: 'Two records may have the same now',
        icon: 'circle-filled',
        value: 'unique',
      };
  const currency = config?.currency?.default_currency_code;
  return [
    ...choices,
    { label: 'Title…', description: oneLine(attribute.title, 80), icon: 'edit', value: 'title' },
    {
      label: 'Description…',
      description: oneLine(attribute.description ?? '', 80) || 'None yet',
      icon: 'note',
      value: 'description',
    },
    { label: 'Slug…', description: attribute.api_slug, icon: 'symbol-key', value: 'slug' },
    required,
    ...(attribute.is_unique || canBeUnique(type, objectKey(object)) ? [unique] : []),
    ...(type === 'currency'
      ? [{ label: 'Currency…', description: currency ?? '', icon: 'credit-card', value: 'currency' as const }]
      : []),
    ...(type === 'record-reference' && !attribute.relationship
      ? [
          {
            label: 'Objects it may refer to…',
            description: '',
            icon: 'references',
            value: 'references' as const,
          },
        ]
      : []),
    archived,
  ];
}

const BOX: Box = { ignoreFocusOut: true, back: BACK };

/** BACK: nothing was changed, and the menu is wanted again. */
async function change(editing: Editing, what: What, attributes: readonly Attribute[]): Promise<Back | undefined> {
  const { attribute, services } = editing;
  switch (what) {
    case 'choices':
      return editChoices(editing);
    case 'required':
      return flag(editing, 'isRequired', attribute.is_required);
    case 'unique':
      return flag(editing, 'isUnique', attribute.is_unique);
    case 'archived':
      return flag(editing, 'isArchived', attribute.is_archived);
    case 'title':
      return asked(editing, attribute.title, async (value, problem) => {
        const answer = await services.ui.input<Back>({
          ...BOX,
          title: editing.title,
          value,
          placeholder: 'Title',
          prompt: said(problem, 'What people read on records and in tables.'),
          validate: (text) => (text.trim() === '' ? 'Type a title.' : undefined),
        });
        return typeof answer === 'string'
          ? { value: answer.trim(), with: { title: answer.trim(), base: { title: attribute.title } } }
          : answer;
      });
    case 'description':
      return asked(editing, attribute.description ?? '', async (value, problem) => {
        const answer = await services.ui.input<Back>({
          ...BOX,
          title: editing.title,
          value,
          placeholder: 'Description (may be left empty)',
          prompt: said(problem, 'What it is for, for colleagues.'),
        });
        const description = typeof answer === 'string' ? answer.trim() || null : null;
        return typeof answer === 'string'
          ? { value: answer, with: { description, base: { description: attribute.description } } }
          : answer;
      });
    case 'slug':
      return asked(editing, attribute.api_slug, async (value, problem) => {
        const answer = await askSlug(services, {
          title: editing.title,
          name: attribute.title,
          given: value,
          taken: takenSlugs(attributes.filter((one) => one.id.attribute_id !== attribute.id.attribute_id)),
          noun: 'attribute',
          box: BOX,
          ...(problem !== undefined && { problem }),
        });
        return typeof answer === 'string'
          ? { value: answer.trim(), with: { apiSlug: answer.trim(), base: { apiSlug: attribute.api_slug } } }
          : answer;
      });
    case 'currency':
      return currency(editing, attributes);
    case 'references':
      return references(editing);
  }
}

/** The part of an update that says what becomes of the attribute. */
type With = Omit<UpdateAttribute, 'kind' | 'target' | 'identifier' | 'attribute'>;

const update = ({ attribute, object }: Editing, parts: With): UpdateAttribute => ({
  kind: 'attribute.update',
  target: 'objects',
  identifier: objectKey(object),
  attribute: attribute.id.attribute_id,
  ...parts,
});

/** Asks and writes; what Attio refuses is asked once more, with what was typed. */
async function asked(
  editing: Editing,
  first: string,
  ask: (value: string, problem?: string) => Promise<{ value: string; with: With } | Back | undefined>,
): Promise<Back | undefined> {
  let value = first;
  let problem: string | undefined;
  for (;;) {
    const answer = await ask(value, problem);
    if (answer === undefined || answer === BACK) return answer;
    const sent = await send(editing.services, editing.connection, update(editing, answer.with), { surface: SURFACE });
    if (sent.status !== 'refused') return undefined;
    value = answer.value;
    problem = sent.text;
  }
}

async function flag(
  editing: Editing,
  key: 'isRequired' | 'isUnique' | 'isArchived',
  was: boolean,
): Promise<Back | undefined> {
  const { services, connection } = editing;
  const sent = await send(services, connection, update(editing, { [key]: !was, base: { [key]: was } }), {
    surface: SURFACE,
  });
  if (sent.status !== 'refused') return undefined;
  // There is nothing to type: the menu comes again, and says above it what was refused.
  void services.ui.error(sent.text);
  return BACK;
}

async function currency(editing: Editing, attributes: readonly Attribute[]): Promise<Back | undefined> {
  const { services, attribute, title } = editing;
  const now = attribute.config?.currency;
  const shown = DISPLAYS.find((one) => one === now?.display_type) ?? 'symbol';
  const base = now?.default_currency_code && {
    config: { currency: { default_currency_code: now.default_currency_code, display_type: shown } },
  };
  return asked(editing, now?.default_currency_code ?? '', async (value, problem) => {
    for (;;) {
      const code = await askCurrency(services, title, value, attributes, BOX, problem);
      if (code === undefined || code === BACK) return code;
      const display: Display | Back | undefined = await askDisplay(services, title, code, shown, BOX);
      if (display === BACK) continue;
      if (display === undefined) return undefined;
      const config = { currency: { default_currency_code: code, display_type: display } };
      return { value: code, with: { config, ...(base && { base }) } };
    }
  });
}

async function references(editing: Editing): Promise<Back | undefined> {
  const { services, connection, attribute, title } = editing;
  const objects = await connection.catalog.objects({ surface: SURFACE });
  const now = attribute.config?.record_reference?.allowed_object_ids ?? [];
  return asked(editing, now.join(), async (value, problem) => {
    const chosen = value.split(',');
    for (let empty = false; ; empty = true) {
      const answer = await services.ui.pickMany<string, Back>(
        objects.map((one) => ({
          label: oneLine(objectName(one)),
          description: objectKey(one),
          value: one.id.object_id,
          picked: chosen.includes(one.id.object_id),
        })),
        {
          ...BOX,
          title,
          placeholder: empty ? 'Tick one object at least.' : (problem ?? 'Records of which objects may it hold?'),
        },
      );
      if (answer === undefined || answer === BACK) return answer;
      if (answer.length === 0) continue;
      // In the order they are in, so that only what is different counts as changed.
      const ids = [...now.filter((id) => answer.includes(id)), ...answer.filter((id) => !now.includes(id))];
      const config = { record_reference: { allowed_objects: ids } };
      const base = now.length > 0 && { config: { record_reference: { allowed_objects: now } } };
      return { value: ids.join(), with: { config, ...(base && { base }) } };
    }
  });
}
