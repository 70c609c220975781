/** What a document asks for, against what the record was: changed attributes only, and what Attio would not take. */

import { LOCATION_KEYS } from '../../attio/attributeTypes.js';
import { nearest } from '../../attio/nearest.js';
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { isEditable } from '../edit/form.js';
import { parseInput } from '../edit/parse.js';
import type { InputContext, Parsed } from '../edit/types.js';
import { sameWritten } from '../edit/writable.js';
import { doubtOf, hiddenIn } from './doubts.js';
import type { Problem, RecordGround, Span } from './ground.js';
import { type EntryPlace, type Item, type Layout, layoutOf } from './layout.js';
import { beforeId, NAME_KEYS, type Shown, shown } from './shown.js';
import { yamlScalar } from './yamlText.js';

/** How words for days, times and phone numbers are understood. */
export type ReadContext = Pick<InputContext, 'now' | 'timeZone' | 'region' | 'locale'>;

export interface Reading {
  /** New values in the written form by slug; `[]` clears. Nothing of what is as it was or has no line. */
  changed: Record<string, Json[]>;
  /** In the order of the text. While there is one, nothing should be written. */
  problems: Problem[];
  /** What can be written, and is perhaps not what was meant; in the order of the text. */
  warnings: Problem[];
  layout: Layout;
}

const MAX_LISTED = 12;

/** The place alone, without what else an item knows. */
export const placeOf = ({ start, end }: Span): Span => ({ start, end });

/** `Name <what says who it is>`, or the whole. */
export function insideBrackets(text: string): string {
  return /<([^<>]*)>\s*$/.exec(text)?.[1]?.trim() ?? text.trim();
}

function problem(place: Span, message: string, ...fixes: Problem['fixes']): Problem {
  return { ...placeOf(place), message, fixes };
}

const list = (names: readonly string[]) =>
  names.slice(0, MAX_LISTED).join(', ') + (names.length > MAX_LISTED ? ', …' : '');

/** Whether a value in the text is the one that was printed. */
function isShown(item: Item, was: Shown): boolean {
  if (typeof was !== 'object') return item.kind === 'scalar' && item.text === String(was);
  if (item.kind !== 'map') return false;
  const parts = Object.entries(was);
  return (
    parts.length === item.parts.length &&
    parts.every(([key, text]) => item.parts.some((part) => part.key === key && (part.text ?? '') === text))
  );
}

type Value = { ok: true; value: Json } | { ok: false; problem: Problem };
const wrong = (place: Span, message: string, ...fixes: Problem['fixes']): Value => ({
  ok: false,
  problem: problem(place, message, ...fixes),
});

/** A name or a location as a map of its parts. */
function fromParts(item: Extract<Item, { kind: 'map' }>, attribute: Attribute): Value {
  const keys: readonly string[] = attribute.type === 'location' ? LOCATION_KEYS : NAME_KEYS;
  const given = new Map<string, string>();
  for (const part of item.parts) {
    if (!keys.includes(part.key)) {
      const meant = nearest(part.key, keys);
      return wrong(
        part.place,
        `${attribute.title} has no part “${part.key}”; it has ${list(keys)}.`,
        ...(meant ? [{ title: `Change to “${meant}”`, edit: { ...placeOf(part.place), text: meant } }] : []),
      );
    }
    if (given.has(part.key)) return wrong(part.place, `“${part.key}” stands here twice.`);
    if (part.text !== null) given.set(part.key, part.text);
  }
  if (attribute.type === 'location') {
    const code = item.parts.find(({ key }) => key === 'country_code');
    if (code?.text && !/^[a-z]{2}$/i.test(code.text))
      return wrong(code.value, 'The country is a code of two letters, such as DE or US.');
    return { ok: true, value: Object.fromEntries(keys.map((key) => [key, given.get(key) || null])) };
  }
  const [first = '', last = ''] = [given.get('first_name')?.trim(), given.get('last_name')?.trim()];
  const full = given.get('full_name')?.trim() || [first, last].filter((part) => part !== '').join(' ');
  return { ok: true, value: { first_name: first, last_name: last, full_name: full } };
}

