/** Phone numbers in running text. To be loaded when there may be one: the world's numbering plans come along. */
import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/min';

/** In E.164, with where each begins; those with an extension or of no country are left out. `region`: two letters. */
export function phonesInText(text: string, region: string | undefined): { number: string; at: number }[] {
  const country = region?.toUpperCase();
  const found = findPhoneNumbersInText(text, {
    ...(country !== undefined && isSupportedCountry(country) && { defaultCountry: country }),
  });
  return found.flatMap(({ number, startsAt }) =>
    number.country && !number.ext ? [{ number: number.number, at: startsAt }] : [],
  );
}
