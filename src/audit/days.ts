/** The files of the audit trail: one a day, in UTC. */
import { readdir, unlink } from 'node:fs/promises';
import path from 'node:path';

const DAY_MS = 86_400_000;
const FILE = /^(\d{4}-\d{2}-\d{2})\.jsonl$/;

/** `2026-11-21`, in UTC. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** The file of a day (`2026-11-21`), whether it is there or not. */
export const fileOf = (directory: string, day: string): string => path.join(directory, `${day}.jsonl`);

/** The days there are files of, oldest first; none when there is no folder. */
export async function daysIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.flatMap((name) => FILE.exec(name)?.[1] ?? []).sort();
}

/** The oldest day whose entries are not all older than `days` days. */
export const oldestKept = (now: Date, days: number): string => dayOf(new Date(now.getTime() - days * DAY_MS));

/** Deletes the files that are older than `days` days; what cannot be deleted is left for the next time. */
export async function prune(directory: string, days: number, now: Date): Promise<void> {
  const limit = oldestKept(now, days);
  for (const day of await daysIn(directory)) {
    if (day < limit) await unlink(fileOf(directory, day)).catch(() => undefined);
  }
}
