/**
 * One value of an attribute from a person's words, by the attribute's type. Nothing is guessed silently: `shown` says
 * what will be written, and reads as the same value again; what can mean two things is refused with the way to write it.
 * What only some types need (calendars, phone numbers, public suffixes) is loaded when the first such value is read.
 */

import { parseDomain, parseEmail } from './contacts.js';
import { parseChoice, parseMember, parseReference } from './named.js';
import { parseName } from './names.js';
import { parseCheckbox, parseMoney, parseNumber, parseRating } from './numbers.js';
import { parsePlace } from './places.js';
import type { InputContext, Parsed } from './types.js';

/** Longer than any value of these types; a limit, so that no text takes long to read. */
const MAX_LENGTH = 1000;

/** Never rejects. An empty text is refused: to take a value away is not to write one. */
export async function parseInput(text: string, context: InputContext): Promise<Parsed> {
  const { attribute, locale } = context;
  if (text.trim() === '') return { ok: false, problem: `${attribute.title} has no value here: write one.` };
  if (attribute.type === 'text') return { ok: true, value: text, shown: text };
  if (text.length > MAX_LENGTH) return { ok: false, problem: `This is too long for ${attribute.title}.` };
  switch (attribute.type) {
    case 'number':
      return parseNumber(text, locale);
    case 'currency':
      return parseMoney(text, attribute, locale);
    case 'rating':
      return parseRating(text);
    case 'checkbox':
      return parseCheckbox(text);
    case 'date':
      return (await import('./days.js')).parseDay(text, context);
    case 'timestamp':
      return (await import('./days.js')).parseMoment(text, context);
    case 'select':
    case 'status':
      return parseChoice(text, context);
    case 'actor-reference':
      return parseMember(text, context);
    case 'record-reference':
      return parseReference(text, context);
    case 'personal-name':
      return parseName(text);
    case 'location':
      return parsePlace(text, locale);
    case 'domain':
      return parseDomain(text);
    case 'email-address':
      return parseEmail(text);
    case 'phone-number':
      return (await import('./phones.js')).parsePhone(text, context);
    default:
      return { ok: false, problem: `${attribute.title} cannot be written by hand.` };
  }
}
