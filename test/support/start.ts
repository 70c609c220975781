/**
 * Opens VS Code with the extension in it, on a copy of the sample folder:
 *
 *   npm start                   in the browser
 *   npm start -- --no-open      only prints the address
 *   npm start -- --oldest       in the oldest VS Code that is supported
 *   npm start -- --desktop      in the VS Code installed on this machine
 *
 * ATTIO_API_URL reaches the extension. Settings, accounts and changed files stay in .vscode-test/ for the next time.
 */
import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './browser.js';
import { CommandFailed, runQuietly } from './workbench/commandLine.js';
import { installWorkbench } from './workbench/install.js';
import { cacheDir, projectRoot, sampleFolder } from './workbench/paths.js';
import { onInterrupt } from './workbench/processTree.js';
import { startServer } from './workbench/server.js';

/** Kept from one start to the next, so that the browser recognises the window and restores it. */
const port = 7411;

const { values } = parseArgs({
  options: {
    desktop: { type: 'boolean', default: false },
    oldest: { type: 'boolean', default: false },
    'no-open': { type: 'boolean', default: false },
  },
});

try {
  await (values.desktop ? desktop() : browser());
} catch (error) {
  console.error(error instanceof CommandFailed ? error.message : error);
  process.exit(1);
}

async function browser(): Promise<void> {
  let stop: () => Promise<void> | void = () => undefined;
  const interrupt = onInterrupt(0, () => stop());
  onControlC(interrupt);
  await build();
  const workbench = await installWorkbench(values.oldest ? 'oldest' : 'newest');
  const profile = path.join(cacheDir, values.oldest ? 'start-oldest' : 'start');
  const environment: Record<string, string> = {};
  if (process.env.ATTIO_API_URL) environment.ATTIO_API_URL = process.env.ATTIO_API_URL;
  const server = await startServer({
    workbench,
    userDataDir: profile,
    extensionsDir: path.join(profile, 'extensions'),
    preferredPort: port,
  });
  let stopping = false;
  stop = () => {
    stopping = true;
    return server.stop();
  };
  const url = server.url(workingCopy(), { extensionDevelopmentPath: projectRoot, extensionEnvironment: environment });
  const opened = !values['no-open'] && (await openBrowser(url));
  console.log(`\nVS Code ${workbench.version} with Attio CRM is at\n\n  ${url}\n`);
  console.log(`${opened ? 'It opens in your browser.' : 'Open it in a browser.'} Press Ctrl+C to stop.`);
  // VS Code in a browser without a keychain behind it keeps secrets in memory, unlike one that is installed.
  console.log(
    'An API key is forgotten here when the page is loaded again; an installed VS Code keeps it in its keychain.',
  );
  const output = await server.ended;
  // On Ctrl+C the handler above ends this process.
  if (!stopping) throw new CommandFailed(`VS Code's server ended by itself. Its last lines:\n${output}`);
}

/**
 * Takes Ctrl+C as a key. As a signal it would also reach npm and its shell, which then end on their own, before this
 * process has stopped VS Code and as if something had gone wrong.
 */
function onControlC(interrupt: () => void): void {
  if (!process.stdin.isTTY) return;
  process.stdin.setRawMode(true);
  process.stdin.on('data', (keys: Buffer) => {
    if (keys.includes(3)) interrupt();
  });
  process.stdin.unref();
}

async function desktop(): Promise<void> {
  await build();
  const code = process.env.VSCODE_PATH ?? 'code';
  const child = spawn(
    // On Windows `code` is a .cmd file, which only a shell can start, and a shell needs the quotes.
    process.platform === 'win32' ? `"${code}"` : code,
    [`--extensionDevelopmentPath=${projectRoot}`, workingCopy()].map((argument) =>
      process.platform === 'win32' ? `"${argument}"` : argument,
    ),
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  await new Promise<void>((resolve, reject) => {
    child.once('error', () =>
      reject(
        new CommandFailed(
          `No desktop VS Code was found: "${code}" could not be started. Install VS Code and its "code" command (in VS Code: "Shell Command: Install 'code' command in PATH"), set VSCODE_PATH to it, or run npm start without --desktop.`,
        ),
      ),
    );
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}

function build(): Promise<string> {
  return runQuietly(process.execPath, ['esbuild.mjs'], { cwd: projectRoot, purpose: 'Building the extension' });
}

/** A copy to play with; what was changed in it stays, what is missing comes back. */
function workingCopy(): string {
  const folder = path.join(cacheDir, 'sample-folder');
  cpSync(sampleFolder, folder, { recursive: true, force: false });
  return folder;
}
