/** What two records become when they are merged, attribute by attribute. Pure. */
import type { AttioRecord, Attribute } from '../attio/types.js';
import type { Json } from '../attio/writes.js';
import { isEditable } from '../crm/edit/form.js';
import { writable } from '../crm/edit/writable.js';
import { without } from './difference.js';

/** One attribute of both records, and of the one they become. */
export interface Joined {
  attribute: Attribute;
  primary: Json[];
  secondary: Json[];
  /** The primary record's wins; several values are joined (api.md section 4.3). */
  result: Json[];
  lost: Json[];
}

/** Those that either has, of attributes that can be written. */
export function joinedOf(attributes: readonly Attribute[], primary: AttioRecord, secondary: AttioRecord): Joined[] {
  return attributes.filter(isEditable).flatMap((attribute) => {
    const one = writable(primary.values[attribute.api_slug], attribute);
    const two = writable(secondary.values[attribute.api_slug], attribute);
    if (one.length === 0 && two.length === 0) return [];
    const other = without(attribute, two, one);
    const result = attribute.is_multiselect ? [...one, ...other] : one.length > 0 ? one : two;
    const gone = without(attribute, two, result);
    return [{ attribute, primary: one, secondary: two, result, lost: gone }];
  });
}
