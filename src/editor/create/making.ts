/** One record in the making: what every step of the wizard works with. */
import type { AttioObject, Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { pendingIndex } from '../../changes/pending.js';
import { createOrder } from '../../crm/edit/form.js';
import { asValues } from '../../crm/edit/writable.js';
import { labelOf } from '../../crm/label.js';
import type { Prefill } from '../../crm/prefill.js';
import { objectKey } from '../../crm/schema.js';
import type { ReadOptions, RecordRef } from '../../crm/types.js';
import { beginning } from '../markdown.js';
import type { Connection, Services } from '../services.js';
import { type Answer, askValue, isNeeded } from '../values/askValue.js';
import { type Words, wordsOf } from '../values/known.js';
import { type Draft, dropUnused, set, type Values } from './draft.js';

export const SURFACE = 'records.create';
export const READ: ReadOptions = { surface: SURFACE };

export interface Making {
  services: Services;
  connection: Connection;
  object: AttioObject;
  slug: string;
  /** `Company`. */
  noun: string;
  /** What can be filled in, in the order it is asked for. */
  attributes: Attribute[];
  /** Without these Attio refuses it. */
  needed: Attribute[];
  draft: Draft;
  /** What a selected text spoke of. */
  prefill?: Prefill;
  words: Words;
}

/** Asks for the object’s attributes; rejects with AttioError. `draft` is not copied: the steps write into it. */
export async function making(
  services: Services,
  connection: Connection,
  object: AttioObject,
  draft: Draft,
): Promise<Making> {
  const slug = objectKey(object);
  const { required, others } = createOrder(await connection.catalog.attributes(slug, READ));
  return {
    services,
    connection,
    object,
    slug,
    noun: object.singular_noun ?? slug,
    attributes: [...required, ...others],
    needed: required,
    draft,
    words: wordsOf(connection, slug, READ, (ref) => pendingName(draft, ref)),
  };
}

/**
 * The title of a record that is created just before; undefined: `ref` is to one in Attio, or to none of the draft’s.
 */
export function pendingName(draft: Draft, ref: RecordRef): string | undefined {
  const index = pendingIndex(ref.recordId);
  return index === undefined ? undefined : draft.also[index]?.title;
}

/** undefined: it is not one that can be filled in. */
export const attributeOf = ({ attributes }: Making, slug: string): Attribute | undefined =>
  attributes.find((one) => one.api_slug === slug);

/** What a record with these values is called; undefined: nothing names it yet. */
export function titleOfValues(attributes: readonly Attribute[], values: Values): string | undefined {
  const named = attributes.flatMap((attribute) => {
    const written = values[attribute.api_slug] ?? [];
    return written.length > 0 ? [[attribute.api_slug, asValues(attribute, written)] as const] : [];
  });
  const title = labelOf({ values: Object.fromEntries(named) } as unknown as Parameters<typeof labelOf>[0])?.title;
  return title && beginning(title, 80);
}

/** Of the draft as it stands; 80 characters at most. undefined: nothing names it yet. */
export const titleOf = ({ attributes, draft }: Making): string | undefined => titleOfValues(attributes, draft.values);

/** `New Person: Ada Lovelace`. */
export function headline(made: Making): string {
  const title = titleOf(made);
  return title === undefined ? `New ${made.noun}` : `New ${made.noun}: ${title}`;
}

/** Whether the draft has a value for it, whoever put it in. */
export const isFilled = ({ draft }: Pick<Making, 'draft'>, { api_slug }: Attribute): boolean =>
  (draft.values[api_slug] ?? []).length > 0;

export interface AskOptions {
  back: boolean;
  step?: number;
  totalSteps?: number;
  problem?: string;
}

/** Asks for one attribute of the draft and keeps what is answered. */
export async function ask(made: Making, attribute: Attribute, options: AskOptions): Promise<Answer> {
  const { services, connection, slug, draft } = made;
  const answer = await askValue(services, connection, {
    ...options,
    attribute,
    object: slug,
    current: draft.values[attribute.api_slug] ?? [],
    title: `${headline(made)} · ${attribute.title}`,
    surface: SURFACE,
    required: isNeeded(attribute),
    nameOf: (ref) => pendingName(draft, ref),
  });
  if (Array.isArray(answer)) {
    set(draft, attribute.api_slug, answer as Json[]);
    dropUnused(draft);
  }
  return answer;
}
