/** "New Company", "New Person", "New Deal", "New Record": of any object, from nothing or from a selected text. */
import { workspace } from 'vscode';
import type { AttioObject } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { FoundPerson, Prefill } from '../../crm/prefill.js';
import { objectKey } from '../../crm/schema.js';
import type { RecordRef } from '../../crm/types.js';
import { refuseMissing, refuseUntrusted } from '../changes/approve.js';
import { objectIcon } from '../records/icons.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { type Draft, emptyDraft, isEmpty, keepDraft, keptDraft, type Values } from './draft.js';
import { personText, prefillOf, selectedPrefill, valuesFrom } from './fromSelection.js';
import { type Making, making, READ, titleOfValues } from './making.js';
import { runWizard } from './wizard.js';

/** What `attio.newRecord` takes, beside a tree node of an object. */
export interface NewRecordArgument {
  /** Slug; without it, it is asked for. */
  object?: string;
  account?: string;
  /** A text that fills it in, or values in their written form by slug. */
  prefill?: { text?: string; values?: Values };
}

export type NewKind = 'companies' | 'people' | 'deals';

const NEEDED = ['object_configuration:read', 'record_permission:read-write'];
const SLUG = /^[\w-]{1,128}$/;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Arguments may come from a link that someone else wrote: anything ill-formed is left out. A tree node has a `slug`. */
function argumentOf(given: unknown): NewRecordArgument & { tree: boolean } {
  const value = isObject(given) ? given : {};
  const tree = value.kind === 'object';
  const object = tree ? value.slug : value.object;
  const { text, values } = isObject(value.prefill) ? value.prefill : {};
  const lists =
    isObject(values) && Object.values(values).every((one) => Array.isArray(one))
      ? (values as Record<string, Json[]>)
      : undefined;
  return {
    tree,
    ...(typeof object === 'string' && SLUG.test(object) && { object }),
    ...(typeof value.account === 'string' && { account: value.account }),
    ...((typeof text === 'string' || lists) && {
      prefill: { ...(typeof text === 'string' && { text }), ...(lists && { values: lists }) },
    }),
  };
}

/** `kind`: the object, where the command names it. Resolves to what was created, or updated in its place. */
export async function newRecord(services: Services, given?: unknown, kind?: NewKind): Promise<RecordRef | undefined> {
  const argument = argumentOf(given);
  const connection = await connectionFor(services, argument);
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  refuseMissing(connection.account, NEEDED, 'records.create', 'create records');
  const { text, values } = argument.prefill ?? {};
  // In the tree one asks for a record of an object; what happens to be selected elsewhere has nothing to do with it.
  const prefill =
    text !== undefined ? await prefillOf(text) : argument.tree || values ? undefined : await selectedPrefill();
  const named = kind ?? argument.object;
  for (;;) {
    const object = named === undefined ? await chooseObject(services, connection, prefill) : undefined;
    if (named === undefined && object === undefined) return undefined;
    const found = object ?? (await connection.catalog.object(named!, READ));
    if (!found) return notThere(services, connection, named!);
    const choosing = named === undefined;
    const ready = await prepare(services, connection, found, prefill, values, choosing);
    if (ready === undefined) return undefined;
    if (ready === BACK) continue;
    const ran = await runWizard(ready, choosing);
    if (!ran.back) return ran.made;
  }
}

async function notThere(services: Services, { account }: Connection, object: string): Promise<undefined> {
  const name = object.charAt(0).toUpperCase() + object.slice(1);
  void services.ui.info(
    `${name} are not enabled in ${account.name}, or this key may not see them. Enable the object in Attio under Settings, Data, Objects.`,
    { title: 'Open Attio', run: () => services.ui.openExternal(`https://app.attio.com/${account.slug}/settings/data`) },
  );
  return undefined;
}

/** What a selection gives comes first. */
async function chooseObject(
  { ui }: Services,
  { catalog }: Connection,
  prefill: Prefill | undefined,
): Promise<AttioObject | undefined> {
  const rows = async (): Promise<PickItem<AttioObject>[]> => {
    const objects = await catalog.objects(READ);
    return objects
      .map((object): PickItem<AttioObject> => {
        const said = foundFor(objectKey(object), prefill);
        return {
          label: oneLine(object.singular_noun ?? objectKey(object)),
          icon: objectIcon(objectKey(object)),
          value: object,
          ...(said && { description: oneLine(said, 120) }),
        };
      })
      .sort((a, b) => +(b.description !== undefined) - +(a.description !== undefined));
  };
  return ui.pick(rows(), { title: 'New Record', placeholder: 'A record of which object?', ignoreFocusOut: true });
}

