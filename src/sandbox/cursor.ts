/** Pages that are continued by a cursor: `pagination.next_cursor`, null at the end (api.md section 3). */
import { z } from 'zod';
import { malformed } from './problem.js';
import type { Answer } from './route.js';

/** `limit` and `cursor` of a query string. */
export function cursorQuery(limit: number, max: number) {
  return {
    limit: z.coerce.number().int().min(1).max(max).default(limit),
    cursor: z.string().min(1).optional(),
  };
}

/** What comes after the cursor; it names the last one shown, so that what is added or goes moves nobody else. */
export function cursorPage<T extends { id: string }>(
  all: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string },
): { page: T[]; next: string | null } {
  const start = cursor === undefined ? 0 : startOf(all, cursor);
  const page = all.slice(start, start + limit);
  const more = start + limit < all.length;
  return { page, next: more ? encode({ after: page.at(-1)!.id, at: start + limit }) : null };
}

/** The answer of a page; `next` of null: it is the last. */
export function paged(page: unknown, next: string | null): Answer {
  return { body: { data: page, pagination: { next_cursor: next } } };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function startOf(all: readonly { id: string }[], cursor: string): number {
  try {
    const { after, at } = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as {
      after: string;
      at: number;
    };
    if (typeof after !== 'string' || !Number.isInteger(at) || at < 0) throw new Error('not ours');
    const found = all.findIndex((one) => one.id === after);
    return found < 0 ? at : found + 1;
  } catch {
    throw malformed('Query params', [{ code: 'invalid', path: ['cursor'], message: 'Invalid cursor' }]);
  }
}
