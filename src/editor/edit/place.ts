/** Where an entry stands, in words. */
import type { Entry } from '../../attio/types.js';
import type { Catalog } from '../../crm/types.js';
import { valueParts } from '../../crm/values.js';

/** Its list, and its stage where the list has one. */
export interface Place {
  /** By slug. */
  list: string;
  name: string;
  /** Plain text; `since`: ISO. */
  stage?: { attribute: string; title: string; since?: string } | undefined;
  /** Whether the list has stages at all. */
  staged: boolean;
}

/** Costs nothing where the lists and their attributes are known. */
export async function placeOf(catalog: Catalog, entry: Entry, surface: string): Promise<Place> {
  const known = await catalog.list(entry.id.list_id, { surface });
  const list = known?.api_slug ?? entry.id.list_id;
  const name = known?.name ?? list;
  const [attribute] = await catalog.groupings({ target: 'lists', list }, { surface }).catch(() => []);
  if (!attribute) return { list, name, staged: false };
  const [value] = entry.entry_values[attribute.api_slug] ?? [];
  const [part] = value ? valueParts([value], {}) : [];
  const since = value?.active_from;
  return {
    list,
    name,
    staged: true,
    ...(part && { stage: { attribute: attribute.api_slug, title: part.text, ...(since && { since }) } }),
  };
}