function foundFor(object: string, prefill: Prefill | undefined): string | undefined {
  const { people = [], company } = prefill ?? {};
  const [first] = people;
  if (object === 'people' && first && (first.emails.length > 0 || !prefill?.words))
    return people.length > 1 ? `${people.length} people in the selected text` : personText(first);
  if (object === 'companies' && company)
    return [company.name, company.domains[0]].filter((part) => part !== undefined).join(' · ');
  return undefined;
}

/** The draft to go on with: the one that was kept, or a new one filled in from what is known. */
async function prepare(
  services: Services,
  connection: Connection,
  object: AttioObject,
  prefill: Prefill | undefined,
  values: Values | undefined,
  back: boolean,
): Promise<Making | Back | undefined> {
  const slug = objectKey(object);
  const fresh = await making(services, connection, object, emptyDraft());
  let person: FoundPerson | undefined;
  if (prefill) {
    const chosen = await choosePerson(services, slug, prefill, back);
    if (chosen === undefined || chosen === BACK) return chosen;
    person = chosen.person;
    fresh.prefill = slug === 'people' && person ? { ...prefill, people: [person] } : prefill;
    fresh.draft.values = await valuesFrom(connection, fresh.attributes, slug, prefill, person);
    fresh.draft.found = Object.keys(fresh.draft.values);
  }
  for (const attribute of fresh.attributes) {
    const given = values?.[attribute.api_slug];
    if (given && given.length > 0) fresh.draft.values[attribute.api_slug] = [...given];
  }
  const kept = keptDraft(services, connection.account.id, slug);
  if (!kept) return fresh;
  const choice = await whichDraft(services, fresh, kept, back);
  if (choice === undefined || choice === BACK) return choice;
  if (choice === 'continue') return making(services, connection, object, kept);
  await keepDraft(services, connection.account.id, slug, undefined);
  return fresh;
}

/** Of several people in a text, one at a time. */
async function choosePerson(
  { ui }: Services,
  slug: string,
  { people }: Prefill,
  back: boolean,
): Promise<{ person?: FoundPerson } | Back | undefined> {
  const [first] = people;
  if (slug !== 'people' || people.length < 2) return first ? { person: first } : {};
  return ui.pick<{ person?: FoundPerson }, Back>(
    [
      ...people.map((person) => ({ label: oneLine(personText(person), 120), icon: 'person', value: { person } })),
      { label: 'Somebody Else', description: 'starts empty', icon: 'person-add', value: {} },
    ],
    {
      title: 'New Person',
      placeholder: 'The selected text speaks of these people. Which one?',
      ignoreFocusOut: true,
      ...(back && { back: BACK }),
    },
  );
}

async function whichDraft(
  { ui }: Services,
  fresh: Making,
  kept: Draft,
  back: boolean,
): Promise<'continue' | 'anew' | Back | undefined> {
  const { noun, attributes } = fresh;
  const name = titleOfValues(attributes, kept.values) ?? `the ${noun.toLowerCase()} begun before`;
  const count = Object.keys(kept.values).length;
  const continued: PickItem<'continue' | 'anew'> = {
    label: `Continue with ${oneLine(name, 80)}`,
    description: `${count} ${count === 1 ? 'value' : 'values'} filled in`,
    icon: 'history',
    value: 'continue',
  };
  const title = titleOfValues(attributes, fresh.draft.values);
  // The text it was begun from may still be selected: what was filled in since is not to go unasked.
  const same = title !== undefined && title === titleOfValues(attributes, kept.values);
  const anew: PickItem<'continue' | 'anew'> = {
    label: title === undefined ? 'Start Anew' : `Start ${same ? 'Over ' : ''}with ${oneLine(title, 80)}`,
    description: 'what was begun before is forgotten',
    icon: 'add',
    value: 'anew',
  };
  return ui.pick(isEmpty(fresh.draft) || same ? [continued, anew] : [anew, continued], {
    title: `New ${noun}`,
    placeholder: `A new ${noun.toLowerCase()} was begun and not created`,
    ignoreFocusOut: true,
    ...(back && { back: BACK }),
  });
}
