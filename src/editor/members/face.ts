/**
 * How a colleague looks on a page: a small round picture, or a disc with initials. Pure. A page's content security lets no
 * style stand in the markup, so the colours are classes of record.css; and a picture stands once in the page, however often
 * its owner appears.
 */
import { escapeHtml } from '../records/text.js';

/** Who is shown. `id`: of a member; what an app or a key did has none, and no face. */
export interface Person {
  id?: string;
  name: string;
}

/** The author of what a page shows. */
export const personOf = ({ author, authorId }: { author: string; authorId?: string }): Person => ({
  name: author,
  ...(authorId !== undefined && { id: authorId }),
});

/** Pictures as `data:` URIs, by the member's id in lower case. */
export type Faces = Readonly<Record<string, string>>;

/** As many as record.css has colours: `.hue-0` to `.hue-7`. */
export const HUES = 8;

const WORD = /[\p{L}\p{N}]/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first letters of the first and the last word: `AL`. `?` where there are none. */
export function initialsOf(name: string): string {
  // Of an address, what stands before the @.
  const words = name
    .replace(/@\S*/g, '')
    .split(/[\s._-]+/)
    .filter((word) => WORD.test(word));
  const first = (word: string): string => {
    for (const { segment } of graphemes.segment(word)) if (WORD.test(segment)) return segment.toLocaleUpperCase();
    return '';
  };
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words.slice(0, 1);
  return ends.map(first).join('') || '?';
}

/** Always the same for the same id, and spread evenly. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const sign of id.toLowerCase()) sum = (sum * 31 + sign.codePointAt(0)!) >>> 0;
  return sum % HUES;
}

const symbolId = (id: string): string => `face-${id.toLowerCase().replace(/[^0-9a-z-]/g, '')}`;

/** The face alone, for who sees: the name stands beside it. Empty for who has none. */
export function faceHtml({ id, name }: Person, faces: Faces): string {
  if (id === undefined) return '';
  if (faces[id.toLowerCase()] !== undefined)
    return `<svg class="face" aria-hidden="true" viewBox="0 0 20 20"><use href="#${escapeHtml(symbolId(id))}"/></svg>`;
  return `<span class="face hue-${hueOf(id)}" aria-hidden="true">${escapeHtml(initialsOf(name))}</span>`;
}

/** A name with its face before it. */
export function personHtml(person: Person, faces: Faces): string {
  return `<span class="person">${faceHtml(person, faces)}<span dir="auto">${escapeHtml(person.name)}</span></span>`;
}

/** Stands once in a page that has faces: the pictures themselves. */
export function facesHtml(faces: Faces): string {
  const symbols = Object.entries(faces)
    .filter(([, uri]) => /^data:image\/(png|jpeg|gif|webp);base64,[0-9A-Za-z+/=]+$/.test(uri))
    .map(
      ([id, uri]) =>
        `<symbol id="${escapeHtml(symbolId(id))}" viewBox="0 0 20 20"><image href="${uri}" width="20" height="20" preserveAspectRatio="xMidYMid slice"/></symbol>`,
    );
  return symbols.length === 0 ? '' : `<svg class="faces" aria-hidden="true">${symbols.join('')}</svg>`;
}
