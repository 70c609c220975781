/** Finds and loads test files for a mocha that is run from code. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type Mocha from 'mocha';

/** The files below `folder` whose names end with `ending`, sorted, as absolute paths. */
export function testFiles(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => path.join(folder, file));
}

/**
 * Imports `files` as tests of `mocha`. mocha's own loading require()s modules, which can lock up the extension host of
 * VS Code 1.103: its Node asks a loader thread and waits for the answer, while that thread waits for it.
 */
export async function loadTestFiles(mocha: Mocha, files: readonly string[]): Promise<void> {
  for (const file of files) {
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    await import(pathToFileURL(file).href);
  }
}
