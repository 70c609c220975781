/** Asks for an order: attribute, which part of a name, which way round. */
import type { Attribute } from '../../attio/types.js';
import { fieldWords } from '../../crm/filters/operators.js';
import { directions, isSortable, type SortChoice, sortFields, sortWords } from '../../crm/filters/sorts.js';
import { oneLine } from '../records/text.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { type Asking, attributesOf, box, rememberAttribute } from './asking.js';
import type { FilterSpec } from './spec.js';

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** null: as they come, newest first. The titles that the order needs are put into `names`. */
export async function askSort(
  asking: Asking,
  names: FilterSpec['names'],
  old?: SortChoice,
): Promise<SortChoice | null | Back | undefined> {
  const { ui } = asking.services;
  const rows = await attributesOf(asking, isSortable);
  for (let last = old?.attribute; ; ) {
    const items: PickItem<Attribute | null>[] = [
      { label: 'As They Come', description: 'newest first', icon: 'history', value: null, picked: last === undefined },
      ...rows.map((row) => ({ ...row, picked: row.value.api_slug === last })),
    ];
    const attribute = await ui.pick<Attribute | null, Back>(items, {
      ...box(asking, 'sort by'),
      placeholder: 'Sort by which attribute?',
      matchOnDescription: true,
    });
    if (attribute === undefined || attribute === BACK || attribute === null) return attribute;
    last = attribute.api_slug;
    const { api_slug, type, title } = attribute;
    const fields = sortFields(type);
    const ways = (fields.length > 0 ? fields : [undefined]).flatMap((field) =>
      directions(type).map(
        (direction): SortChoice => ({
          attribute: api_slug,
          type,
          ...(field !== undefined && { field }),
          direction,
        }),
      ),
    );
    const sort = await ui.pick<SortChoice, Back>(
      ways.map((value) => ({
        label: capital(sortWords(value)),
        ...(fields.length > 1 && { description: `by ${fieldWords(value.field ?? '')}` }),
        picked: old?.attribute === api_slug && old.direction === value.direction && old.field === value.field,
        value,
      })),
      { ...box(asking, 'sort by'), placeholder: `${oneLine(title)}: which way round?`, matchOnDescription: true },
    );
    if (sort === BACK) continue;
    if (sort) rememberAttribute(names, attribute);
    return sort;
  }
}
