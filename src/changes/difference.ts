/** What a write makes of values that are there: before and after, what somebody else changed, what a person is warned of. */
import type { Attribute } from '../attio/types.js';
import type { Json } from '../attio/writes.js';
import { sameWritten, writable } from '../crm/edit/writable.js';
import { labelOf } from '../crm/label.js';
import type { Conflict, PreviewField } from './change.js';
import { listed, type Room, reading } from './room.js';
import { type Container, calledInside, choicesOf, type RowValues, type Touched, type Words } from './values.js';

export type Mode = 'append' | 'overwrite';

/** One attribute that is written. */
export interface Step extends Touched {
  before: Json[];
  after: Json[];
  /** false: some of what is there cannot be written, and so not be brought back. */
  whole: boolean;
  /** What it is of is deleted. */
  goes?: boolean;
}

/** Whether two sets of written values mean the same to the attribute's type; their order does not count. */
export const same = (attribute: Attribute, a: readonly Json[], b: readonly Json[]): boolean =>
  sameWritten(attribute.type, a, b);

const holds = (attribute: Attribute, all: readonly Json[], one: Json): boolean =>
  all.some((other) => same(attribute, [other], [one]));

/** What of `from` is not in `other`. */
export const without = (attribute: Attribute, from: readonly Json[], other: readonly Json[]): Json[] =>
  from.filter((one) => !holds(attribute, other, one));

/**
 * One step for each attribute, in their order, from the values Attio has now. Those of the past do not count; a step
 * that changes nothing is among them (see `changing`).
 */
export function stepsOf(touched: readonly Touched[], live: RowValues, mode: Mode): Step[] {
  return touched.map(({ attribute, written }) => {
    const values = live[attribute.api_slug] ?? [];
    const before = writable(values, attribute);
    const whole = before.length === values.filter((value) => value.active_until == null).length;
    return stepOf({ attribute, written }, before, mode, whole);
  });
}

/** As `stepsOf`, from what a person saw a moment ago instead of what Attio has now. */
export const stepsFrom = (touched: readonly Touched[], base: Record<string, Json[]>, mode: Mode): Step[] =>
  touched.map((one) => stepOf(one, baseOf(base, one.attribute) ?? [], mode, true));

/** What somebody saw in an attribute, which goes by slug or id. */
export const baseOf = (base: Record<string, Json[]> | undefined, attribute: Attribute): Json[] | undefined =>
  base?.[attribute.api_slug] ?? base?.[attribute.id.attribute_id];

function stepOf({ attribute, written }: Touched, before: Json[], mode: Mode, whole: boolean): Step {
  // What is new goes before what is there (api.md section 0); a single value is replaced either way.
  const joins = mode === 'append' && attribute.is_multiselect;
  const after = joins ? [...without(attribute, written, before), ...before] : written;
  return { attribute, written, before, after, whole };
}

/** The steps that change something. */
export const changing = (steps: readonly Step[]): Step[] =>
  steps.filter(({ attribute, before, after }) => !same(attribute, before, after));

/** Whether what Attio has is what was to be. What others added beside what was appended does not matter. */
export function kept({ attribute, written, after }: Step, stored: readonly Json[], mode: Mode): boolean {
  if (mode === 'append' && attribute.is_multiselect) return without(attribute, written, stored).length === 0;
  return same(attribute, after, stored);
}

/** What did not stick, as sentences. */
export function notKept(steps: readonly Step[], stored: RowValues, mode: Mode, words: Words): string[] {
  return steps.flatMap((step) => {
    const { attribute, after } = step;
    const now = writable(stored[attribute.api_slug], attribute);
    if (kept(step, now, mode)) return [];
    const [is, was] = [words(attribute, now), words(attribute, after)];
    return [`Attio did not keep ${attribute.title}: it has ${is || 'nothing'} instead of ${was || 'nothing'}.`];
  });
}

const isMirrored = (attribute: Attribute): boolean =>
  attribute.type === 'record-reference' && typeof attribute.relationship === 'object' && !!attribute.relationship;

/**
 * Attributes in which Attio has neither what the person saw nor what is to be. What earlier changes of the same batch
 * write is theirs to check; while they are not made, what they will do to the other sides of relationships is not
 * known, and is checked when it is this change's turn.
 */
export function conflictsIn(
  steps: readonly Step[],
  base: Record<string, Json[]> | undefined,
  mode: Mode,
  key: string,
  words: Words,
  room: Room,
): Conflict[] {
  const { before: earlier } = room;
  const written = earlier?.written.get(key);
  return steps.flatMap(({ attribute, before, after, goes }) => {
    const saw = baseOf(base, attribute);
    if (saw === undefined || (mode === 'append' && attribute.is_multiselect)) return [];
    if (written?.has(attribute.api_slug) || written?.has('*')) return [];
    if (earlier && !earlier.made && earlier.written.size > 0 && isMirrored(attribute)) return [];
    const left = earlier && !earlier.made ? before.filter((one) => !refersTo(one, earlier.gone)) : before;
    if (same(attribute, saw, left) || (!goes && same(attribute, left, after))) return [];
    return [
      {
        slug: attribute.api_slug,
        label: attribute.title,
        base: words(attribute, saw),
        theirs: words(attribute, left),
        mine: words(attribute, after),
      },
    ];
  });
}

