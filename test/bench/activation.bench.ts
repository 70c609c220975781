/**
 * What starting costs in a real VS Code, in fresh windows: `activate()` with the loading of its modules, as VS Code itself
 * takes the time ("Developer: Startup Performance", table "Extension Activation Stats": load code + call activate +
 * finish activate), beside an ESM extension that has ten commands and nothing else. The two take turns, each alone in
 * its window: extensions that start together share the time of one extension host, and would be charged for each other.
 * One window more runs under V8's coverage, which names every script that was loaded.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { packExtension } from '../support/packExtension.js';
import { type InstalledWorkbench, installWorkbench } from '../support/workbench/install.js';
import { openPage } from '../support/workbench/page.js';
import { removeFolder, temporaryFolder } from '../support/workbench/paths.js';
import { installVsix, type RunningServer, startServer } from '../support/workbench/server.js';
import { Workbench } from '../ui/support/workbench.js';
import { BARE, COVERAGE, packOwn, WRITE_COVERAGE } from './support/extensions.js';
import { type Bench, type Figure, median } from './support/figure.js';
import { bytesOf, heavyIn, outputs, staticClosure } from './support/staticClosure.js';

const WINDOWS = 5;
const OURS = 'attio-community.attio-crm';
const COMMAND = 'Developer: Startup Performance';

interface Activation {
  load: number;
  call: number;
  finish: number;
}
const whole = ({ load, call, finish }: Activation): number => load + call + finish;

/** A VS Code with an extension. */
interface Host {
  server: RunningServer;
  userDataDir: string;
  extension: string;
}

export const bench: Bench = {
  name: 'activation',
  async run() {
    const temporary = temporaryFolder();
    const hosts: Host[] = [];
    try {
      const workbench = await installWorkbench('newest');
      const packed = path.join(temporary, 'ours.vsix');
      await packExtension(packed);
      const bare = await packOwn(BARE, path.join(temporary, 'bare'));
      const start = async (name: string, extension: string, vsixes: string[], env = {}) => {
        const host = await startHost(workbench, path.join(temporary, name), extension, vsixes, env);
        hosts.push(host);
        return host;
      };
      const ours = await start('o', OURS, [packed]);
      const other = await start('b', 'bench.bare', [bare]);
      const mine: Activation[] = [];
      const theirs: Activation[] = [];
      for (let window = 0; window < WINDOWS; window++) {
        mine.push(await activationOf(ours));
        theirs.push(await activationOf(other));
      }
      const coverage = path.join(temporary, 'coverage');
      mkdirSync(coverage);
      const probe = await packOwn(COVERAGE, path.join(temporary, 'probe'));
      const watched = await start('c', OURS, [packed, probe], { NODE_V8_COVERAGE: coverage });
      return [...timesOf(mine, theirs), ...loadedFigures(await loadedScripts(watched, coverage))];
    } finally {
      for (const { server } of hosts) await server.stop();
      await removeFolder(temporary);
    }
  },
};

async function startHost(
  workbench: InstalledWorkbench,
  folder: string,
  extension: string,
  vsixes: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Host> {
  const userDataDir = path.join(folder, 'u');
  const options = { workbench, userDataDir, extensionsDir: path.join(folder, 'e') };
  mkdirSync(userDataDir, { recursive: true });
  for (const vsix of vsixes) await installVsix(options, vsix);
  return { server: await startServer({ ...options, env }), userDataDir, extension };
}

/** Opens a window, lets it come to rest, and closes it as a person does: the extension host ends with it. */
async function inWindow<T>({ server, userDataDir }: Host, act: (workbench: Workbench) => Promise<T>): Promise<T> {
  const { page, close } = await openPage(server.url(undefined));
  try {
    const workbench = new Workbench(page, '', userDataDir);
    await workbench.ready();
    const result = await act(workbench);
    await page.goto('about:blank');
    return result;
  } finally {
    await close();
  }
}

function activationOf(host: Host): Promise<Activation> {
  return inWindow(host, async (workbench) => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const found = rowOf(await startupReport(workbench), host.extension);
      if (found) return found;
      await workbench.page.keyboard.press('ControlOrMeta+W');
    }
    throw new Error(`VS Code's startup report has no row of ${host.extension}.`);
  });
}