async function readItem(item: Item, attribute: Attribute, ground: RecordGround, context: ReadContext): Promise<Value> {
  const { type, title } = attribute;
  const parted = type === 'location' || type === 'personal-name';
  if (item.kind === 'map' && parted) return fromParts(item, attribute);
  if (item.kind !== 'scalar')
    return wrong(item, `${title} is ${parted ? 'a line or a map of its parts' : 'a plain value'}, not a list or map.`);
  const text = item.text!;
  const choices = ground.choices.get(attribute.api_slug);
  let parsed: Parsed;
  try {
    parsed = await parseInput(text, {
      attribute,
      ...(choices && { choices }),
      members: ground.members,
      objects: ground.objects,
      workspace: ground.account.slug,
      ...context,
    });
  } catch (error) {
    parsed = { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
  if (parsed.ok) return { ok: true, value: parsed.value };
  const { suggestion } = parsed;
  const fix = suggestion === undefined ? [] : [fixTo(item, suggestion)];
  return wrong(item, parsed.problem, ...fix);
}

function fixTo(place: Span, text: string): Problem['fixes'][number] {
  return { title: `Change to “${text}”`, edit: { ...placeOf(place), text: yamlScalar(text) } };
}

/** A key that is no attribute one can edit. */
function keyProblem(entry: EntryPlace, ground: RecordGround): Problem | undefined {
  const { slug } = entry;
  const attribute = ground.attributes.find((one) => one.api_slug === slug);
  if (attribute && isEditable(attribute)) return undefined;
  const remove = { title: 'Remove the line', edit: { ...entry.lines, text: '' } };
  if (attribute) {
    const why = attribute.is_archived ? 'is archived in Attio' : 'is read-only: Attio fills it itself';
    return problem(entry.key, `“${slug}” ${why}. Remove the line.`, remove);
  }
  const own = ground.attributes.filter(isEditable);
  const titled = own.find(({ title }) => title.toLowerCase() === slug.trim().toLowerCase());
  const meant =
    titled?.api_slug ??
    nearest(
      slug,
      own.map(({ api_slug }) => api_slug),
    );
  const noun = ground.list
    ? `Entries of ${beforeId(ground.list.name)}`
    : (ground.object.plural_noun ?? ground.ref.object);
  return problem(
    entry.key,
    `${noun} have no attribute “${slug}”.${meant ? ` Did you mean “${meant}”?` : ' Ctrl+Space lists those there are.'}`,
    ...(meant ? [{ title: `Change to “${meant}”`, edit: { ...placeOf(entry.key), text: meant } }] : []),
    remove,
  );
}

async function entryValues(
  entry: EntryPlace,
  attribute: Attribute,
  ground: RecordGround,
  context: ReadContext,
): Promise<{ values: Json[] | 'same'; problems: Problem[]; warnings?: Problem[] }> {
  const base = ground.base[attribute.api_slug] ?? [];
  const printed = base.map((value) => shown(value, attribute, ground));
  const { items } = entry;
  if (items.length === printed.length && items.every((item, at) => isShown(item, printed[at]!)))
    return { values: 'same', problems: [] };
  const filled = items.filter((item) => item.kind !== 'scalar' || item.text!.trim() !== '');
  if (filled.length === 0) {
    if (base.length === 0 || sameWritten(attribute.type, base, [])) return { values: 'same', problems: [] };
    if (!attribute.is_required) return { values: [], problems: [] };
    const place = entry.value.end > entry.value.start ? entry.value : entry.key;
    const back = printed.map((one) => (typeof one === 'object' ? undefined : yamlScalar(one)));
    const fix = back.length === 1 && back[0] !== undefined ? [restore(entry, back[0])] : [];
    return {
      values: 'same',
      problems: [problem(place, `${attribute.title} is required, so it cannot be cleared.`, ...fix)],
    };
  }
  if (filled.length > 1 && !attribute.is_multiselect) {
    const message = `${attribute.title} has one value; here are ${filled.length}.`;
    return { values: 'same', problems: [problem(entry.value, message)] };
  }
  const warnings: Problem[] = [];
  const found = await Promise.all(
    filled.map(async (item): Promise<Value> => {
      const at = printed.findIndex((one) => isShown(item, one));
      // What Attio has already is nobody's mistake.
      if (at >= 0) return { ok: true, value: base[at]! };
      const hidden = hiddenIn(item, attribute);
      if (hidden) warnings.push(hidden);
      const read = await readItem(item, attribute, ground, context);
      if (!read.ok) return read;
      const { error, warning } = doubtOf(item, read.value, attribute, ground);
      if (warning) warnings.push(warning);
      return error ? { ok: false, problem: error } : read;
    }),
  );
  const problems = found.flatMap((one) => (one.ok ? [] : [one.problem]));
  if (problems.length > 0) return { values: 'same', problems, warnings };
  const seen = new Set<string>();
  const values = found
    .flatMap((one) => (one.ok ? [one.value] : []))
    .filter((value) => !seen.has(JSON.stringify(value)) && seen.add(JSON.stringify(value)));
  return { values: sameWritten(attribute.type, base, values) ? 'same' : values, problems, warnings };
}

function restore(entry: EntryPlace, text: string): Problem['fixes'][number] {
  const { start, end } = entry.value;
  return { title: `Put back “${text}”`, edit: { start, end, text: start === end ? ` ${text}` : text } };
}

/** Reads a document against the record it was printed from. Never rejects. */
export async function readDocument(text: string, ground: RecordGround, context: ReadContext): Promise<Reading> {
  const layout = layoutOf(text);
  const changed: Record<string, Json[]> = {};
  const problems = [...layout.problems];
  const warnings: Problem[] = [];
  const seen = new Map<string, EntryPlace>();
  for (const entry of layout.entries) {
    const first = seen.get(entry.slug);
    if (first) {
      const line = text.slice(0, first.key.start).split('\n').length;
      const fix = { title: 'Remove these lines', edit: { ...entry.lines, text: '' } };
      problems.push(problem(entry.key, `“${entry.slug}” stands here twice; first on line ${line}.`, fix));
      continue;
    }
    seen.set(entry.slug, entry);
    const about = keyProblem(entry, ground);
    if (about) {
      problems.push(about);
      continue;
    }
    const attribute = ground.attributes.find((one) => one.api_slug === entry.slug)!;
    const found = await entryValues(entry, attribute, ground, context);
    problems.push(...found.problems);
    warnings.push(...(found.warnings ?? []));
    if (found.values !== 'same') changed[entry.slug] = found.values;
  }
  const { brokenAt = Number.POSITIVE_INFINITY } = layout;
  const sure = (one: Problem) => one.end <= brokenAt || layout.problems.includes(one);
  const inOrder = (a: Problem, b: Problem) => a.start - b.start || a.end - b.end;
  return {
    changed: layout.brokenAt === undefined ? changed : {},
    problems: problems.filter(sure).sort(inOrder),
    warnings: warnings.filter(sure).sort(inOrder),
    layout,
  };
}
