/** What an attribute of a record was over time, in words. */
import type { AttioApi, CallOptions } from '../attio/client.js';
import { eachValue } from '../attio/each.js';
import type { AttributeValue } from '../attio/types.js';
import type { Choice, HistoricValue } from './edit/types.js';
import type { EntryRef, RecordRef } from './types.js';
import { actorName, type ValueContext, valueText } from './values.js';

/** All values of a record, or of an entry, past ones too; Attio gives the oldest first (api.md section 5). */
export async function pastValues(
  api: AttioApi,
  whose: RecordRef | EntryRef,
  attribute: string,
  call: CallOptions,
): Promise<AttributeValue[]> {
  const values: AttributeValue[] = [];
  const of =
    'entryId' in whose
      ? { target: 'lists' as const, identifier: whose.list, id: whose.entryId }
      : { target: 'objects' as const, identifier: whose.object, id: whose.recordId };
  for await (const value of eachValue(api, of, attribute, { show_historic: true }, call)) values.push(value);
  return values;
}

const isBare = (value: AttributeValue): boolean => typeof (value.option ?? value.status) === 'string';

/** Whether some options or statuses are given by their id alone, as the documents have it for this question. */
export function needsChoices(values: readonly AttributeValue[]): boolean {
  return values.some(isBare);
}

function named(value: AttributeValue, choices: readonly Choice[]): AttributeValue {
  if (!isBare(value)) return value;
  const field = typeof value.option === 'string' ? 'option' : 'status';
  const choice = choices.find((one) => one.id === value[field]);
  return choice ? { ...value, [field]: { title: choice.title, is_archived: choice.archived } } : value;
}

/** Newest first; of values that began together the one that still holds. */
export function inWords(
  values: readonly AttributeValue[],
  choices: readonly Choice[],
  context: ValueContext,
): HistoricValue[] {
  return values
    .map((value) => ({
      text: valueText([named(value, choices)], context),
      from: value.active_from,
      until: value.active_until ?? null,
      by: actorName(value.created_by_actor ?? {}, context),
    }))
    .reverse()
    .sort((a, b) => b.from.localeCompare(a.from) || Number(b.until === null) - Number(a.until === null));
}
