/**
 * Names in the form in which they are compared: without case, diacritics, punctuation and, of companies, the legal form;
 * of people without titles and whatever the order of the words. Pure.
 */

export interface Name {
  /** The words that count; of a person sorted. Never empty. */
  words: readonly string[];
  /** The words without anything between them: `face book` and `facebook` are one. */
  key: string;
}

const MARKS = /[\u0300-\u036f]/g;
/** Letters that no decomposition takes to the plain ones people type in their place. */
const PLAIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const SPECIAL = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');

/** Small letters without diacritics, wide and composed forms as plain ones. Marks that other scripts spell with stay. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(SPECIAL, (letter) => PLAIN[letter]!);
}

/** Legal forms as they are once their dots are gone. */
const LEGAL = new Set(
  // English
  (
    'inc incorporated corp corporation co company llc llp lllp lp ltd limited plc pllc pty proprietary pte pvt private cic cio ' +
    // German, Austrian, Swiss
    'gmbh ggmbh mbh ag kg kgaa ohg ug gbr ek ev eg haftungsbeschrankt gesmbh ' +
    // French, Italian, Spanish, Portuguese, Romanian
    'sa sas sasu sarl eurl sci scop snc sca srl srls spa sapa sl slu slne sau cv rl sapi ltda lda eireli unipessoal ' +
    // Dutch, Belgian, Luxembourgish
    'bv nv vof bvba sprl scrl cvba sarls ' +
    // Nordic, Baltic
    'ab hb oy oyj ky as asa aps ivs is hf ehf ohf uab sia ou ' +
    // Central and eastern European
    'sro spol zoo oo sp spzoo spj kft bt zrt nyrt doo dd jdoo ood eood ead ad ooo oao zao pao ооо оао зао пао ао тов тзов ' +
    // Hebrew, Arabic
    'בעמ شمم ذمم شمع ' +
    // Asian, Turkish, European
    'kk gk sdn bhd tbk se scs sti'
  ).split(' '),
);
/** Those that stand before the name. */
const LEADING = new Set('the pt ooo oao zao pao ооо оао зао пао ао тов тзов kk gk'.split(' '));
/** Those written without a space, before or behind it. */
const ATTACHED =
  /^(?:株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|\(株\)|\(有\)|주식회사|유한회사|\(주\))|(?:株式会社|有限会社|合同会社|合資会社|合名会社|\(株\)|\(有\)|股份有限公司|有限责任公司|有限公司|주식회사|유한회사|\(주\))$/g;
/** Between the parts of a name, and before a legal form. */
const AND = new Set(['and', 'und', 'et']);
const AND_AT_END = new Set([...AND, 'och', 'og', 'en', 'y', 'e', 'i']);
const TITLES = new Set('mr mrs ms miss mx dr prof sir herr frau mme mlle sr sra dipl ing phd msc mba'.split(' '));

/** `S.A.` and `B. V.` are one word each, and so is `A/S`. */
const DOTTED = /(?<![\p{L}\p{N}])(?:\p{L}\.\s?)+\p{L}?\.?(?![\p{L}\p{N}])/gu;
const SLASHED = /(?<![\p{L}\p{N}])(\p{L})\/(\p{L})(?![\p{L}\p{N}])/gu;
/** Within words; Hebrew abbreviations have quotation marks there. */
const APOSTROPHES = /['’ʼ`´\u05f3\u05f4]|(?<=\p{L})["”](?=\p{L})/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Longer than any name: what is compared of a text that somebody put there. */
const MAX_LENGTH = 200;

function wordsIn(text: string): string[] {
  const joined = text
    .replace(APOSTROPHES, '')
    .replace(DOTTED, (dotted) => ` ${dotted.replace(/[.\s]/g, '')} `)
    .replace(SLASHED, '$1$2');
  return joined.match(WORD) ?? [];
}

function nameOf(words: readonly string[], folded: string): Name | undefined {
  if (words.length > 0) return { words, key: words.join('') };
  // Nothing but signs, such as emoji: they are the name then.
  const signs = folded.replace(/\s+/g, '');
  return signs === '' ? undefined : { words: [signs], key: signs };
}

/** How many of the last words are a legal form: one, or letters that stand apart (`s r o`). */
function legalAtEnd(words: readonly string[]): number {
  if (LEGAL.has(words.at(-1)!)) return 1;
  for (let count = 4; count > 1; count--) {
    const last = words.slice(-count);
    if (last.length === count && last.every((word) => [...word].length === 1) && LEGAL.has(last.join(''))) return count;
  }
  // `sp. z o.o.`
  return words.at(-1) === 'z' && words.at(-2) === 'sp' ? 2 : 0;
}

/** Of a company, a deal, a project: anything but a person. undefined: there is no name. */
export function thingName(text: string): Name | undefined {
  const folded = fold(text.slice(0, MAX_LENGTH)).trim();
  let bare = folded;
  // What is attached at either end goes unless there is nothing else.
  const without = bare.replace(ATTACHED, ' ').trim();
  if (without !== '') bare = without;
  const words = wordsIn(bare);
  while (words.length > 1 && LEADING.has(words[0]!)) words.shift();
  for (let count = 1; count > 0 && words.length > 1; ) {
    count = Math.min(legalAtEnd(words), words.length - 1);
    words.splice(words.length - count);
    if (count > 0 && words.length > 1 && AND_AT_END.has(words.at(-1)!)) words.pop();
  }
  const telling = words.filter((word) => !AND.has(word));
  return nameOf(telling.length > 0 ? telling : words, folded);
}

/** Of a person: `Lovelace, Ada` and `Dr. Ada Lovelace` are one. */
export function personName(text: string): Name | undefined {
  const folded = fold(text.slice(0, MAX_LENGTH)).trim();
  const words = wordsIn(folded);
  const telling = words.filter((word) => !TITLES.has(word));
  return nameOf((telling.length > 0 ? telling : words).sort(), folded);
}

/** Whether one letter more, less, other, or two that changed places make one of the other. Counts UTF-16 units. */
export function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
