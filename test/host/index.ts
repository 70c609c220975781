/** Runs the host tests: mocha inside the extension host of a real VS Code. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { spareRunner } from '../support/foreignErrors.js';
import { loadTestFiles, testFiles } from '../support/loadTestFiles.js';
import Reporter from '../support/reporter.js';
import { withSources } from '../support/sourceStack.js';
import { testLineMark } from '../support/testLine.js';

/** What VS Code calls. Rejects when a test fails, which ends the run with an exit code other than 0. */
export async function run(): Promise<void> {
  markConsoleLines();
  console.log(`VS Code ${vscode.version}, Node ${process.versions.node}`);
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: HostReporter as unknown as Mocha.ReporterConstructor,
    timeout: 30_000,
    ...(process.env.ATTIO_TEST_GREP ? { grep: process.env.ATTIO_TEST_GREP } : {}),
    forbidOnly: process.env.CI !== undefined,
  });
  const folder = path.dirname(fileURLToPath(import.meta.url));
  await loadTestFiles(mocha, testFiles(folder, '.test.js'));
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve).on('fail', (_test, error: Error) => {
      error.stack = withSources(error.stack ?? '', path.dirname(folder));
    });
  });
  if (failures > 0) throw new Error(`${failures} host tests failed`);
}

class HostReporter extends Reporter {
  constructor(runner: Mocha.Runner) {
    super(runner);
    const folders = vscode.extensions.all
      .filter(({ packageJSON }) => (packageJSON as { isBuiltin?: boolean }).isBuiltin)
      .map(({ extensionPath }) => extensionPath);
    spareRunner(runner, folders, (error) =>
      console.warn(
        `An extension of VS Code's own left an error uncaught, which fails no test of ours:\n${error.stack}`,
      ),
    );
  }
}

/** Everything that tests and extension print is marked as such; see testLine.ts. */
function markConsoleLines(): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const original = console[method].bind(console);
    // The extension host has put accessors there that ignore an assignment.
    Object.defineProperty(console, method, {
      value: (...values: unknown[]) => original(`${testLineMark}${format(...values)}`),
    });
  }
}
