/** What Attio's error messages say besides words: the field at fault, ids, scopes. Wordings are those of api.md section 7. */

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Which field a wording is about; the first that fits. A function takes it from the message itself. */
const FIELDS: readonly [RegExp, string | ((match: RegExpExecArray) => string)][] = [
  [/^unknown_filter_attribute_slug:? *"?([\w$.-]+)/i, (match) => `filter.${match[1]}`],
  [/\bunknown attribute slug:? *"?([\w$.-]+)/i, (match) => match[1]!],
  [/attributes? with (?:slug(?:\/ID)?|ID) "([^"]+)"/i, (match) => match[1]!],
  [/\battribute "([^"]+)" (?:is not|must be) unique/i, (match) => match[1]!],
  [/matching_attribute/i, 'matching_attribute'],
  [/for default value/i, 'default_value'],
  [/(?:select option|status(?: option)?)s? with the title|another status/i, 'title'],
  [/select option title/i, 'option'],
  [/status option title/i, 'status'],
  [/\b([a-z]+_[a-z_]+) param\b/, (match) => match[1]!],
  [/api[_ ]slug/i, 'api_slug'],
  [/filter/i, 'filter'],
  [/empty payload/i, 'data'],
  [/participants/i, 'participants'],
  [/video URL/i, 'video_url'],
  [/can be linked to/i, 'linked_records'],
  [/permissions? features|access configuration/i, 'workspace_access'],
  [/parent record/i, 'parent_record_id'],
  [/parent object/i, 'parent_object'],
  [/workspace member/i, 'workspace_member_id'],
  [/call recording/i, 'call_recording_id'],
  [/\bendpoint\b/i, 'endpoint'],
  [/\b(?:an?|the|system|this|no)\b.*\battribute\b/i, 'attribute'],
  [
    /\b(record|note|task|thread|comment|meeting|webhook|entry|file)\b.*\bnot\b|could not find (task|comment|thread|note|record)\b/i,
    (match) => `${(match[1] ?? match[2])!.toLowerCase()}_id`,
  ],
  [/\b(object|list)\b/i, (match) => match[1]!.toLowerCase()],
];

/** Path or slug of the field at fault, where a message tells. */
export function fieldOf(message: string): string | undefined {
  for (const [wording, field] of FIELDS) {
    const match = wording.exec(message);
    if (match) return typeof field === 'string' ? field : field(match);
  }
  return undefined;
}

/** The ids after "Conflicting record IDs:". */
export function conflictingIds(message: string): string[] {
  const list = /conflicting record IDs?:(.*)$/is.exec(message)?.[1] ?? '';
  return list.match(new RegExp(ID, 'gi'))?.map((id) => id.toLowerCase()) ?? [];
}

/** Scopes that a message names, such as `note:read-write`. */
export function scopesNamed(message: string): string[] {
  return [...new Set(message.match(/\b[a-z]+(?:_[a-z]+)*:read(?:-write)?\b/g) ?? [])];
}

/** An error body of Attio's. */
export interface ErrorBody {
  type?: string;
  code?: string;
  message?: string;
  validation?: { path: string; message: string; allowed?: string[] }[];
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The allowed values that a validation error lists, under any of the names validators use. */
function allowedIn(issue: Record<string, unknown>): string[] | undefined {
  for (const name of ['options', 'values', 'expected', 'allowed']) {
    const list = issue[name];
    if (Array.isArray(list) && list.length > 0) return list.map(String);
  }
  return undefined;
}

/** Reads an error body, whatever of it is there; undefined when it is not one of Attio's. */
export function readErrorBody(json: unknown): ErrorBody | undefined {
  const body = object(json);
  const errors = Array.isArray(body.validation_errors) ? body.validation_errors.map(object) : [];
  const known = text(body.type) ?? text(body.code) ?? text(body.message);
  // Two operations say `statusCode` (api.md section 4.1).
  if (known === undefined && body.status_code === undefined && body.statusCode === undefined) return undefined;
  return {
    type: text(body.type),
    code: text(body.code),
    message: text(body.message),
    validation: errors.map((issue) => ({
      path: Array.isArray(issue.path) ? issue.path.map(String).join('.') : '',
      message: text(issue.message) ?? 'is not valid',
      allowed: allowedIn(issue),
    })),
  };
}
