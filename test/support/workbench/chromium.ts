/** Finds the browser that the tests drive, or installs one where that needs no questions. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { runQuietly } from './commandLine.js';
import { withLock } from './lock.js';
import { cacheDir } from './paths.js';

/**
 * The path of a Chromium, Chrome or Edge. Looks at CHROMIUM_PATH, at Playwright's own browsers, then at installed ones;
 * as root on Debian and Ubuntu it installs Debian's.
 * @throws an Error that says what to install, where nothing is found.
 */
export async function findChromium(log: (line: string) => void = console.log): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM_PATH is "${named}", which is not a program. Correct it or unset it.`);
  }
  const found = [...playwrightBrowsers(), ...installedBrowsers()].find(isExecutable);
  if (found !== undefined) return found;
  if (canUseApt()) {
    return withLock(
      path.join(cacheDir, 'chromium.lock'),
      () => log('Chromium: waiting for another process that is installing it…'),
      () => installFromDebian(log),
    );
  }
  throw new Error(
    [
      'The tests need a browser to show VS Code in, and none was found. One of these helps:',
      ...(process.platform === 'linux'
        ? ['  - Debian, Ubuntu:  sudo apt-get install chromium', '  - Fedora:          sudo dnf install chromium']
        : []),
      ...(process.platform === 'darwin' ? ['  - brew install --cask google-chrome'] : []),
      ...(process.platform === 'win32' ? ['  - install Google Chrome or Microsoft Edge'] : []),
      '  - everywhere:      npx playwright-core install chromium',
      '  - or set CHROMIUM_PATH to a Chromium, Chrome or Edge that is elsewhere.',
    ].join('\n'),
  );
}

function playwrightBrowsers(): string[] {
  const root =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      linux: path.join(homedir(), '.cache', 'ms-playwright'),
      darwin: path.join(homedir(), 'Library', 'Caches', 'ms-playwright'),
      win32: path.join(process.env.LOCALAPPDATA ?? '', 'ms-playwright'),
    }[process.platform as string];
  if (root === undefined || !existsSync(root)) return [];
  const inside = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ];
  const revisions = readdirSync(root)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice('chromium-'.length)) - Number(a.slice('chromium-'.length)));
  return revisions.flatMap((revision) => inside.map((file) => path.join(root, revision, file)));
}

const debianChromium = '/usr/bin/chromium';

function installedBrowsers(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return apps.flatMap((app) =>
      ['/Applications', path.join(homedir(), 'Applications')].map((in_) => `${in_}/${app}.app/Contents/MacOS/${app}`),
    );
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const programs = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return roots.flatMap((root) => (root === undefined ? [] : programs.map((program) => path.join(root, program))));
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => [...folders, '/usr/bin'].map((folder) => path.join(folder, name)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canUseApt(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

async function installFromDebian(log: (line: string) => void): Promise<string> {
  if (isExecutable(debianChromium)) return debianChromium;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const purpose = 'Installing Chromium for the tests';
  log('Chromium: none found, installing the one of Debian with apt (once)…');
  await runQuietly('apt-get', ['update'], { env, purpose });
  await runQuietly(
    'apt-get',
    [
      'install',
      '-y',
      '--no-install-recommends',
      'chromium',
      'fonts-liberation',
      'fonts-dejavu-core',
      'fonts-noto-color-emoji',
    ],
    { env, purpose },
  );
  if (!isExecutable(debianChromium)) {
    throw new Error(
      `apt installed Chromium, but ${debianChromium} is not there. Install a Chromium or set CHROMIUM_PATH to one.`,
    );
  }
  log('Chromium: ready.');
  return debianChromium;
}
