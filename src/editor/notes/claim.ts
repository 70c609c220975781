/**
 * The right to do one thing, held by one window at a time, as a file. A window that died leaves its file behind: where
 * it ran on this machine that is seen at once, elsewhere its time stops moving, and after half a minute the next window
 * may take over.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const BEAT_MS = 5_000;
const STALE_MS = 30_000;

export interface Claim {
  /** Aborted when it may be another window's by now: this machine slept, or the file is not this window's any more. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

const pathOf = (folder: string, id: string) => join(folder, `${id}.claim`);
/** Whose it is: the machine, the process, and which of its claims. */
const newToken = () => `${hostname()} ${process.pid} ${randomUUID()}`;

/** Whether the process that holds it is known to be dead. */
function isDead(token: string): boolean {
  const [host, pid] = token.split(' ');
  const id = Number(pid);
  if (host !== hostname() || !Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function tokenAt(path: string): Promise<{ token: string; fresh: boolean } | undefined> {
  try {
    const [token, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { token, fresh: Math.abs(Date.now() - mtimeMs) < STALE_MS && !isDead(token) };
  } catch {
    return undefined;
  }
}

/** Whether some window holds it now. */
export async function claimed(folder: string, id: string): Promise<boolean> {
  return (await tokenAt(pathOf(folder, id)))?.fresh ?? false;
}

/** Takes the claim; undefined while another window holds it. */
export async function claim(folder: string, id: string): Promise<Claim | undefined> {
  const path = pathOf(folder, id);
  const token = newToken();
  for (let round = 0; round < 3; round++) {
    if (await placed(path, token)) return held(path, token);
    const holder = await tokenAt(path);
    if (holder?.fresh) return undefined;
    if (holder) await clear(path, holder.token);
  }
  return undefined;
}

/** Puts the file there whole or not at all; false when there is one. */
async function placed(path: string, token: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`;
  try {
    await writeFile(own, token, { mode: 0o600 });
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // File systems without hard links: the exclusive flag is all there is.
    return await writeFile(path, token, { mode: 0o600, flag: 'wx' }).then(
      () => true,
      (reason: NodeJS.ErrnoException) => {
        if (reason.code === 'EEXIST') return false;
        throw reason;
      },
    );
  } finally {
    await rm(own, { force: true });
  }
}

/** Removes the file of a dead holder, by renaming so that of several windows only one does; a newer one goes back. */
async function clear(path: string, token: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== token) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

function held(path: string, token: string): Claim {
  const lost = new AbortController();
  let last = Date.now();
  const beat = setInterval(async () => {
    const now = new Date();
    // So long without a beat, and others take it for dead: they may be at it already.
    if (now.getTime() - last > STALE_MS - BEAT_MS || (await tokenAt(path))?.token !== token) {
      clearInterval(beat);
      lost.abort();
      return;
    }
    last = now.getTime();
    await utimes(path, now, now).catch(() => {});
  }, BEAT_MS);
  beat.unref();
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(beat);
      if ((await tokenAt(path))?.token === token) await rm(path, { force: true });
    },
  };
}
