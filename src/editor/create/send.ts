/** What a filled-in record is as a change: one create, or a batch with those that are created before it. */

import type { Attribute } from '../../attio/types.js';
import type { Json, WriteValues } from '../../attio/values.js';
import type { Applied, Change, SingleChange } from '../../changes/change.js';
import { sameWritten, writableValues } from '../../crm/edit/writable.js';
import type { RecordRef } from '../../crm/types.js';
import { isolated } from '../isolated.js';
import { oneLine } from '../records/text.js';
import { BACK, type Back } from '../ui.js';
import type { Alike } from './alike.js';
import type { Also, Values } from './draft.js';
import { headline, type Making, READ, titleOf } from './making.js';

/** One value alone, several as a list, as each attribute takes them. */
function written(attributes: readonly Attribute[], values: Values): WriteValues {
  const several = new Set(attributes.filter((one) => one.is_multiselect).map((one) => one.api_slug));
  return Object.fromEntries(
    Object.entries(values).map(([slug, list]): [string, Json] => [
      slug,
      several.has(slug) || list.length !== 1 ? list : list[0]!,
    ]),
  );
}

async function creates(made: Making, also: readonly Also[]): Promise<SingleChange[]> {
  return Promise.all(
    also.map(async ({ object, values }): Promise<SingleChange> => {
      const attributes = await made.connection.catalog.attributes(object, READ);
      return { kind: 'record.create', object, values: written(attributes, values) };
    }),
  );
}

/** The change that creates the draft's record; `without`: values that are left out. */
export async function creation(made: Making, without: Values = {}): Promise<Change> {
  const { slug, noun, attributes, draft } = made;
  const values = Object.fromEntries(
    attributes.flatMap((attribute) => {
      const { api_slug, type } = attribute;
      const left = (draft.values[api_slug] ?? []).filter(
        (one) => !(without[api_slug] ?? []).some((other) => sameWritten(type, [one], [other])),
      );
      return left.length > 0 ? [[api_slug, left]] : [];
    }),
  );
  const own: SingleChange = { kind: 'record.create', object: slug, values: written(attributes, values) };
  if (draft.also.length === 0) return own;
  const others = draft.also.map((one) => `${one.title} (${one.noun})`).join(', ');
  const title = `Create ${titleOf(made) ?? noun} (${noun}) and ${others}`;
  return { kind: 'batch', title, changes: [...(await creates(made, draft.also)), own] };
}

interface Difference {
  attribute: Attribute;
  /** What the change writes. */
  values: Json[];
  before: Json[];
  /** Something that is there gives way. */
  replaces: boolean;
}

function differences({ attributes, draft }: Making, there: Values): Difference[] {
  return attributes.flatMap((attribute): Difference[] => {
    const { api_slug: slug, type } = attribute;
    const mine = draft.values[slug] ?? [];
    const before = there[slug] ?? [];
    const values = mine.filter((one) => !before.some((other) => sameWritten(type, [one], [other])));
    if (values.length === 0) return [];
    return [{ attribute, values, before, replaces: !attribute.is_multiselect && before.length > 0 }];
  });
}

/**
 * The change that gives a record in Attio what is new in the draft: empty attributes are filled and lists added to; what
 * would replace a value is asked about. `nothing`: it has all of it.
 */
export async function updating(made: Making, alike: Alike): Promise<Change | 'nothing' | Back | undefined> {
  const { services, connection, slug, noun, attributes, draft, words } = made;
  const record = await connection.catalog.record(alike.ref, { ...READ, fresh: true });
  if (!record) throw new Error(`${alike.title} is not in Attio any more: it was deleted or merged into another.`);
  const all = differences(made, writableValues(record, attributes));
  if (all.length === 0) return 'nothing';
  let taken = all;
  if (all.some(({ replaces }) => replaces)) {
    const rows = all.map(async (one) => ({
      label: oneLine(one.attribute.title),
      description:
        [one.before, one.values].every((values) => values.length > 0) && one.replaces
          ? `${isolated(oneLine(await words(one.attribute, one.before), 60))} → ${isolated(oneLine(await words(one.attribute, one.values), 60))}`
          : `adds ${oneLine(await words(one.attribute, one.values), 100)}`,
      ...(one.replaces && { detail: 'replaces what is there' }),
      picked: !one.replaces,
      value: one,
    }));
    const chosen = await services.ui.pickMany<Difference, Back>(Promise.all(rows), {
      title: `Update ${oneLine(alike.title, 80)} · ${headline(made)}`,
      placeholder: 'Tick what it is to have',
      ignoreFocusOut: true,
      back: BACK,
    });
    if (chosen === undefined || chosen === BACK) return chosen;
    if (chosen.length === 0) return 'nothing';
    taken = chosen;
  }
  const values = Object.fromEntries(taken.map(({ attribute, values }) => [attribute.api_slug, values]));
  const update: SingleChange = {
    kind: 'record.update',
    mode: 'append',
    object: slug,
    recordId: alike.ref.recordId,
    values: written(attributes, values),
    base: Object.fromEntries(taken.map(({ attribute, before }) => [attribute.api_slug, before])),
  };
  if (draft.also.length === 0) return update;
  const others = draft.also.map((one) => `${one.title} (${one.noun})`).join(', ');
  return {
    kind: 'batch',
    title: `Update ${alike.title} (${noun}) and create ${others}`,
    changes: [...(await creates(made, draft.also)), update],
  };
}

/** The record that an outcome made or changed: of a batch the last one. */
export function resultOf(applied: Applied, object: string): RecordRef | undefined {
  const last = applied.parts?.at(-1) ?? applied;
  const recordId = last.record?.id.record_id;
  return recordId === undefined ? undefined : { object, recordId };
}
