/**
 * What is newer than the whole documents that are at hand, or lost in the newest of them: each with where it is known
 * from. Requests are checked against these instead.
 */

/** Operations of Attio's that the client leaves out, and why. */
export const LEFT_OUT: Record<string, string> = {
  'GET /v2/emails': 'alpha, and enabled by Attio for single workspaces on request',
  'POST /v2/sequences/unsubscribed_emails': 'beta, of sequences: no part of a CRM that is read and written here',
  '/v2/activities*': 'alpha',
};

const link = {
  type: 'object',
  properties: { object: { type: 'string' }, record_id: { type: 'string', format: 'uuid' } },
  required: ['object', 'record_id'],
  additionalProperties: false,
};
const data = (properties: object, required: string[] = []) => ({
  type: 'object',
  properties: { data: { type: 'object', properties, required, additionalProperties: false } },
  required: ['data'],
  additionalProperties: false,
});
const links = data({ linked_records: { type: 'array', items: link, maxItems: 50 } }, ['linked_records']);
const history = data(
  {
    values: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          active_from: { type: 'string', format: 'date-time' },
          active_until: { type: ['string', 'null'], format: 'date-time' },
        },
        required: ['active_from'],
      },
    },
    replace_history: { const: true },
  },
  ['values', 'replace_history'],
);

/** Bodies of operations since August 2026, as Attio's reference pages and the delta have them; null: none. */
export const RECENT_BODIES: Record<string, object | null> = {
  'PATCH /v2/notes/{note_id}': data({
    title: { type: 'string' },
    format: { enum: ['plaintext', 'markdown'] },
    content: { type: 'string' },
  }),
  'PATCH /v2/meetings/{meeting_id}': links,
  'PUT /v2/meetings/{meeting_id}': links,
  'DELETE /v2/meetings/{meeting_id}': null,
  'DELETE /v2/objects/{object}': null,
  'PUT /v2/objects/{object}/records/{record_id}/attributes/{attribute}/values': history,
  'PUT /v2/lists/{list}/entries/{entry_id}/attributes/{attribute}/values': history,
};

/** Query parameters that came later (the thread is paged since October 2026). */
export const RECENT_PARAMETERS: Record<string, Record<string, object>> = {
  'GET /v2/threads/{thread_id}': {
    limit: { type: 'integer', minimum: 1, maximum: 250 },
    cursor: { type: 'string' },
    created_after: { type: 'string', format: 'date-time' },
  },
};

/** Keys of a body that the August document lost; the February one has them. */
export const LOST_KEYS: Record<string, string[]> = { 'POST /v2/meetings': ['external_ref'] };

/** Where the February document is narrower than the August one, by what was added meanwhile; the newer one decides. */
export const WIDENED: Record<string, string> = {
  'POST /v2/lists': 'workspace_access may be null',
  'GET /v2/tasks': 'sort by completed_at',
  'POST /v2/meetings': 'participants without an e-mail address',
  'POST /v2/meetings/{meeting_id}/call_recordings': 'a transcript without a video',
};
