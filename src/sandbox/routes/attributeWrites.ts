/** Attributes, select options and statuses: create and update (api.md sections 4.1 and 4.3). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CREATABLE_TYPES } from '../../attio/attributeTypes.js';
import { newAttribute } from '../containers.js';
import { configEvent } from '../events.js';
import type { AttributeDef, Choice, Container } from '../model.js';
import { emptyPayload, invalid, slugConflict } from '../problem.js';
import { actorOf, bodyOf, type Call, data, type Route } from '../route.js';
import { findChoice, parseValue } from '../values.js';
import { attributeOut, optionOut, statusOut } from '../wire.js';
import { choosable, targetOf } from './config.js';

const MULTI: ReadonlySet<string> = new Set([
  'select',
  'record-reference',
  'actor-reference',
  'domain',
  'email-address',
  'phone-number',
]);
const UNIQUE: ReadonlySet<string> = new Set(['text', 'number', 'domain', 'email-address', 'phone-number']);

const SLUG = z.string().regex(/^[\w-]+$/, 'Letters, digits, "_" and "-" only');
const DEFAULT = z.union([
  z.object({ type: z.literal('dynamic'), template: z.string() }),
  z.object({ type: z.literal('static'), template: z.array(z.unknown()) }),
  z.null(),
]);
const CONFIG = z.object({
  currency: z
    .object({
      default_currency_code: z.string().length(3),
      display_type: z.enum(['code', 'name', 'narrowSymbol', 'symbol']),
    })
    .optional(),
  record_reference: z.object({ allowed_objects: z.array(z.string()).min(1) }).optional(),
});
const ATTRIBUTE = z.object({
  title: z.string(),
  description: z.string().nullable(),
  api_slug: SLUG,
  type: z.enum(CREATABLE_TYPES),
  is_required: z.boolean(),
  is_unique: z.boolean(),
  is_multiselect: z.boolean(),
  default_value: DEFAULT.optional(),
  relationship: z
    .object({ object: z.string(), title: z.string(), api_slug: SLUG, is_multiselect: z.boolean() })
    .optional(),
  config: CONFIG,
});
const CREATE = z.object({ data: ATTRIBUTE });
const UPDATE = z.object({
  data: ATTRIBUTE.omit({ type: true, is_multiselect: true, relationship: true })
    .extend({ is_archived: z.boolean() })
    .partial(),
});

const TITLE = z.string().min(1);
const STATUS = {
  celebration_enabled: z.boolean().optional(),
  target_time_in_status: z.iso.duration().nullable().optional(),
};
const CREATE_OPTION = z.object({ data: z.object({ title: TITLE }) });
const CREATE_STATUS = z.object({ data: z.object({ title: TITLE, ...STATUS }) });
const ARCHIVED = { title: TITLE.optional(), is_archived: z.boolean().optional() };
const UPDATE_OPTION = z.object({ data: z.object(ARCHIVED) });
const UPDATE_STATUS = z.object({ data: z.object({ ...ARCHIVED, ...STATUS }) });

/** Objects and lists have attributes alike, under scopes of their own. */
const scopes = ({ target }: Record<string, string>) => [
  target === 'lists' ? 'list_configuration:read-write' : 'object_configuration:read-write',
];

function taken(of: Container, slug: string, self?: AttributeDef): void {
  if (!of.attributes.some((one) => one !== self && one.slug === slug)) return;
  const kind = of.kind === 'lists' ? 'list' : 'object';
  throw slugConflict(
    `An attribute with the same API slug already exists on this ${kind}. Please choose a different API slug.`,
  );
}

function checkUnique(of: Container, type: string): void {
  // Custom unique attributes cannot be on people and companies [wire].
  if (UNIQUE.has(type) && !['people', 'companies'].includes(of.slug)) return;
  throw invalid('validation_type', 'Cannot set attribute as unique.');
}

/** Slugs of the objects that a reference may point to. */
function allowedSlugs({ workspace }: Call, allowed: string[] | undefined): string[] | undefined {
  return allowed?.map((slugOrId) => {
    const object = workspace.findObject(slugOrId);
    if (!object) throw invalid('validation_type', `Could not find an object with slug "${slugOrId}" for config.`);
    return object.slug;
  });
}

function checkDefault({ workspace }: Call, attribute: AttributeDef): void {
  const value = attribute.defaultValue as z.output<typeof DEFAULT>;
  if (value?.type === 'static') for (const one of value.template) parseValue(attribute, one, workspace);
}

function create(call: Call) {
  const { workspace } = call;
  const of = targetOf(call);
  const { data: given } = bodyOf(CREATE, call);
  taken(of, given.api_slug);
  if (given.is_multiselect && !MULTI.has(given.type)) {
    throw invalid('validation_type', `Attributes of type "${given.type}" cannot be multi-select.`);
  }
  if (given.is_unique) checkUnique(of, given.type);
  const reference = given.type === 'record-reference';
  const { currency } = given.config;
  const there = given.relationship && workspace.findObject(given.relationship.object);
  if (given.relationship && (!there || !reference || of.kind === 'lists')) {
    throw invalid('validation_type', `A relationship with "${given.relationship.object}" cannot be made here.`);
  }
  const allowed = there ? [there.slug] : allowedSlugs(call, given.config.record_reference?.allowed_objects);
  const attribute = newAttribute({
    slug: given.api_slug,
    title: given.title,
    type: given.type,
    description: given.description,
    required: given.is_required,
    unique: given.is_unique,
    multi: given.is_multiselect,
    defaultValue: given.default_value ?? null,
    ...(given.type === 'currency' && {
      currency: { code: currency?.default_currency_code ?? 'USD', display: currency?.display_type ?? 'symbol' },
    }),
    ...(reference && { allowed }),
  });
  checkDefault(call, attribute);
  const actor = actorOf(call);
  if (there && given.relationship) {
    taken(there, given.relationship.api_slug);
    attribute.other = { object: there.slug, attribute: given.relationship.api_slug };
    const back = newAttribute({
      slug: given.relationship.api_slug,
      title: given.relationship.title,
      type: 'record-reference',
      multi: given.relationship.is_multiselect,
      allowed: [of.slug],
      other: { object: of.slug, attribute: attribute.slug },
    });
    there.attributes.push(back);
    workspace.publish(configEvent(workspace, there, 'created', actor, back.id));
  }
  of.attributes.push(attribute);
  workspace.publish(configEvent(workspace, of, 'created', actor, attribute.id));
  return data(attributeOut(workspace, of, attribute));
}

