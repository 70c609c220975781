/** What the other surfaces know of the audit: where an operation's report goes, and how the log is shown. */
import type { Event } from 'vscode';
import type { Account } from '../../attio/account.js';
import type { Operation } from '../../attio/operation.js';

export interface AuditLog {
  /** One line to the log channel and one JSON line to storage. Never throws, never waits. */
  record(account: Account, operation: Operation): void;
  /** Brings the "Attio Audit" channel to front. */
  show(): void;
  /** Resolves when everything recorded so far is on disk, or has failed to get there. */
  flush(): Promise<void>;
  /** A sentence, when entries cannot be written to disk. Once, until it has worked again. */
  readonly onProblem: Event<string>;
}
