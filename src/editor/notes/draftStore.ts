/** Drafts on disk. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordRef } from '../../crm/types.js';
import { type Claim, claimed, claim as claimFile } from './claim.js';

export interface DraftMeta {
  version: 1;
  id: string;
  /** Enough to say whose it is after signing out. */
  account: { id: string; name: string; slug: string };
  record: RecordRef;
  /** ISO time. */
  createdAt: string;
}

export interface Draft {
  meta: DraftMeta;
  text: string;
  /** Milliseconds since the epoch of the last save. */
  mtime: number;
  /** UTF-8 bytes. */
  size: number;
}

/** By it a note that was approved knows whether its draft still says the same. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Thrown where a draft is written to that was sent or discarded meanwhile. */
export class DraftGone extends Error {
  override readonly name = 'DraftGone';
  constructor() {
    super('This draft no longer exists: its note was created, or it was discarded, perhaps in another window.');
  }
}

const missing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (missing(error)) return undefined;
    throw error;
  }
}

/**
 * `<id>.md` is the text exactly as typed, `<id>.json` what the text does not say. Both are readable by their owner only
 * and replaced whole, so that a crash leaves the old or the new and never a half. undefined: there is no such draft, or
 * one of the two is not there; other errors of the disk reject.
 */
export class DraftStore {
  /** Work on one draft waits for the one before, so that a late keep never overtakes a save. */
  readonly #queues = new Map<string, Promise<unknown>>();

  /** Per draft, the text on disk as this window's editor last read or wrote it. */
  readonly #shown = new Map<string, string>();

  /** `folder`: a directory of its own; made when first written to. */
  constructor(readonly folder: string) {}

  #text = (id: string) => join(this.folder, `${id}.md`);
  #meta = (id: string) => join(this.folder, `${id}.json`);

  async create(draft: { account: DraftMeta['account']; record: RecordRef; text: string }): Promise<Draft> {
    const id = Date.now().toString(36) + randomBytes(4).toString('hex');
    const { account, record } = draft;
    const meta: DraftMeta = {
      version: 1,
      id,
      account: { id: account.id, name: account.name, slug: account.slug },
      record: { object: record.object, recordId: record.recordId },
      createdAt: new Date().toISOString(),
    };
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    // The text first: a draft without its description is found again, one without its text would be empty.
    await this.#replace(this.#text(id), draft.text);
    await this.#replace(this.#meta(id), JSON.stringify(meta));
    const made = await this.read(id);
    if (made === undefined) throw new DraftGone();
    return made;
  }

  async read(id: string): Promise<Draft | undefined> {
    const [meta, text, stats] = await Promise.all([
      this.meta(id),
      orUndefined(readFile(this.#text(id), 'utf8')),
      orUndefined(stat(this.#text(id))),
    ]);
    if (meta === undefined || text === undefined || stats === undefined) return undefined;
    return { meta, text, mtime: Math.floor(stats.mtimeMs), size: stats.size };
  }

  async meta(id: string): Promise<DraftMeta | undefined> {
    const json = await orUndefined(readFile(this.#meta(id), 'utf8'));
    if (json === undefined) return undefined;
    try {
      const meta = JSON.parse(json) as DraftMeta;
      return meta.version === 1 && meta.id === id ? meta : undefined;
    } catch {
      return undefined;
    }
  }

  async stat(id: string): Promise<{ mtime: number; ctime: number; size: number; locked: boolean } | undefined> {
    const [stats, locked] = await Promise.all([
      orUndefined(stat(this.#text(id))),
      claimed(this.folder, id),
      // A text without a description cannot be sent; it counts as gone.
    ]);
    if (stats === undefined || (await orUndefined(stat(this.#meta(id)))) === undefined) return undefined;
    return { mtime: Math.floor(stats.mtimeMs), ctime: Math.floor(stats.birthtimeMs), size: stats.size, locked };
  }

  /** Newest first. */
  async list(): Promise<Draft[]> {
    const names = (await orUndefined(readdir(this.folder))) ?? [];
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    const drafts = await Promise.all(ids.map((id) => this.read(id)));
    return drafts.filter((draft) => draft !== undefined).sort((a, b) => b.mtime - a.mtime);
  }

  /** Reads a draft for the editor of this window, which now shows what is on disk. In turn with what is written. */
  show(id: string): Promise<Draft | undefined> {
    return this.#queued(id, async () => {
      const draft = await this.read(id);
      if (draft !== undefined) this.#shown.set(id, draft.text);
      return draft;
    });
  }

  /** @throws DraftGone */
  save(id: string, text: string | Uint8Array): Promise<void> {
    return this.#queued(id, async () => {
      if ((await this.meta(id)) === undefined) throw new DraftGone();
      await this.#replace(this.#text(id), text);
      this.#shown.set(id, Buffer.from(text).toString('utf8'));
    });
  }

  /**
   * Writes what is typed and leaves the time of the last save as it was: the editor goes by that time to tell whether
   * someone else changed the file. Does nothing when the draft is gone, nor when another window has written to it since this one looked:
   * the editor then says so when it saves, and the person chooses.
   */
  keep(id: string, text: string): Promise<void> {
    return this.#queued(id, async () => {
      const before = await orUndefined(stat(this.#text(id)));
      if (before === undefined || (await this.meta(id)) === undefined) return;
      const shown = this.#shown.get(id);
      if (shown !== undefined && (await orUndefined(readFile(this.#text(id), 'utf8'))) !== shown) return;
      await this.#replace(this.#text(id), text, Math.floor(before.mtimeMs));
      this.#shown.set(id, text);
    });
  }

  /** @throws DraftGone */
  async describe(id: string, change: Partial<Pick<DraftMeta, 'account' | 'record'>>): Promise<DraftMeta> {
    return this.#queued(id, async () => {
      const meta = await this.meta(id);
      if (meta === undefined) throw new DraftGone();
      const next: DraftMeta = { ...meta, ...change };
      await this.#replace(this.#meta(id), JSON.stringify(next));
      return next;
    });
  }

  async remove(id: string): Promise<void> {
    await this.#queued(id, async () => {
      // The description first: without it the rest is not a draft any more.
      await rm(this.#meta(id), { force: true });
      await rm(this.#text(id), { force: true });
    });
  }

  /** The right to send this draft, for one window at a time; undefined while another holds it. */
  claim(id: string): Promise<Claim | undefined> {
    return claimFile(this.folder, id);
  }

  #queued<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const now = before.then(work, work);
    this.#queues.set(id, now);
    const forget = () => {
      if (this.#queues.get(id) === now) this.#queues.delete(id);
    };
    now.then(forget, forget);
    return now;
  }

  /** `mtime`: whole milliseconds the file is to have been changed at. */
  async #replace(path: string, content: string | Uint8Array, mtime?: number): Promise<void> {
    const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await writeFile(temporary, content, { mode: 0o600, flush: true });
      // The mode given above is lessened by the umask only; a file left over with another mode is put right.
      await chmod(temporary, 0o600);
      if (mtime !== undefined) {
        // The middle of the millisecond: a Date is rounded to the next one half of the time, and a fraction of a second
        // that is not exact can fall below it. Either would look like someone else's change.
        const seconds = (mtime + 0.5) / 1000;
        await utimes(temporary, seconds, seconds);
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}
