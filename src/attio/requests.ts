/**
 * What is sent to Attio, strictly: every request is checked here before it leaves, so that a mistake is named by its
 * field and costs no request. Shapes and limits are the documents' (api.md sections 3, 4 and 8) [spec].
 */
import { z } from 'zod';
import type { Filter, RecordQuery } from './types.js';
import type { CreateNote } from './writes.js';

export const SEARCH_QUERY_MAX = 256;
export const SEARCH_LIMIT_MAX = 25;
export const QUERY_LIMIT_MAX = 500;
export const NOTES_LIMIT_MAX = 50;

/** Any version of UUID: Attio's are random ones, but that is Attio's affair. */
const uuid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a UUID of 36 characters');

/** A slug or a UUID, which becomes one segment of a path. */
const name = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must be at most 255 characters')
  .refine((value) => value !== '.' && value !== '..' && !/[\s/\\?#%\p{Cc}]/u.test(value), 'must be a slug or a UUID');

const offset = z.int('must be a whole number').min(0, 'must not be negative');
const limit = (max: number) =>
  z.int('must be a whole number').min(1, 'must be at least 1').max(max, `must be at most ${max}`);
const filter = z.record(z.string(), z.unknown());

const direction = z.enum(['asc', 'desc']);
const field = z.string().min(1).optional();
const sort = z.union(
  [
    z.strictObject({ direction, attribute: name, field }),
    z.strictObject({ direction, path: z.array(z.tuple([name, name])).min(1), field }),
  ],
  'must have a direction (asc or desc) and either an attribute or a path',
);

const query = z
  .strictObject({
    filter: filter.optional(),
    filter_view_id: uuid.optional(),
    sorts: z.array(sort).optional(),
    limit: limit(QUERY_LIMIT_MAX).optional(),
    offset: offset.optional(),
  })
  .refine((body) => body.filter === undefined || body.filter_view_id === undefined, {
    path: ['filter_view_id'],
    message: 'cannot be used together with filter',
  });

const search = z
  .strictObject({
    query: z.string(),
    objects: z.array(name).min(1, 'must name at least one object'),
    limit: z.number().optional(),
  })
  .transform((body) => ({
    // Not through the middle of a surrogate pair.
    query: body.query.slice(0, SEARCH_QUERY_MAX).replace(/[\uD800-\uDBFF]$/, ''),
    objects: body.objects,
    ...(body.limit === undefined
      ? {}
      : { limit: Math.min(Math.max(Math.trunc(body.limit) || 1, 1), SEARCH_LIMIT_MAX) }),
    request_as: { type: 'workspace' as const },
  }));

const notes = z
  .strictObject({
    parent_object: name.optional(),
    parent_record_id: uuid.optional(),
    limit: limit(NOTES_LIMIT_MAX).optional(),
    offset: offset.optional(),
  })
  .refine((body) => body.parent_record_id === undefined || body.parent_object !== undefined, {
    path: ['parent_object'],
    message: 'is needed with parent_record_id',
  });

/** Attio takes times with milliseconds; its own have nine decimals (api.md section 11). */
const pastTime = z
  .string()
  .refine((value) => /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)), 'must be an ISO time')
  .refine((value) => !(Date.parse(value) < 0), 'must not be before 1970')
  .refine((value) => !(Date.parse(value) > Date.now() + 60_000), 'must not be in the future')
  .transform((value) => new Date(Math.min(Date.parse(value), Date.now())).toISOString());

const createNote = z
  .strictObject({
    kind: z.literal('note.create'),
    parentObject: name,
    parentRecordId: uuid,
    title: z.string(),
    format: z.enum(['markdown', 'plaintext']),
    content: z.string(),
    createdAt: pastTime.optional(),
    meetingId: uuid.nullish(),
  })
  .transform((change) => ({
    data: {
      parent_object: change.parentObject,
      parent_record_id: change.parentRecordId,
      title: change.title,
      format: change.format,
      content: change.content,
      ...(change.createdAt === undefined ? {} : { created_at: change.createdAt }),
      ...(change.meetingId === undefined ? {} : { meeting_id: change.meetingId }),
    },
  }));

const deleteNote = z.looseObject({ kind: z.literal('note.delete'), noteId: uuid });

export const REQUESTS = { query, search, notes, createNote, deleteNote, name, uuid };

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

/** Slugs of the attributes that a filter and sorts touch, for the audit; never their values. */
export function attributesOf(body: Pick<RecordQuery, 'filter' | 'sorts'>): string[] {
  const found = new Set<string>();
  const walk = (part: unknown, depth: number): void => {
    if (typeof part !== 'object' || part === null || depth > 20) return;
    if (Array.isArray(part)) {
      for (const item of part) walk(item, depth + 1);
      return;
    }
    const { path } = part as Filter;
    if (Array.isArray(path)) {
      addPath(path);
      return;
    }
    for (const [key, inner] of Object.entries(part)) {
      if (key.startsWith('$')) walk(inner, depth + 1);
      else found.add(key);
    }
  };
  const addPath = (path: unknown[]): void => {
    for (const step of path) if (Array.isArray(step) && typeof step[1] === 'string') found.add(step[1]);
  };
  walk(body.filter, 0);
  for (const sort of Array.isArray(body.sorts) ? body.sorts : []) {
    if (typeof sort?.attribute === 'string') found.add(sort.attribute);
    if (Array.isArray(sort?.path)) addPath(sort.path);
  }
  return [...found];
}

/** What a new note sets. */
export function noteAttributes(change: CreateNote): string[] {
  return ['title', 'content', ...(change.createdAt ? ['created_at'] : []), ...(change.meetingId ? ['meeting_id'] : [])];
}
