/** Places: written in one line, then shown as they were understood, each part to be put right. */

import { LOCATION_KEYS } from '../../attio/attributeTypes.js';
import type { Json } from '../../attio/values.js';
import { parseInput } from '../../crm/edit/parse.js';
import { countryCode } from '../../crm/edit/places.js';
import { countryName } from '../../crm/format.js';
import { formatLocation } from '../../crm/location.js';
import { oneLine } from '../records/text.js';
import { BACK, type InputHint } from '../ui.js';
import { contextFor } from './askTyped.js';
import { type Answer, type Asking, clearItem, said } from './askValue.js';

type Key = (typeof LOCATION_KEYS)[number];
type Place = Record<Key, string | null>;

const LABELS: Record<Key, string> = {
  line_1: 'Street',
  line_2: 'Street, second line',
  line_3: 'Street, third line',
  line_4: 'Street, fourth line',
  locality: 'Town',
  region: 'Region or state',
  postcode: 'Postcode',
  country_code: 'Country',
  latitude: 'Latitude',
  longitude: 'Longitude',
};

const shownPart = (key: Key, part: string): string =>
  key === 'country_code' ? `${countryName(part, { locale: 'en' })} (${part})` : part;

/** `Town: Berlin · Country: Germany (DE)`. */
function understood(place: Place): string {
  const keys = LOCATION_KEYS.filter((key) => place[key]);
  return keys.map((key) => `${LABELS[key]}: ${shownPart(key, place[key]!)}`).join(' · ');
}

/**
 * One place, all of LOCATION_KEYS in it, null where a part is not known. What is set now is shown in its parts at once;
 * Back from the parts of a new one leads to its line. Answers as `askValue`.
 */
export async function askPlace(asking: Asking): Promise<Answer> {
  const [now] = asking.current;
  if (now !== undefined) return askParts(asking, { ...(now as unknown as Place) }, false);
  for (;;) {
    const place = await askLine(asking);
    if (place === undefined || place === BACK) return place;
    if (place === null) return [];
    const answer = await askParts(asking, place, true);
    if (answer !== BACK) return answer;
  }
}

/** null: left empty. */
async function askLine(asking: Asking): Promise<Place | null | typeof BACK | undefined> {
  const { services, mayBeEmpty, attribute, box } = asking;
  const title = oneLine(attribute.title);
  const context = contextFor(asking);
  const validate = async (text: string): Promise<string | InputHint | undefined> => {
    if (text.trim() === '') return mayBeEmpty ? undefined : `${title} is needed: write it here.`;
    const read = await parseInput(text, context);
    if (read.ok) return { severity: 'info', message: understood(read.value as unknown as Place) };
    const meant = read.suggestion && !read.problem.includes(read.suggestion);
    return meant ? `${read.problem} Did you mean “${read.suggestion}”?` : read.problem;
  };
  const text = await services.ui.input({
    ...box,
    prompt: said(asking, 'A place, such as “Berlin, Germany” or “1 Main St, Springfield, IL 62701, US”'),
    placeholder: title,
    validate,
  });
  if (text === undefined || text === BACK) return text;
  if (text.trim() === '') return null;
  const read = await parseInput(text, context);
  if (!read.ok) throw new Error(read.problem);
  return read.value as unknown as Place;
}

/** `back`: Back leads to the line it was written in. */
async function askParts(asking: Asking, place: Place, back: boolean): Promise<Answer> {
  const { services, box } = asking;
  const { ui } = services;
  for (;;) {
    const whole = formatLocation(place, { locale: 'en' });
    const set = LOCATION_KEYS.filter((key) => place[key]);
    const chosen = await ui.pick<'use' | 'anew' | Key | Json[], typeof BACK>(
      [
        ...(whole
          ? [{ label: 'Use This Place', description: oneLine(whole), icon: 'check', value: 'use' as const }]
          : []),
        ...LOCATION_KEYS.map((key) => ({
          label: LABELS[key],
          description: place[key] ? shownPart(key, place[key]) : 'empty',
          group: set.includes(key) ? 'As it was understood: pick to change' : 'Not set',
          value: key,
        })).sort((a, b) => +set.includes(b.value) - +set.includes(a.value)),
        { label: 'Write It in One Line…', icon: 'edit', group: 'Otherwise', value: 'anew' },
        ...clearItem(asking),
      ],
      { ...box, ...(back && { back: BACK }), placeholder: said(asking, 'Is this the place?') },
    );
    if (chosen === undefined || chosen === BACK || Array.isArray(chosen)) return chosen;
    if (chosen === 'use') return [{ ...place }];
    if (chosen === 'anew') return askPlace({ ...asking, current: [] });
    const part = await askPart(asking, chosen, place);
    if (part === undefined) return undefined;
    if (part !== BACK) place[chosen] = part;
  }
}

async function askPart(
  { services, box }: Asking,
  key: Key,
  place: Place,
): Promise<string | null | typeof BACK | undefined> {
  const check = (text: string): string | InputHint | undefined => {
    const given = text.trim();
    if (given === '') return undefined;
    if (key === 'country_code') {
      const code = countryCode(given);
      return code
        ? { severity: 'info', message: shownPart(key, code) }
        : `There is no country “${given}”: write its name or its two letters.`;
    }
    const most = { latitude: 90, longitude: 180 }[key as string];
    if (most === undefined) return undefined;
    return Math.abs(Number(given)) <= most ? undefined : `Write degrees from -${most} to ${most}, such as 52.52.`;
  };
  const text = await services.ui.input({
    title: `${box.title}: ${LABELS[key]}`,
    ignoreFocusOut: true,
    back: BACK,
    prompt: `${LABELS[key]}; empty for none`,
    value: place[key] ?? '',
    validate: check,
  });
  if (text === undefined || text === BACK) return text;
  const given = text.trim();
  return given === '' ? null : key === 'country_code' ? (countryCode(given) ?? null) : given;
}
