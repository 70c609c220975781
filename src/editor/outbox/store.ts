/** The outbox on disk. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutboxItem, SentTrace } from '../../changes/outboxItem.js';
import type { Claim, Keeper } from '../../changes/outboxPorts.js';
import { claim as claimFile } from '../notes/claim.js';
import { MARK, OUTBOX } from '../notes/draftNames.js';

/** A file that is still being written is younger, in milliseconds. */
const STALE_MS = 60_000;
const ITEM = /^([a-z0-9]+)\.json$/;
const GROUP = /^([a-z0-9]+)\.group$/;

/** `storage`: the extension’s global one. All windows share what waits. */
export const outboxFolder = (storage: { fsPath: string }): string => join(storage.fsPath, OUTBOX);

/**
 * One JSON file for each note that was approved, readable by its owner only and replaced whole, so that a crash leaves
 * the old or the new and never a half. What was approved together counts once all of it is there. Rejects where the
 * disk refuses.
 */
export class OutboxStore implements Keeper {
  #last = '';

  /** `folder`: a directory of its own; made when first written to. */
  constructor(readonly folder: string) {}

  #path = (name: string) => join(this.folder, name);

  /** `count` ids that sort by time, also after the clock was set back; and a name for what belongs together. */
  async newIds(count: number): Promise<{ ids: string[]; group: string }> {
    const there = (await this.#names()).flatMap((name) => ITEM.exec(name)?.[1] ?? []).sort();
    const after = [this.#last, there.at(-1) ?? ''].sort().at(-1)!.slice(0, 10);
    let time = Date.now().toString(36).padStart(10, '0');
    if (time <= after) time = (Number.parseInt(after, 36) + 1).toString(36).padStart(10, '0');
    const random = randomBytes(4).toString('hex');
    const ids = Array.from({ length: count }, (_, at) => `${time}${at.toString(36).padStart(3, '0')}${random}`);
    this.#last = ids.at(-1) ?? this.#last;
    return { ids, group: `${time}${random}` };
  }

  /** Order is that of approval. What cannot be read, or is of a later version, is left alone. */
  async list(): Promise<{ items: OutboxItem[]; traces: SentTrace[] }> {
    const names = await this.#names();
    const groups = new Set(names.flatMap((name) => GROUP.exec(name)?.[1] ?? []));
    const read = await Promise.all(names.filter((name) => ITEM.test(name)).map((name) => this.#load(name)));
    const all = read.filter((one) => one !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1));
    const items = all.filter((one): one is OutboxItem => 'change' in one);
    return {
      items: items.filter(({ group }) => group === undefined || groups.has(group)),
      traces: all.filter((one): one is SentTrace => !('change' in one)),
    };
  }

  async add(items: readonly OutboxItem[]): Promise<void> {
    const written: string[] = [];
    try {
      await this.mark(true);
      for (const item of items) {
        written.push(`${item.id}.json`);
        await this.#replace(`${item.id}.json`, JSON.stringify(item));
      }
      // From here on they count.
      for (const group of new Set(items.map((item) => item.group))) {
        if (group === undefined) continue;
        written.push(`${group}.group`);
        await this.#replace(`${group}.group`, '');
      }
    } catch (error) {
      for (const name of written.reverse()) await rm(this.#path(name), { force: true }).catch(() => {});
      throw error;
    }
  }

  async put(item: OutboxItem | SentTrace): Promise<void> {
    await this.#replace(`${item.id}.json`, JSON.stringify(item));
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(`${id}.json`), { force: true });
  }

  /** Leaves word for the next start that something is to be done, or that nothing is. */
  async mark(busy: boolean): Promise<void> {
    if (!busy) return rm(this.#path(MARK), { force: true });
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(this.#path(MARK), '', { mode: 0o600 });
  }

  /** Removes what crashes left behind: halves, and parts of what was never approved as a whole. */
  async tidy(): Promise<void> {
    const names = await this.#names();
    const groups = new Set(names.flatMap((name) => GROUP.exec(name)?.[1] ?? []));
    const used = new Set<string>();
    for (const name of names) {
      const old = await stat(this.#path(name)).then(
        ({ mtimeMs }) => Math.abs(Date.now() - mtimeMs) > STALE_MS,
        () => false,
      );
      const item = ITEM.test(name) ? await this.#load(name) : undefined;
      const group = item && 'change' in item ? item.group : undefined;
      if (group !== undefined) used.add(group);
      const orphan = group !== undefined && !groups.has(group);
      const half = /\.tmp$|\.claim\../.test(name);
      if (old && (half || orphan)) await rm(this.#path(name), { force: true });
    }
    for (const group of groups) if (!used.has(group)) await this.#removeGroup(group);
  }

  claim(accountId: string): Promise<Claim | undefined> {
    const name = createHash('sha256').update(accountId).digest('hex').slice(0, 24);
    return mkdir(this.folder, { recursive: true, mode: 0o700 }).then(() => claimFile(this.folder, name));
  }

  /** Only long after it was made: a list of a folder can miss a file that is just being replaced. */
  async #removeGroup(group: string): Promise<void> {
    const path = this.#path(`${group}.group`);
    const made = await stat(path).catch(() => undefined);
    if (made && Math.abs(Date.now() - made.mtimeMs) > 24 * 60 * STALE_MS) await rm(path, { force: true });
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.folder);
    } catch (error) {
      // What is no folder holds nothing; putting something in says what is wrong.
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  }

  async #load(name: string): Promise<OutboxItem | SentTrace | undefined> {
    let json: string;
    try {
      json = await readFile(this.#path(name), 'utf8');
    } catch (error) {
      // Anything else must not pass for an empty outbox: what is not seen is not told apart.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const read = JSON.parse(json) as OutboxItem | SentTrace;
      const known = read.version === 1 && `${read.id}.json` === name && typeof read.account?.id === 'string';
      return known && typeof read.state === 'string' ? read : undefined;
    } catch {
      return undefined;
    }
  }

  async #replace(name: string, content: string): Promise<void> {
    const path = this.#path(name);
    const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await writeFile(temporary, content, { mode: 0o600, flush: true });
      // The mode given above is lessened by the umask only.
      await chmod(temporary, 0o600);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
    await this.#settle();
  }

  /** Brings the new name to disk, too, where the system can: after a power cut the file is there under it. */
  async #settle(): Promise<void> {
    const folder = await open(this.folder, 'r').catch(() => undefined);
    await folder?.sync().catch(() => {});
    await folder?.close().catch(() => {});
  }
}
