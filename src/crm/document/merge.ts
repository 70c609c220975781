/** Edits that bring a document to what Attio has now, for the attributes one has not touched. Pure. */
import type { Json } from '../../attio/values.js';
import { sameWritten } from '../edit/writable.js';
import type { Edit, RecordGround } from './ground.js';
import type { Layout } from './layout.js';
import { printEntry } from './print.js';

type Values = Readonly<Record<string, readonly Json[]>>;

export interface Moved {
  /** Slugs that Attio has changed and the person has not. */
  theirs: string[];
  /** Slugs that both have changed, to different values. */
  both: string[];
}

/** What has moved from `base` to `live`, apart from `mine` (changed by the person, by slug). */
export function movedBetween(ground: RecordGround, live: Values, mine: Values): Moved {
  const moved: Moved = { theirs: [], both: [] };
  for (const attribute of ground.attributes) {
    const { api_slug: slug, type } = attribute;
    const [was, now, own] = [ground.base[slug] ?? [], live[slug] ?? [], mine[slug]];
    if (sameWritten(type, was, now)) continue;
    if (own === undefined || sameWritten(type, own, now)) moved.theirs.push(slug);
    else moved.both.push(slug);
  }
  return moved;
}

/** Edits that give these attributes' lines the values that `ground` has; without a line they get none. */
export function takeValues(layout: Layout, slugs: readonly string[], ground: RecordGround): Edit[] {
  return layout.entries.flatMap((entry) => {
    const attribute = ground.attributes.find((one) => one.api_slug === entry.slug);
    if (!attribute || !slugs.includes(entry.slug)) return [];
    return [{ ...entry.lines, text: printEntry(attribute, ground.base[entry.slug] ?? [], ground) }];
  });
}

/** The text with these edits, which must not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((so, { start, end, text: piece }) => so.slice(0, start) + piece + so.slice(end), text);
}
