/** Texts of documents that are not in Attio yet, on disk. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that is still being written is younger, in milliseconds. */
const STALE_MS = 60_000;

/** What is kept of any document; each kind adds what its text is read against. */
export interface StoredText {
  version: 1;
  target: { account: string };
  /** As typed. */
  text: string;
  /** As last saved; undefined: never. */
  saved?: string;
  /** What the editor takes for the time of the last save, in milliseconds. */
  mtime: number;
  /** Which writing this is: by it a window knows whether what is there is what it last saw. Set by the store. */
  revision?: string;
}

/**
 * One JSON file each, readable by its owner only and replaced whole, so that a crash leaves the old or the new and
 * never a half. Removed as soon as Attio has them, they are reverted, or the account is signed out of. What another
 * window wrote is told from what this one did: see `save`. `E`: what is kept.
 */
export class TextStore<E extends StoredText> {
  /** Work on one edit waits for the one before, so that a late keep never overtakes a removal. */
  readonly #queues = new Map<string, Promise<unknown>>();
  /** The writing of each edit that this window last read or wrote; another one is another window's. */
  readonly #seen = new Map<string, string | undefined>();

  /**
   * `folder`: a directory for such texts of every kind; made when first written to. `keyOf`: what tells one target from
   * all others of any kind. `isKnown`: whether an account is signed in to; of others nothing is written, however late a
   * pause in typing or a closing editor ends.
   */
  constructor(
    readonly folder: string,
    readonly keyOf: (target: E['target']) => string,
    private readonly isKnown: (account: string) => boolean = () => true,
  ) {}

  #path(target: E['target']): string {
    const name = createHash('sha256').update(this.keyOf(target)).digest('hex');
    return join(this.folder, `${name.slice(0, 40)}.json`);
  }

  read(target: E['target']): Promise<E | undefined> {
    const path = this.#path(target);
    return this.#queued(path, async () => {
      const edit = await load<E>(path);
      this.#seen.set(path, edit?.revision);
      return edit;
    });
  }

  /** What another window has typed since this one last looked; undefined: nothing. */
  others(target: E['target']): Promise<E | undefined> {
    const path = this.#path(target);
    return this.#queued(path, () => this.#others(path));
  }

  async #others(path: string): Promise<E | undefined> {
    const edit = await load<E>(path);
    return edit && edit.revision !== this.#seen.get(path) ? edit : undefined;
  }

  /**
   * false: another window has typed into the same document and not sent it, which is kept; `over` puts this in its place.
   */
  save(edit: E, { over = false } = {}): Promise<boolean> {
    const path = this.#path(edit.target);
    return this.#queued(path, async () => {
      if (!this.isKnown(edit.target.account)) return true;
      const other = await this.#others(path);
      if (other && other.text !== edit.text && !over) return false;
      // What is there already is not written again: another window would take it for news.
      if (JSON.stringify(await load<E>(path)) === JSON.stringify({ ...edit, revision: this.#seen.get(path) }))
        return true;
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const revision = randomBytes(8).toString('hex');
      const temporary = `${path}.${revision}.tmp`;
      try {
        await writeFile(temporary, JSON.stringify({ ...edit, revision }), { mode: 0o600, flush: true });
        // The mode given above is lessened by the umask only.
        await chmod(temporary, 0o600);
        await rename(temporary, path);
        this.#seen.set(path, revision);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      return true;
    });
  }

  /** As `save`, before it returns: for a window that is about to go. Never throws; what another window typed stays. */
  saveNow(edit: E): void {
    if (!this.isKnown(edit.target.account)) return;
    const path = this.#path(edit.target);
    const revision = randomBytes(8).toString('hex');
    const temporary = `${path}.${revision}.tmp`;
    try {
      const there = existsSync(path) ? parsed<E>(readFileSync(path, 'utf8')) : undefined;
      if (there && there.revision !== this.#seen.get(path)) return;
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      writeFileSync(temporary, JSON.stringify({ ...edit, revision }), { mode: 0o600 });
      renameSync(temporary, path);
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  /** What another window has typed and not sent is left. */
  remove(target: E['target']): Promise<void> {
    const path = this.#path(target);
    return this.#queued(path, async () => {
      if (!(await this.#others(path))) await rm(path, { force: true });
    });
  }

  /** Removes what belongs to accounts that are not among these. */
  keepOnly(accounts: readonly string[]): Promise<void> {
    return this.#removeWhere((account) => !accounts.includes(account)).catch(() => {});
  }

  /** Removes what belongs to an account, also what a crash left half written. Rejects when it cannot be deleted. */
  forget(account: string): Promise<void> {
    return this.#removeWhere((its) => its === account);
  }

  async #removeWhere(isMeant: (account: string) => boolean): Promise<void> {
    // What is being written now is there to be removed.
    await Promise.allSettled(this.#queues.values());
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const path = join(this.folder, name);
      if (name.endsWith('.tmp')) {
        const made = await stat(path).catch(() => undefined);
        if (made && Date.now() - made.mtimeMs > STALE_MS) await rm(path, { force: true });
      } else if (name.endsWith('.json')) {
        const edit = await load<E>(path).catch(() => undefined);
        if (edit && isMeant(edit.target.account)) await this.#queued(path, () => rm(path, { force: true }));
      }
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
async function load<E extends StoredText>(path: string): Promise<E | undefined> {
  let json: string;
  try {
    json = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return parsed<E>(json);
}

function parsed<E extends StoredText>(json: string): E | undefined {
  try {
    const edit = JSON.parse(json) as E;
    return edit.version === 1 && typeof edit.text === 'string' ? edit : undefined;
  } catch {
    return undefined;
  }
}
