/**
 * The audited unit: one CRM operation, whatever number of HTTP attempts it took. Carries no value, no key, no text.
 */
import type { Approval } from './approved.js';
import type { AttioErrorKind } from './errors.js';

/** `records.query`, `notes.create`, …: the client's group and method. */
export type OperationName = string;

export interface Operation {
  name: OperationName;
  /** Reads and writes are paced apart; POST queries and searches are reads. */
  kind: 'read' | 'write';
  /** Slug or id of the object or list, where there is one. */
  object?: string;
  /** Id of the record, note, … where there is one. For a query by ids: their number is in `count`. */
  target?: string;
  /** Slugs of the attributes touched (a filter's, a write's); never values. */
  attributes?: string[];
  /** How many things came back. */
  count?: number;
  approval?: Approval;
  /** Which surface asked, such as `tree` or `hover`. */
  surface: string;
  /** ISO time the operation was asked for. */
  startedAt: string;
  /** Milliseconds until its outcome, waiting for the pace included. */
  ms: number;
  /** HTTP requests sent. */
  attempts: number;
  /** Last HTTP status; absent when no answer came. */
  status?: number;
  outcome: 'ok' | 'refused' | 'failed' | 'cancelled' | 'unknown';
  errorKind?: AttioErrorKind;
  errorCode?: string;
  /** `x-attio-execution-id` of the last answer. */
  executionId?: string;
}
