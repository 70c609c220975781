/** One request on its way through the transport: what it asks for, and what became of it. */
import type { OperationSpec } from './operations.js';
import type { Upload } from './upload.js';

/** One request, as a call makes it. */
export interface Sending {
  operation: string;
  spec: OperationSpec;
  scopes: readonly string[];
  granted?: readonly string[];
  /** Filled in, with the query. */
  path: string;
  body?: unknown;
  /** In place of `body`: a file, streamed. */
  upload?: Upload;
  /** What is wrong with a successful answer; `again` when asking once more may bring a better one. */
  fault?: (answer: unknown) => { words: string; again: boolean } | undefined;
  /** Whether a redirect is the answer: then where it leads to comes back, and it is not followed. */
  redirect?: boolean;
}

/** What became of it, kept up to date while it runs: the audit wants it whatever the outcome. */
export interface Trace {
  attempts: number;
  status?: number;
  executionId?: string;
}