/** The text of the report; VS Code writes it when all extensions of the start have been activated. */
async function startupReport(workbench: Workbench): Promise<string> {
  await workbench.runCommand(COMMAND);
  await workbench.editor.lines.first().waitFor();
  await workbench.editor.find('System Info');
  await workbench.editor.lines.first().click();
  await workbench.page.keyboard.press('ControlOrMeta+A');
  await workbench.page.keyboard.press('ControlOrMeta+C');
  return workbench.clipboard();
}

/** `| <extension> | <eager> | <load code> | <call activate> | <finish activate> | <event> | <by> |`, in milliseconds. */
function rowOf(report: string, extension: string): Activation | undefined {
  const from = report.indexOf('Extension Activation Stats');
  const line = report
    .slice(Math.max(0, from))
    .split('\n')
    .find((one) => one.includes(extension));
  const numbers = line
    ?.split('|')
    .map((cell) => cell.trim())
    .filter((cell) => /^\d+$/.test(cell))
    .map(Number);
  if (!numbers || numbers.length < 3) return undefined;
  const [load, call, finish] = numbers as [number, number, number];
  return { load, call, finish };
}

function timesOf(mine: readonly Activation[], theirs: readonly Activation[]): Figure[] {
  const [ours, bare] = [median(mine.map(whole)), median(theirs.map(whole))];
  const each = (all: readonly Activation[]) =>
    `${all.map(whole).join(', ')}: ${all.map(({ load, call, finish }) => `${load}+${call}+${finish}`).join(', ')}`;
  return [
    { what: `activation, median of ${WINDOWS} windows`, kind: 'time', measured: ours, unit: 'ms', note: each(mine) },
    { what: 'activation of a bare extension', kind: 'time', measured: bare, unit: 'ms', note: each(theirs) },
    {
      what: 'activation, to that of a bare extension',
      kind: 'ratio',
      measured: ours / bare,
      budget: { most: 2.5 },
      note: 'an extension that loads zod eagerly: 2.8; the lightest of its kind: 12.5',
    },
  ];
}

/** Every script of ours that the window has loaded, as esbuild names it. */
function loadedScripts(host: Host, coverage: string): Promise<string[]> {
  return inWindow(host, async (workbench) => {
    await workbench.activity('Attio').waitFor();
    await startupReport(workbench);
    await workbench.runCommand(WRITE_COVERAGE);
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      const found = new Set(readdirSync(coverage).flatMap((file) => scriptsIn(path.join(coverage, file))));
      if (found.size > 0) return [...found];
      await delay(100);
    }
    throw new Error('No extension host wrote its coverage.');
  });
}

function scriptsIn(file: string): string[] {
  let urls: string[];
  try {
    const { result } = JSON.parse(readFileSync(file, 'utf8')) as { result: { url: string }[] };
    urls = result.map(({ url }) => url);
  } catch {
    // It is being written.
    return [];
  }
  return urls
    .filter((url) => url.startsWith('file:') && url.includes(`/${OURS}-`))
    .map((url) => fileURLToPath(url).replaceAll('\\', '/'))
    .map((script) => script.slice(script.lastIndexOf('/dist/') + 1));
}

function loadedFigures(loaded: readonly string[]): Figure[] {
  const all = outputs();
  const heavy = heavyIn(all, loaded);
  const entry = staticClosure(all, 'dist/extension.js');
  const later = loaded.filter((file) => !entry.includes(file));
  return [
    {
      what: 'scripts a fresh window has loaded',
      kind: 'count',
      measured: bytesOf(all, loaded),
      unit: 'B',
      note: `${loaded.length} files${later.length > 0 ? `; beside the entry: ${later.join(', ')}` : ''}`,
    },
    {
      what: 'heavy parts among these',
      kind: 'count',
      measured: heavy.length,
      budget: { most: 0 },
      note: heavy.join(', '),
    },
  ];
}
