/** One audit entry per CRM operation: what was done, to what, how it was allowed and how it ended. Never a value. */
export interface AuditEntry {
  /** ISO time the operation was asked for. */
  time: string;
  account: { id: string; name: string; slug: string };
  /** `records.query`, `notes.create`, … */
  operation: string;
  kind: 'read' | 'write';
  object?: string;
  target?: string;
  attributes?: string[];
  count?: number;
  /** How a write was approved: `asked`, `undo`. */
  approval?: { how: string; at: string; surface: string };
  surface: string;
  outcome: 'ok' | 'refused' | 'failed' | 'cancelled' | 'unknown';
  status?: number;
  errorKind?: string;
  errorCode?: string;
  ms: number;
  attempts: number;
  executionId?: string;
}

/** Where entries go. Must not throw. */
export interface AuditSink {
  write(entry: AuditEntry): void;
}
