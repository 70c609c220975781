/** Where the rig keeps what it downloads and what its runs leave behind. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const projectRoot: string = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');

/** Downloads, ignored by git, reused by every run. */
export const cacheDir: string = path.join(projectRoot, '.vscode-test');

/** Pictures of failed runs, ignored by git. */
export const resultsDir: string = path.join(projectRoot, 'test-results');

/** The sample folder as it is checked in. Runs work on copies of it. */
export const sampleFolder: string = path.join(projectRoot, 'test', 'support', 'sample-folder');

/**
 * Makes an empty folder for one run. Its name is short because VS Code puts a socket into it, whose path may have
 * little more than a hundred characters.
 */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'attio-vsc-'));
}

/** Deletes a folder of one run. A process that is still writing its last log line is given a moment. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
