/**
 * Numbers and money as people write them, strictly: the separators of the person's language, spaces and apostrophes
 * between thousands, `1.2m`. What could mean two things is refused with the way to write it. Pure.
 */
import type { Attribute } from '../../attio/types.js';
import type { Parsed } from './types.js';
import { FOUR_DECIMALS } from './writable.js';

interface Convention {
  decimal: '.' | ',';
  /** Thousands in groups of two after the first three, as in India. */
  pairs: boolean;
}

type Read = { ok: true; number: number } | { ok: false; problem: string; suggestion?: string };

const refuse = (problem: string, suggestion?: string) => ({ ok: false as const, problem, suggestion });

function conventionOf(locale: string | undefined): Convention {
  // Without a language: as numbers are written in data and in English.
  if (locale === undefined) return { decimal: '.', pairs: false };
  try {
    const parts = new Intl.NumberFormat(`${locale}-u-nu-latn`).formatToParts(1_234_567.5);
    const decimal = parts.find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.';
    const groups = parts.filter((part) => part.type === 'integer').map((part) => part.value.length);
    return { decimal, pairs: groups.join() === '2,2,3' };
  } catch {
    return { decimal: '.', pairs: false };
  }
}

const SUFFIXES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
/** More digits than a number holds exactly. */
const MAX_DIGITS = 15;

/** A whole part with or without groups, as plain digits; undefined: not how `mark` separates thousands. */
function ungrouped(whole: string, mark: string, pairs: boolean): string | undefined {
  if (/^\d*$/.test(whole)) return whole;
  const parts = whole.split(mark);
  const last = parts.at(-1)!;
  if (parts[0] === '' || last.length !== 3 || parts.some((part) => !/^\d+$/.test(part))) return undefined;
  const inner = parts.slice(1, -1);
  const triples = parts[0]!.length <= 3 && inner.every((part) => part.length === 3);
  const inPairs = pairs && parts[0]!.length <= 2 && inner.every((part) => part.length === 2);
  return triples || inPairs ? parts.join('') : undefined;
}

