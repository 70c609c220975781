/** The stages of a pipeline, and which of them a value stands for. Pure. */
import type { Attribute, AttributeValue, Filter } from '../../attio/types.js';
import type { Choice } from '../edit/types.js';
import { writable } from '../edit/writable.js';
import type { Stage } from './types.js';

/** Before Attio, so that every value began after it. */
const EPOCH = '1970-01-01T00:00:00.000Z';

/** Whether one can move something between the values of this attribute: each has one of a few, and a person may set it. */
function isGrouping(attribute: Attribute): boolean {
  if (attribute.is_archived || attribute.is_multiselect || !attribute.is_writable) return false;
  return attribute.type === 'status' || attribute.type === 'select';
}

/** Those that one can group by: status attributes first, each kind in Attio's order. */
export function groupingsOf(attributes: readonly Attribute[]): Attribute[] {
  const all = attributes.filter(isGrouping);
  return [...all.filter(({ type }) => type === 'status'), ...all.filter(({ type }) => type !== 'status')];
}

/** In Attio's order, archived ones after those in use, `No stage` at the very end. */
export function stagesOf(choices: readonly Choice[]): Stage[] {
  const stages = choices.map(
    ({ id, title, archived, targetTime, celebrated }): Stage => ({
      id,
      title,
      ...(archived && { archived: true as const }),
      ...(targetTime !== undefined && { targetTime }),
      ...(celebrated && { celebrated }),
    }),
  );
  return [
    ...stages.filter((one) => !one.archived),
    ...stages.filter((one) => one.archived),
    { id: null, title: 'No stage' },
  ];
}

/** The id of the status or option that holds now; null: there is none. */
export function stageIn(
  values: readonly AttributeValue[] | null | undefined,
  attribute: Pick<Attribute, 'type'>,
): Stage['id'] {
  const [now] = writable(values, attribute);
  return typeof now === 'string' ? now : null;
}

/** Since when it holds (ISO); undefined where Attio does not say. */
export function stageSince(values: readonly AttributeValue[] | null | undefined): string | undefined {
  const now = (Array.isArray(values) ? values : []).find((one) => one && one.active_until == null);
  const since = now?.active_from;
  return typeof since === 'string' && since !== '' ? since : undefined;
}

/** What is in a stage. That a status or option has no value is said by when its value began (api.md sections 5 and 6). */
export function stageFilter(attribute: string, stage: Stage['id']): Filter {
  return stage === null ? { $not: { [attribute]: { active_from: { $gte: EPOCH } } } } : { [attribute]: stage };
}
