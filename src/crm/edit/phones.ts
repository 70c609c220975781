/** Phone numbers as people write them. To be loaded when there may be one: the world's numbering plans come along. */
import { findPhoneNumbersInText, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { countryName } from '../format.js';
import type { InputContext, Parsed } from './types.js';

const refuse = (problem: string, suggestion?: string) => ({ ok: false as const, problem, suggestion });

/** E.164 with its country; a number without a country code is of `region`. */
export function parsePhone(text: string, { region }: Pick<InputContext, 'region'>): Parsed {
  const given = text.trim().replace(/^tel:/i, '').trim();
  const country = region?.toUpperCase();
  const assumed = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const international = /^\s*\(?\s*(?:\+|00)/.test(given);
  if (!international && assumed === undefined)
    return refuse(`“${given}” has no country: begin with its code, as in +49 30 901820.`);
  const written = given.replace(/^\s*\(?\s*00/, '+');
  const number = parsePhoneNumberFromString(written, { ...(assumed && { defaultCountry: assumed }), extract: false });
  if (!number?.isPossible())
    return refuse(
      `“${given}” is not a phone number${international || !assumed ? '' : ` (country: ${countryName(assumed, { locale: 'en' })})`}: write it as +49 30 901820.`,
    );
  if (number.ext) return refuse(`Extensions are not kept: write ${number.format('E.164')}.`, number.format('E.164'));
  if (!number.country) return refuse(`“${given}” belongs to no country, and Attio needs one for a phone number.`);
  return {
    ok: true,
    value: { original_phone_number: number.number, country_code: number.country },
    shown: number.formatInternational(),
  };
}

/** Those in running text, in E.164, with where each begins; those with an extension or of no country are left out. `region`: two letters. */
export function phonesInText(text: string, region: string | undefined): { number: string; at: number }[] {
  const country = region?.toUpperCase();
  const found = findPhoneNumbersInText(text, {
    ...(country !== undefined && isSupportedCountry(country) && { defaultCountry: country }),
  });
  return found.flatMap(({ number, startsAt }) =>
    number.country && !number.ext ? [{ number: number.number, at: startsAt }] : [],
  );
}
