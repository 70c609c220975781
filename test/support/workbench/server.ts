/** Runs VS Code's own server on a loopback port of this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runQuietly } from './commandLine.js';
import type { InstalledWorkbench } from './install.js';
import { stopTree } from './processTree.js';
import { seedSettings } from './settings.js';

export interface ServerOptions {
  readonly workbench: InstalledWorkbench;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** Added to the environment of the server, and so of the extension host. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** User settings beside the quiet ones; used only when the user data folder has none yet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For host tests: VS Code reports lines and the end of the run, shows no notifications and refuses dialogs. */
  readonly testDriver?: boolean;
  /** Where to listen; a free port when left out or taken. */
  readonly preferredPort?: number;
}

/** What a page asks the workbench for: the keys VS Code reads from the `payload` of its address. */
export interface PagePayload {
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
  /** Reaches `process.env` of the extension host. */
  readonly extensionEnvironment?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  readonly port: number;
  /** The address of the workbench on `folder`. */
  url(folder: string | undefined, payload?: PagePayload): string;
  /** Resolves with the last lines the server printed, should it end by itself. */
  readonly ended: Promise<string>;
  /** Ends the server and everything it started. */
  stop(): Promise<void>;
}

const loopback = '127.0.0.1';
const startTimeoutMs = 60_000;

/**
 * Starts a server and resolves when it answers.
 * @throws an Error with the server's own output when it ends or stays silent.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  seedSettings(options.userDataDir, options.settings);
  const port = await freePort(options.preferredPort);
  const child = spawn(
    options.workbench.node,
    [
      '--import',
      new URL('stopWithParent.mjs', import.meta.url).href,
      path.join(options.workbench.vscode, 'out', 'server-main.js'),
      '--host',
      loopback,
      '--port',
      String(port),
      '--without-connection-token',
      '--accept-server-license-terms',
      '--telemetry-level',
      'off',
      '--disable-workspace-trust',
      ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
      ...folders(options),
    ],
    {
      env: serverEnvironment(options),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  );
  const release = stopTree.onExit(child);
  const output = lastLines(child);
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const ended = closed.then(() => output());
  const stop = async () => {
    stopTree(child);
    await closed;
    release();
  };
  try {
    await untilItAnswers(port, closed);
  } catch (error) {
    await stop();
    throw new Error(`VS Code ${options.workbench.version} did not start: ${(error as Error).message}\n${output()}`);
  }
  return { port, url: (folder, payload) => pageUrl(port, folder, payload), ended, stop };
}

/** Installs a packed extension the way a person does from a file. */
export async function installVsix(options: ServerOptions, vsix: string): Promise<void> {
  seedSettings(options.userDataDir, options.settings);
  await runQuietly(
    options.workbench.node,
    [
      path.join(options.workbench.vscode, 'out', 'server-main.js'),
      '--accept-server-license-terms',
      '--install-extension',
      vsix,
      ...folders(options),
    ],
    {
      purpose: `Installing ${path.basename(vsix)} into VS Code ${options.workbench.version}`,
      env: serverEnvironment(options),
    },
  );
}

function folders(options: ServerOptions): string[] {
  return [
    '--server-data-dir',
    path.join(options.userDataDir, 'server'),
    '--user-data-dir',
    options.userDataDir,
    '--extensions-dir',
    options.extensionsDir,
  ];
}

function serverEnvironment(options: ServerOptions): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env, ATTIO_RIG_SERVER: '1' };
  // Set by an editor's terminal, by npm and by tsx for their own children; a VS Code that finds them behaves differently.
  for (const key of Object.keys(env)) {
    if (/^(VSCODE_|ELECTRON_|npm_)/.test(key) || key === 'NODE_OPTIONS') delete env[key];
  }
  return env;
}

/** Percent-encodes a folder of this machine as the path of a URI, with drive letters as VS Code writes them. */
function uriPath(file: string): string {
  const forward = path.resolve(file).replaceAll('\\', '/');
  return encodeURI(forward.startsWith('/') ? forward : `/${forward}`);
}

function pageUrl(port: number, folder: string | undefined, payload: PagePayload = {}): string {
  const remote = (file: string) => `vscode-remote://${loopback}:${port}${uriPath(file)}`;
  const pairs: [string, string][] = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (payload.extensionDevelopmentPath !== undefined) {
    pairs.push(['extensionDevelopmentPath', remote(payload.extensionDevelopmentPath)]);
  }
  if (payload.extensionTestsPath !== undefined) pairs.push(['extensionTestsPath', remote(payload.extensionTestsPath)]);
  if (payload.extensionEnvironment !== undefined) {
    pairs.push(['extensionEnvironment', JSON.stringify(payload.extensionEnvironment)]);
  }
  const query = new URLSearchParams();
  if (folder === undefined) query.set('ew', 'true');
  else query.set('folder', decodeURI(uriPath(folder)));
  query.set('payload', JSON.stringify(pairs));
  return `http://${loopback}:${port}/?${query}`;
}

function freePort(preferred = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (preferred === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(preferred, loopback, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilItAnswers(port: number, closed: Promise<void>): Promise<void> {
  let alive = true;
  void closed.then(() => {
    alive = false;
  });
  const deadline = Date.now() + startTimeoutMs;
  while (alive && Date.now() < deadline) {
    const answer = await fetch(`http://${loopback}:${port}/version`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(50);
  }
  throw new Error(alive ? `no answer within ${startTimeoutMs / 1000} s.` : 'its process ended.');
}

function lastLines(child: ChildProcess): () => string {
  const kept: string[] = [];
  const keep = (chunk: Buffer) => {
    kept.push(
      ...chunk
        .toString('utf8')
        .split('\n')
        .filter((line) => line.trim() !== ''),
    );
    kept.splice(0, kept.length - 40);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.once('error', (error) => kept.push(error.message));
  return () => kept.join('\n');
}
