/** Reads the trail back, in order of time, in bounded memory however long it is. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { daysIn, fileOf } from './days.js';
import type { AuditEntry } from './entry.js';

/** Lines are in order of when operations ended; within so many of them, order by when they began is restored. */
const WINDOW = 2000;

const isText = (value: unknown): value is string => typeof value === 'string';

/** The entry a line holds; undefined for a torn or foreign line. */
export function parseLine(line: string): AuditEntry | undefined {
  let value: Partial<AuditEntry> | null;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { time, account, operation, outcome, surface } = value;
  if (!isText(time) || Number.isNaN(Date.parse(time)) || !isText(operation) || !isText(outcome) || !isText(surface))
    return undefined;
  if (typeof account !== 'object' || account === null || !isText(account.slug)) return undefined;
  if (typeof value.ms !== 'number' || typeof value.attempts !== 'number') return undefined;
  if (value.attributes !== undefined && !Array.isArray(value.attributes)) return undefined;
  return value as AuditEntry;
}

async function* linesOf(directory: string, day: string): AsyncGenerator<AuditEntry> {
  const input = createReadStream(fileOf(directory, day), 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const entry = parseLine(line);
      if (entry) yield entry;
    }
  } catch (error) {
    // Another window's retention took the file.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    input.destroy();
  }
}

const byTime = (a: AuditEntry, b: AuditEntry) => Date.parse(a.time) - Date.parse(b.time);

async function* inOrder(entries: AsyncIterable<AuditEntry>): AsyncGenerator<AuditEntry> {
  let held: AuditEntry[] = [];
  for await (const entry of entries) {
    held.push(entry);
    if (held.length < 2 * WINDOW) continue;
    held.sort(byTime);
    yield* held.slice(0, WINDOW);
    held = held.slice(WINDOW);
  }
  yield* held.sort(byTime);
}

/** Every entry of the days `from` (`YYYY-MM-DD`, in UTC) and later, oldest first. Torn and foreign lines are passed over. */
export async function* readTrail(directory: string, from: string): AsyncGenerator<AuditEntry> {
  for (const day of await daysIn(directory)) if (day >= from) yield* inOrder(linesOf(directory, day));
}

/** The newest `limit` entries since `from`, oldest first, and how many older ones were left out. */
export async function readNewest(
  directory: string,
  from: string,
  limit: number,
): Promise<{ entries: AuditEntry[]; leftOut: number }> {
  let entries: AuditEntry[] = [];
  let seen = 0;
  for await (const entry of readTrail(directory, from)) {
    seen++;
    entries.push(entry);
    if (entries.length >= 2 * limit) entries = entries.slice(-limit);
  }
  entries = entries.slice(-limit);
  return { entries, leftOut: seen - entries.length };
}
