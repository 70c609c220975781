/**
 * Places as people write them, in one line, as the ten parts that Attio wants (api.md section 5). Attio reads free text
 * too, but then decides alone what it means; here one sees it first. Pure.
 */

import { LOCATION_KEYS } from '../../attio/attributeTypes.js';
import { nearest } from '../../attio/nearest.js';
import { formatLocation } from '../location.js';
import type { Parsed } from './types.js';

/** Codes that are a state of the US at least as often as a country. `DE` is Germany. */
const ALSO_STATES = new Set(
  'AL AR AZ CA CO GA ID IL IN KY LA MA MD ME MN MO MS MT NC NE PA PW SC SD TN VA VI GU MP PR AS'.split(' '),
);
const ALIASES: Record<string, string> = {
  usa: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  uk: 'GB',
  'u.k.': 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  uae: 'AE',
  'south korea': 'KR',
  korea: 'KR',
  'north korea': 'KP',
  'czech republic': 'CZ',
  turkey: 'TR',
  'hong kong': 'HK',
  macau: 'MO',
  'ivory coast': 'CI',
  burma: 'MM',
  russia: 'RU',
  vietnam: 'VN',
};
/** Codes that `Intl` names and that are no countries. */
const NO_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'XX']);

let english: { byName: Map<string, string>; names: string[] } | undefined;
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** All countries by name; `Intl` has no list, so that every code is tried, once. */
function countries(): { byName: Map<string, string>; names: string[] } {
  if (english) return english;
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const byName = new Map<string, string>();
  const all: string[] = [];
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (const one of letters) {
    for (const two of letters) {
      const code = one + two;
      const name = NO_COUNTRIES.has(code) ? undefined : names.of(code);
      // Codes that were given up carry the name of what they became.
      if (!name || new Intl.Locale(`und-${code}`).region !== code || byName.has(plain(name))) continue;
      byName.set(plain(name), code);
      byName.set(plain(name).replace(/&/g, 'and'), code);
      all.push(name);
    }
  }
  for (const [alias, code] of Object.entries(ALIASES)) byName.set(alias, code);
  english = { byName, names: all };
  return english;
}

/** Whether the person's language has this name for the country of a code. */
function isCalled(text: string, code: string, locale: string): boolean {
  try {
    return plain(new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? '') === plain(text);
  } catch {
    return false;
  }
}

/** Two letters for a name, in English or the person's language, or a code; undefined: no country. */
export function countryCode(text: string, locale = 'en'): string | undefined {
  const { byName } = countries();
  const named = byName.get(plain(text));
  if (named) return named;
  if (!/^en\b/i.test(locale)) {
    const own = [...new Set(byName.values())].find((one) => isCalled(text, one, locale));
    if (own) return own;
  }
  const code = text.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) && [...byName.values()].includes(code) ? code : undefined;
}

type Part = (typeof LOCATION_KEYS)[number];

function place(parts: Partial<Record<Part, string | undefined>>): Parsed {
  const value = Object.fromEntries(LOCATION_KEYS.map((key) => [key, parts[key] || null]));
  const shown = formatLocation(value, { locale: 'en' });
  return { ok: true, value, shown: parts.country_code === 'GE' ? shown.replace(/, Georgia$/, ', GE') : shown };
}

