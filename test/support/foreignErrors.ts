/**
 * Errors that nobody caught, told apart by whose they are. Every extension of the host shares one process, so mocha hears
 * of an error in any of them, and fails the test that happens to run. VS Code's Git extension has such errors by itself:
 * it writes to a git process without listening for that process's early end (EPIPE).
 */
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Mocha from 'mocha';

/** A frame's place without line and column: what stands in the last brackets, else what follows "at". */
const frame = /^\s*at (?:.*\(|async )?(.*?)(?::\d+){0,2}\)?$/;

/** Node itself, or the place of what JavaScript brings along, such as `Promise.all (index 0)`. */
const nodes = /^(?:node:|<anonymous>$|native$|index \d+$)/;

/**
 * Whether every frame of the error lies in one of `folders` or in Node, and one at least in `folders`. An error without
 * frames, or with Node's alone, can be anybody's, and is not foreign.
 */
export function isForeign(error: unknown, folders: readonly string[]): boolean {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  // The message comes first, and may have lines that look like frames: then they count, too, and the error as ours.
  const places = stack.split('\n').flatMap((line) => frame.exec(line)?.[1] ?? []);
  const elsewhere = places.filter((place) => !nodes.test(place));
  return elsewhere.length > 0 && elsewhere.every((place) => isBelow(place, folders));
}

function isBelow(place: string, folders: readonly string[]): boolean {
  const file = place.startsWith('file:') ? fileURLToPath(place) : place;
  return folders.some((folder) => file.startsWith(folder.endsWith(sep) ? folder : folder + sep));
}

/**
 * Keeps foreign errors from a runner and hands them to `report`. To be called before the run begins, as a reporter can:
 * the extension host wraps what listens for uncaught errors, so that nobody can take mocha's listener away again.
 */
export function spareRunner(
  runner: Pick<Mocha.Runner, 'uncaught'>,
  folders: readonly string[],
  report: (error: Error) => void,
): void {
  const { uncaught } = runner;
  runner.uncaught = (error: unknown) => {
    if (isForeign(error, folders)) report(error as Error);
    else uncaught.call(runner, error);
  };
}
