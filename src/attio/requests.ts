/**
 * What is sent to Attio, strictly: every request is checked here before it leaves, so that a mistake is named by its
 * field and costs no request. Shapes and limits are the documents' (api.md sections 3, 4 and 8) [spec].
 */
import { z } from 'zod';
import { given, limit, name, offset, pastTime, type Sender, someOf, time, uuid, words } from './sent.js';
import type { Filter, RecordQuery } from './types.js';
import type { CreateNote } from './writes.js';

export const SEARCH_QUERY_MAX = 256;
export const SEARCH_LIMIT_MAX = 25;
export const QUERY_LIMIT_MAX = 500;
export const NOTES_LIMIT_MAX = 50;

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

const flag = z.boolean().optional();
const cursor = words.optional();
const offsets = (max?: number) => ({
  limit: (max === undefined ? z.int('must be a whole number').min(1, 'must be at least 1') : limit(max)).optional(),
  offset: offset.optional(),
});

/** Two parameters that Attio takes together or not at all. */
const linked = { linked_object: name.optional(), linked_record_id: uuid.optional() };
const bothLinked = (query: { linked_object?: string; linked_record_id?: string }) =>
  (query.linked_object === undefined) === (query.linked_record_id === undefined);
const BOTH = { path: ['linked_record_id'], message: 'and linked_object are given together or not at all' };

const archived = z.strictObject({ show_archived: flag });
const attributes = z.strictObject({ ...offsets(), show_archived: flag });
const views = z.strictObject({ limit: limit(1000).optional(), cursor, show_archived: flag });
const entriesOf = z.strictObject(offsets(1000));
const valuesOf = z.strictObject({ ...offsets(), show_historic: flag });
const sql = z.strictObject({ sql: words });

const tasks = z
  .strictObject({
    ...offsets(),
    sort: z.enum(['created_at:asc', 'created_at:desc', 'completed_at:asc', 'completed_at:desc']).optional(),
    ...linked,
    assignee: words.nullish(),
    is_completed: flag,
  })
  .refine(bothLinked, BOTH);

const threads = z.union(
  [
    z.strictObject({ object: name, record_id: uuid, ...offsets(50) }),
    z.strictObject({ list: name, entry_id: uuid, ...offsets(50) }),
  ],
  'must name an object and a record_id, or a list and an entry_id',
);
const thread = z.strictObject({ limit: limit(250).optional(), cursor, created_after: time.optional() });

const meetings = z
  .strictObject({
    limit: limit(200).optional(),
    cursor,
    ...linked,
    participants: z
      .array(words.refine((one) => !one.includes(','), 'must be one address'))
      .optional()
      .transform((list) => list?.join(',')),
    sort: z.enum(['start_asc', 'start_desc']).optional(),
    ends_from: time.optional(),
    starts_before: time.optional(),
    timezone: words.optional(),
  })
  .refine(bothLinked, BOTH);
const recordings = z.strictObject({ limit: limit(200).optional(), cursor });
const transcript = z.strictObject({ cursor });

const files = z.strictObject({
  object: name,
  record_id: uuid,
  storage_provider: z.enum(['attio', 'dropbox', 'box', 'google-drive', 'microsoft-onedrive']).optional(),
  parent_folder_id: uuid.optional(),
  limit: limit(200).optional(),
  cursor,
});

/** A page has 10 to 100 webhooks (api.md section 3). */
const webhooks = z.strictObject({
  limit: z.int('must be a whole number').min(10, 'must be at least 10').max(100, 'must be at most 100').optional(),
  offset: offset.optional(),
});

const createNote: Sender = z
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
    body: {
      data: given({
        parent_object: change.parentObject,
        parent_record_id: change.parentRecordId,
        title: change.title,
        format: change.format,
        content: change.content,
        created_at: change.createdAt,
        meeting_id: change.meetingId,
      }),
    },
  }));

/** `content` goes with its format. */
const updateNote: Sender = z
  .strictObject({
    kind: z.literal('note.update'),
    noteId: uuid,
    title: z.string().optional(),
    format: z.enum(['markdown', 'plaintext']).optional(),
    content: z.string().optional(),
    base: z.unknown().optional(),
  })
  .refine(...someOf('title', 'content'))
  .refine((change) => (change.content === undefined) === (change.format === undefined), {
    path: ['format'],
    message: 'goes with content',
  })
  .transform(({ noteId, title, format, content }) => ({
    params: { note_id: noteId },
    body: { data: given({ title, format, content }) },
  }));

const deleteNote: Sender = z
  .looseObject({ kind: z.literal('note.delete'), noteId: uuid })
  .transform(({ noteId }) => ({ params: { note_id: noteId } }));

/** What reads send. */
export const QUERIES = {
  query,
  search,
  notes,
  archived,
  attributes,
  views,
  entriesOf,
  valuesOf,
  sql,
  tasks,
  threads,
  thread,
  meetings,
  recordings,
  transcript,
  files,
  webhooks,
};

export const NOTE_WRITES = { create: createNote, update: updateNote, delete: deleteNote };

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
