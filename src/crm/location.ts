/** Addresses in the order in which the post of the country writes them. */
import { countryName, type Formats } from './format.js';

/** Where the code follows the place; elsewhere it comes before it (`10115 Berlin`). */
const CODE_LAST = new Set([
  'AU',
  'BD',
  'BR',
  'CA',
  'CN',
  'GB',
  'HK',
  'ID',
  'IE',
  'IN',
  'JP',
  'KE',
  'KR',
  'LK',
  'MY',
  'NG',
  'NP',
  'NZ',
  'PH',
  'PK',
  'SG',
  'TH',
  'TW',
  'US',
  'VN',
  'ZA',
]);

const clean = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
const join = (parts: string[], by: string): string => parts.filter((part) => part !== '').join(by);

/** One line; empty when nothing is known. Coordinates only when there is nothing better. */
export function formatLocation(value: Record<string, unknown>, formats: Formats): string {
  const country = clean(value.country_code).toUpperCase();
  const [locality, region, postcode] = [clean(value.locality), clean(value.region), clean(value.postcode)];
  // A city that is its own region (Berlin, Singapore) is written once.
  const area = region === locality ? '' : region;
  const place =
    country === '' || CODE_LAST.has(country)
      ? join([locality, join([area, postcode], ' ')], ', ')
      : join([join([postcode, locality], ' '), area], ', ');
  const lines = [value.line_1, value.line_2, value.line_3, value.line_4].map(clean);
  const address = join([...lines, place, country && countryName(country, formats)], ', ');
  return address || join([clean(value.latitude), clean(value.longitude)], ', ');
}
