/** A lock between processes, so that two runs that start together do not both download. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A lock whose owner wrote no name within this time was left by a crash between two system calls. */
const namelessFor = 5_000;

/**
 * Runs `task` while holding the lock folder `lock`. Another living process that holds it is waited for, with one call of
 * `waiting`; a lock left by a process that has died is taken over.
 */
export async function withLock<T>(lock: string, waiting: () => void, task: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(lock), { recursive: true });
  let told = false;
  while (!take(lock)) {
    if (recover(lock)) continue;
    if (!told) waiting();
    told = true;
    await delay(300);
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.on('exit', release);
  try {
    return await task();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(`${lock}/pid`, String(process.pid));
  return true;
}

/** Removes `lock` when its owner is gone. True when it may be free now. */
function recover(lock: string): boolean {
  try {
    const owner = ownerOf(lock);
    if (owner === undefined ? Date.now() - statSync(lock).mtimeMs < namelessFor : isAlive(owner)) return false;
    // Renamed first: of two processes that find the same dead lock only one gets to remove it.
    const grave = `${lock}.${process.pid}`;
    renameSync(lock, grave);
    rmSync(grave, { recursive: true, force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return true;
}

function ownerOf(lock: string): number | undefined {
  try {
    const pid = Number(readFileSync(`${lock}/pid`, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process with this id runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