/** Digits and a point, from digits with separators. */
function plainDigits(text: string, { decimal, pairs }: Convention): string | { problem: string; suggestion?: string } {
  const group = decimal === '.' ? ',' : '.';
  // A space or an apostrophe between thousands means nothing else in any language.
  const spaced = /^\d{1,3}(?:([ '’_])\d{3})(?:\1\d{3})*(?=[.,]|$)/.exec(text);
  const bare = spaced ? text.replace(spaced[0], spaced[0].replace(/[ '’_]/g, '')) : text;
  if (!/^[\d.,]*\d[\d.,]*$/.test(bare)) return { problem: `“${text}” is not a number.` };
  const seps = bare.replace(/\d/g, '');
  if (seps === '') return bare;

  const at = bare.lastIndexOf(decimal);
  const [whole, fraction] = at < 0 ? [bare, ''] : [bare.slice(0, at), bare.slice(at + 1)];
  const digits = ungrouped(whole, group, pairs);
  const onePoint = /^(\d*)\.(\d*)$/.exec(bare);
  if (decimal === ',' && onePoint) {
    // As in data; three digits after it may be thousands.
    if (onePoint[2]!.length === 3 && /^[1-9]\d{0,2}$/.test(onePoint[1]!))
      return {
        problem: `“${text}” can be ${onePoint[1]}${onePoint[2]} or ${onePoint[1]},${onePoint[2]}: write ${onePoint[1]}${onePoint[2]} or ${bare}0.`,
      };
    return bare;
  }
  if (decimal === ',' && seps === ',' && fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole))
    return {
      problem: `“${text}” can be ${whole}${fraction} or ${whole}.${fraction}: write ${whole}${fraction} or ${bare}0.`,
    };
  if (digits !== undefined && /^\d*$/.test(fraction)) return fraction === '' ? digits : `${digits}.${fraction}`;

  // Right in the other convention, or in none.
  const mark = bare.lastIndexOf(group);
  const [otherWhole, otherFraction] =
    mark >= 0 && mark === bare.indexOf(group) ? [bare.slice(0, mark), bare.slice(mark + 1)] : [bare, ''];
  const otherDigits = ungrouped(otherWhole, mark >= 0 && otherFraction === '' ? group : decimal, false);
  const meant =
    otherDigits && /^\d*$/.test(otherFraction) ? [otherDigits, otherFraction].filter(Boolean).join('.') : undefined;
  const how =
    decimal === '.' ? 'a point for decimals and commas for thousands' : 'a comma for decimals and points for thousands';
  return {
    problem: `“${text}” is not written with ${how}: write ${meant ?? 'it without them'}.`,
    suggestion: meant,
  };
}

/** Reads a number without currency. */
export function readNumber(given: string, locale?: string): Read {
  const text = given
    .normalize('NFKC')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.endsWith('%')) {
    const bare = text.slice(0, -1).trim();
    return readNumber(bare, locale).ok
      ? refuse(`“${given.trim()}” has a percent sign, which is not kept: write ${bare}.`, bare)
      : refuse(`“${given.trim()}” is not a number.`);
  }
  if (/^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/i.test(text)) return checked(given, Number(text));
  const match = /^([+-]?) ?(.*?) ?(thousand|million|billion|bn|[kmb])?$/i.exec(text);
  const [, sign = '', body = '', suffix] = match ?? [];
  const digits = plainDigits(body, conventionOf(locale));
  if (typeof digits !== 'string')
    return refuse(digits.problem, digits.suggestion && sign.replace('+', '') + digits.suggestion + (suffix ?? ''));
  if (digits.replace(/^0+|\./g, '').length > MAX_DIGITS)
    return refuse(`“${given.trim()}” has more digits than can be kept exactly: use at most ${MAX_DIGITS}.`);
  const factor = suffix ? SUFFIXES[suffix.toLowerCase()]! : 1;
  // Through the text, so that 1.1 million is 1100000 and not a hair beside it.
  const number = suffix ? Number(`${digits}e${Math.log10(factor)}`) : Number(digits);
  return checked(given, sign === '-' ? -number : number);
}

function checked(given: string, number: number): Read {
  if (!Number.isFinite(number) || Math.abs(number) > 1e15)
    return refuse(`“${given.trim()}” is too large to be kept exactly.`);
  const rounded = Math.round(number * FOUR_DECIMALS) / FOUR_DECIMALS;
  if (Math.abs(rounded - number) > Math.abs(number) * 1e-15 + Number.MIN_VALUE)
    return refuse(`Attio keeps four decimals, and “${given.trim()}” has more.`, String(rounded));
  return { ok: true, number: rounded + 0 };
}

/** With all the decimals that are kept, in a form that can be read in one way only, also by `readNumber`. */
export function shownNumber(number: number, locale?: string): string {
  const { decimal } = conventionOf(locale);
  const language = locale === undefined || decimal === '.' ? 'en' : 'de';
  const written = new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(number);
  if (language === 'en') return written;
  // `1.234` is a thousand to some and a little more than one to others, and so is `1,234`: `1,2340` is not.
  return written.replaceAll('.', '\u202f').replace(/^-?[1-9]\d{0,2},\d{3}$/, (short) => `${short}0`);
}

function symbolsOf(code: string): string[] {
  const symbol = (currencyDisplay: 'symbol' | 'narrowSymbol') =>
    new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay })
      .formatToParts(1)
      .find((part) => part.type === 'currency')?.value ?? code;
  try {
    // `US$` and `CA$`, as others write them.
    return [code, symbol('symbol'), symbol('narrowSymbol'), code.slice(0, 2) + symbol('narrowSymbol')].map((one) =>
      one.toLowerCase(),
    );
  } catch {
    return [code.toLowerCase()];
  }
}

let codes: ReadonlySet<string> | undefined;

/** `$`, `US$` and `USD`; other words are no currencies. */
function isCurrency(word: string): boolean {
  codes ??= new Set(Intl.supportedValuesOf('currency'));
  return /\p{Sc}$/u.test(word) || codes.has(word.toUpperCase());
}

/** The currencies before and after a number, and the number. */
function apart(text: string): { number: string; named: string[] } {
  let rest = text.trim().replaceAll('\u2212', '-');
  const named: string[] = [];
  const sign = /^[+-]/.exec(rest)?.[0] ?? '';
  rest = rest.slice(sign.length).trim();
  const before = /^(?:[A-Z]{3}(?![A-Z])|[A-Z]{0,3}\p{Sc})/iu.exec(rest)?.[0];
  if (before && isCurrency(before)) {
    named.push(before);
    rest = rest.slice(before.length).trim();
  }
  const after = /(?:(?<![A-Z])[A-Z]{3}|\p{Sc})$/iu.exec(rest)?.[0];
  if (after && isCurrency(after)) {
    named.push(after);
    rest = rest.slice(0, -after.length).trim();
  }
  return { number: sign + rest, named };
}

/** Money: a number, with the attribute's own currency or none. */
export function parseMoney(text: string, attribute: Attribute, locale?: string): Parsed {
  const code = attribute.config?.currency?.default_currency_code ?? undefined;
  const { number, named } = apart(text);
  const read = readNumber(number, locale);
  for (const one of named) {
    if (code === undefined)
      return refuse(`Write the amount of ${attribute.title} without a currency.`, read.ok ? number : undefined);
    if (!symbolsOf(code).includes(one.toLowerCase()))
      return refuse(
        `${attribute.title} is kept in ${code}, and “${text.trim()}” is in ${one}: give the amount in ${code}.`,
      );
  }
  if (!read.ok) return read;
  return { ok: true, value: read.number, shown: shownMoney(read.number, code, locale) };
}

function shownMoney(amount: number, code: string | undefined, locale: string | undefined): string {
  const number = shownNumber(amount, locale);
  if (!code || !isCurrency(code)) return number;
  const symbol = symbolsOf(code)[1]!.toUpperCase();
  return symbol && symbol !== code && /^(?:[A-Z]{0,3})\p{Sc}$/u.test(symbol) && conventionOf(locale).decimal === '.'
    ? number.replace(/^(-?)/, `$1${symbol}`)
    : `${number} ${code}`;
}

/**
 * The written value and how it is shown again; a refusal with a sentence where the text is no number, or could be two.
 */
export function parseNumber(text: string, locale?: string): Parsed {
  const read = readNumber(text, locale);
  return read.ok ? { ok: true, value: read.number, shown: shownNumber(read.number, locale) } : read;
}

/** Nought to five, whole; also as stars. */
export function parseRating(text: string): Parsed {
  const stars = /^(★+)☆*$/.exec(text.trim())?.[1]?.length;
  const written = /^([0-5])(?:\s*\/\s*5|\s*stars?)?$/i.exec(text.trim())?.[1];
  const number = stars ?? (/^☆+$/.test(text.trim()) ? 0 : written === undefined ? undefined : Number(written));
  if (number === undefined || number > 5)
    return refuse(`“${text.trim()}” is not a rating: write a whole number from 0 to 5.`);
  return { ok: true, value: number, shown: '★'.repeat(number) + '☆'.repeat(5 - number) };
}

const YES = new Set(['yes', 'y', 'true', 'on', '1', '✓', '✔', 'x']);
const NO = new Set(['no', 'n', 'false', 'off', '0', '✗', '✘']);

/** `yes`, `no`, `true`, `off`, `1`, `✓` and the like, in either case; all else is refused with a sentence. */
export function parseCheckbox(text: string): Parsed {
  const word = text.trim().toLowerCase();
  if (!YES.has(word) && !NO.has(word)) return refuse(`“${text.trim()}” is neither yes nor no: write one of these.`);
  const value = YES.has(word);
  return { ok: true, value, shown: value ? 'Yes' : 'No' };
}
