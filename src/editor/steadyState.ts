/** What the extension keeps over a reload, kept by VS Code without loss. */
import type { Memento } from 'vscode';

/** A write that was undone on the way is repeated so often. */
const TRIES = 3;

/**
 * VS Code holds all that an extension keeps in one value, and puts what its main process has in the place of it each
 * time that it hears of a write: what was put in since, and not handed over yet, is gone. Here one write follows the
 * other, what is not written yet is read all the same, and what another window's write has undone is written again.
 */
export function steadyState(memento: Memento): Memento {
  const waiting = new Map<string, { value: unknown }>();
  let last: Promise<unknown> = Promise.resolve();

  async function write(key: string, own: { value: unknown }): Promise<void> {
    for (let left = TRIES; left > 0; left--) {
      // A later value is on its way.
      if (waiting.get(key) !== own) return;
      await memento.update(key, own.value);
      if (JSON.stringify(memento.get(key)) === JSON.stringify(own.value)) break;
    }
  }

  return {
    keys: () => [
      ...memento.keys().filter((key) => !waiting.has(key)),
      ...[...waiting].flatMap(([key, { value }]) => (value === undefined ? [] : [key])),
    ],
    get<T>(key: string, fallback?: T) {
      const own = waiting.get(key);
      return own === undefined ? memento.get(key, fallback as T) : ((own.value ?? fallback) as T);
    },
    update(key, value) {
      // As it is now: what the caller does to it afterwards is not meant.
      const own = { value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) };
      waiting.set(key, own);
      const done = last
        .then(() => write(key, own))
        .finally(() => {
          if (waiting.get(key) === own) waiting.delete(key);
        });
      last = done.catch(() => {});
      return done;
    },
  };
}
