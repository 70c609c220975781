/** Slugs and names of objects and attributes: proposed from a title, and checked against those there are. Pure. */

const SLUG = /^[a-z0-9_-]+$/i;
const MAX = 64;

/** `Größe (m²)` is `grosse_m2`; empty where a title has no letter that a slug can have. */
export function slugFrom(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, MAX)
    .replace(/_+$/, '');
}

/** A slug that is not taken yet: `tier`, else `tier_2` … */
export function freeSlug(wanted: string, taken: (slug: string) => boolean): string {
  if (wanted === '' || !taken(wanted)) return wanted;
  for (let number = 2; ; number++) if (!taken(`${wanted}_${number}`)) return `${wanted}_${number}`;
}

/** What is wrong with the form of a slug, as a sentence. */
export function slugProblem(slug: string): string | undefined {
  if (slug === '') return 'Type a slug.';
  if (!SLUG.test(slug)) return 'Only letters without accents, digits, “_” and “-” can be in a slug.';
  return slug.length > MAX ? `A slug has ${MAX} characters at most.` : undefined;
}

/** English as it is mostly written: `Company` is `Companies`. A proposal only. */
export function pluralOf(noun: string): string {
  const word = noun.trim();
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/i.test(word) ? `${word}es` : word && `${word}s`;
}

/** Titles from words with `;` or line breaks between them: trimmed, none empty, each once whatever its case. */
export function titlesIn(text: string): string[] {
  const found = new Map<string, string>();
  for (const part of text.split(/[;\n\r\t]+/)) {
    const title = part.replace(/\s+/g, ' ').trim();
    if (title !== '' && !found.has(title.toLowerCase())) found.set(title.toLowerCase(), title);
  }
  return [...found.values()];
}
