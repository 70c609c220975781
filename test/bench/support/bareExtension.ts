/** The least an extension can be: an ES module that registers ten commands. What others cost is told in its terms. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const names = Array.from({ length: 10 }, (_, n) => `bare.command${n}`);

const manifest = {
  name: 'bare',
  publisher: 'bench',
  version: '0.0.1',
  type: 'module',
  main: './extension.js',
  engines: { vscode: '^1.103.0' },
  activationEvents: ['onStartupFinished'],
  contributes: { commands: names.map((command) => ({ command, title: command })) },
};

const code = `import { commands } from 'vscode';
export function activate(context) {
  for (const name of ${JSON.stringify(names)}) context.subscriptions.push(commands.registerCommand(name, () => undefined));
}
`;

export function writeBareExtension(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(path.join(folder, 'extension.js'), code);
  // vsce refuses a package without them.
  writeFileSync(path.join(folder, 'README.md'), 'Registers ten commands.\n');
  writeFileSync(path.join(folder, 'LICENSE'), 'MIT\n');
}