function update(call: Call) {
  const { workspace } = call;
  const of = targetOf(call);
  const attribute = workspace.attribute(of, call.params.attribute!);
  const { data: given } = bodyOf(UPDATE, call);
  if (Object.keys(given).length === 0) throw emptyPayload();
  if (attribute.system) throw invalid('system_edit_unauthorized', 'Cannot update a System attribute.');
  if (given.api_slug !== undefined) taken(of, given.api_slug, attribute);
  if (given.is_unique) checkUnique(of, attribute.type);
  const allowed = allowedSlugs(call, given.config?.record_reference?.allowed_objects);
  const { currency } = given.config ?? {};
  const changed: AttributeDef = {
    ...attribute,
    title: given.title ?? attribute.title,
    description: given.description === undefined ? attribute.description : given.description,
    slug: given.api_slug ?? attribute.slug,
    required: given.is_required ?? attribute.required,
    unique: given.is_unique ?? attribute.unique,
    archived: given.is_archived ?? attribute.archived,
    defaultValue: given.default_value === undefined ? attribute.defaultValue : given.default_value,
    ...(currency && { currency: { code: currency.default_currency_code, display: currency.display_type } }),
    ...(allowed && { allowed }),
  };
  checkDefault(call, changed);
  const back = workspace
    .findObject(attribute.other?.object ?? '')
    ?.attributes.find((one) => one.slug === attribute.other?.attribute);
  if (back?.other) back.other = { ...back.other, attribute: changed.slug };
  Object.assign(attribute, changed);
  workspace.publish(configEvent(workspace, of, 'updated', actorOf(call), attribute.id));
  return data(attributeOut(workspace, of, attribute));
}

type Type = 'select' | 'status';
const NAMES = { select: 'select option', status: 'status' };

function freeTitle(attribute: AttributeDef, type: Type, title: string | undefined, self?: Choice): void {
  if (attribute.choices.some((one) => one !== self && one.title === title)) {
    throw slugConflict(`There is already another ${NAMES[type]} with the title "${title}".`);
  }
}

function out(call: Call, of: Container, attribute: AttributeDef, choice: Choice) {
  const show = attribute.type === 'status' ? statusOut : optionOut;
  call.workspace.publish(configEvent(call.workspace, of, 'updated', actorOf(call), attribute.id));
  return data(show(call.workspace.name, of, attribute, choice));
}

function createChoice(type: Type) {
  return (call: Call) => {
    const { of, attribute } = choosable(call, type);
    const { data: given } = bodyOf<z.ZodType<z.output<typeof CREATE_STATUS>>>(
      type === 'select' ? CREATE_OPTION : CREATE_STATUS,
      call,
    );
    freeTitle(attribute, type, given.title);
    const choice: Choice = {
      id: randomUUID(),
      title: given.title,
      archived: false,
      celebrated: given.celebration_enabled ?? false,
      targetTime: given.target_time_in_status ?? null,
    };
    attribute.choices.push(choice);
    return out(call, of, attribute, choice);
  };
}

function updateChoice(type: Type) {
  return (call: Call) => {
    const { of, attribute } = choosable(call, type);
    const wanted = call.params.choice!;
    const choice = findChoice(attribute, wanted);
    if (!choice) {
      const part = type === 'select' ? 'select option title' : 'status option title';
      throw invalid('value_not_found', `Cannot find ${type} attribute with ${part} "${wanted}".`);
    }
    const { data: given } = bodyOf<z.ZodType<z.output<typeof UPDATE_STATUS>>>(
      type === 'select' ? UPDATE_OPTION : UPDATE_STATUS,
      call,
    );
    if (given.title !== undefined) freeTitle(attribute, type, given.title, choice);
    choice.title = given.title ?? choice.title;
    choice.archived = given.is_archived ?? choice.archived;
    choice.celebrated = given.celebration_enabled ?? choice.celebrated;
    if (given.target_time_in_status !== undefined) choice.targetTime = given.target_time_in_status;
    return out(call, of, attribute, choice);
  };
}

const ALL = '/v2/{target:objects|lists}/{identifier}/attributes';
const ONE = `${ALL}/{attribute}`;

export const attributeWriteRoutes: Route[] = [
  { method: 'POST', path: ALL, scopes, run: create },
  { method: 'PATCH', path: ONE, scopes, run: update },
  { method: 'POST', path: `${ONE}/options`, scopes, run: createChoice('select') },
  { method: 'PATCH', path: `${ONE}/options/{choice}`, scopes, run: updateChoice('select') },
  { method: 'POST', path: `${ONE}/statuses`, scopes, run: createChoice('status') },
  { method: 'PATCH', path: `${ONE}/statuses/{choice}`, scopes, run: updateChoice('status') },
];
