/** What parts of a change are checked with. Pure. */

export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SLUG = /^[\w-]{1,128}$/;
/** Clocks differ by so much; what is of the future is refused by Attio (api.md sections 8.1 and 8.3). */
export const SKEW_MS = 5 * 60_000;
const MAX_DEPTH = 12;

/** What is wrong, as a clause, or undefined. */
export type Problem = string | undefined;
export type Check = (value: unknown) => boolean;

/** Any string, the empty one too. */
export const isText = (value: unknown): value is string => typeof value === 'string';
/** A string with more in it than white space. */
export const isWords: Check = (value) => isText(value) && value.trim() !== '';
/** 1 to 128 letters, digits, `_` and `-`: a slug or an id, as a path takes it. */
export const isSlug: Check = (value) => isText(value) && SLUG.test(value);
/** A UUID in either case. */
export const isId: Check = (value) => isText(value) && UUID.test(value);
/** An ISO time with its hours; a day alone is none. */
export const isTime = (value: string): boolean => /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value));
/** `true` or `false`, and no word for it. */
export const isFlag: Check = (value) => typeof value === 'boolean';
/** A map as JSON gives it: no array, no null, nothing of a class. */
export const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Nothing but what JSON can say, and no deeper than a value ever is. */
export function isJson(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (value === null || isText(value) || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((one) => isJson(one, depth + 1));
  return isPlainObject(value) && Object.values(value).every((one) => isJson(one, depth + 1));
}

/** Values by the slug or id of their attribute; none at all will do. */
export const isValues: Check = (value) =>
  isPlainObject(value) && Object.entries(value).every(([slug, one]) => SLUG.test(slug) && isJson(one));
/** What somebody saw before: values by attribute, or undefined where nobody says. */
export const isBase: Check = (value) => value === undefined || isValues(value);

/** The clause of the first check that fails. */
export function firstProblem(...checks: [boolean, string][]): Problem {
  return checks.find(([ok]) => !ok)?.[1];
}

/** A change of which nothing is known yet. */
export type Loose = Record<string, unknown>;
/** Whether it has any of these. */
export const some = (change: Loose, keys: string[]): Problem =>
  keys.some((key) => change[key] !== undefined) ? undefined : 'it changes nothing';
