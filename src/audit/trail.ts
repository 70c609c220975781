/**
 * The trail on disk: JSON lines, one file a day (UTC), safe with several windows. Entries are appended in whole lines by one
 * write to a file opened for appending, so windows never tear each other's lines.
 */

import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { chmod, mkdir, open } from 'node:fs/promises';
import { dayOf, fileOf, prune } from './days.js';
import type { AuditEntry, AuditSink } from './entry.js';

export interface TrailOptions {
  directory: string;
  /** Asked when a day begins. */
  retentionDays: () => number;
  /** Told in a sentence when entries cannot be written: once, and again only after it had worked in between. */
  onProblem: (message: string) => void;
  now?: () => Date;
}

export interface Trail extends AuditSink {
  /** Resolves when everything written so far is on disk, or has failed to get there. */
  flush(): Promise<void>;
  /** Writes what is left, at once: for the end of the process. */
  close(): void;
}

interface Line {
  day: string;
  text: string;
}

/** One write carries at most about this many characters. */
const BATCH = 256 * 1024;
/** What waits while the disk refuses; beyond it the oldest go. */
const WAITING = 5000;

/** The lines to write next: those of one day, at most a batch. */
function nextBatch(lines: readonly Line[]): Line[] {
  let length = 0;
  let end = 0;
  for (const line of lines) {
    length += line.text.length;
    if (end > 0 && (line.day !== lines[0]!.day || length > BATCH)) break;
    end++;
  }
  return lines.slice(0, end);
}

/** How many of `lines` are wholly among the first `bytes` bytes of them, and whether the next one is torn. */
function whole(lines: readonly Line[], bytes: number): { count: number; torn: boolean } {
  let end = 0;
  for (const [count, line] of lines.entries()) {
    const next = end + Buffer.byteLength(line.text);
    if (next > bytes) return { count, torn: bytes > end };
    end = next;
  }
  return { count: lines.length, torn: false };
}

const FULL: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EROFS: 'the disk is read-only',
};

/**
 * Touches no disk before the first entry; then makes the folder for its owner alone, and once a day deletes the files
 * that are too old. `write` never throws: while the disk refuses, the newest 5000 entries wait in memory.
 */
export function openTrail({ directory, retentionDays, onProblem, now = () => new Date() }: TrailOptions): Trail {
  let waiting: Line[] = [];
  let draining: Promise<void> | undefined;
  let troubled = false;
  /** A write ended inside a line: the next one starts on a new line. */
  let torn = false;
  let prunedOn = '';
  let closed = false;
  /** Lines at the head of `waiting` that a write under way carries. */
  let onTheWay = 0;

  /** Takes what the first `bytes` bytes (after `lead` of our own) carried off the queue; whether that was all. */
  const written = (batch: readonly Line[], lead: number, bytes: number) => {
    const result = whole(batch, Math.max(0, bytes - lead));
    torn = result.torn || (torn && bytes < lead);
    waiting.splice(0, result.count);
    return result.count === batch.length;
  };

  const trouble = (error: unknown) => {
    if (waiting.length > WAITING) waiting = waiting.slice(-WAITING);
    if (troubled) return;
    troubled = true;
    const { code } = error as NodeJS.ErrnoException;
    const why = (code && FULL[code]) || (error as Error).message;
    onProblem(
      `The audit trail cannot be written to ${directory}: ${why}. Attio operations go on and stay in the “Attio Audit” log; the newest ${WAITING} wait in memory and are written when it works again.`,
    );
  };

  const append = async (batch: readonly Line[]): Promise<void> => {
    const file = fileOf(directory, batch[0]!.day);
    const at = now();
    if (prunedOn !== dayOf(at)) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await chmod(directory, 0o700);
      await prune(directory, retentionDays(), at);
      prunedOn = dayOf(at);
    }
    const handle = await open(file, 'a', 0o600).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      // The folder was deleted under us.
      await mkdir(directory, { recursive: true, mode: 0o700 });
      return open(file, 'a', 0o600);
    });
    try {
      // close() has written them.
      if (closed) return;
      const lead = torn ? '\n' : '';
      onTheWay = batch.length;
      const { bytesWritten } = await handle.write(Buffer.from(lead + batch.map(({ text }) => text).join('')));
      if (!written(batch, lead.length, bytesWritten))
        throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    } finally {
      onTheWay = 0;
      await handle.close();
    }
  };

  const drain = async () => {
    while (waiting.length > 0 && !closed) {
      try {
        await append(nextBatch(waiting));
        troubled = false;
      } catch (error) {
        trouble(error);
        return;
      }
    }
  };

  const start = (): Promise<void> => {
    draining ??= drain().finally(() => {
      draining = undefined;
    });
    return draining;
  };

  return {
    write(entry: AuditEntry) {
      const time = new Date(entry.time);
      const day = dayOf(Number.isNaN(time.getTime()) ? now() : time);
      waiting.push({ day, text: `${JSON.stringify(entry)}\n` });
      // Those of one tick go together.
      if (!draining && !closed) queueMicrotask(() => void start());
    },
    async flush() {
      await draining;
      await start();
    },
    close() {
      closed = true;
      waiting.splice(0, onTheWay);
      onTheWay = 0;
      while (waiting.length > 0) {
        const batch = nextBatch(waiting);
        try {
          mkdirSync(directory, { recursive: true, mode: 0o700 });
          const file = openSync(fileOf(directory, batch[0]!.day), 'a', 0o600);
          try {
            const lead = torn ? '\n' : '';
            if (!written(batch, lead.length, writeSync(file, lead + batch.map(({ text }) => text).join('')))) return;
          } finally {
            closeSync(file);
          }
        } catch {
          return;
        }
      }
    },
  };
}
