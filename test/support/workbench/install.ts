/**
 * Fetches VS Code's server and workbench, and the Node it needs, from npm into `.vscode-test/<version>/`.
 *
 * Everything is installed in a folder beside the final one, which is renamed when it is complete: a folder with the
 * final name is always whole, and what an interrupted install left is thrown away by the next one.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runQuietly } from './commandLine.js';
import { allowDevelopmentPath } from './developmentPath.js';
import { isAlive, withLock } from './lock.js';
import { writePlainLogger } from './logger.js';
import { cacheDir, removeFolder } from './paths.js';
import { type VersionName, versions } from './versions.js';

export interface InstalledWorkbench {
  readonly version: string;
  /** The Node executable that runs the server. */
  readonly node: string;
  /** VS Code's folder: the one with `product.json` and `out/`. */
  readonly vscode: string;
}

/** Makes sure that a VS Code is on disk and says where. Takes half a minute the first time, nothing later. */
export async function installWorkbench(
  name: VersionName,
  log: (line: string) => void = console.log,
): Promise<InstalledWorkbench> {
  const wanted = versions[name];
  const folder = path.join(cacheDir, wanted.vscode);
  mkdirSync(cacheDir, { recursive: true });
  await removeLeftovers();
  if (!existsSync(folder)) {
    await withLock(
      `${folder}.lock`,
      () => log(`VS Code ${wanted.vscode}: waiting for another process that is installing it…`),
      async () => {
        if (!existsSync(folder)) await install(name, folder, log);
      },
    );
  }
  return {
    version: wanted.vscode,
    node: path.join(folder, 'node', ...nodeExecutable),
    vscode: path.join(folder, ...vscodeFolder),
  };
}

const nodeExecutable = ['node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'];
const vscodeFolder = ['server', 'node_modules', 'code-server', 'lib', 'vscode'];

/** Removes what interrupted installs left: partial folders whose process is gone. */
async function removeLeftovers(): Promise<void> {
  for (const entry of readdirSync(cacheDir)) {
    const owner = /\.partial-(\d+)$/.exec(entry)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    // An npm that outlived its parent may still write there; then the next run removes the rest.
    await removeFolder(path.join(cacheDir, entry)).catch(() => undefined);
  }
}

async function install(name: VersionName, folder: string, log: (line: string) => void): Promise<void> {
  const { vscode, server, node } = versions[name];
  const partial = `${folder}.partial-${process.pid}`;
  const started = Date.now();
  const step = (text: string) => log(`VS Code ${vscode}: ${text}…`);
  const npm = async (where: string, args: string[]) => {
    await runQuietly('npm', [...args, '--no-audit', '--no-fund', '--loglevel', 'error'], {
      cwd: where,
      env: npmEnvironment(),
      purpose: `Installing VS Code ${vscode} for the tests`,
    });
  };
  const project = async (which: string) => {
    const where = path.join(partial, which);
    mkdirSync(where, { recursive: true });
    // Without a package.json of its own npm would install into the project above.
    await writeFile(path.join(where, 'package.json'), '{ "private": true }\n');
    return where;
  };

  step(`fetching ${server} from npm (once; it is kept in .vscode-test)`);
  // Its install scripts compile modules that nothing here uses.
  await npm(await project('server'), ['install', '--ignore-scripts', '--no-save', server]);
  step('fetching its modules');
  const inside = path.join(partial, ...vscodeFolder);
  await npm(inside, ['install', '--omit=dev', '--ignore-scripts', '--no-save']);
  await writePlainLogger(inside);
  await allowDevelopmentPath(inside);
  step(`fetching ${node}, which runs it`);
  // This package's script is what puts the executable in place.
  await npm(await project('node'), ['install', '--ignore-scripts=false', '--no-save', node]);
  if (!existsSync(path.join(partial, 'node', ...nodeExecutable))) {
    throw new Error(
      `The npm package ${node} brought no executable for ${process.platform} ${process.arch}, so VS Code ${vscode} cannot run here. Use a desktop VS Code: npm start -- --desktop, npm run test:desktop.`,
    );
  }
  await rename(partial, folder);
  log(`VS Code ${vscode}: ready after ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** npm hands its own settings to scripts as npm_* variables; a nested npm must not take them for its own. */
function npmEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^npm_(package|lifecycle|command|execpath|config_(local_prefix|prefix|init))/i.test(key),
    ),
  );
}
