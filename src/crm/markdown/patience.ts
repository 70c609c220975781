/** Long work in short turns: others of the extension host get theirs in between. */

/** Milliseconds of a turn: a key pressed meanwhile is answered without a visible pause. */
const TURN = 4;

/** A function to be awaited often: it comes back at once, or after the others when the turn is over. */
export function turns(): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    if (performance.now() - began < TURN) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        began = performance.now();
        resolve();
      }),
    );
  };
}
