/** Refusals, in the bodies and words of the real API (api.md section 7). */

export interface ValidationIssue {
  code: string;
  path: (string | number)[];
  message: string;
}

/** Thrown by a handler; the server answers with `status` and `body`. */
export class Problem extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(status: number, type: string, code: string, message: string, issues?: ValidationIssue[]) {
    super(message);
    this.status = status;
    this.body = { status_code: status, type, code, message, ...(issues && { validation_errors: issues }) };
  }
}

/** 400 with one of Attio's codes. */
export function invalid(code: string, message: string): Problem {
  return new Problem(400, 'invalid_request_error', code, message);
}

/** 400 for a body or query string that does not have the documented shape [wire]. */
export function malformed(what: 'Body payload' | 'Query params', issues: ValidationIssue[]): Problem {
  const message = `${what} validation error.`;
  return new Problem(400, 'invalid_request_error', 'validation_type', message, issues);
}

/** 404 with the code `not_found`; `message` is a sentence as Attio words it. */
export function notFound(message: string): Problem {
  return new Problem(404, 'invalid_request_error', 'not_found', message);
}

/** 404 for a record; `id` as it was asked for. */
export function recordNotFound(id: string): Problem {
  return notFound(`Record with ID "${id}" not found.`);
}

/** 401 without credentials, 403 with rejected or under-scoped ones (api.md section 7). */
export function unauthorized(status: 401 | 403, message: string): Problem {
  return new Problem(status, 'auth_error', 'unauthorized', message);
}

/** 409 for a slug or title that is taken. */
export function slugConflict(message: string): Problem {
  return new Problem(409, 'invalid_request_error', 'slug_conflict', message);
}

/** 404 to readers and 400 to writers of a record that is being merged (api.md section 4.3). */
export function mergeInProgress(use: 'read' | 'write'): Problem {
  const message = 'This record is being merged. Please try again shortly.';
  return new Problem(use === 'read' ? 404 : 400, 'invalid_request_error', 'merge_in_progress', message);
}

/** 400 for an update that names nothing to update. */
export function emptyPayload(): Problem {
  return invalid(
    'validation_type',
    'You passed an empty payload. Please ensure you are updating at least one property in your request.',
  );
}

/** The same refusal with its status as `statusCode`, as the documents of comments and meetings have it. */
export function inCamelCase(problem: Problem): Problem {
  const { status_code, ...rest } = problem.body;
  return Object.assign(problem, { body: { statusCode: status_code, ...rest } });
}