/** What is in the attributes whose values nobody but their writers change, less what earlier changes take away. */
export function seenIn(steps: readonly Step[], room: Room): Record<string, Json[]> {
  const own = steps.filter(({ attribute }) => !isMirrored(attribute));
  return Object.fromEntries(
    own.map(({ attribute, before }) => [
      attribute.api_slug,
      before.filter((one) => !refersTo(one, room.before?.gone ?? NONE)),
    ]),
  );
}
const NONE: ReadonlySet<string> = new Set();

function refersTo(value: Json, ids: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return typeof value.target_record_id === 'string' && ids.has(value.target_record_id.toLowerCase());
}

/** Whether an overwrite takes away or replaces something. */
export const takesAway = (steps: readonly Step[]): boolean =>
  steps.some(({ attribute, before, after }) => without(attribute, before, after).length > 0);

/** What is written where nothing was. */
export function fieldsOf(steps: readonly Step[], words: Words): PreviewField[] {
  return steps.map(({ attribute, after }) => ({
    label: attribute.title,
    slug: attribute.api_slug,
    after: words(attribute, after),
  }));
}

/** What becomes of what was there: both sides always, so that what is cleared is not read as what is set. */
export function changesOf(steps: readonly Step[], words: Words): PreviewField[] {
  return steps.map(({ attribute, before, after }) => {
    const each = (values: readonly Json[]) => values.map((value) => words(attribute, [value]));
    const [come, go] = [without(attribute, after, before), without(attribute, before, after)];
    const listed = before.length > 0 && after.length > 0 && Math.max(before.length, after.length) > 1;
    return {
      label: attribute.title,
      slug: attribute.api_slug,
      before: before.length > 0 ? words(attribute, before) : '',
      after: after.length > 0 ? words(attribute, after) : '',
      ...(listed && come.length + go.length > 0 && { list: { come: each(come), go: each(go) } }),
    };
  });
}

/** What a person should know before these steps are made. */
export async function warningsFor(
  steps: readonly Step[],
  mode: Mode,
  container: Container,
  selfId: string | undefined,
  words: Words,
  room: Room,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const { attribute, before, after, whole } of steps) {
    const called = calledInside(attribute);
    if (after.length === 0 && attribute.is_required) {
      warnings.push(`Attio needs the ${called}: it is required, and Attio is likely to refuse to leave it empty.`);
    }
    const gone = without(attribute, before, after);
    if (attribute.is_multiselect && gone.length > 0) {
      warnings.push(`Taken away from the ${called}: ${words(attribute, gone)}.`);
    } else if (mode === 'append' && gone.length > 0) {
      warnings.push(`There can be only one ${called}: ${words(attribute, before)} is replaced.`);
    }
    if (!whole) {
      warnings.push(`Not all that the ${called} has now can be written back: Undo will not bring back all of it.`);
    }
    const added = without(attribute, after, before);
    const choices = added.length > 0 ? await choicesOf(container, attribute, room) : [];
    const archived = choices.filter((one) => one.archived && added.includes(one.id));
    for (const { title } of archived) warnings.push(`“${title}” is archived in Attio (${attribute.title}).`);
    warnings.push(...(await taken(attribute, added, container, selfId, room)));
  }
  return warnings;
}

/** Whose unique values these already are, as sentences. */
async function taken(
  attribute: Attribute,
  added: readonly Json[],
  container: Container,
  selfId: string | undefined,
  room: Room,
): Promise<string[]> {
  const values = added.filter((one): one is string => typeof one === 'string');
  if (!attribute.is_unique || values.length === 0 || container.target === 'lists') return [];
  const found = await room.catalog.recordsWith(container.slug, attribute, values, reading(room));
  const others = found.filter((one) => one.id.record_id.toLowerCase() !== selfId?.toLowerCase());
  if (others.length === 0) return [];
  const names = others.map((one) => labelOf(one)?.title ?? one.id.record_id);
  return [
    `${attribute.title} must be unique, and ${listed(names)} already ${names.length === 1 ? 'has' : 'have'} ${listed(values)}: Attio is likely to refuse.`,
  ];
}

/** `the deal stage and value`, `5 attributes`. */
export function attributesInWords(steps: readonly Touched[]): string {
  if (steps.length > 3) return `${steps.length} attributes`;
  return `the ${listed(steps.map(({ attribute }) => calledInside(attribute)))}`;
}
