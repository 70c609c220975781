/**
 * Edits of records that are not in Attio yet, on disk: one JSON file each, readable by its owner only and replaced whole,
 * so that a crash leaves the old or the new and never a half. Removed as soon as Attio has them, they are reverted, or the
 * account is signed out of.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../attio/values.js';
import type { RecordTarget } from '../targets.js';

type Values = Record<string, readonly Json[]>;

/** What both changed: what it was when the edit began, and what Attio has. */
export interface Clash {
  was: readonly Json[];
  theirs: readonly Json[];
}

export interface StoredEdit {
  version: 1;
  target: Required<RecordTarget>;
  /** What the record was when the edit was made: what the text is read against. */
  base: Values;
  /** As typed. */
  text: string;
  /** As last saved; undefined: never. */
  saved?: string;
  /** What the editor takes for the time of the last save, in milliseconds. */
  mtime: number;
  clashes: Record<string, Clash>;
}

export class EditStore {
  /** Work on one edit waits for the one before, so that a late keep never overtakes a removal. */
  readonly #queues = new Map<string, Promise<unknown>>();

  /** `folder`: a directory of its own; made when first written to. */
  constructor(readonly folder: string) {}

  #path(target: Required<RecordTarget>): string {
    const name = createHash('sha256').update(`${target.account} ${target.object} ${target.recordId}`).digest('hex');
    return join(this.folder, `${name.slice(0, 40)}.json`);
  }

  read(target: Required<RecordTarget>): Promise<StoredEdit | undefined> {
    const path = this.#path(target);
    return this.#queued(path, () => load(path));
  }

  save(edit: StoredEdit): Promise<void> {
    const path = this.#path(edit.target);
    return this.#queued(path, async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
      try {
        await writeFile(temporary, JSON.stringify(edit), { mode: 0o600, flush: true });
        // The mode given above is lessened by the umask only.
        await chmod(temporary, 0o600);
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    });
  }

  remove(target: Required<RecordTarget>): Promise<void> {
    const path = this.#path(target);
    return this.#queued(path, () => rm(path, { force: true }));
  }

  /** Removes what belongs to accounts that are not among these. */
  async keepOnly(accounts: readonly string[]): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const path = join(this.folder, name);
      const edit = await load(path).catch(() => undefined);
      if (edit && !accounts.includes(edit.target.account)) await this.#queued(path, () => rm(path, { force: true }));
    }
  }

  #queued<T>(path: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(path) ?? Promise.resolve();
    const now = before.then(work, work);
    this.#queues.set(path, now);
    const forget = () => {
      if (this.#queues.get(path) === now) this.#queues.delete(path);
    };
    now.then(forget, forget);
    return now;
  }
}

/** What cannot be read is as good as not there. */
async function load(path: string): Promise<StoredEdit | undefined> {
  let json: string;
  try {
    json = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const edit = JSON.parse(json) as StoredEdit;
    return edit.version === 1 && typeof edit.text === 'string' ? edit : undefined;
  } catch {
    return undefined;
  }
}
