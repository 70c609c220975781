/** The pieces of what is sent to Attio, all strict, and the check that names what is wrong. */
import { z } from 'zod';
import type { Json, WriteValues } from './values.js';

/** What a checked write sends: path parameters, query and body. `target` tells objects from lists where the scopes differ. */
export interface Prepared {
  params?: Record<string, string>;
  query?: object;
  body?: unknown;
  target?: 'objects' | 'lists';
}

/** Turns a write into what is sent, or says which of its fields is wrong. */
export type Sender = z.ZodType<Prepared, unknown>;

/** Any version of UUID: Attio's are random ones, but that is Attio's affair. */
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a UUID of 36 characters');

/** A slug or a UUID, which becomes one segment of a path. */
export const name = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must be at most 255 characters')
  .refine((value) => value !== '.' && value !== '..' && !/[\s/\\?#%\p{Cc}]/u.test(value), 'must be a slug or a UUID');

export const offset = z.int('must be a whole number').min(0, 'must not be negative');
/** How many to ask for: a whole number from 1 to `max`, which is Attio's most for the operation (api.md section 3). */
export const limit = (max: number) =>
  z.int('must be a whole number').min(1, 'must be at least 1').max(max, `must be at most ${max}`);
const isoTime = z
  .string()
  .refine((value) => /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)), 'must be an ISO time');

/** Attio takes times with milliseconds; its own have nine decimals (api.md section 11). */
export const time = isoTime.transform((value) => new Date(value).toISOString());

export const pastTime = isoTime
  .refine((value) => !(Date.parse(value) < 0), 'must not be before 1970')
  .refine((value) => !(Date.parse(value) > Date.now() + 60_000), 'must not be in the future')
  .transform((value) => new Date(Math.min(Date.parse(value), Date.now())).toISOString());

/** A title or an id of an option or a status: titles have spaces, slashes and more; all of it is escaped in a path. */
export const titleOrId = z
  .string()
  .min(1, 'must not be empty')
  .refine((value) => value !== '.' && value !== '..', 'cannot stand in an address');

export const words = z.string().min(1, 'must not be empty');
export const target = z.enum(['objects', 'lists']);
export const json: z.ZodType<Json, unknown> = z.json() as z.ZodType<Json, unknown>;

/** Values by attribute, each as an array, which all attributes take; null takes away what is there. */
export const values: z.ZodType<Record<string, Json[]>, unknown> = z
  .record(name, json)
  .transform((given: WriteValues) =>
    Object.fromEntries(
      Object.entries(given).map(([slug, value]) => [
        slug,
        value === null ? [] : Array.isArray(value) ? value : [value],
      ]),
    ),
  );

/** An update of nothing is refused by Attio as an empty payload. */
export const someValues = values.refine((given) => Object.keys(given).length > 0, 'must name at least one attribute');

/** The values of one attribute with their history (PUT …/values) [docs]. */
export const history = z
  .array(
    z
      .record(z.string().min(1), json)
      .refine((value) => typeof value.active_from === 'string' && !Number.isNaN(Date.parse(value.active_from)), {
        path: ['active_from'],
        message: 'must be an ISO time',
      }),
  )
  .min(1, 'must have at least one value');

/** `body` without the keys that were not given. */
export function given(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** Whether an update says anything. */
export function someOf(...keys: string[]): [(change: object) => boolean, string] {
  const says = (change: object) => keys.some((key) => (change as Record<string, unknown>)[key] !== undefined);
  return [says, `must have at least one of ${keys.join(', ')}`];
}

/** What is wrong with a request, without the value that is wrong: it may be the CRM's. */
export interface RequestFault {
  field: string;
  words: string;
  allowed?: string[];
}

export type Checked<T> = { ok: true; value: T } | { ok: false; fault: RequestFault };

/** Checks what is to be sent; `field` names the whole where the fault has no path of its own. */
export function check<T>(schema: z.ZodType<T, unknown>, value: unknown, field: string): Checked<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0]!;
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...issue.path.map(String), ...keys.slice(0, 1)].join('.') || field;
  const allowed = issue.code === 'invalid_value' ? issue.values.map(String) : undefined;
  const words = keys.length > 0 ? `${path} is not known` : `${path}: ${issue.message}`;
  return { ok: false, fault: { field: path, words, ...(allowed ? { allowed } : {}) } };
}
