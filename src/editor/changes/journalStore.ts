/** The undo journal of one account on disk. */
import { constants } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Journal, JournalEntry } from '../../changes/journal.js';
import { entryLine, kept, readJournal, undoneLine, writtenJournal } from './journalFormat.js';

export interface JournalStoreOptions {
  file: string;
  /** Asked at every use; 0: nothing is kept. */
  retentionDays: () => number;
  /** Whether a text holds a key: such an entry is kept in memory and never on disk. */
  holdsSecret?: (text: string) => boolean;
  now?: () => number;
}

export interface JournalStore extends Journal {
  /** Lets go of what is older than the retention, on disk as well. */
  prune(): Promise<void>;
}

/** A window that died while it rewrote leaves its mark behind; after so long another may. */
const STALE_MS = 60_000;

const absent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Reads to the end of an open file, from `offset`. */
async function rest(handle: FileHandle, offset: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = offset; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536, at);
    if (bytesRead === 0) return Buffer.concat(parts);
    parts.push(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}

/** Whether the path still names the file that `handle` has open. */
async function isStill(handle: FileHandle, file: string): Promise<boolean> {
  const mine = await handle.stat({ bigint: true });
  const now = await stat(file, { bigint: true }).catch(() => undefined);
  return now !== undefined && now.ino === mine.ino && now.dev === mine.dev;
}

async function append(file: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  // Another window may put a rewritten file in the place of the one that is open: then the line goes there too. Reading
  // takes a line that is there twice for one.
  for (let round = 0; round < 5; round++) {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a', 0o600);
    try {
      for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
      if (await isStill(handle, file)) return;
    } finally {
      await handle.close();
    }
  }
}

/** Holds the right to rewrite while `work` runs; without it nothing is done. */
async function alone(file: string, work: () => Promise<void>): Promise<void> {
  const mark = `${file}.rewrite`;
  const take = () => open(mark, 'wx', 0o600).catch(() => undefined);
  let handle = await take();
  if (handle === undefined) {
    const since = await stat(mark).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (since === undefined || Date.now() - since < STALE_MS) return;
    await rm(mark, { force: true });
    handle = await take();
    if (handle === undefined) return;
  }
  try {
    await work();
  } finally {
    await handle.close();
    await rm(mark, { force: true });
  }
}

/** Puts a file with `choose`'s entries in the place of this one, and brings along what others append meanwhile. */
function rewrite(file: string, choose: (entries: JournalEntry[]) => JournalEntry[]): Promise<void> {
  return alone(file, async () => {
    const old = await open(file, constants.O_RDONLY);
    const fresh = `${file}.new`;
    try {
      const before = await rest(old, 0);
      await rm(fresh, { force: true });
      const made = await open(fresh, 'wx', 0o600);
      try {
        await made.writeFile(writtenJournal(choose(readJournal(before.toString('utf8')))));
        await made.sync();
      } finally {
        await made.close();
      }
      if (!(await isStill(old, file))) return;
      await rename(fresh, file);
      const late = await rest(old, before.length);
      if (late.length > 0) await append(file, late.toString('utf8'));
    } finally {
      await old.close();
      await rm(fresh, { force: true });
    }
  });
}

/**
 * Every write is whole lines appended by one call to a file opened for appending, so that several windows can write at
 * once; the file is rewritten only to let go of what is too old. Calls run one after the other, and reject where the
 * disk refuses.
 */
export function journalStore(options: JournalStoreOptions): JournalStore {
  const { file, retentionDays, holdsSecret = () => false, now = Date.now } = options;
  /** Entries that hold a key. */
  const unwritten: JournalEntry[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  /** One after the other, so that what is read is what was written. */
  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  };

  const clear = async () => {
    unwritten.length = 0;
    await rm(file, { force: true });
  };

  const all = async (): Promise<JournalEntry[]> => {
    const text = await readFile(file, 'utf8').catch((error) => {
      if (absent(error)) return '';
      throw error;
    });
    return text === '' ? [] : readJournal(text);
  };

  const prune = async (): Promise<void> => {
    const days = retentionDays();
    if (days <= 0) return clear();
    const stay = kept(unwritten, days, now());
    unwritten.splice(0, unwritten.length, ...stay);
    const entries = await all();
    if (kept(entries, days, now()).length === entries.length) return;
    await rewrite(file, (some) => kept(some, days, now())).catch((error) => {
      if (!absent(error)) throw error;
    });
  };

  const list = async (): Promise<JournalEntry[]> => {
    if (retentionDays() <= 0) return [];
    const entries = readJournal(writtenJournal([...(await all()), ...unwritten]));
    return kept(entries, retentionDays(), now());
  };

  return {
    append: (entry) =>
      next(async () => {
        if (retentionDays() <= 0) return;
        const line = entryLine(entry);
        if (holdsSecret(line)) unwritten.push(entry);
        else {
          await append(file, line);
          await chmod(file, 0o600);
        }
      }),
    list: () => next(list),
    get: (id) => next(async () => (await list()).find((entry) => entry.id === id)),
    markUndone: (id, undone) =>
      next(async () => {
        // An entry without an id was never kept.
        if (retentionDays() <= 0 || id === '') return;
        const held = unwritten.findIndex((entry) => entry.id === id);
        if (held >= 0) unwritten[held] = { ...unwritten[held]!, undone };
        else await append(file, undoneLine(id, undone));
      }),
    clear: () => next(clear),
    prune: () => next(prune),
  };
}

/** A journal that lives as long as the window: of a workspace that does not live longer. */
export function memoryJournal(retentionDays: () => number): Journal {
  const entries = new Map<string, JournalEntry>();
  const list = () => (retentionDays() <= 0 ? [] : [...entries.values()]);
  return {
    append: async (entry) => {
      if (retentionDays() > 0) entries.set(entry.id, structuredClone(entry));
    },
    list: async () => structuredClone(list()),
    get: async (id) => structuredClone(list().find((entry) => entry.id === id)),
    markUndone: async (id, undone) => {
      const entry = entries.get(id);
      if (entry) entries.set(id, { ...entry, undone });
    },
    clear: async () => entries.clear(),
  };
}
