/**
 * What names a record, of any object. Attio does not say which attribute is the label, so it is told from slugs and
 * types; no object is known by name.
 */
import type { AttioRecord, AttributeValue } from '../attio/types.js';
import { valueText } from './values.js';

export interface Label {
  /** One line, never empty. */
  title: string;
  /** Slug of the attribute it comes from. */
  slug: string;
}

const TITLE_SLUG = /^(title|label|subject|full_name|display_name)$/;
/** Texts that describe or point elsewhere: no names. */
const NO_LABEL = /^(record_id|entry_id)$|desc|(^|_)(notes?|summary|bio|about|url|link|logo|avatar|image|research)(_|$)/;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A short single line that is no web address. */
function nameLike(text: string): boolean {
  return text.length <= 200 && !/[\r\n]/.test(text.trim()) && !/^https?:\/\//i.test(text);
}

/**
 * The record's name: the attribute `name`, one called like a title, a personal name, the first text, an e-mail address,
 * a domain. Where there is an attribute for the name and it is empty, other texts are not taken for it (a person without
 * a name is not called `CEO`). undefined: nothing names it.
 */
export function labelOf(record: AttioRecord): Label | undefined {
  const slugs = Object.keys(record.values ?? {});
  const typed = (slug: string): string | undefined =>
    (record.values[slug]?.[0] as AttributeValue | undefined)?.attribute_type;
  const named = slugs.filter((slug) => slug === 'name');
  const titled = slugs.filter(
    (slug) => TITLE_SLUG.test(slug) && (typed(slug) === 'text' || typed(slug) === 'personal-name'),
  );
  const personal = slugs.filter((slug) => typed(slug) === 'personal-name');
  const texts = named.length > 0 ? [] : slugs.filter((slug) => typed(slug) === 'text' && !NO_LABEL.test(slug));
  const emails = slugs.filter((slug) => typed(slug) === 'email-address');
  const domains = slugs.filter((slug) => typed(slug) === 'domain');
  for (const group of [named, titled, personal, texts, emails, domains]) {
    for (const slug of group) {
      const values = record.values[slug];
      // Of several addresses the first is the one that names.
      const text = valueText(group === emails || group === domains ? values?.slice(0, 1) : values, {});
      if (text === '' || (group === texts && !nameLike(text))) continue;
      return { title: oneLine(text), slug };
    }
  }
  return undefined;
}

/** `Untitled company`. */
export function untitled(noun: string): string {
  return `Untitled ${noun === noun.toUpperCase() ? noun : noun.toLowerCase()}`;
}
