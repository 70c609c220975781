/**
 * Runs test/host inside a real VS Code, newest and oldest:
 *
 *   npm run test:host                      both
 *   npm run test:host -- --newest          one of them (or --oldest)
 *   npm run test:host -- --grep "hover"    tests whose names match
 *   npm run test:host -- NAME=value        sets a variable in the extension host
 *   npm run test:desktop                   a desktop VS Code: VSCODE_PATH, or one that is downloaded
 */
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { findChromium } from './workbench/chromium.js';
import { CommandFailed, runQuietly } from './workbench/commandLine.js';
import { installWorkbench } from './workbench/install.js';
import { rigVariables } from './workbench/launch.js';
import { withLock } from './workbench/lock.js';
import { cacheDir, projectRoot, removeFolder, sampleFolder, temporaryFolder } from './workbench/paths.js';
import { seedSettings } from './workbench/settings.js';
import { type VersionName, versions } from './workbench/versions.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    newest: { type: 'boolean', default: false },
    oldest: { type: 'boolean', default: false },
    desktop: { type: 'boolean', default: false },
    grep: { type: 'string' },
  },
});

const environment: Record<string, string> = { ATTIO_TEST_HOST: '1' };
if (values.grep !== undefined) environment.ATTIO_TEST_GREP = values.grep;
if (process.env.CI !== undefined) environment.CI = process.env.CI;
for (const pair of positionals) {
  const [name, value] = splitPair(pair);
  environment[name] = value;
}

// One run at a time: the next one's build would pull the bundles from under the tests of this one.
await withLock(
  path.join(cacheDir, 'host-tests.lock'),
  () => console.log('Waiting for another run of the host tests to end…'),
  async () => {
    await runQuietly(process.execPath, ['esbuild.mjs', '--tests'], { cwd: projectRoot, purpose: 'Building' });
    await (values.desktop ? desktop() : newestAndOldest());
  },
).catch((error: unknown) => {
  console.error(error instanceof CommandFailed ? error.message : error);
  process.exitCode = 1;
});

async function newestAndOldest(): Promise<void> {
  const chosen: VersionName[] = (['newest', 'oldest'] as const).filter((name) => values[name]);
  for (const name of chosen.length > 0 ? chosen : (['newest', 'oldest'] as const)) {
    // Here rather than in the launcher, so that a first download does not look like a test that hangs.
    await installWorkbench(name);
    await findChromium();
    await run(`VS Code ${versions[name].vscode}`, {
      vscodeExecutablePath: launcher(),
      extensionTestsEnv: {
        [rigVariables.version]: name,
        [rigVariables.environment]: JSON.stringify(environment),
      },
    });
  }
}

async function desktop(): Promise<void> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    console.error(
      'A desktop VS Code needs a screen, and DISPLAY is not set. Run it on a virtual one: xvfb-run -a npm run test:desktop',
    );
    process.exit(1);
  }
  const installed = process.env.VSCODE_PATH;
  await run('desktop VS Code', {
    ...(installed ? { vscodeExecutablePath: installed } : {}),
    extensionTestsEnv: environment,
  });
}

async function run(
  what: string,
  options: Pick<Parameters<typeof runTests>[0], 'vscodeExecutablePath' | 'extensionTestsEnv'>,
): Promise<void> {
  const temporary = temporaryFolder();
  const folder = path.join(temporary, 'notes');
  mkdirSync(folder);
  cpSync(sampleFolder, folder, { recursive: true });
  seedSettings(path.join(temporary, 'user'));
  try {
    await runTests({
      ...options,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: path.join(projectRoot, 'dist-test', 'host', 'index.js'),
      launchArgs: [
        folder,
        `--user-data-dir=${path.join(temporary, 'user')}`,
        `--extensions-dir=${path.join(temporary, 'extensions')}`,
        '--disable-telemetry',
      ],
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) console.error(error);
    console.error(`The host tests failed in ${what}.`);
    process.exitCode = 1;
  } finally {
    await removeFolder(temporary);
  }
}

function launcher(): string {
  const file = process.platform === 'win32' ? 'launcher.cmd' : 'launcher.mjs';
  return path.join(projectRoot, 'test', 'support', 'workbench', file);
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
  console.error(`"${pair}" is neither an option nor NAME=value.`);
  process.exit(2);
}
