/** Names of people in their three parts. Pure. */
import type { Parsed } from './types.js';

/** What belongs to the family name that follows, in small letters or capitals; not at the beginning of a name. */
const PARTICLES = new Set(
  'van von vom der den de del della dello dei degli di da do dos das du des la le ten ter te zu zum zur af av bin binti ibn abu al el bar ben mac st'.split(
    ' ',
  ),
);
/** Those of them that are first and middle names too, when written with a capital. */
const ALSO_NAMES = new Set(['ben', 'bar', 'al', 'do', 'da', 'la', 'mac', 'te', 'el']);
const SUFFIX = /^(?:jr|sr|ii|iii|iv|v|phd|md|esq|cbe|obe)\.?$/i;
/** Where the family comes first. */
const FAMILY_FIRST = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}ー\s]+$/u;

interface Name {
  first_name: string;
  last_name: string;
  full_name: string;
}

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
const whole = (...parts: string[]): string => parts.filter((part) => part !== '').join(' ');

function isParticle(word: string): boolean {
  const small = word.toLowerCase();
  return PARTICLES.has(small) && (word === small || !ALSO_NAMES.has(small));
}

/** `Ludwig van Beethoven` -> `Ludwig`, `van Beethoven`; a single word is a first name. */
function split(full: string): Name {
  const words = full.split(' ');
  if (words.length === 1) return { first_name: full, last_name: '', full_name: full };
  if (FAMILY_FIRST.test(full)) return { first_name: words.slice(1).join(' '), last_name: words[0]!, full_name: full };
  let at = words.length - 1;
  while (at > 1 && SUFFIX.test(words[at]!)) at--;
  while (at > 1 && isParticle(words[at - 1]!)) at--;
  return { first_name: words.slice(0, at).join(' '), last_name: words.slice(at).join(' '), full_name: full };
}

/** `First Last` or `Last, First`. */
export function parseName(text: string): Parsed {
  const given = tidy(text.replace(/\s*<[^<>]*>\s*$/, ''));
  if (given === '' || !/\p{L}/u.test(given) || /[@<>]|:\/\//.test(given))
    return { ok: false, problem: `“${tidy(text)}” is not a name: write “Ada Lovelace” or “Lovelace, Ada”.` };
  const parts = given.split(',').map(tidy);
  if (parts.length > 1 && SUFFIX.test(parts.at(-1)!)) parts.splice(-2, 2, whole(parts.at(-2)!, parts.at(-1)!));
  if (parts.length > 2)
    return { ok: false, problem: `“${given}” has more than one comma: write “Ada Lovelace” or “Lovelace, Ada”.` };
  const [last, first] = parts as [string, string | undefined];
  if (first === undefined) return named(split(last));
  const full = FAMILY_FIRST.test(given) ? whole(last, first) : whole(first, last);
  return named({ first_name: first, last_name: last, full_name: full });
}

function named(name: Name): Parsed {
  const read = split(name.full_name);
  const plain = read.first_name === name.first_name && read.last_name === name.last_name;
  // Where the full name alone does not say which part is which, the comma does.
  return { ok: true, value: { ...name }, shown: plain ? name.full_name : `${name.last_name}, ${name.first_name}` };
}