const CODE = /^(?:(?:[A-Z]{1,2}-)?\d{4,6}|\d{5}-\d{4}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/;

/** `10115 Berlin` and `CA 94043`: the code apart. */
function postcodeOf(text: string): { postcode?: string; rest: string } {
  if (CODE.test(text)) return { postcode: text, rest: '' };
  const first = /^((?:[A-Z]{1,2}-)?\d{4,6})\s+(\D.*)$/.exec(text);
  if (first) return { postcode: first[1], rest: first[2]! };
  const last = /^(.*\D)\s+(\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/.exec(text);
  return last ? { postcode: last[2], rest: last[1]!.trim() } : { rest: text };
}

/**
 * `Berlin`, `Berlin, Germany`, `San Francisco, CA, US`, or with a street before: `1 Main St, Springfield, IL 62701, US`.
 * Two decimals are coordinates. What would be read otherwise when it is shown is refused: its parts are uncertain.
 */
export function parsePlace(text: string, locale?: string): Parsed {
  const read = readPlace(text, locale);
  if (!read.ok) return read;
  const again = readPlace(read.shown, locale);
  if (again.ok && JSON.stringify(again.value) === JSON.stringify(read.value)) return read;
  return {
    ok: false,
    problem: `It is not certain which part of “${text.trim()}” is what: write street, place, region and country with commas between, as in “1 Main St, Springfield, IL 62701, US”.`,
  };
}

function readPlace(text: string, locale: string | undefined): Parsed {
  const given = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const point = /^([+-]?\d{1,2}(?:\.\d+)?)\s*,\s*([+-]?\d{1,3}(?:\.\d+)?)$/.exec(given);
  if (point && Math.abs(Number(point[1])) <= 90 && Math.abs(Number(point[2])) <= 180)
    return place({ latitude: point[1], longitude: point[2] });
  const parts = given.split(',').map((part) => part.trim());
  if (parts.some((part) => part === '') || !/\p{L}/u.test(given))
    return { ok: false, problem: `“${given}” is not a place: write “Berlin, Germany” or “San Francisco, CA, US”.` };
  const last = parts.at(-1)!;
  if (parts.length === 1) {
    // A code alone is a word like any other.
    const code = last.length > 2 ? countryCode(last) : undefined;
    if (code) return place({ country_code: code });
    const { postcode, rest } = postcodeOf(last);
    return place({ locality: rest, postcode });
  }
  if (parts.length === 2 && plain(last) === 'georgia')
    return {
      ok: false,
      problem: `“${last}” is a state of the US and a country: write “${parts[0]}, ${last}, US” or “${parts[0]}, GE”.`,
      suggestion: `${parts[0]}, ${last}, US`,
    };
  if (parts.length === 2 && ALSO_STATES.has(last.toUpperCase()) && last.length === 2) {
    const country = countryCode(last);
    const named = country && new Intl.DisplayNames('en', { type: 'region' }).of(country);
    return {
      ok: false,
      problem: `“${last}” can be a state of the US${named ? ` or ${named}` : ''}: write “${parts[0]}, ${last}, US”${named ? ` or “${parts[0]}, ${named}”` : ''}.`,
      suggestion: `${parts[0]}, ${last}, US`,
    };
  }
  const code = countryCode(last, locale);
  if (!code && !CODE.test(last)) {
    const meant = last.length > 3 ? nearest(last, countries().names) : undefined;
    const rest = parts.slice(0, -1).join(', ');
    return {
      ok: false,
      problem: `There is no country “${last}”: end with one, as in “${given}, US” or “${rest}, Germany”, or write the place alone.`,
      suggestion: meant && `${rest}, ${meant}`,
    };
  }
  // With a postcode at the end instead of a country, that is left to be said.
  const inner = code ? parts.slice(0, -1) : parts;
  // Street lines, then the place, then its region: a lone part is the place.
  const regions = inner.length > 1 ? inner.at(-1) : undefined;
  const towns = inner.length > 1 ? inner.slice(0, -1) : inner;
  const street = towns.slice(0, -1);
  if (street.length > 4)
    return { ok: false, problem: `“${given}” has too many parts: write street, place, region and country.` };
  const region = regions === undefined ? { rest: undefined, postcode: undefined } : postcodeOf(regions);
  const town = postcodeOf(towns.at(-1)!);
  const streetFirst = regions !== undefined && street.length === 0 && /\d/.test(town.rest);
  if (streetFirst && region.rest !== undefined)
    // `Hauptstr. 5, 10115 Berlin, Germany`: a street has a number, a town has none.
    return place({ line_1: town.rest, locality: region.rest, postcode: region.postcode, country_code: code });
  return place({
    line_1: street[0],
    line_2: street[1],
    line_3: street[2],
    line_4: street[3],
    locality: town.rest,
    region: region.rest,
    postcode: region.postcode ?? town.postcode,
    country_code: code,
  });
}
