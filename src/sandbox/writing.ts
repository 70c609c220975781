/** Setting an attribute of a row: history is kept, and the other side of a relationship stays in step. */
import type { Actor } from '../attio/types.js';
import type { AttributeDef, Container, Row, Value } from './model.js';
import { activeValues, findAttribute, type Workspace } from './workspace.js';

export interface Stamp {
  by: Actor;
  /** Attio's time form. */
  at: string;
  /** Told of every attribute of every row that came out different. */
  changed?: (container: Container, row: Row, attribute: AttributeDef) => void;
}

type Data = Record<string, unknown>;

const same = (a: Data, b: Data) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Sets the values of one attribute. `replace` (PUT) leaves exactly `wanted`; `prepend` (PATCH) puts `wanted` in front
 * of what a multi-select holds (api.md section 0.4). Single-selects hold one value either way. Values that stay keep
 * their `active_from`; those that go are kept with `active_until`.
 */
export function setValues(
  workspace: Workspace,
  container: Container,
  rowId: string,
  attribute: AttributeDef,
  wanted: Data[],
  mode: 'replace' | 'prepend',
  stamp: Stamp,
): void {
  const row = workspace.rows(container).edit(rowId);
  if (!row) return;
  const now = activeValues(attribute, row, container);
  const next = attribute.multi ? wanted : wanted.slice(0, 1);
  const kept = now.filter((value) => next.some((data) => same(data, value.data)));
  const stays = attribute.multi && mode === 'prepend' ? now : kept;
  const gone = now.filter((value) => !stays.includes(value));
  const added = next.filter((data) => !stays.some((value) => same(data, value.data)));
  const ordered: Value[] =
    mode === 'replace'
      ? next.map((data) => stays.find((value) => same(data, value.data)) ?? fresh(data, stamp))
      : [...added.map((data) => fresh(data, stamp)), ...stays];
  const past = (row.values.get(attribute.id) ?? []).filter((value) => value.until !== null);
  const closed = gone.map((value) => ({ ...value, until: stamp.at }));
  row.values.set(attribute.id, [...past, ...closed, ...ordered]);
  if (gone.length + added.length > 0) stamp.changed?.(container, row, attribute);
  if (!attribute.other) return;
  for (const value of gone) mirror(workspace, attribute, container, row, value.data, 'remove', stamp);
  for (const data of added) mirror(workspace, attribute, container, row, data, 'add', stamp);
}

function fresh(data: Data, stamp: Stamp): Value {
  return { from: stamp.at, until: null, by: stamp.by, data };
}

/** Brings the other side of a relationship into step with a reference that came or went on this side. */
function mirror(
  workspace: Workspace,
  attribute: AttributeDef,
  container: Container,
  row: Row,
  reference: Data,
  change: 'add' | 'remove',
  stamp: Stamp,
): void {
  const there = workspace.findObject(attribute.other!.object);
  const back = there && findAttribute(there, attribute.other!.attribute);
  const otherId = String(reference.target_record_id);
  const other = there && workspace.rows(there).edit(otherId);
  if (!there || !back || !other) return;
  const here = { target_object: container.slug, target_record_id: row.id };
  const values = other.values.get(back.id) ?? [];
  const present = values.filter((value) => value.until === null);
  if (change === 'remove') {
    const close = (value: Value) =>
      value.until === null && same(value.data, here) ? { ...value, until: stamp.at } : value;
    other.values.set(back.id, values.map(close));
    stamp.changed?.(there, other, back);
  } else if (!present.some((value) => same(value.data, here))) {
    // A single-select other side lets go of whoever it pointed to, who must let go of it in turn.
    if (!back.multi && present.length > 0) setValues(workspace, there, otherId, back, [], 'replace', stamp);
    other.values.set(back.id, tied(other.values.get(back.id) ?? [], fresh(here, stamp)));
    stamp.changed?.(there, other, back);
  }
}

/** With a link tied anew: where it was before, so that taking a change back leaves the order as it was; else at the end. */
function tied(values: readonly Value[], link: Value): Value[] {
  const before = values.findLastIndex((value) => same(value.data, link.data));
  return before < 0 ? [...values, link] : values.toSpliced(before + 1, 0, link);
}
