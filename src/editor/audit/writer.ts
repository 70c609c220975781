/** Writes operations to the log channel and to the trail on disk. Loaded with the first operation. */
import type { LogOutputChannel } from 'vscode';
import type { AuditEntry } from '../../audit/entry.js';
import { formatUntimed } from '../../audit/formatEntry.js';
import type { Redactor } from '../../audit/redact.js';
import { toEntry } from '../../audit/toEntry.js';
import { openTrail } from '../../audit/trail.js';
import type { AuditLog } from './auditLog.js';
import { retentionDays } from './kept.js';

export { trailDirectory } from './kept.js';

const LEVELS: Record<AuditEntry['outcome'], 'info' | 'warn' | 'error'> = {
  ok: 'info',
  refused: 'warn',
  cancelled: 'warn',
  failed: 'error',
  unknown: 'error',
};

export interface AuditWriter {
  record: AuditLog['record'];
  flush(): Promise<void>;
  /** Writes what is left at once. */
  close(): void;
}

/**
 * All that reaches the channel or the disk is redacted; `onProblem` gets its sentence as it is. `record` never throws:
 * what cannot be audited goes to the console. `directory` is made when first written to.
 */
export function openWriter(options: {
  channel: LogOutputChannel;
  redactor: Redactor;
  directory: string;
  onProblem: (message: string) => void;
}): AuditWriter {
  const { channel, redactor, directory, onProblem } = options;
  const redact = (text: string) => redactor.redact(text);
  const trail = openTrail({
    directory,
    retentionDays,
    onProblem: (message) => {
      channel.error(redact(message));
      onProblem(message);
    },
  });
  return {
    record(account, operation) {
      try {
        const entry = toEntry(account, operation, redact);
        channel[LEVELS[entry.outcome] ?? 'error'](formatUntimed(entry));
        trail.write(entry);
      } catch (error) {
        console.error(redact(`Attio: an operation could not be audited: ${error}`));
      }
    },
    flush: () => trail.flush(),
    close: () => trail.close(),
  };
}
