/** Ends a child together with all its own children: an extension host must not outlive the window it belonged to. */
import { type ChildProcess, spawnSync } from 'node:child_process';

/** Ends the tree of `child` at once and without waiting; safe to call twice and while the process exits. */
export function stopTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    // The child was started detached, so it leads a process group of its own.
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Every process of the group has ended already.
  }
}

/** Ends the tree of `child` should this process end first. Returns the function that takes the promise back. */
stopTree.onExit = (child: ChildProcess): (() => void) => {
  const stop = () => stopTree(child);
  process.on('exit', stop);
  return () => process.off('exit', stop);
};

/**
 * Makes the signals that end a terminal session or a CI step end this process in an orderly way: `cleanUp` runs, then
 * the process exits with `code`, and the exit handlers above end what is left. A second signal does not wait. Returns what a signal calls.
 */
export function onInterrupt(code: number, cleanUp: () => Promise<void> | void): () => void {
  let interrupted = false;
  const handler = () => {
    if (interrupted) process.exit(code);
    interrupted = true;
    void Promise.resolve()
      .then(cleanUp)
      .catch((error: unknown) => console.error(error))
      .finally(() => process.exit(code));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handler);
  // A shell between npm and this process dies of a signal without passing it on; then its place as parent changes.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    handler();
  }, 1_000).unref();
  return handler;
}
