/**
 * Runs test/ui: Playwright on the workbench of the newest VS Code, with the packed extension installed.
 *
 *   npm run test:ui                       all
 *   npm run test:ui -- smoke              files whose names contain a word
 *   npm run test:ui -- --grep "hover"     tests whose names match
 *   npm run test:ui -- --vsix some.vsix   a package that exists already
 *   npm run test:ui -- --oldest           the oldest VS Code
 *   npm run test:ui -- --pictures         renews the README's pictures in media/readme instead
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { uiVariables } from '../ui/support/environment.js';
import { loadTestFiles, testFiles } from './loadTestFiles.js';
import { packExtension } from './packExtension.js';
import Reporter from './reporter.js';
import { findChromium } from './workbench/chromium.js';
import { CommandFailed } from './workbench/commandLine.js';
import { installWorkbench } from './workbench/install.js';
import { projectRoot, removeFolder, temporaryFolder } from './workbench/paths.js';
import { onInterrupt } from './workbench/processTree.js';
import { installVsix } from './workbench/server.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string' },
    vsix: { type: 'string' },
    oldest: { type: 'boolean', default: false },
    pictures: { type: 'boolean', default: false },
  },
});

const temporary = temporaryFolder();
onInterrupt(130, () => removeFolder(temporary));
let failed = true;
try {
  failed = (await run()) > 0;
} catch (error) {
  console.error(error instanceof CommandFailed ? error.message : error);
} finally {
  await removeFolder(temporary);
}
process.exit(failed ? 1 : 0);

/** Returns how many tests failed. */
async function run(): Promise<number> {
  const version = values.oldest ? 'oldest' : 'newest';
  const workbench = await installWorkbench(version);
  await findChromium();
  const vsix = values.vsix ? path.resolve(values.vsix) : path.join(temporary, 'attio-crm.vsix');
  if (values.vsix === undefined) await packExtension(vsix);
  const extensionsDir = path.join(temporary, 'extensions');
  await installVsix({ workbench, userDataDir: path.join(temporary, 'user'), extensionsDir }, vsix);
  process.env[uiVariables.extensionsDir] = extensionsDir;
  process.env[uiVariables.version] = version;

  const mocha = new Mocha({
    ui: 'bdd',
    reporter: Reporter as unknown as Mocha.ReporterConstructor,
    timeout: 90_000,
    ...(values.grep ? { grep: values.grep } : {}),
    forbidOnly: process.env.CI !== undefined,
  });
  const files = testFiles(path.join(projectRoot, 'test', 'ui'), values.pictures ? '.pictures.ts' : '.test.ts');
  await loadTestFiles(
    mocha,
    files.filter((file) => positionals.length === 0 || positionals.some((word) => path.basename(file).includes(word))),
  );
  return new Promise((resolve) => {
    mocha.run(resolve);
  });
}
