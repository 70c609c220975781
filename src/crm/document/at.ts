/** What a place of the text is about, for hovers. Pure. */
import type { Attribute } from '../../attio/types.js';
import { parseAttioUrl } from '../../attio/webUrl.js';
import type { RecordRef } from '../types.js';
import type { RecordGround, Span } from './ground.js';
import type { Layout } from './layout.js';
import { insideBrackets } from './parse.js';
import { allowedObjects } from './shown.js';

export type Place =
  | { what: 'attribute'; attribute: Attribute; span: Span }
  | { what: 'record'; ref: RecordRef; span: Span }
  | undefined;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The record a reference's text names: by link, or by id where one object is allowed. */
export function referenceRef(text: string, attribute: Attribute, ground: RecordGround): RecordRef | undefined {
  const inner = insideBrackets(text);
  const link = parseAttioUrl(inner);
  if (link?.kind === 'record') {
    return link.workspace === ground.account.slug ? { object: link.object, recordId: link.recordId } : undefined;
  }
  const allowed = allowedObjects(attribute, ground.objects);
  return UUID.test(inner) && allowed.length === 1 ? { object: allowed[0]!, recordId: inner.toLowerCase() } : undefined;
}

/**
 * What stands at an offset into the text that `layout` is of, ends included: an attribute by its key, a record by its
 * reference. undefined elsewhere, and for attributes the object does not have.
 */
export function placeAt(layout: Layout, offset: number, ground: RecordGround): Place {
  const within = ({ start, end }: Span) => start <= offset && offset <= end;
  const entry = layout.entries.find((one) => within(one.key) || within(one.value));
  const attribute = ground.attributes.find((one) => one.api_slug === entry?.slug);
  if (!entry || !attribute) return undefined;
  if (within(entry.key)) return { what: 'attribute', attribute, span: entry.key };
  if (attribute.type !== 'record-reference') return undefined;
  const item = entry.items.find(within);
  if (item?.kind !== 'scalar' || item.text === null) return undefined;
  const ref = referenceRef(item.text, attribute, ground);
  return ref && { what: 'record', ref, span: { start: item.start, end: item.end } };
}
