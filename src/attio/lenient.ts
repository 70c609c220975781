/**
 * The pieces that readers of Attio's answers are made of, all lenient: null or nothing stands where the documents say
 * never, and what is not understood passes through or is left out, but never fails the rest (api.md section 11).
 */
import { z } from 'zod';
import type { Actor, Page } from './types.js';

/** A reader: parses or says where it could not. */
export type Reader<T> = z.ZodType<T, unknown>;

export const id = z.string().min(1);
/** An id that is known from elsewhere, or not needed. */
export const anyId = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
export const maybeText = z
  .string()
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)
  .catch(false);
export const strings = z
  .array(z.string().nullable())
  .nullish()
  .transform((list) => list?.filter((item) => item !== null) ?? [])
  .catch([]);
export const anything = z
  .unknown()
  .optional()
  .transform((value) => value ?? null);

/** A list that may be null, with nulls in it. */
export const listOf = <T>(item: Reader<T>) =>
  z
    .array(item.nullable())
    .nullish()
    .transform((list) => (list ?? []).filter((entry): entry is Exclude<typeof entry, null> => entry !== null));

export const actor = z
  .looseObject({ type: text, id: maybeText })
  .nullish()
  .transform((value): Actor | null => value ?? null)
  .catch(null);

/** `{data: …}`: what almost everything comes in (api.md section 2). */
export function one<T>(item: Reader<T>): Reader<T> {
  return z.looseObject({ data: item }).transform((answer) => answer.data as T);
}

/**
 * The list that an answer is about. It must be there: a gateway that says 200 and sends something else must not read as
 * "there is nothing". Nulls in it are left out.
 */
export const theList = <T>(item: Reader<T>) =>
  z
    .array(item.nullable())
    .transform((list) => list.filter((entry): entry is Exclude<typeof entry, null> => entry !== null));

/** `{data: […]}`. */
export function many<T>(item: Reader<T>): Reader<T[]> {
  return z.looseObject({ data: theList(item) }).transform((answer) => answer.data as T[]);
}

/** Deletes answer `{}` or nothing; what else stands in it does not matter, but an `error` is no confirmation. */
export const nothing: Reader<void> = z
  .union([z.null(), z.undefined(), z.looseObject({ error: z.null().optional() })])
  .transform(() => undefined);

/** `{data: […], pagination: {next_cursor}}`; a cursor of null, or none at all, is the end. */
export function page<T>(item: Reader<T>): Reader<Page<T>> {
  return z
    .looseObject({ data: theList(item), pagination: z.looseObject({ next_cursor: maybeText }).nullish().catch(null) })
    .transform((answer) => ({ items: answer.data as T[], next: answer.pagination?.next_cursor || null }));
}
