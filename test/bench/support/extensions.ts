/** Extensions of the bench's own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../../support/workbench/commandLine.js';
import { projectRoot } from '../../support/workbench/paths.js';

interface Extension {
  name: string;
  /** Titles by id. */
  commands: Readonly<Record<string, string>>;
  code: string;
}

const ids = Array.from({ length: 10 }, (_, n) => `bare.command${n}`);

/** The least an extension can be: an ES module that registers ten commands. What others cost is told in its terms. */
export const BARE: Extension = {
  name: 'bare',
  commands: Object.fromEntries(ids.map((id) => [id, id])),
  code: `import { commands } from 'vscode';
export function activate(context) {
  for (const id of ${JSON.stringify(ids)}) context.subscriptions.push(commands.registerCommand(id, () => undefined));
}
`,
};

export const WRITE_COVERAGE = 'Bench: Write Coverage';

/** Makes the extension host write V8's coverage now: at its end it is often killed before it can. */
export const COVERAGE: Extension = {
  name: 'coverage',
  commands: { 'bench.writeCoverage': WRITE_COVERAGE },
  code: `import { takeCoverage } from 'node:v8';
import { commands } from 'vscode';
export function activate(context) {
  context.subscriptions.push(commands.registerCommand('bench.writeCoverage', () => takeCoverage()));
}
`,
};

/** Writes `extension` into `folder` and packs it into a VSIX there, whose path comes back. Its id is `bench.<name>`. */
export async function packOwn(extension: Extension, folder: string): Promise<string> {
  const manifest = {
    name: extension.name,
    publisher: 'bench',
    version: '0.0.1',
    type: 'module',
    main: './extension.js',
    engines: { vscode: '^1.103.0' },
    activationEvents: ['onStartupFinished'],
    contributes: { commands: Object.entries(extension.commands).map(([command, title]) => ({ command, title })) },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(path.join(folder, 'extension.js'), extension.code);
  // vsce refuses a package without it.
  writeFileSync(path.join(folder, 'README.md'), 'Only for measuring.\n');
  const vsix = path.join(folder, `${extension.name}.vsix`);
  const vsce = path.join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
  await runQuietly(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix],
    { cwd: folder, purpose: `Packing ${extension.name}` },
  );
  return vsix;
}
