/**
 * What a write to one record changes in others: the two sides of a relationship are kept in step by Attio (api.md
 * section 5), so that what is known of the other side may be older than the write. Pure.
 */
import type { AttioRecord, Attribute } from '../attio/types.js';
import type { RecordRef } from './types.js';
import { referencesOf } from './values.js';

interface OtherSide {
  slug: string;
  object: string;
  back: string;
}

function otherSides(attributes: readonly Attribute[]): OtherSide[] {
  return attributes.flatMap(({ api_slug: slug, relationship }) => {
    const side = (relationship ?? {}) as { object_slug?: unknown; api_slug?: unknown };
    if (typeof side.object_slug !== 'string' || typeof side.api_slug !== 'string') return [];
    return [{ slug, object: side.object_slug, back: side.api_slug }];
  });
}

const ids = (record: AttioRecord | undefined, slug: string): Set<string> =>
  new Set(referencesOf(record?.values[slug]).map((ref) => ref.recordId.toLowerCase()));

/**
 * Those of `known` that are not any more what they were, now that `ref` is `after` (undefined: gone). `known` are of any
 * object, the record itself among them or not.
 */
export function outdatedBy(
  ref: RecordRef,
  after: AttioRecord | undefined,
  attributes: readonly Attribute[],
  known: Iterable<{ ref: RecordRef; record: AttioRecord }>,
): RecordRef[] {
  const own = ref.recordId.toLowerCase();
  const outdated = new Map<string, RecordRef>();
  const add = (one: RecordRef) => {
    if (one.recordId.toLowerCase() !== own) outdated.set(one.recordId.toLowerCase(), one);
  };
  const sides = otherSides(attributes);
  for (const { ref: other, record } of known) {
    if (after === undefined) {
      const refers = Object.values(record.values ?? {}).some((values) =>
        referencesOf(values).some((one) => one.recordId.toLowerCase() === own),
      );
      if (refers) add(other);
      continue;
    }
    for (const { slug, object, back } of sides) {
      if (object !== other.object) continue;
      const has = ids(record, back).has(own);
      const should = ids(after, slug).has(other.recordId.toLowerCase());
      if (has === should) continue;
      add(other);
      // Where there is room for one, the one that was there has lost it.
      if (should) for (const lost of referencesOf(record.values[back])) add(lost);
    }
  }
  return [...outdated.values()];
}
